"""The manual: `migcli help` shows its pages, all that they name exists, and the man page is made from them."""

from __future__ import annotations

import re
import tomllib
from typing import Any, get_args

import pytest

from migraine_cli.cli.all_commands import COMMANDS
from migraine_cli.exchange.columns import KINDS
from migraine_cli.records import codes
from migraine_cli.reference.data import effects, medicines, path
from migraine_cli.reference.manual import page, topics
from migraine_cli.treatment.safety.rules import Rule
from tests.man_page import WRITTEN, man_page
from tests.test_readme import README, ROOT

TEXTS = {topic: page(topic) for topic in topics()} | {"README": README.read_text(encoding="utf-8")}
"""The pages of the manual by topic, and the README."""

_CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)


def named(text: str) -> set[str]:
    """The commands, or topics behind `help`, that a text's code names."""
    code = " ".join(found[0] for found in _CODE.finditer(text))
    return set(re.findall(r"\bmigcli ([a-z][a-z-]*)", code))


@pytest.mark.parametrize("topic", TEXTS)
def test_every_command_named_exists(topic: str) -> None:
    assert named(TEXTS[topic]) <= {listed.name for listed in COMMANDS}


@pytest.mark.parametrize("topic", TEXTS)
def test_every_topic_named_exists(topic: str) -> None:
    told = re.findall(r"`migcli help ([a-z][a-z -]*)`", TEXTS[topic])
    assert {each.replace(" ", "-") for each in told} <= {*topics(), *(listed.name for listed in COMMANDS)}


@pytest.mark.parametrize("topic", TEXTS)
def test_every_option_named_with_a_command_is_one_of_its(topic: str, migcli_here: Any) -> None:
    for command, rest in re.findall(r"\bmigcli ([a-z][a-z-]*)((?: [^`\n|]*)?)", "\n".join(_CODE.findall(TEXTS[topic]))):
        told = migcli_here("help", command).out
        for option in re.findall(r"(?<!\S)--[a-z-]+", rest.split("&&")[0]):
            assert re.search(rf"{option}\b", told) or option == "--help", f"{command} {option}"


def test_every_kind_of_import_is_described_with_its_columns() -> None:
    for kind, of in KINDS.items():
        assert f"| {kind} | {', '.join(of.layout.empty_sheet)} |" in TEXTS["your-own-sheet"]


def test_every_code_is_listed() -> None:
    listed = set(re.findall(r"`([A-Za-z-]+)`", TEXTS["codes"]))
    for each in (codes.Sex, codes.Overuse, codes.Caution, codes.Indication, codes.Product, codes.PreventiveClass):
        assert set(get_args(each)) <= listed
    for each in (codes.Outcome, codes.EffectSeverity, codes.Supply):
        assert set(get_args(each)) <= listed
    assert {*effects().terms, *medicines().acute.values()} <= listed


def test_every_safety_rule_is_listed() -> None:
    assert set(get_args(Rule)) <= set(re.findall(r"^\| `([a-z-]+)` \|", TEXTS["safety-rules"], re.MULTILINE))


def test_every_variable_is_listed() -> None:
    read = set()
    for file in (ROOT / "migraine_cli").rglob("*.py"):
        read |= set(re.findall(r"\bMIGCLI_[A-Z]+", file.read_text(encoding="utf-8")))
    assert read - {"MIGCLI_COMPLETE"} <= set(re.findall(r"`(MIGCLI_[A-Z]+)`", TEXTS["configuration"]))


def test_the_man_page_is_made_from_the_manual_as_it_is() -> None:
    """`python tests/man_page.py` writes it anew."""
    assert man_page() == WRITTEN.read_text(encoding="utf-8")


def test_the_man_page_goes_with_the_wheel() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert wheel["wheel"]["shared-data"] == {str(WRITTEN.relative_to(ROOT)): "share/man/man1/migcli.1"}


def test_a_command_is_explained_by_its_own_help(migcli_here: Any) -> None:
    assert migcli_here("help", "due").out == migcli_here("due", "--help").out


@pytest.mark.parametrize("typed", [["dates"], ["Dates"], ["the", "file"], ["the-file"]])
def test_a_topic_is_plain_in_a_pipe(migcli_here: Any, typed: list[str]) -> None:
    ran = migcli_here("help", *typed)
    assert (ran.code, ran.out) == (0, page("-".join(typed).casefold()))


def test_a_word_that_is_both_gets_both_explained(migcli_here: Any) -> None:
    told = migcli_here("help", "policies").out
    assert told.startswith("Usage: migcli policies")
    assert told.endswith(page("policies"))


def test_alone_it_lists_commands_and_topics(migcli_here: Any) -> None:
    told = migcli_here("help").out
    assert all(f"\n  {name} " in told for name in [*topics(), *(listed.name for listed in COMMANDS)])


@pytest.mark.parametrize(("typed", "meant"), [("duu", "due"), ("dtaes", "dates"), ("the fiel", "the-file")])
def test_the_nearest_is_named_for_an_unknown_word(migcli_here: Any, typed: str, meant: str) -> None:
    ran = migcli_here("help", typed.replace(" ", "-"))
    assert ran.code == 2
    assert f"did you mean {meant}?" in ran.err


def test_every_page_is_drawn_at_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from migraine_cli.output.terminal import draw_markdown

    monkeypatch.setenv("NO_COLOR", "1")
    for topic in topics():
        draw_markdown(80, page(topic))
        drawn = capsys.readouterr().out
        assert path(f"manual/{topic}.md").is_file()
        assert max(map(len, drawn.splitlines())) <= 80
        assert "**" not in drawn
        assert "\n| " not in drawn
