"""The forms in which a listing is shown; apart from `listing`, as a help page needs no more than their names."""

from __future__ import annotations

from typing import Literal

Format = Literal["table", "json", "csv"]
