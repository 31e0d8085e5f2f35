"""Resources as JSON: one Bundle, or for each type a file with a resource on each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from migraine_cli.exchange.outgoing.fhir.elements import Resource
from migraine_cli.exchange.outgoing.fhir.resources import TYPES
from migraine_cli.output.as_json import compact


def bundle(resources: Iterable[Resource]) -> str:
    """One Bundle of resources that refer to each other as its entries."""
    entries = [{"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource} for resource in resources]
    whole = {"resourceType": "Bundle", "type": "collection"} | ({"entry": entries} if entries else {})
    return compact(whole) + "\n"


def lines(resources: Iterable[Resource]) -> Iterator[tuple[str, bytes]]:
    """The files by name, one for every type: an empty one says that nothing of it is recorded."""
    files: dict[str, list[str]] = {type_: [] for type_ in TYPES}
    for resource in resources:
        files[resource["resourceType"]].append(compact(resource) + "\n")
    for type_, told in files.items():
        yield f"{type_}.ndjson", "".join(told).encode()
