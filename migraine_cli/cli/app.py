"""The list of commands, and the one call that runs them.

A new command is a line in COMMANDS and a module beside this one with a function of its name. The function's
docstring begins with the same help and ends with a paragraph of examples. Its module does without the future import of
annotations: Typer would compile each of the strings at every call, the longest part of building a command.
"""

import os
import sys
from typing import Annotated

import typer
from typer.main import get_command

from migraine_cli import __version__
from migraine_cli.cli.lazy import LazyGroup, Listed
from migraine_cli.cli.options import Place
from migraine_cli.cli.typer_internals import NoArgsIsHelpError, UsageError
from migraine_cli.errors import ClinicFileError, InvalidValue, MigcliError
from migraine_cli.output.streams import warn, write

COMMANDS = (
    Listed("init", "Recording", "Make the clinic file; every other command needs one."),
    Listed("demo", "Recording", "Show the due list and one explained verdict of a synthetic clinic."),
    Listed("add-patient", "Recording", "Record a patient; what is left out stays unknown."),
    Listed("add-diary", "Recording", "Record what is known of single days; later statements win."),
    Listed("add-month", "Recording", "Record the counts of a month from a paper calendar."),
    Listed("add-preventive", "Recording", "Record a preventive medicine tried; `none` records that none was."),
    Listed("add-session", "Recording", "Record a session, by the PREEMPT protocol unless you say otherwise."),
    Listed("add-score", "Recording", "Record a HIT-6 or MIDAS score, as a total or answer by answer."),
    Listed("add-effect", "Recording", "Record a side effect."),
    Listed("add-checkup", "Recording", "Record the questions asked before a session, and the answers."),
    Listed("add-contact", "Recording", "Record an attempt to reach a patient, such as a recall."),
    Listed("book", "Recording", "Record an appointment; `due` and `bookings` show it."),
    Listed("unbook", "Recording", "Cancel an appointment."),
    Listed("add-authorisation", "Recording", "Record what a payer was asked for, or said."),
    Listed("add-vials", "Recording", "Record vials that came in."),
    Listed("count-vials", "Recording", "Record how many vials of a lot lie on the shelf now."),
    Listed("discard", "Recording", "Record full vials thrown away, such as expired ones."),
    Listed("recall-lot", "Recording", "Record that a lot may no longer be used, and show who had it."),
    Listed("pause", "Recording", "Pause a treatment; `due` lists the patient again from a day on."),
    Listed("stop", "Recording", "Stop a treatment: the course ends, and a later session starts a new one."),
    Listed("resume", "Recording", "End a pause or a stop; `due` lists the patient again."),
    Listed("amend", "Recording", "Correct a record; what it said before stays in the log."),
    Listed("void", "Recording", "Take back a record that isn't true; it stays in the log."),
    Listed("merge", "Recording", "Make two records of one person one; the first id then leads to the second."),
    Listed("undo", "Recording", "Take back the last command as a whole, and then the one before it."),
    Listed("log", "Recording", "Show who recorded what, when and why, the latest first."),
    Listed("import", "Bringing in", "Bring in a sheet or an app's export: all of it or nothing, and nothing twice."),
    Listed("due", "Asking", "List retreatments, soonest first; those who have lapsed stand last."),
    Listed("day", "Asking", "Show who comes on a day, whether all is ready for each, and what to ask."),
    Listed("bookings", "Asking", "List the appointments by date, or the places that are left."),
    Listed("gaps", "Asking", "List what to ask before the next visit: only facts that can change the verdict."),
    Listed("messages", "Asking", "Write texts for the practice's own mailer; nothing is sent."),
    Listed("plan", "Asking", "Fill the next clinic days from the due list, so that all together wait least."),
    Listed("eligible", "Asking", "Hold the record against a policy: the start, or going on once treated, and why."),
    Listed("response", "Asking", "Show what treatment did, cycle by cycle, against the time before it."),
    Listed("audit", "Asking", "Compare the clinic with a policy: everyone who started, those who left early too."),
    Listed("show", "Asking", "Show one patient on one screen."),
    Listed("patients", "Asking", "List the patients, or those that match a text, the nearest spellings last."),
    Listed("diary", "Asking", "Show a patient's diary day by day, with the counts of paper calendars."),
    Listed("sessions", "Asking", "List sessions, the latest first."),
    Listed("authorisations", "Asking", "List authorisations: what is left, and by when to ask for the next."),
    Listed("vials", "Asking", "List the clinic's vials lot by lot, every unit accounted for."),
    Listed("policies", "Asking", "List the policies, or show one in plain words made from its rules."),
    Listed("protocol", "Asking", "Show the sites of a protocol by muscle and side, and what a session did otherwise."),
    Listed("config", "Asking", "Show the settings in force, and where each comes from."),
    Listed("schema", "Asking", "Print the JSON Schema of a listing, or name the listings."),
    Listed("help", "Asking", "Explain a command or a topic of the manual; alone, list both."),
    Listed("check", "Keeping", "Check the clinic file for faults; silent when all is well."),
    Listed("backup", "Keeping", "Make a dated and verified copy of the clinic file."),
    Listed("restore", "Keeping", "Bring a backup back, once it has shown what would change."),
    Listed("copy", "Keeping", "Copy the whole clinic to another place: a file, or a server."),
    Listed("encrypt", "Keeping", "Encrypt the clinic file and its backups with a key file of age."),
    Listed("decrypt", "Keeping", "Take the encryption off the clinic file and its backups."),
    Listed("report", "Handing out", "Make one page about a patient, with charts, for the screen and for paper."),
    Listed("calendar", "Handing out", "Write the appointments as iCalendar, for the calendar program of the practice."),
    Listed("letter", "Handing out", "Write a letter about one patient that says only what is recorded."),
    Listed("export", "Handing out", "Hand out all that is recorded of one person, or of the whole clinic."),
)  # fmt: skip

