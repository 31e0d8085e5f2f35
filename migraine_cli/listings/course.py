"""What a course brings with it, as listed and confirmed: scores, effects, contacts, pauses and stops."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import date as _Date  # noqa: N812 a field named `date` hides the type

from migraine_cli.listings.row import Row, called, noted, shared
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.score import Score
from migraine_cli.records.scores import TITLES, grade
from migraine_cli.records.visits import Contact, CourseEvent
from migraine_cli.words.text import in_words


class ScoreRow(Row, frozen=True, kw_only=True):
    """One score. `grade`: little to severe impact for HIT-6, I to IV for MIDAS; `items` None when only the total is
    known.
    """

    date: date
    instrument: str
    total: int
    items: tuple[int, ...] | None
    grade: str

    @staticmethod
    def of(score: Score, patient: Patient, warnings: Iterable[str] = ()) -> ScoreRow:
        """The row of one score."""
        return ScoreRow(
            **shared(ScoreRow, score, patient), grade=grade(score.instrument, score.total), warnings=tuple(warnings)
        )

    def sentence(self) -> str:
        """What was scored, in words."""
        title = TITLES["hit6" if self.instrument == "hit6" else "midas"]
        graded = f"grade {self.grade}" if self.instrument == "midas" else f"{self.grade} impact"
        items = "" if self.items is None else f" ({', '.join(map(str, self.items))})"
        return f"{self.id}: {title} {self.total}{items}, {graded}, on {self.date} for {called(self)}"


class EffectRow(Row, frozen=True, kw_only=True):
    """One side effect; `kind` is a term of data/effects.toml, `until` None when it isn't known to have passed.

    `label_toxin` and `label_placebo` are the label's rates in percent, None for an effect that it doesn't count.
    """

    date: date
    kind: str
    severity: str | None
    until: _Date | None
    note: str | None
    label_toxin: str | None
    label_placebo: str | None

    @staticmethod
    def of(
        effect: Effect,
        patient: Patient,
        rates: tuple[str | None, str | None] = (None, None),
        warnings: Iterable[str] = (),
    ) -> EffectRow:
        """The row of one effect; `rates` are the label's with the toxin and with placebo."""
        return EffectRow(
            **shared(EffectRow, effect, patient, "kind"),
            kind=effect.effect,
            label_toxin=rates[0],
            label_placebo=rates[1],
            warnings=tuple(warnings),
        )

    def sentence(self) -> str:
        """What was noticed, in words."""
        how = "" if self.severity is None else f"{self.severity} "
        until = "" if self.until is None else f" to {self.until}"
        note = "" if self.note is None else f", note: {noted(self.note)},"
        return f"{self.id}: {how}{in_words(self.kind)} from {self.date}{until}{note} for {called(self)}"


class ContactRow(Row, frozen=True, kw_only=True):
    """One attempt to reach the patient."""

    date: date
    by: str
    result: str | None

    @staticmethod
    def of(contact: Contact, patient: Patient) -> ContactRow:
        """The row of one contact."""
        return ContactRow(**shared(ContactRow, contact, patient))

    def sentence(self) -> str:
        """What was tried, in words."""
        result = "" if self.result is None else f", {self.result}"
        return f"{self.id}: {self.by} on {self.date}{result}, for {called(self)}"


class CourseEventRow(Row, frozen=True, kw_only=True):
    """A course paused, stopped or taken up again; `until` is the day from which a paused patient is listed again."""

    date: date
    step: str
    until: _Date | None
    reason: str | None

    @staticmethod
    def of(event: CourseEvent, patient: Patient) -> CourseEventRow:
        """The row of one step."""
        return CourseEventRow(**shared(CourseEventRow, event, patient))

    def sentence(self) -> str:
        """What was decided, in words."""
        step = {"pause": "paused", "stop": "stopped", "resume": "resumed"}[self.step]
        until = "" if self.until is None else f" until {self.until}"
        why = "" if self.reason is None else f" ({self.reason})"
        return f"{self.id}: treatment of {called(self)} {step} on {self.date}{until}{why}"
