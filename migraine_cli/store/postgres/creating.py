"""Making a clinic on a server where there is none."""

from __future__ import annotations

from collections.abc import Iterable

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.codes import CHRONIC_MIGRAINE
from migraine_cli.records.kinds import EVERY_KIND
from migraine_cli.records.log import LogEntry
from migraine_cli.records.session_day import SessionDay
from migraine_cli.store.contract import Clinic
from migraine_cli.store.postgres.address import Address
from migraine_cli.store.postgres.connecting import RECORDING, Connection, connected
from migraine_cli.store.postgres.keeping import put
from migraine_cli.store.postgres.migrations import migrate
from migraine_cli.store.postgres.versions import COLUMNS, Row, row

USUAL_SITE = "clinic"
"""The site's name where the address gives none."""


def copy(address: Address, clinic: Clinic) -> None:
    """Make the site, and what it lacks, as all that another clinic holds: the copied log names no accounts.

    Raises ClinicFileError where anything is recorded there already.
    """
    with connected(address, RECORDING) as connection:
        migrate(connection)
        site = added(connection, address) or _empty(connection, address)
        entries = list(clinic.log())[::-1]
        if entries:
            connection.execute("update migcli.clinic set last_entry = %s where clinic = %s", (entries[-1].entry, site))
        _copy_log(connection, site, entries)
        for kind in EVERY_KIND:
            _copy_versions(connection, (row(site, number, record) for number, record in clinic.numbered(kind)))
        _copy_days(connection, site, clinic.records(SessionDay))
        if (said := clinic.kept_settings()) is not None:
            put(connection, site, said)
        connection.execute("analyze migcli.version, migcli.session_day")
        connection.execute("commit")


def _empty(connection: Connection, address: Address) -> int:
    """The number of a site that is there and in which nothing is recorded; it is locked."""
    ((site, last),) = connection.execute(
        "select clinic, last_entry from migcli.clinic where name = %s for update", (address.site or USUAL_SITE,)
    ).fetchall()
    if last:
        raise ClinicFileError(f"something is recorded at {address.given} already; nothing was copied: name a new site.")
    return int(site)


def _copy_log(connection: Connection, site: int, entries: Iterable[LogEntry]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into migcli.log (clinic, entry, at, utc_offset, by, command, reason, account, received)"
            " values (%s, %s, %s, %s, %s, %s, %s, null, null)",
            [
                (site, each.entry, each.at, each.seconds_from_utc, each.by, each.command, each.reason)
                for each in entries
            ],
        )


def _copy_versions(connection: Connection, rows: Iterable[Row]) -> None:
    """By way of a table of the connection's own: a table with policies takes no COPY."""
    connection.execute("create temporary table copied (like migcli.version) on commit drop")
    with connection.cursor().copy(f"copy copied ({COLUMNS}) from stdin") as copying:
        for each in rows:
            copying.write_row(each)
    connection.execute(f"insert into migcli.version ({COLUMNS}) select {COLUMNS} from copied")
    connection.execute("drop table copied")


def _copy_days(connection: Connection, site: int, sessions: Iterable[SessionDay]) -> None:
    days = {(site, each.patient, each.date) for each in sessions if each.indication == CHRONIC_MIGRAINE}
    with connection.cursor() as cursor:
        cursor.executemany("insert into migcli.session_day (clinic, patient, day) values (%s, %s, %s)", sorted(days))


def create(address: Address) -> None:
    """Make what is missing: the schema, or what a newer one needs, the site, and you as its recorder.

    Raises ClinicFileError when nothing was missing.
    """
    with connected(address, RECORDING) as connection:
        migrated = migrate(connection)
        made = added(connection, address)
        if made is None and not migrated:
            raise ClinicFileError(f"there is already a clinic at {address.given}; nothing was changed.")
        connection.execute("commit")


def added(connection: Connection, address: Address) -> int | None:
    """Add the site and you as its recorder, as the schema's owner; its number, None where there is one already."""
    name = address.site or USUAL_SITE
    made = connection.execute(
        "insert into migcli.clinic (name) values (%s) on conflict (name) do nothing returning clinic", (name,)
    ).fetchall()
    if not made:
        return None
    connection.execute(
        "insert into migcli.member (account, clinic, role) values (session_user, %s, 'recorder')", made[0]
    )
    return int(made[0][0])