_app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)


def run(arguments: list[str]) -> int:
    """Runs the command that `arguments` call; its exit code.

    Raises MigcliError for what a person can mend, KeyboardInterrupt for a question that was broken off.
    """
    try:
        code = _called(arguments)
    except MigcliError as fault:
        fault.warnings += _key_warnings()
        raise
    for warning in _key_warnings():
        warn(warning)
    return code


def _key_warnings() -> tuple[str, ...]:
    """Warnings of the key file, where one was used: only then is what reads it loaded."""
    encryption = sys.modules.get("migraine_cli.store.tinydb_file.encryption")
    return () if encryption is None else encryption.exposed_keys()


def _called(arguments: list[str]) -> int:
    group = _group()
    if instruction := os.environ.get("_MIGCLI_COMPLETE"):
        return _complete(group, instruction)
    if any("-completion" in argument for argument in arguments):
        from migraine_cli.cli.shells import take_over

        take_over()
    called = None
    try:
        with group.make_context("migcli", arguments) as called:
            group.invoke(called)
    except typer.Exit as done:
        return done.exit_code
    except NoArgsIsHelpError as bare:
        write(f"{bare.message}\n")
        return 0
    except UsageError as fault:
        from migraine_cli.cli.usage import one_sentence

        raise InvalidValue(one_sentence(fault, called.invoked_subcommand if called else None)) from fault
    except ClinicFileError as fault:
        from migraine_cli.store.tinydb_file.backups import with_mend  # only a damaged file needs it

        raise with_mend(fault) from fault
    except typer.Abort as broken_off:
        raise KeyboardInterrupt from broken_off
    return 0


def _group() -> LazyGroup:
    group = get_command(_app)
    assert isinstance(group, LazyGroup)
    group.take(COMMANDS)
    return group


def _complete(group: LazyGroup, instruction: str) -> int:
    """Answers the shell's question for completions."""
    from migraine_cli.cli.shells import answered

    # Typer would load all of Rich to strip markup that our helps don't have, at twice the time of the answer.
    sys.modules["rich"] = None  # type: ignore[assignment]
    if not answered(group, instruction):
        group.main(prog_name="migcli")  # ends the process
    return 0


def _print_version(asked: bool) -> None:
    if asked:
        write(f"migcli {__version__}\n")
        raise typer.Exit


@_app.callback(epilog="Example:\n  migcli demo")
def _migcli(
    context: typer.Context,
    place: Place = None,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """The assistant of a chronic-migraine botulinum-toxin clinic: record, judge, list who is due."""
    if place is not None:
        # Given before the command's name it is the default of the option behind it.
        context.default_map = {listed.name: {"place": place} for listed in COMMANDS}
