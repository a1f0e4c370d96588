"""The pages an installation opens with: sections, texts to complete, first words of the glossary.

They are written as data, in the language of the first public; editors make them theirs.
"""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "content" / "opening.json"


@cache
def _texts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def opening_texts(**facts: str) -> dict[str, Any]:
    """Return the texts with the facts of an organisation in place of `{name}`, `{reach}`."""
    filled: dict[str, Any] = _filled(copy.deepcopy(_texts()), facts)
    return filled


def _filled(value: Any, facts: dict[str, str]) -> Any:
    if isinstance(value, str):
        for name, fact in facts.items():
            value = value.replace(f"{{{name}}}", fact)
        return value
    if isinstance(value, list):
        return [_filled(each, facts) for each in value]
    if isinstance(value, dict):
        return {key: _filled(each, facts) for key, each in value.items()}
    return value
