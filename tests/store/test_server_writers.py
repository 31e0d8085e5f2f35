"""Many who record at once on one server, some of whom are killed.

In full, with the figures that the manual shows:
`pg_virtualenv python -m pytest -m slow tests/store/test_server_writers.py -s`
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from servers import new_site, operator

from migraine_cli.records.patient import Patient
from migraine_cli.records.visits import Contact
from migraine_cli.store.postgres.store import ServerStore

RECORDER = Path(__file__).with_name("server_recorder.py")
PROJECT = Path(__file__).parents[2]
AT = datetime(2026, 10, 3, tzinfo=UTC)
WRITERS = 20


class Writer(NamedTuple):
    """A process that records, with the file that it writes what became of each to."""

    process: subprocess.Popen[bytes]
    told: Path
    site: int

    @classmethod
    def started(cls, site: int, store: ServerStore, told: Path) -> Writer:
        with told.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, str(RECORDER), store.address.given, told.name],
                env={**os.environ, "PYTHONPATH": str(PROJECT)},
                stdout=out,
            )
        return cls(process, told, site)

    def killed(self) -> None:
        self.process.kill()
        self.process.wait()

    def words(self) -> list[tuple[str, str]]:
        """What became of each token, as far as it was told whole."""
        lines = self.told.read_text(encoding="utf-8").split("\n")[:-1]
        return [(became, token) for became, _, token in (line.partition(" ") for line in lines)]


def a_connection_is_cut() -> None:
    """By the server's operator, at whatever it is just doing."""
    with operator() as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'migcli'"
            " order by random() limit 1"
        )


@pytest.mark.parametrize(
    "rounds",
    [pytest.param(40, marks=pytest.mark.server, id="few"), pytest.param(1000, marks=pytest.mark.slow, id="a thousand")],
)
def test_twenty_writers_on_two_sites_lose_nothing_though_some_are_killed(rounds: int, tmp_path: Path) -> None:
    """In every other round a writer is killed and another takes its place; in the rest a connection is cut."""
    sites = [new_site(), new_site()]
    for store in sites:
        with store.recording("add-patient", at=AT, by="dr") as clinic:
            clinic.add(Patient(id="P0001"))
    moments = random.Random(2026)
    writers = [Writer.started(at % 2, sites[at % 2], tmp_path / f"W{at}") for at in range(WRITERS)]
    gone: list[Writer] = []
    while not all(writer.words() for writer in writers):
        time.sleep(0.1)
    for turn in range(rounds):
        time.sleep(moments.uniform(0, 0.2))
        if turn % 2:
            a_connection_is_cut()
            continue
        at = moments.randrange(WRITERS)
        writers[at].killed()
        gone.append(writers[at])
        writers[at] = Writer.started(at % 2, sites[at % 2], tmp_path / f"W{at}.{turn}")
    for writer in writers:
        writer.killed()
    became = Counter[str]()
    for site, store in enumerate(sites):
        told = [word for writer in (*gone, *writers) if writer.site == site for word in writer.words()]
        became.update(word for word, _ in told)
        with store.reading() as clinic:
            recorded = [contact.by for contact in clinic.records(Contact)]
            entries = [entry.entry for entry in clinic.log()]
        assert entries == list(range(len(recorded) + 1, 0, -1)), "entries are numbered without a gap"
        assert len(set(recorded)) == len(recorded), "nothing is recorded twice"
        by_word = {word: {token for each, token in told if each == word} for word in ("recorded", "refused", "unsure")}
        assert by_word["recorded"] <= set(recorded), "what was acknowledged is there"
        assert not by_word["refused"] & set(recorded), "what was said not to be recorded isn't"
        untold = set(recorded) - by_word["recorded"] - by_word["unsure"]
        killed = {writer.told.name for writer in (*gone, *writers) if writer.site == site}
        assert len(untold) == len({token.rpartition("-")[0] for token in untold} & killed), "one more of each at most"
        assert store.check() == []
    assert became["recorded"] > rounds
    figures = ", ".join(f"{became[word]:,} {word}" for word in ("recorded", "refused", "unsure"))
    print(f"\n{rounds:,} rounds: {figures}, none lost")
