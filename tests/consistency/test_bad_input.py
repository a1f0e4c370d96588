"""The page on what goes wrong names tests that exist."""

import ast
import re
from pathlib import Path

import pytest

from tests.consistency.sources import ROOT

PAGE = ROOT / "docs" / "bad-input.md"
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE.read_text(encoding="utf-8"))


def functions_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_named_test_exists(path: str, name: str) -> None:
    assert name in functions_of(ROOT / path)


def test_every_line_of_the_page_names_a_test() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    heads = ("| what happens", "| ---")
    rows = [line for line in lines if line.startswith("| ") and not line.startswith(heads)]
    assert len(rows) == 25
    assert [row for row in rows if "::test_" not in row] == []
