"""What the demo's territory says, asks, decides and answers: complete, varied and well written."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from .reading import leaves, load

PLAN = "plan-climat"
COUNCILS = {
    "faubourg-saint-loup", "les-tanneries", "centre-ancien", "plateau-des-vignes",
    "haut-montfaucelle", "les-pres-de-la-gare",
}  # fmt: skip
FORMULAS = re.compile(r"^\W*(fait|vu|réglé|ok|transmis|traité|en cours)\W*$", re.IGNORECASE)
# Months are enough in a request: its dates move with the day the demo is loaded.
A_YEAR = re.compile(r"\b20(2[3-9]|3\d)\b")
WHEN = re.compile(
    r"\b20\d\d\b|\bjanvier|février|\bmars\b|avril|\bmai\b|juin|juillet|août|septembre|octobre"
    r"|novembre|décembre|automne|hiver|printemps|été\b|Pâques|Toussaint|Noël",
    re.IGNORECASE,
)
# Typewriter habits: a straight apostrophe, an ordinary space where French wants a narrow one.
NOT_FRENCH = re.compile(r"['\"]| [:;!?»](?:\s|$)|« |\.\.\.|\w[;!?](?:\s|$)")
OFFICIAL_KEYS = {
    "reason", "next_steps", "waiting_for", "introduction", "what_is_open", "what_is_fixed",
    "how_decided", "offline_way", "rule_text", "context", "criteria", "summary", "minutes",
    "agenda", "programme", "purpose", "how_to_come", "measures", "risks", "title",
}  # fmt: skip


def content(name: str) -> Any:
    """Read a file that holds one thing, under its own name."""
    return load(name)[name]


@pytest.fixture(scope="module")
def proposals() -> list[dict[str, Any]]:
    return content("proposals")


@pytest.fixture(scope="module")
def plan(proposals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item for item in proposals if item["consultation"] == PLAN]


@pytest.fixture(scope="module")
def comments() -> list[dict[str, Any]]:
    return content("comments")


@pytest.fixture(scope="module")
def requests() -> list[dict[str, Any]]:
    return content("requests")


@pytest.fixture(scope="module")
def departments() -> set[tuple[str, str]]:
    return {(item["organisation"], item["slug"]) for item in load("territory")["departments"]}


def words(text: str) -> int:
    return len(text.split())


def sentences(text: str) -> int:
    return len(re.findall(r"[.!?…](?:\s|$)", text))


def what_people_read() -> Iterator[tuple[str, str]]:
    """Give every text written for the demo, with where it stands; imported answers left out."""
    for item in content("requests"):
        for key in ("text", "reason", "next_steps", "waiting_for"):
            yield f"{item['key']} {key}", item[key]
    for item in content("proposals"):
        for key in ("title", "text"):
            yield f"{item['key']} {key}", item[key]
        for key in ("reason", "next_steps"):
            yield f"{item['key']} answer {key}", (item["answer"] or {}).get(key, "")
    for item in content("comments"):
        yield item["key"], item["text"]
    for item in content("decision")["items"]:
        for key in ("reason", "next_steps"):
            yield f"decision {item['proposal']} {key}", item[key]
    for name in ("councils", "workshops"):
        for key, text in leaves(content(name)):
            if key in {"introduction", "purpose", "minutes"}:
                yield f"{name} {key} {text[:20]}", text
