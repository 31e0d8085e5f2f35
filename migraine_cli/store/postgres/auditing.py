"""The clinic on a server as an auditor has it: who gave which command and when, and nothing of a patient."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import NoReturn, TypeVar

from migraine_cli.chart.chart import Chart
from migraine_cli.errors import ClinicFileError
from migraine_cli.records.patient import Patient, PatientLabel
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.store.postgres.clinic import ServerClinic

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=AboutPatient)


class AuditedClinic(ServerClinic):
    """The log, and which of its entries were taken back.

    The server hides the rest, and what is hidden is not nothing: whatever asks for records raises ClinicFileError.
    """

    def patient(self, patient_id: str) -> Patient:  # noqa: ARG002
        """Hidden."""
        _hidden()

    def labels(self, ids: Collection[str] | None = None) -> dict[str, PatientLabel]:  # noqa: ARG002
        """Hidden."""
        _hidden()

    def last_sessions(self, until: date) -> dict[str, date]:  # noqa: ARG002
        """Hidden."""
        _hidden()

    def record(self, record_id: str) -> Record:  # noqa: ARG002
        """Hidden."""
        _hidden()

    def records(self, kind: type[R]) -> list[R]:  # noqa: ARG002
        """Hidden."""
        _hidden()

    def of_patient(self, kind: type[P], patient_id: str) -> list[P]:  # noqa: ARG002
        """Hidden."""
        _hidden()

    def charts(self, parts: Collection[str], of: Collection[str] | None = None) -> Iterator[Chart]:  # noqa: ARG002
        """Hidden."""
        _hidden()

    def versions_of(self, kind: type[P], patients: Collection[str]) -> list[P]:  # noqa: ARG002
        """Hidden."""
        _hidden()

    def numbered(self, kind: type[R]) -> Iterator[tuple[int, R]]:  # noqa: ARG002
        """Hidden."""
        _hidden()

    def kept_settings(self) -> bytes | None:
        """Hidden."""
        _hidden()


def _hidden() -> NoReturn:
    raise ClinicFileError(
        "your account may see the log of this clinic alone; ask whoever keeps the server to make it a reader."
    )
