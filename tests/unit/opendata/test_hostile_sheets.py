"""Whatever is uploaded is hostile: it is refused with what to do, and the site does not grow."""

import io
import os
import struct
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.utils import translation

from civic.opendata.exceptions import SheetRefused
from civic.opendata.logic import child, sheets
from civic.opendata.logic.sheet_kinds import ForeignKind
from civic.opendata.logic.sheet_limits import MAX_FILE_BYTES, RefusalCode
from civic.opendata.logic.sheet_messages import FOREIGN_KINDS, MESSAGES
from civic.opendata.logic.sheets import SheetReaderFault, read_sheet

from .files import (
    ODS_MIME_TYPE,
    archive,
    inline,
    ods,
    ods_cell,
    ods_row,
    ods_table,
    xlsx,
)

MIB = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
BILLION_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
LOCAL_FILE = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
FIRST_ROW = f'<row r="1">{inline("A1", "Objet")}</row>'


def refusal_of(data: bytes, filename: str = "suivi.xlsx") -> SheetRefused:
    with pytest.raises(SheetRefused) as refusal:
        read_sheet(data, filename=filename)
    return refusal.value


def growing_member(name: str, megabytes: int, around: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    """An archive with one member that inflates to as many megabytes of spaces."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made,
        made.open(name, "w", force_zip64=True) as member,
    ):
        member.write(around[0])
        for _ in range(megabytes):
            member.write(b" " * MIB)
        member.write(around[1])
    return buffer.getvalue()


@contextmanager
def a_site_that_does_not_grow(allowed: int = 8 * MIB) -> Iterator[None]:
    """Fail when this process needs more memory than that inside the block, even for a moment."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pytest.skip("the peak memory of a process cannot be reset here")
    before = _memory("VmRSS")
    try:
        yield
    finally:
        assert _memory("VmHWM") - before < allowed


def _memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\r\n", "empty"),
        (b";;;\r\n;;;\r\n", "empty"),
        (b"\x00" * 300, "empty"),
        (xlsx(""), "empty"),
        (ods(ods_table("")), "empty"),
        (OLE + "Workbook".encode("utf-16-le"), "old_format"),
        (b"\x09\x08\x08\x00\x00\x05\x05\x00" + b"\x00" * 50, "old_format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (xlsx(FIRST_ROW, more={"xl/vbaProject.bin": b"x"}), "macros"),
        (
            archive(
                {
                    "[Content_Types].xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                    "xl/workbook.xml": "",
                }
            ),
            "macros",
        ),
        (ods("", more={"Basic/Standard/Module1.xml": "Sub Main"}), "macros"),
        (archive({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"x"}), "old_format"),
        (
            ods("", more={"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
            "encrypted",
        ),
        (b"PK\x03\x04" + bytes(range(200)), "broken"),
        (xlsx(FIRST_ROW)[:400], "broken"),
        (xlsx('<row r="1"><c r="A1"'), "broken"),
        (xlsx('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "broken"),
        (archive({"mimetype": ODS_MIME_TYPE}), "broken"),
        (archive({"mimetype": ODS_MIME_TYPE, "content.xml": "<a>"}), "broken"),
        (xlsx(FIRST_ROW, BILLION_LAUGHS), "unsafe_xml"),
        (xlsx(FIRST_ROW, LOCAL_FILE), "unsafe_xml"),
        (xlsx("", more={"xl/workbook.xml": BILLION_LAUGHS + "<workbook/>"}), "unsafe_xml"),
        (ods(ods_table(ods_row(ods_cell("&i;"))), BILLION_LAUGHS), "unsafe_xml"),
        (ods(ods_table(ods_row(ods_cell("&i;"))), LOCAL_FILE), "unsafe_xml"),
        (b'Objet;Detail\na;b\nc;"never closed\nd;e\n', "unclosed_quote"),
        (f"Objet;Detail\na;{'x' * 100_001}\n".encode(), "cell_too_long"),
        (xlsx(f'<row r="1">{inline("A1", "x" * 100_001)}</row>'), "cell_too_long"),
        (ods(ods_table(ods_row(ods_cell("x" * 100_001)))), "cell_too_long"),
        (
            ods(ods_table(ods_row(ods_cell("<text:s text:c='999999'/>")))),
            "cell_too_long",
        ),
        (b"a;b\n" * 50_001, "too_many_rows"),
        (b";".join([b"a"] * 201), "too_many_columns"),
        (ods(ods_table(ods_row(ods_cell("a"), times=60_000))), "too_many_rows"),
        (ods(ods_table(ods_row(ods_cell("a", times=201)))), "too_many_columns"),
        (ods(ods_table(ods_row(ods_cell("a", times=200), times=50_000))), "too_many_cells"),
        (ods(ods_table(ods_row(ods_cell("x" * 90_000), times=1_000))), "too_many_cells"),
        (ods(ods_table(ods_row(ods_cell("a")) + ods_row(ods_cell("b", times=-2)))), "broken"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)}B",
)
def test_each_bad_file_is_refused_for_its_own_reason(data: bytes, code: str) -> None:
    assert refusal_of(data).code == code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n1 0 obj", ForeignKind.PDF),
        (b"\x89PNG\r\n\x1a\n\x00\x00", ForeignKind.IMAGE),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", ForeignKind.IMAGE),
        (b"MZ\x90\x00\x03\x00\x00\x00", ForeignKind.PROGRAM),
        (b"#!/bin/sh\nrm -rf /\n", ForeignKind.PROGRAM),
        (b"<html><table><tr><td>Objet</td></tr></table></html>", ForeignKind.WEB_PAGE),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><p>", ForeignKind.WEB_PAGE),
        (b'<?xml version="1.0"?><Workbook><Worksheet/></Workbook>', ForeignKind.XML),
        (b'[{"objet": "banc"}]', ForeignKind.JSON),
        (b"Rar!\x1a\x07\x00", ForeignKind.ARCHIVE),
        (archive({"suivi.csv": "a;b"}), ForeignKind.ARCHIVE),
        (archive({"[Content_Types].xml": "", "word/document.xml": ""}), ForeignKind.TEXT_DOCUMENT),
        (
            archive({"mimetype": "application/vnd.oasis.opendocument.text"}),
            ForeignKind.TEXT_DOCUMENT,
        ),
        (archive({"Index/Document.iwa": ""}), ForeignKind.NUMBERS),
        (OLE + "WordDocument".encode("utf-16-le"), ForeignKind.TEXT_DOCUMENT),
        (bytes(range(1, 256)) * 20, ForeignKind.UNKNOWN),
        (b"a;b\n\x00\x01\x02 c\n" * 9, ForeignKind.UNKNOWN),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)}B",
)
def test_what_is_not_a_spreadsheet_is_called_by_its_name(data: bytes, kind: ForeignKind) -> None:
    with translation.override("en"):
        refusal = refusal_of(data, "suivi.csv")
        assert refusal.code == "not_a_spreadsheet"
        assert str(FOREIGN_KINDS[kind]) in refusal.message


@pytest.mark.parametrize(
    "data",
    [
        xlsx(f'{FIRST_ROW}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        xlsx(f'<row r="1">{inline("A1", "a")}<c r="XFD1"><v>1</v></c></row>'),
        ods(
            ods_table(
                ods_row(ods_cell("a"))
                + ods_row(ods_cell(), times=1_048_574)
                + ods_row(ods_cell(times=16_383), ods_cell("b"))
            )
        ),
    ],
    ids=["row and column", "column", "open document"],
)
def test_a_cell_in_the_far_corner_is_named_and_costs_nothing(
    data: bytes,
) -> None:
    with translation.override("en"), a_site_that_does_not_grow():
        refusal = refusal_of(data)
    assert refusal.code == "far_cell"
    assert "Cell XFD1" in refusal.message


def test_a_row_number_beyond_any_spreadsheet_does_not_keep_the_reader_busy() -> None:
    start = time.perf_counter()
    assert refusal_of(xlsx('<row r="999999999"><c><v>1</v></c></row>')).code == "broken"
    assert time.perf_counter() - start < 10


def test_a_bomb_is_refused_from_its_directory_and_the_site_does_not_grow(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    bomb.write_bytes(growing_member("xl/worksheets/sheet1.xml", 120))
    assert bomb.stat().st_size < 200_000
    with pytest.raises(SheetRefused) as refusal, a_site_that_does_not_grow():
        read_sheet(bomb, filename="bomb.xlsx")
    assert refusal.value.code == "inflates_too_much"


def test_a_directory_that_lies_about_sizes_is_not_believed() -> None:
    honest = growing_member("[Content_Types].xml", 120)
    size = struct.pack("<I", 120 * MIB)
    assert size in honest
    lying = honest.replace(size, struct.pack("<I", 1000))
    with a_site_that_does_not_grow():
        assert refusal_of(lying).code == "broken"


def test_a_sheet_that_needs_too_much_memory_ends_in_its_own_process() -> None:
    # One sign outside the basic plane: each of the other 95 million takes four bytes in memory.
    data = xlsx(f'<row r="1">{inline("A1", "🚲" + "x" * 95_000_000)}</row>')
    with a_site_that_does_not_grow():
        assert refusal_of(data).code == "too_much_memory"


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "WALL_SECONDS", 0.5)
    data = xlsx("".join(f'<row r="{n}">{inline(f"A{n}", "a")}</row>' for n in range(1, 49_000)))
    children = _children()
    start = time.perf_counter()
    assert refusal_of(data).code == "too_slow"
    assert time.perf_counter() - start < 3
    assert _children() == children


def _children() -> set[str]:
    listed = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "args="],
        capture_output=True,
        check=False,
        text=True,
    )
    return {line for line in listed.stdout.splitlines() if "sheet_child" in line}


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "too_slow"),
        ("import os; os.abort()", "too_much_memory"),
        ("print('[1,[\"a\"]]')", "broken"),
        ('print(\'{"rows":2,"sheets":[]}\')', "broken"),
        ('print(\'[1,[["x",{},""]]]\')', "broken"),
        ("print('\"' * 10)", "broken"),
        ('print(\'{"refused":"nonsense","params":{}}\')', "broken"),
        ("import sys\nwhile True: sys.stdout.write('[1,[null]]\\n' * 9999)", "broken"),
    ],
)
def test_a_reader_that_was_taken_over_is_not_believed(
    program: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "MAX_RESULT_BYTES", MIB)
    _replace_child(monkeypatch, program)
    assert refusal_of(b"a;b\n").code == code


