"""Whatever table a chair sends, the screen says what is wrong and what to do, and nothing is lost.

What a photo refuses is in `test_photos`, an address outside the territory in `test_filing`.
"""

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from civic.accounts.policies import Actor
from civic.cases.models import Request
from neighbourhood_councils.models import CouncilPage, NeighbourhoodCouncil, RequestImport
from tests.integration.neighbourhood_councils.scene import make_council, page_of, signed_in
from tests.unit.opendata.files import archive, inline, ods, ods_cell, ods_row, ods_table, xlsx

from .import_scene import sent_by, write

pytestmark = pytest.mark.django_db

HEADER = '<row r="1">' + inline("A1", "Titre") + inline("B1", "Description") + "</row>"
ENTITIES = "".join(
    f'<!ENTITY {upper} "{f"&{lower};" * 10}">'
    for lower, upper in zip("abcdefgh", "bcdefghi", strict=True)
)
BILLION_LAUGHS = f'<!DOCTYPE x [<!ENTITY a "ha">{ENTITIES}]>'
TEN_MILLION = 10_000_000


@pytest.fixture
def page(db: None) -> CouncilPage:
    return page_of(make_council())


@pytest.fixture
def chair(bruno: Actor) -> Client:
    return signed_in(bruno)


def zip_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", b"<x/>")
        made.writestr("xl/workbook.xml", b" " * 150_000_000)
    return content.getvalue()


def workbook(*rows: list[Any], merged: tuple[str, ...] = (), epoch_1904: bool = False) -> bytes:
    made = openpyxl.Workbook()
    if epoch_1904:
        made.epoch = CALENDAR_MAC_1904
    for row in rows:
        made.active.append(row)
    for cells in merged:
        made.active.merge_cells(cells)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def shown_of(chair: Client, page: CouncilPage, content: bytes | str, name: str) -> str:
    answer = sent_by(chair, page, content, name)
    assert answer.status_code == 200
    return answer.content.decode()


REFUSED = {
    "empty": (b"", "t.csv", "vide"),
    "only separators": (b";;;\r\n;;;\r\n", "t.csv", "Ce fichier est vide"),
    "a cell of 100 kB": (f"Titre;Texte\nBanc;{'x' * 100_001}\n".encode(), "t.csv", "cellule B2"),
    "a cell of 100 kB, xlsx": (
        xlsx(HEADER + f'<row r="2">{inline("B2", "x" * 100_001)}</row>'),
        "t.xlsx",
        "cellule B2",
    ),
    "a far corner": (
        xlsx(HEADER + f'<row r="1048576">{inline("XFD1048576", "perdue")}</row>'),
        "t.xlsx",
        "XFD1048576",
    ),
    "a zip bomb": (zip_bomb(), "t.xlsx", "décompressé"),
    "billion laughs": (xlsx(HEADER, BILLION_LAUGHS), "t.xlsx", "nuire au site"),
    "ten million rows": (
        ods(ods_table(ods_row(ods_cell("Banc"), times=TEN_MILLION))),
        "t.ods",
        "plus de 50000 lignes",
    ),
    "macros": (xlsx(HEADER, more={"xl/vbaProject.bin": b"x"}), "t.xlsm", "macros"),
    "an old workbook": (b"\x09\x08\x08\x00\x00\x05\x05\x00" + b"\x00" * 50, "t.xls", "ancien"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "t.pdf", "un document PDF"),
    "an archive": (archive({"t.csv": "a;b"}), "t.zip", "une archive"),
}


