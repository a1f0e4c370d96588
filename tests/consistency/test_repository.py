"""The repository speaks of the product only, in files somebody can read at once."""

import re
from pathlib import Path

import pytest

from tests.consistency.sources import product_files, python_files, shown

LONGEST_PYTHON_FILE = 450
_READ = {
    ".py",
    ".html",
    ".md",
    ".txt",
    ".in",
    ".toml",
    ".css",
    ".js",
    ".json",
    ".geojson",
    ".po",
    ".cfg",
    ".ini",
    ".yml",
    ".yaml",
    ".xml",
    ".csv",
    "",
}
# Where somebody happens to work, and where packages happened to come from.
REFUSED = {
    "the path of a machine": re.compile(
        r"(?<![\w./-])/(?:work|root|home/\w+|Users/\w+|mnt|tmp/[\w.-]+)/[\w.-]+"
    ),
    "the address of a package registry": re.compile(
        r"(?i)--(?:extra-)?index-url|--trusted-host|--find-links|\bartifactory\b|\bnexus\."
        r"|https?://[\w.-]*(?:pypi|npmjs|registry)\.[\w.-]+"
    ),
}
# These say what is refused, or read it off a machine.
_SPEAK_OF_IT = {"tests/consistency/test_repository.py"}


def texts() -> list[Path]:
    return [
        path
        for path in product_files()
        if path.suffix in _READ and path.name != "LICENSE" and shown(path) not in _SPEAK_OF_IT
    ]


@pytest.mark.parametrize("what", REFUSED)
def test_no_file_holds(what: str) -> None:
    found = []
    for path in texts():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{shown(path)}: {match.group()}" for match in REFUSED[what].finditer(text)][:3]
    assert found == []


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils.py", "helpers.py", "misc.py", "common.py"}
    assert [shown(path) for path in python_files() if path.name in drawers] == []


def test_a_python_file_is_short_enough_to_be_read() -> None:
    lengths = {
        shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_PYTHON_FILE} == {}


def test_no_work_is_left_for_later() -> None:
    left = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        f"{shown(path)}:{number}"
        for path in texts()
        if path.suffix in (".py", ".html", ".css", ".js")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if left.search(line)
    ]
    assert found == []


def test_a_public_function_of_a_service_says_what_it_does() -> None:
    import ast

    silent = []
    for path in python_files():
        if "services" not in path.parts or "tests" in path.parts:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                silent.append(f"{shown(path)}:{node.name}")
    assert silent == []
