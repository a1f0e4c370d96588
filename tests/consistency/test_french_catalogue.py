"""Every sentence of the interface exists in French, and the compiled catalogue follows."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.consistency.sources import ROOT, product_files, shown

CATALOGUE = ROOT / "civic" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
SHOWN = 60
# Flags of `make messages`, which writes into the sources; here they are read from a copy.
COLLECT = ["makemessages", "--locale", "fr", "--no-location", "--no-obsolete"]


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> list[polib.POEntry]:
    """Collect the sentences of the sources, in a copy without any catalogue."""
    if shutil.which("xgettext") is None:
        pytest.skip("gettext is not installed: apt install gettext")
    copy = tmp_path_factory.mktemp("sources")
    for path in product_files():
        relative = path.relative_to(ROOT)
        if path.suffix in (".py", ".html", ".txt", ".xml") and relative.parts[0] != "tests":
            target = copy / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    (copy / "civic" / "locale").mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "manage.py", *COLLECT],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    collected = copy / "civic" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    assert collected.exists(), done.stderr[-2000:]
    return list(polib.pofile(str(collected)))


def translated() -> dict[tuple[str, str, str], polib.POEntry]:
    if not CATALOGUE.exists():
        return {}
    return {key(entry): entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}


def test_every_sentence_has_its_french(sentences: list[polib.POEntry]) -> None:
    known = translated()
    missing = [
        entry.msgid
        for entry in sentences
        if (found := known.get(key(entry))) is None or not found.translated()
    ]
    more = f"\n… and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
    assert not missing, (
        f"{len(missing)} of {len(sentences)} sentences have no French; run make messages, then "
        f"translate in {shown(CATALOGUE)}:\n- " + "\n- ".join(missing[:SHOWN]) + more
    )


def test_no_translation_outlives_its_sentence(sentences: list[polib.POEntry]) -> None:
    asked = {key(entry) for entry in sentences}
    assert [msgid for _context, msgid, _plural in set(translated()) - asked] == []


def test_no_translation_is_a_guess() -> None:
    guessed = [entry.msgid for entry in translated().values() if entry.fuzzy]
    assert guessed == []


_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%|%[sd]")


def test_translations_keep_the_same_variables() -> None:
    wrong = []
    for entry in translated().values():
        asked = set(_PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            extra = set(_PLACEHOLDER.findall(text)) - asked
            lost = asked - set(_PLACEHOLDER.findall(text)) if not entry.msgid_plural else set()
            if text and (extra or lost):
                wrong.append(f"{entry.msgid!r}: {sorted(extra | lost)}")
    assert wrong == []


# A line would end before them: the space is one that does not break.
_BREAKS = re.compile(r" [;:?!](?=\s|$)|« | »")


def test_no_line_may_begin_with_a_french_sign() -> None:
    assert [
        text
        for entry in translated().values()
        for text in [entry.msgstr, *entry.msgstr_plural.values()]
        if _BREAKS.search(text)
    ] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_compiled_catalogue_follows(language: str) -> None:
    source = ROOT / "civic" / "locale" / language / "LC_MESSAGES" / "django.po"
    if language == "en" and not source.exists():
        pytest.skip("The sources are in English: no English catalogue is needed.")
    compiled: Path = source.with_suffix(".mo")
    assert compiled.exists(), f"Run make messages: {shown(compiled)} is missing."
    written = {
        key(entry): entry.msgstr or entry.msgstr_plural
        for entry in polib.pofile(str(source))
        if entry.translated()
    }
    served = {
        key(entry): entry.msgstr or entry.msgstr_plural for entry in polib.mofile(str(compiled))
    }
    assert written == served, "Run manage.py compilemessages."