@pytest.mark.parametrize(("content", "name", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_says_why_and_what_to_do(
    chair: Client, page: CouncilPage, content: bytes, name: str, said: str
) -> None:
    refused = sent_by(chair, page, content, name)
    assert refused.status_code == 422
    assert said in refused.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "error-summary" in refused.content.decode()
    assert not RequestImport.objects.exists()


def test_ten_million_short_rows_are_over_the_size_of_a_file(
    chair: Client, page: CouncilPage, settings: Any
) -> None:
    settings.MAX_UPLOAD_BYTES = 1_000_000
    refused = sent_by(chair, page, b"a;b\n" * 300_000)
    assert refused.status_code == 413
    assert "Fichier trop lourd" in refused.content.decode()


def test_columns_that_say_nothing_are_asked_for_before_anything_is_written(
    chair: Client, page: CouncilPage
) -> None:
    shown = shown_of(chair, page, "Date;Service\n12/03/2021;Voirie\n", "t.csv")
    assert "Dites quelle colonne contient le texte de la demande" in shown
    assert 'name="write"' not in shown
    write(chair, page)
    assert not Request.objects.exists()
    address = page.url_of("preview", import_id=RequestImport.objects.get().pk)
    chosen = chair.post(address, {"column_0": "nothing", "column_1": "title", "choose": "1"})
    assert chosen.status_code == 302
    assert 'name="write"' in chair.get(address).content.decode()


def test_merged_cells_open_a_council_and_a_double_header(chair: Client, page: CouncilPage) -> None:
    content = workbook(
        ["Demande", None, None, "Réponse"],
        ["Objet", "Description", "Date", "Texte"],
        ["Faubourg Saint-Loup", None, None, None],
        ["Banc", "Le banc de la place est cassé", date(2021, 3, 12), "fait"],
        ["Lampe", "La lampe du pont est éteinte", date(2021, 3, 13), None],
        merged=("A1:C1", "A3:D3"),
    )
    shown = shown_of(chair, page, content, "t.xlsx")
    assert "Le tableau contient 2 demandes" in shown.replace("\N{NO-BREAK SPACE}", " ")
    write(chair, page)
    asked = Request.objects.get(title="Banc")
    assert asked.said_on == date(2021, 3, 12)
    assert asked.imported_answer == "fait"


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_dates_that_lost_their_format_are_read_in_the_calendar_of_the_workbook(
    chair: Client, page: CouncilPage, epoch_1904: bool
) -> None:
    wanted = date(2021, 3, 12)
    origin = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)
    content = workbook(
        ["Titre", "Description", "Date"],
        ["Banc", "Le banc de la place est cassé", (wanted - origin).days],
        ["Lampe", "La lampe du pont est éteinte", wanted],
        epoch_1904=epoch_1904,
    )
    shown_of(chair, page, content, "t.xlsx")
    write(chair, page)
    assert {one.said_on for one in Request.objects.all()} == {wanted}


def test_numbers_typed_as_texts_stay_what_they_are(chair: Client, page: CouncilPage) -> None:
    content = workbook(
        ["N°", "Titre", "Description", "Date", "Coût"],
        ["0012", "Banc", "Le banc de la place est cassé", "12/03/2021", "1 200"],
        [13, "Lampe", "La lampe du pont est éteinte", "44267", 1200],
    )
    shown_of(chair, page, content, "t.xlsx")
    write(chair, page)
    banc, lampe = Request.objects.order_by("pk")
    assert banc.source_texts["N°"] == "0012"
    assert (banc.source_texts["Coût"], lampe.source_texts["Coût"]) == ("1 200", "1200")
    assert banc.said_on == date(2021, 3, 12)
    # A day that is only a figure, written as a text, is a day or a message, never a guess lost.
    assert lampe.said_on == date(2021, 3, 12) or lampe.said_on_text == "44267"


def test_two_requests_with_one_number_are_both_kept_and_said(
    chair: Client, page: CouncilPage
) -> None:
    table = (
        "N°;Titre;Description\n12;Banc;Le banc de la place est cassé\n"
        "12;Lampe;La lampe du pont est éteinte\n12;Banc;Le banc de la place est cassé\n"
    )
    shown = shown_of(chair, page, table, "t.csv")
    assert "est aussi celui de la ligne 2" in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert shown.count("est aussi celui de la ligne") >= 1
    write(chair, page)
    assert sorted(one.title for one in Request.objects.all()) == ["Banc", "Lampe"]
    assert Request.objects.values("case__number").distinct().count() == 2


def test_numbers_that_begin_again_in_each_council_are_no_mistake(
    chair: Client, page: CouncilPage
) -> None:
    make_council("Les Quais")
    table = (
        "Conseil;N°;Titre;Description\nFaubourg Saint-Loup;1;Banc;Le banc est cassé ici\n"
        "Les Quais;1;Berge;La berge glisse en bas du quai\n"
    )
    assert "est aussi celui de la ligne" not in shown_of(chair, page, table, "t.csv")


def test_a_council_nobody_knows_is_named_with_what_to_do(chair: Client, page: CouncilPage) -> None:
    make_council("Les Tanneries")
    table = (
        "Conseil;Titre;Description\nFaubourg Saint-Loup;Banc;Le banc est cassé ici\n"
        "Les Inconnus;Berge;La berge glisse en bas du quai\n"
    )
    shown = shown_of(chair, page, table, "t.csv")
    assert "« Les Inconnus » n’est pas connu" in shown.replace("\N{NO-BREAK SPACE}", " ")


def test_a_closed_council_refuses_its_rows_by_name(chair: Client, page: CouncilPage) -> None:
    NeighbourhoodCouncil.objects.update(is_closed=True)
    shown = shown_of(chair, page, "Titre;Description\nBanc;Le banc est cassé ici\n", "t.csv")
    assert "« Faubourg Saint-Loup » est fermé" in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert 'name="write"' not in shown
    write(chair, page)
    assert not Request.objects.exists()


TEXT = "L’œuvre près du théâtre coûte 12 € ; la clôture est cassée"
LATIN_9 = TEXT.replace("’", "'")
MAC_AND_DOS = LATIN_9.replace("œ", "oe").replace("€", "euros")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", TEXT),
        ("utf-8-sig", TEXT),
        ("utf-16", TEXT),
        ("cp1252", TEXT),
        ("iso8859_15", LATIN_9),
        ("latin-1", MAC_AND_DOS),
        ("mac_roman", TEXT),
        ("cp850", MAC_AND_DOS),
    ],
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_usual_encoding_and_separator_keeps_every_letter(
    chair: Client, page: CouncilPage, encoding: str, text: str, separator: str
) -> None:
    rows = [["Titre", "Description"], ["Clôture", text], ["Été", "Un banc à l’ombre, là-bas"]]
    if encoding in {"iso8859_15", "latin-1", "cp850"}:
        rows[2][1] = "Un banc à l'ombre, là-bas"
    table = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    shown_of(chair, page, table.encode(encoding), "t.csv")
    write(chair, page)
    assert Request.objects.get(title="Clôture").text == text


def test_a_day_to_come_is_said_beside_its_row(chair: Client, page: CouncilPage) -> None:
    later = date.today() + timedelta(days=400)
    table = f"Titre;Description;Date\nBanc;Le banc est cassé ici;{later:%d/%m/%Y}\n"
    assert "est dans le futur" in shown_of(chair, page, table, "t.csv")
