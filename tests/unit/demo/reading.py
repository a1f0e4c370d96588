"""How the tests of the demo's content read it: plain files, no database."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parents[3] / "civic" / "demo" / "content"

JSON_FILES = ("territory", "people", "site", "news", "agenda", "glossary")
GEO_FILES = ("communes", "neighbourhoods")
INTERCOMMUNALITY = "val-de-brevanne"
WITH_OWN_FACE = {"saint-aurel", "montfaucelle"}


def path_of(name: str) -> Path:
    """Give the file of a content by its name without suffix."""
    suffix = "geojson" if name in GEO_FILES else "json"
    return CONTENT / f"{name}.{suffix}"


def load(name: str) -> Any:
    """Read a content by its name without suffix."""
    return json.loads(path_of(name).read_text(encoding="utf-8"))


def leaves(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Give every text of a tree with the key it stands under."""
    if isinstance(node, dict):
        for name, child in node.items():
            yield from leaves(child, name)
    elif isinstance(node, list):
        for child in node:
            yield from leaves(child, key)
    elif isinstance(node, str):
        yield key, node


def texts() -> Iterator[tuple[str, str, str]]:
    """Give every text of every file: file, key, text."""
    for name in (*JSON_FILES, *GEO_FILES):
        for key, text in leaves(load(name)):
            yield name, key, text


def bodies() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give every page body with the place it comes from."""
    site = load("site")
    for home in site["homes"]:
        yield f"home of {home['organisation']}", home["body"]
    for item in [*site["pages"], *load("news"), *load("agenda")]:
        yield item["slug"], item["body"]


def blocks(kind: str) -> Iterator[tuple[str, Any]]:
    """Give the value of every block of a kind with the place it comes from."""
    for where, body in bodies():
        for block in body:
            if block["type"] == kind:
                yield where, block["value"]
