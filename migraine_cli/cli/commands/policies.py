"""`migcli policies`: the sets of criteria that verdicts are given under."""

from datetime import date
from typing import Annotated

import typer
from msgspec import Struct

from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.options import AsOf, FormatOption, Place
from migraine_cli.eligibility.plain_words import plain_words
from migraine_cli.eligibility.policy import Policy
from migraine_cli.eligibility.verdict import GOING_ON_UNREAD
from migraine_cli.output.blocks import Column, Details
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.reference.policies import chosen_policy, every_policy


class PolicyRow(Struct, frozen=True, kw_only=True):
    """One policy, its criteria in words made from the rules themselves."""

    id: str
    title: str
    claim: str
    source: str
    address: str
    edition: str
    read: date
    confirmed: bool
    start: tuple[str, ...]
    stop: tuple[str, ...]
    going_on_unread: bool
    notes: tuple[str, ...]

    @staticmethod
    def of(policy: Policy) -> "PolicyRow":
        """The row of one policy."""
        return PolicyRow(
            id=policy.id,
            title=policy.title,
            claim=policy.claim,
            source=policy.source,
            address=policy.address,
            edition=policy.edition,
            read=policy.read,
            confirmed=policy.confirmed,
            start=tuple(plain_words(criterion) for criterion in policy.start),
            stop=tuple(plain_words(rule) for rule in policy.stop),
            going_on_unread=policy.going_on_unread,
            notes=(*policy.notes, *((policy.earlier_patients.note,) if policy.earlier_patients else ())),
        )


_COLUMNS = (
    Column("policy", "id"),
    Column("title", "title", folds=True),
    Column("read", "read", spare=2),
    Column("confirmed", "confirmed", style=lambda row: "" if row.confirmed else "yellow"),
    Column("stop rules", lambda row: len(row.stop) or None, right=True),
    Column("source", "source", folds=True, spare=1),
)


def policies(
    id_: Annotated[
        str | None, typer.Argument(metavar="[ID|FILE.toml]", help="One policy in plain words; all if left out.")
    ] = None,
    as_of: AsOf = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    _place: Place = None,
) -> None:
    """List the policies, or show one in plain words made from its rules.

    A practice's own policy is a TOML file in the same words; begin with a copy of a shipped one.

    Examples:
      migcli policies
      migcli policies nice-ta260
    """
    rows = [PolicyRow.of(each) for each in ([chosen_policy(id_)] if id_ else every_policy())]
    view = (lambda: [Details(_fields(rows[0]))]) if id_ else None
    show(Listing("policies", PolicyRow, asked_for(as_of), rows, _COLUMNS, view=view, title="Policies"), form, arranged)


def _fields(row: PolicyRow) -> list[tuple[str, object]]:
    starts = [("start, all of" if n == 0 else "", words) for n, words in enumerate(row.start)]
    stops = [("stop, any of" if n == 0 else "", words) for n, words in enumerate(row.stop)]
    return [
        ("policy", row.id),
        ("title", row.title),
        ("a yes says", row.claim),
        *starts,
        *(stops or [("stop", GOING_ON_UNREAD if row.going_on_unread else "no stop rule")]),
        *(("note", note) for note in row.notes),
        ("source", row.source),
        ("address", row.address),
        ("edition", row.edition),
        (
            "read",
            f"{row.read}, {'confirmed in the source' if row.confirmed else 'not confirmed in the primary source'}",
        ),
    ]
