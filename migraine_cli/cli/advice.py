"""What a person can do about a refusal, in the options of the command line, which nothing below knows."""

from __future__ import annotations

from migraine_cli.errors import MigcliError

ADVICE = {
    "another form": "; ask for --format {0}.",
    "another place": ", or correct --clinic.",
    "another template": "; correct --template.",
    "csv instead": "; or ask for --format csv.",
    "each column": ' Say what each of them is with --map "Their header=column", or leave it out with --map'
    ' "Their header=".',
    "header": ' If they are called otherwise, say --map "Their header=column".',
    "no encoding": "; leave --encoding out.",
    "no map": "; leave --map or --date-order out.",
    "no request": ", or leave --request out.",
    "no sheet": "; leave --sheet out.",
    "one column": '; leave one out with --map "{0}=".',
    "same request": ", or repeat the command with --request {0}, which records it once.",
    "the column": '; if it is called otherwise, say --map "Its header={0}".',
    "the encoding": "; say which encoding it is in, such as --encoding cp1252, or save it as CSV UTF-8.",
    "the place": "; name the clinic file, or leave --clinic out for the usual one.",
    "the sheet": "; say which with --sheet NAME.",
    "which place": "; correct --clinic, or the file's permissions.",
    "which utf-16": "; say --encoding utf-16-le or --encoding utf-16-be.",
}
"""By the name that an error gives to it, what follows what is wrong: a clause, or behind a blank a sentence."""


def with_advice(fault: MigcliError) -> str:
    """The sentence of a fault, followed by what it names as advice."""
    if not fault.advice:
        return fault.sentence
    name, *about = fault.advice
    advice = ADVICE[name].format(*about)
    return (fault.sentence if advice.startswith(" ") else fault.sentence.removesuffix(".")) + advice