def test_a_reader_that_cannot_start_is_a_fault_of_the_site_and_not_of_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _replace_child(monkeypatch, "raise SystemExit(1)")
    with pytest.raises(SheetReaderFault):
        read_sheet(b"a;b\n", filename="x.csv")


def _replace_child(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    started = subprocess.Popen

    def other(command: list[str], **options: object) -> object:
        return started([command[0], "-c", program], **options)

    monkeypatch.setattr(subprocess, "Popen", other)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(SheetRefused) as refusal:
        read_sheet(large, filename="large.csv")
    assert refusal.value.code == "too_large"


def test_every_reason_has_a_message_that_says_what_to_do() -> None:
    assert set(MESSAGES) == set(RefusalCode)
    assert set(FOREIGN_KINDS) == set(ForeignKind)
    with translation.override("en"):
        words = {"max": 1, "kind": "k", "cell": "A1", "row": 1, "sheet": "s", "sheets": "t"}
        for message in MESSAGES.values():
            assert len((str(message) % words).split(". ")) > 1


def test_two_readers_at_once_do_not_disturb_each_other() -> None:
    found: list[int] = []

    def read() -> None:
        found.append(len(read_sheet(b"a;b\n" * 200, filename="x.csv").rows))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [200] * 4


def test_the_reader_limits_itself_before_it_looks_at_the_file() -> None:
    program = (
        "import resource\n"
        "from civic.opendata.logic.confined import confine\n"
        "confine()\n"
        "names = 'AS', 'CPU', 'FSIZE', 'NPROC', 'CORE'\n"
        "print(*(resource.getrlimit(getattr(resource, f'RLIMIT_{name}'))[0] for name in names))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, cwd=sheets.PROJECT_ROOT
    )
    assert done.stdout.split() == [b"536870912", b"20", b"0", b"0", b"0"]
