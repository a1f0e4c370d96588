"""The glossary says what the screens say."""

import re

from django.apps import apps
from django.utils import translation

from tests.consistency.sources import ROOT, is_ours

GLOSSARY = ROOT / "docs" / "glossary.md"
_LINE = re.compile(r"^\| (?P<french>[^|]+) \| `(?P<code>\w+)` \| (?P<meaning>[^|]+) \|$")


def entries() -> list[tuple[str, str]]:
    """Return each line of the tables: the French words, the code."""
    found = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if match := _LINE.match(line):
            found.append((match["french"], match["code"]))
    return found


def test_every_model_is_in_the_glossary_under_its_french_name() -> None:
    words = {code: re.split(r"[,;] ", french) for french, code in entries()}
    wrong = []
    with translation.override("fr"):
        for model in apps.get_models():
            name, shown = model.__name__, str(model._meta.verbose_name)
            if is_ours(model.__module__) and shown not in words.get(name, []):
                wrong.append(f"{name} is shown as « {shown} », written {words.get(name)}")
    assert wrong == []


def test_a_word_and_a_name_are_written_once() -> None:
    codes = [code for _french, code in entries()]
    assert sorted({code for code in codes if codes.count(code) > 1}) == []
    words = [word for french, _code in entries() for word in re.split(r"[,;] ", french)]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_every_line_of_a_table_is_read() -> None:
    lines = [
        line
        for line in GLOSSARY.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith(("| French", "| ---"))
    ]
    assert len(lines) == len(entries())
