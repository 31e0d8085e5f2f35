"""Many who record at once on one server, some of whom are killed."""

from __future__ import annotations

import random
import time

import pytest
from servers import many, new_site

from migraine_cli.store.postgres.store import ServerStore


def recorded(store: ServerStore) -> set[str]:
    with store.reading() as clinic:
        return set(clinic.patients())


@pytest.mark.parametrize(
    "rounds",
    [pytest.param(3, marks=pytest.mark.server, id="few"), pytest.param(1000, marks=pytest.mark.slow, id="a thousand")],
)
def test_writers_on_two_sites_lose_nothing_when_some_are_killed(rounds: int) -> None:
    """Each tells what was acknowledged; who is killed may have recorded one more."""
    sites = [new_site(), new_site()]
    acknowledged: list[set[str]] = [set(), set()]
    tried: list[set[str]] = [set(), set()]
    for turn in range(rounds):
        named = [(number % 2, f"W{turn}-{number}") for number in range(6)]
        commands = [["add-patient", id_, "--clinic", sites[at].address.given] for at, id_ in named]
        with many(commands) as running:
            time.sleep(random.Random(turn).random())
            running[turn % 6].kill()
            codes = [each.wait(timeout=60) for each in running]
        for (at, id_), code in zip(named, codes, strict=True):
            tried[at].add(id_)
            acknowledged[at] |= {id_} if code == 0 else set()
    for at, each in enumerate(sites):
        assert acknowledged[at] <= recorded(each) <= tried[at]
        assert each.check() == []
    assert acknowledged[0]
    assert acknowledged[1]
