"""The follow-up table of a real town, in four formats, and the example we offer to try."""

import datetime
import time
from pathlib import Path

import openpyxl
import pytest

from civic.opendata.logic.sheets import read_sheet
from neighbourhood_councils.logic.follow_up_sheet import ParsedSheet, parse_follow_up
from neighbourhood_councils.logic.mapping import Mapping

APP = Path(__file__).resolve().parents[3] / "neighbourhood_councils"
EXAMPLE = APP / "static" / "neighbourhood_councils" / "exemple-tableau-de-suivi"
REAL_FILES = ["draguignan.csv", "draguignan_cp1252.csv", "draguignan.xlsx", "draguignan.ods"]


def parse_file(path: Path) -> ParsedSheet:
    return parse_follow_up(read_sheet(path, filename=path.name))


@pytest.mark.parametrize("name", REAL_FILES)
def test_the_table_of_a_real_town_is_understood_in_each_format(
    name: str, shared_data: Path
) -> None:
    parsed = parse_file(shared_data / "requests" / name)
    assert list(parsed.councils.items()) == [("1 - Centre historique", 0), ("2 - Centre est", 8)]
    assert parsed.mapping == Mapping(title=0, text=1, departments=2, date=3, answer=4, state=5)
    assert [row.row for row in parsed.rows] == list(range(4, 12))
    assert [(error.row, error.column) for error in parsed.errors] == [(4, "Date d...")]
    assert [row.state_text for row in parsed.rows] == [""] * 6 + ["En cours"] * 2
    assert [row.date for row in parsed.rows] == [
        None,
        datetime.date(2021, 9, 4),
        datetime.date(2021, 4, 11),
        datetime.date(2020, 5, 25),
        datetime.date(2020, 2, 28),
        datetime.date(2021, 8, 31),
        datetime.date(2020, 6, 1),
        datetime.date(2019, 2, 13),
    ]
    assert parsed.rows[0].date_text == "30/02/20"
    assert parsed.rows[3].answer == "fait"
    assert sum(row.is_cut for row in parsed.rows) == 5


def test_the_four_formats_of_a_real_table_say_exactly_the_same(shared_data: Path) -> None:
    first, *others = [parse_file(shared_data / "requests" / name) for name in REAL_FILES]
    for other in others:
        assert other.rows == first.rows
        assert other.errors == first.errors
        assert [row.key for row in other.rows] == [row.key for row in first.rows]


def test_the_example_to_try_is_as_faulty_as_a_real_table() -> None:
    typed, workbook = (
        parse_file(EXAMPLE.with_suffix(".csv")),
        parse_file(EXAMPLE.with_suffix(".xlsx")),
    )
    assert typed.rows == workbook.rows
    assert typed.errors == workbook.errors
    assert typed.councils == {"1 - Faubourg Saint-Loup": 6, "2 - Les Tanneries": 5}
    assert [(error.row, error.column) for error in typed.errors] == [(4, "Date d...")]
    assert any(row.answer == "fait" for row in typed.rows)
    assert any(row.state_text == "" for row in typed.rows)
    assert any(row.is_cut for row in typed.rows)
    assert read_sheet(EXAMPLE.with_suffix(".csv"), filename="x.csv").encoding == "cp1252"


def test_ten_thousand_rows_are_read_and_interpreted_well_within_fifteen_seconds(
    tmp_path: Path,
) -> None:
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append(["Titre", "Statut", "Services", "Date d...", "Réponses", "Statut d..."])
    text = "Le lampadaire du coin de la rue s'éteint chaque soir. " * 5
    for number in range(10_000):
        day = datetime.date(2020, 1, 1) if number % 2 else "30/02/20"
        sheet.append([f"Fiche {number}", f"{text}{number}", "PM", day, "fait", "En cours"])
    path = tmp_path / "long.xlsx"
    workbook.save(path)
    start = time.perf_counter()
    parsed = parse_file(path)
    assert time.perf_counter() - start < 10
    assert (len(parsed.rows), len(parsed.errors)) == (10_000, 5_000)
