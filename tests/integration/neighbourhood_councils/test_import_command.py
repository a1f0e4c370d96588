"""`import_requests`: the four real files, and everything that can go wrong with a file."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from civic.cases.enums import CaseState
from civic.cases.models import Request
from neighbourhood_councils.models import NeighbourhoodCouncil
from tests.factories.territory import make_branch, make_commune, make_intercommunality
from tests.integration.neighbourhood_councils.scene import make_council, page_of, today

pytestmark = pytest.mark.django_db

REAL_FILES = ("draguignan.csv", "draguignan_cp1252.csv", "draguignan.xlsx", "draguignan.ods")
HEADER = "Conseil;Titre;Description;Services;Date;Réponse;Statut\n"


def run(*arguments: str) -> tuple[int, dict[str, Any]]:
    out = StringIO()
    status = 0
    try:
        call_command("import_requests", *arguments, "--json", stdout=out, stderr=StringIO())
    except SystemExit as ended:
        status = int(ended.code or 0)
    return status, json.loads(out.getvalue())


def table(tmp_path: Path, rows: str, header: str = HEADER) -> str:
    path = tmp_path / "tableau.csv"
    path.write_text(header + rows, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", REAL_FILES)
def test_a_real_table_imports_as_its_index_says(name: str, shared_data: Path) -> None:
    make_branch()
    status, printed = run(str(shared_data / "requests" / name), "--organisation", "saint-aurel")
    assert status == 0
    assert set(printed) == {"rows", "created", "unchanged", "councils", "errors", "findings"}
    assert printed["rows"] == printed["created"] == 8
    assert printed["unchanged"] == 0
    assert printed["councils"] == {"1 - Centre historique": 0, "2 - Centre est": 8}
    [error] = printed["errors"]
    assert (error["row"], error["column"]) == (4, "Date d...")
    assert "30/02/20" in error["message"]
    assert {finding["row"] for finding in printed["findings"]} == {4, 5, 9, 10}
    assert Request.objects.count() == 8
    assert Request.objects.public().count() == 0


@pytest.mark.parametrize("name", REAL_FILES)
def test_offsets_are_code_points_of_the_original_cell(name: str, shared_data: Path) -> None:
    make_branch()
    _status, printed = run(str(shared_data / "requests" / name), "--organisation", "saint-aurel")
    cells = {
        (request.source_texts["Titre"], column): text
        for request in Request.objects.all()
        for column, text in request.source_texts.items()
    }
    words = set()
    for finding in printed["findings"]:
        titles = {4: "02/05/2020", 5: "04/09/2021", 9: "08/08/2021", 10: "05/02/2020"}
        [text] = [
            text
            for (title, column), text in cells.items()
            if titles[finding["row"]] in title and column == finding["column"]
        ]
        words.add(text[finding["start"] : finding["end"]])
    assert {"EX-417-TZ", "06 39 98 41 27", "lucien.abadie@example.org"} <= words
    assert any("Fabrègues" in word for word in words)
    assert any("Darnaud" in word for word in words)


def test_the_same_file_again_changes_nothing(shared_data: Path) -> None:
    make_branch()
    path = str(shared_data / "requests" / "draguignan.csv")
    run(path, "--organisation", "saint-aurel")
    for name in REAL_FILES:
        status, printed = run(str(shared_data / "requests" / name))
        assert (status, printed["created"], printed["unchanged"]) == (0, 0, 8)
    assert Request.objects.count() == 8
    assert NeighbourhoodCouncil.objects.count() == 1


def test_what_was_closed_and_what_is_open_are_told_apart(shared_data: Path) -> None:
    make_branch()
    run(str(shared_data / "requests" / "draguignan.csv"), "--organisation", "saint-aurel")
    requests = Request.objects.select_related("case")
    closed = [one for one in requests if one.case.state == CaseState.CLOSED_BEFORE]
    waiting = [one for one in requests if one.case.state != CaseState.CLOSED_BEFORE]
    assert len(closed) == 6
    assert {one.source_texts["Statut d..."] for one in waiting} == {"En cours"}
    assert all(one.case.promised_on is None for one in closed)
    # The first clock is kept; no delay was announced before, so it runs from the import.
    assert all(one.case.received_on == one.said_on for one in waiting)
    assert all(one.case.promised_on > today() for one in waiting)
    assert {one.said_on.isoformat() for one in waiting} == {"2020-06-01", "2019-02-13"}


def test_an_impossible_date_keeps_its_text(shared_data: Path) -> None:
    make_branch()
    run(str(shared_data / "requests" / "draguignan.csv"), "--organisation", "saint-aurel")
    request = Request.objects.get(title="Fiche de suivi 02/05/2020")
    assert request.said_on is None
    assert request.said_on_text == "30/02/20"


def test_a_dry_run_writes_nothing(shared_data: Path) -> None:
    make_branch()
    status, printed = run(str(shared_data / "requests" / "draguignan.xlsx"), "--dry-run")
    assert (status, printed["created"]) == (0, 8)
    assert not Request.objects.exists()
    assert not NeighbourhoodCouncil.objects.exists()


def test_a_council_the_site_does_not_know_gets_its_page(tmp_path: Path) -> None:
    make_branch()
    run(table(tmp_path, "3 - Les Quais;Banc;Cassé;;;;\n"), "--organisation", "saint-aurel")
    council = NeighbourhoodCouncil.objects.get()
    assert (council.sheet_name, council.space.title) == ("3 - Les Quais", "Les Quais")
    assert page_of(council).live


def test_the_organisation_is_that_of_the_known_councils(tmp_path: Path) -> None:
    council = make_council(sheet_name="2 - Centre est")
    path = table(tmp_path, "2 - Centre est;Banc;Cassé;;;;\n4 - Gare;Lampe;Éteinte;;;;\n")
    status, printed = run(path)
    assert (status, printed["created"]) == (0, 2)
    created = NeighbourhoodCouncil.objects.exclude(pk=council.pk).get()
    assert created.space.organisation == council.space.organisation


def test_a_row_without_a_council_is_refused_unless_one_is_named(tmp_path: Path) -> None:
    council = make_council()
    path = table(tmp_path, ";Banc;Cassé;;;;\nFaubourg Saint-Loup;Lampe;Éteinte;;;;\n")
    status, printed = run(path)
    assert (status, printed["rows"], printed["created"]) == (1, 2, 1)
    assert [error["row"] for error in printed["errors"]] == [2]
    status, printed = run(path, "--council", council.space.slug)
    assert (status, printed["created"], printed["unchanged"]) == (0, 1, 1)


def test_a_cell_that_is_not_understood_is_an_error_and_its_row_is_created(tmp_path: Path) -> None:
    make_council()
    path = table(tmp_path, "Faubourg Saint-Loup;Banc;Cassé;;hier;;bof\n")
    status, printed = run(path)
    assert (status, printed["created"]) == (0, 1)
    assert [(error["row"], error["column"]) for error in printed["errors"]] == [
        (2, "Date"),
        (2, "Statut"),
    ]
    request = Request.objects.get()
    assert request.said_on_text == "hier"
    assert request.source_texts["Statut"] == "bof"


def test_a_formula_is_not_an_answer_but_closes_the_row(tmp_path: Path) -> None:
    make_council()
    run(table(tmp_path, "Faubourg Saint-Loup;Banc;Cassé;Voirie;;fait;\n"))
    request = Request.objects.get()
    assert request.case.state == CaseState.CLOSED_BEFORE
    assert request.case.outcome == ""
    assert request.imported_answer == "fait"


def test_twice_the_same_row_in_one_file_makes_one_request(tmp_path: Path) -> None:
    make_council()
    row = "Faubourg Saint-Loup;Banc;Cassé;;;;\n"
    _status, printed = run(table(tmp_path, row + row.replace("Cassé", "  cassé ")))
    assert (printed["rows"], printed["created"], printed["unchanged"]) == (2, 1, 1)


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7 nothing", b"PK\x03\x04 broken", b"\x00\x01\x02\x03" * 40],
)
def test_a_file_that_cannot_be_read_ends_with_two(tmp_path: Path, content: bytes) -> None:
    make_intercommunality()
    path = tmp_path / "tableau.xlsx"
    path.write_bytes(content)
    status, printed = run(str(path))
    assert status == 2
    assert printed["rows"] == 0
    assert printed["errors"][0]["message"]


def test_a_file_that_does_not_exist_ends_with_two(tmp_path: Path) -> None:
    status, printed = run(str(tmp_path / "nowhere.csv"))
    assert status == 2
    assert "nowhere.csv" in printed["errors"][0]["message"]


def test_a_council_nobody_knows_ends_with_two(tmp_path: Path) -> None:
    make_commune()
    status, printed = run(table(tmp_path, ";Banc;Cassé;;;;\n"), "--council", "nulle-part")
    assert status == 2
    assert "nulle-part" in printed["errors"][0]["message"]
