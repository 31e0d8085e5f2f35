"""DECIDE: the clinic's own days. No input and output, no framework, no clock."""
