"""How a screen is composed: from rows and verdicts to blocks that `output` draws."""
