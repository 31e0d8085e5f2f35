"""The manual: a page of data/manual per topic, written in Markdown."""

from __future__ import annotations

from migraine_cli.reference.data import names, path


def topics() -> dict[str, str]:
    """The title of each page, by the topic that `migcli help` takes."""
    return {topic: page(topic).partition("\n")[0].removeprefix("# ") for topic in names("manual", ".md")}


def page(topic: str) -> str:
    """The page on one of `topics()`, as it is written."""
    return path(f"manual/{topic}.md").read_text(encoding="utf-8")
