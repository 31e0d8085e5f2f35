"""The floor: an app of one command that prints a number."""

import typer

app = typer.Typer(add_completion=False)


@app.command()
def main(number: int = 1) -> None:
    """Print a number."""
    print(number)


app()
