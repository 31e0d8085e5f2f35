"""PARSE: the only Typer code. One file per command, imported when it is called; `app.py` lists them."""
