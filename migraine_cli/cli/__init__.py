"""PARSE: the only Typer code. One file per command, imported when it is called; `all_commands.py` lists them."""
