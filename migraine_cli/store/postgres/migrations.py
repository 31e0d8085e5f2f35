"""The schema's numbered files, applied one at a time by `migcli init` as the schema's owner."""

from __future__ import annotations

from importlib.resources import files

from migraine_cli.store.postgres.connecting import NEWEST, Connection

_ONE_AT_A_TIME = 0x6D696763
"""The key of the lock that keeps two migrations apart."""

_ROLES = """
do $$ begin
    if not exists (select from pg_roles where rolname = 'migcli_owner') then create role migcli_owner nologin; end if;
    if not exists (select from pg_roles where rolname = 'migcli_member') then create role migcli_member nologin; end if;
    grant migcli_member to migcli_owner;
    if not pg_has_role(session_user, 'migcli_owner', 'member') then
        execute format('grant migcli_owner to %I', session_user);
    end if;
end $$
"""


def migrate(connection: Connection) -> bool:
    """Make the schema, or bring it up to date; whether anything had to be done. Leaves the account as the owner."""
    connection.execute(f"select pg_advisory_xact_lock({_ONE_AT_A_TIME})")
    before = _number(connection)
    if before < 0:
        connection.execute(_ROLES)
        connection.execute("create schema migcli authorization migcli_owner")
    connection.execute("set local role migcli_owner")
    for number in range(max(before, 0) + 1, NEWEST + 1):
        script = files("migraine_cli.store.postgres").joinpath("schema", f"{number:04}.sql")
        connection.execute(script.read_bytes())
        connection.execute("insert into migcli.schema (number) values (%s)", (number,))
    return before < NEWEST


def _number(connection: Connection) -> int:
    """The schema's number; -1 where there is none."""
    ((there,),) = connection.execute("select to_regclass('migcli.schema') is not null").fetchall()
    if not there:
        return -1
    ((number,),) = connection.execute("select coalesce(max(number), 0) from migcli.schema").fetchall()
    return int(number)
