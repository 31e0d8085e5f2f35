"""A synthetic Apple Health export of 500 MB, zipped as a phone does: a million measurements and some headaches."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

MEGABYTES = 500
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData ANY>\n]>\n<HealthData>\n'
_MEASURED = (
    ' <Record type="HKQuantityTypeIdentifier{what}" sourceName="Ann’s Apple&#160;Watch" sourceVersion="10.1"'
    ' device="&lt;&lt;HKDevice: 0x{device:x}&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch&gt;"'
    ' unit="count/min" creationDate="{at}" startDate="{at}" endDate="{at}" value="{value:.4f}">\n'
    '  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="0"/>\n </Record>\n'
)
_HEADACHE = (
    ' <Record type="HKCategoryTypeIdentifierHeadache" sourceName="Health" creationDate="{at}" startDate="{at}"'
    ' endDate="{at}" value="HKCategoryValueSeverityModerate"/>\n'
)


def health_export(folder: Path) -> Path:
    """The export in `folder`, made unless it is there."""
    made = folder / "health.zip"
    if not made.exists():
        size = 0
        with ZipFile(made, "w", ZIP_DEFLATED) as zipped, zipped.open("apple_health_export/export.xml", "w") as file:
            for part in _parts(random.Random(1)):
                size += file.write(part.encode())
                if size > MEGABYTES * 1_000_000:
                    break
            file.write(b"</HealthData>\n")
    return made


def _parts(chance: random.Random) -> Iterator[str]:
    yield _HEAD
    while True:
        yield "".join(_record(chance, _MEASURED) for _ in range(2000))
        yield _record(chance, _HEADACHE)


def _record(chance: random.Random, form: str) -> str:
    clock = f"{chance.randrange(24):02}:{chance.randrange(60):02}:{chance.randrange(60):02}"
    at = f"{chance.randrange(2018, 2026)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02} {clock} -0400"
    what = chance.choice(("StepCount", "HeartRate", "ActiveEnergyBurned", "DistanceWalkingRunning"))
    return form.format(what=what, device=chance.getrandbits(36), at=at, value=chance.random() * 200)
