"""Files we write can be opened by anybody's spreadsheet program without running anything."""

import csv
import datetime
import io
import json
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from civic.opendata.logic.exporting import csv_chunks, escape_formula, json_chunks, write_xlsx
from civic.opendata.logic.sheets import read_sheet

HOSTILE = [
    "=1+1",
    '=HYPERLINK("https://example.org";"ici")',
    "+SUM(A1)",
    "-2+3",
    "- un banc cassé",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1+1",
    "＝1+1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_would_run_is_prefixed_and_nothing_is_lost(text: str) -> None:
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize(
    "value",
    ["un banc", "a=b", "-5", "+12,5", "-3.25", "", -5, 3.5, Decimal("-1.5"), None, True]
    + [datetime.date(2021, 9, 4)],
)
def test_numbers_dates_and_plain_texts_are_left_alone(value: object) -> None:
    assert escape_formula(value) is value


def test_a_csv_export_opens_in_a_french_spreadsheet() -> None:
    rows = [
        ["Éclairage ; rue", 'dit "en panne"', datetime.date(2021, 9, 4), None, True, 12.5],
        ["=1+1", "a\nb", datetime.datetime(2021, 9, 4, 14, 30), "", False, 3],
    ]
    data = b"".join(csv_chunks(["Objet", "=Détail", "Date", "Vide", "Oui", "Nombre"], rows))
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read == [
        ["Objet", "'=Détail", "Date", "Vide", "Oui", "Nombre"],
        ["Éclairage ; rue", 'dit "en panne"', "2021-09-04", "", "true", "12.5"],
        ["'=1+1", "a\nb", "2021-09-04T14:30:00", "", "false", "3"],
    ]


def test_no_cell_of_an_xlsx_export_is_a_formula() -> None:
    stream = io.BytesIO()
    write_xlsx(stream, ["=Titre"], [[text] for text in HOSTILE], sheet_title="Suivi: 2021/2022")
    sheet = openpyxl.load_workbook(stream).active
    assert sheet.title == "Suivi  2021 2022"
    cells = [row[0] for row in sheet.iter_rows()]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells][1:3] == [f"'{text}" for text in HOSTILE[:2]]


def test_an_xlsx_export_keeps_numbers_dates_and_wall_times() -> None:
    paris = datetime.datetime(2021, 9, 4, 14, 30, tzinfo=ZoneInfo("Europe/Paris"))
    stream = io.BytesIO()
    rows = [[12, 1.5, Decimal("2.5"), datetime.date(2021, 9, 4), paris, True, None, float("nan")]]
    write_xlsx(stream, list("abcdefgh"), rows, sheet_title="")
    values = [cell.value for cell in openpyxl.load_workbook(stream).active[2]]
    assert values == [
        12,
        1.5,
        2.5,
        datetime.datetime(2021, 9, 4),
        datetime.datetime(2021, 9, 4, 14, 30),
        True,
        None,
        None,
    ]


def test_control_characters_and_endless_texts_do_not_break_an_xlsx_export() -> None:
    stream = io.BytesIO()
    write_xlsx(stream, ["a"], [["a\x00\x07b\ud800"], ["x" * 40_000]], sheet_title="s")
    sheet = openpyxl.load_workbook(stream).active
    assert sheet["A2"].value == "ab"
    assert (len(sheet["A3"].value), sheet["A3"].value[-1]) == (32_767, "…")


def test_a_json_export_keeps_texts_as_they_are() -> None:
    rows = [["=1+1", datetime.date(2021, 9, 4)], ["é", None]]
    data = json.loads(b"".join(json_chunks(["texte", "date"], rows)))
    assert data == [{"texte": "=1+1", "date": "2021-09-04"}, {"texte": "é", "date": None}]
    assert json.loads(b"".join(json_chunks(["a"], []))) == []


def test_what_we_write_is_what_we_read() -> None:
    rows = [["Banc", "cassé ; vite"], ["Lampe", 'dite "jaune"']]
    stream = io.BytesIO()
    write_xlsx(stream, ["a", "b"], rows, sheet_title="s")
    for data in (stream.getvalue(), b"".join(csv_chunks(["a", "b"], rows))):
        sheet = read_sheet(data, filename="export")
        assert [[cell.text for cell in row.cells] for row in sheet.rows[1:]] == rows


def test_a_long_export_never_sits_in_memory() -> None:
    def rows() -> Iterator[list[object]]:
        for number in range(20_000):
            yield [number, "x" * 200]

    tracemalloc.start()
    try:
        sent = sum(len(chunk) for chunk in csv_chunks(["n", "texte"], rows()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sent > 4_000_000
    assert peak < 1_000_000
