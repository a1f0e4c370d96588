"""What leaves as a file is what the screen shows: same rows, same columns, same order."""

import csv
import io
import json
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from civic.accounts.policies import SYSTEM
from civic.cases.models import AnswerRules, Request
from civic.core.exceptions import Refusal
from civic.opendata.logic.sheets import read_sheet
from civic.territory.models import Theme
from home.services.rules import save_rule
from neighbourhood_councils.models import NeighbourhoodCouncil
from neighbourhood_councils.selectors.follow_up import FILE_COLUMNS
from tests.factories.territory import make_commune, make_department, make_neighbourhood
from tests.integration.neighbourhood_councils.scene import (
    answer,
    make_council,
    make_late,
    make_request,
    page_of,
    today,
)

pytestmark = pytest.mark.django_db

_ROW = re.compile(r'<tr role="row"[^>]*>(.*?)</tr>', re.S)
_CELL = re.compile(r'<td role="cell"[^>]*>(.*?)</td>', re.S)
_HEADER = re.compile(r'<th role="columnheader"[^>]*>(.*?)</th>', re.S)
# Said to the eye alone, or a mark that stands for an empty cell.
_ASIDE = re.compile(r'<span[^>]*aria-hidden="true">.*?</span>|<svg.*?</svg>', re.S)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", _ASIDE.sub("", html))).split())


def screen(url: str, parameters: str) -> list[list[str]]:
    """Return the header and every row of every page of a table, as read."""
    found: list[list[str]] = []
    number = 1
    while True:
        page = Client().get(f"{url}{parameters}&page={number}").content.decode()
        if not found:
            found.append([words(cell) for cell in _HEADER.findall(page)])
        rows = [[words(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(page)]
        found += [row for row in rows if len(row) > 1]
        if f"page={number + 1}" not in page:
            return found
        number += 1


def as_shown(value: str) -> str:
    """Return a cell of a file as the screen writes it: French date, no escaping apostrophe."""
    value = " ".join(value.split())
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return re.sub(r"^'(?=[=+\-@])", "", value)


def file_of(url: str, parameters: str, extension: str) -> list[list[str]]:
    sent = Client().get(f"{url}export.{extension}{parameters}").getvalue()
    if extension == "csv":
        lines = list(csv.reader(io.StringIO(sent.decode("utf-8-sig")), delimiter=";"))
        return [[as_shown(cell) for cell in line] for line in lines]
    if extension == "json":
        rows = json.loads(sent)
        return [[as_shown(str(cell or "")) for cell in row.values()] for row in rows]
    sheet = read_sheet(sent, filename=f"suivi.{extension}")
    return [[as_shown(row.cell(index).text) for index in range(sheet.width)] for row in sheet.rows]


def words_of(url: str, parameters: str, extension: str) -> list[list[str]]:
    """Return what a file says, without the columns of the files alone."""
    return [row[: -len(FILE_COLUMNS)] for row in file_of(url, parameters, extension)]


def various(council: NeighbourhoodCouncil) -> None:
    """Fill a table with thirty requests of every kind, some that a spreadsheet would run."""
    theme = Theme.objects.get_or_create(slug="rues", defaults={"name": "Rues"})[0]
    roads = make_department()
    for number in range(27):
        made = make_request(
            council,
            title=f"Banc {number}",
            text=f"Ligne {number}\nseconde ligne  avec « guillemets » ; et point-virgule",
            place="Rue Basse" if number % 3 else "",
            department=roads if number % 2 else None,
            said_on=today() - timedelta(days=number % 5),
            neighbourhood=make_neighbourhood() if number % 4 == 0 else None,
        )
        if number % 6 == 0:
            answer(made)
        if number % 5 == 0:
            Request.objects.filter(pk=made.pk).update(theme=theme)
    make_request(council, title="=HYPERLINK(0)", text="@SUM(1) du banc", place="+33")
    make_late(make_request(council, title="Vieux banc"), department=roads)
    make_request(
        council,
        title="Curage du banc",
        text="Avant.",
        closed_before=True,
        imported={"imported_answer": "fait", "departments_text": "PM"},
    )


QUESTIONS = (
    "?tri=-recu",
    "?tri=titre",
    "?tri=-promis&etat=en-attente",
    "?service=voirie&tri=numero",
    "?etat=en-retard",
    "?theme=rues&quartier=aucun",
    "?q=banc&tri=-repondu",
    "?service=~PM",
)


@pytest.mark.parametrize("parameters", QUESTIONS)
def test_each_file_holds_cell_by_cell_what_the_screen_shows(parameters: str) -> None:
    council = make_council()
    various(council)
    url = page_of(council).url_of("table")
    shown = screen(url, parameters)
    assert len(shown) > 1
    for extension in ("csv", "xlsx", "ods"):
        assert words_of(url, parameters, extension) == shown, extension
    assert words_of(url, parameters, "json") == shown[1:]


def test_the_table_of_a_territory_says_the_council_of_each_request_in_every_file() -> None:
    council, other = make_council(), make_council("Les Quais")
    various(council)
    make_request(other, title="Berge")
    url = "/fr/saint-aurel/suivi/"
    for parameters in (
        "?tri=conseil",
        "?conseil=les-quais",
        "?conseil=faubourg-saint-loup&q=vieux",
    ):
        shown = screen(url, parameters)
        assert {row[1] for row in shown[1:]} <= {"Faubourg Saint-Loup", "Les Quais"}
        for extension in ("csv", "xlsx", "ods"):
            assert words_of(url, parameters, extension) == shown, extension
    assert [row[2] for row in screen(url, "?conseil=les-quais")[1:]] == ["Berge"]


def test_the_words_a_commune_chose_for_an_outcome_are_on_the_screen_and_in_the_files() -> None:
    council = make_council()
    request = make_request(council, title="Banc")
    answer(request)
    page = page_of(council)
    url = page.url_of("table")
    assert "Réglé" not in str(screen(url, "?tri=titre"))
    AnswerRules.objects.create(organisation=make_commune(), outcome_labels={"done": "Réglé"})
    for address in (url, "/fr/saint-aurel/suivi/"):
        [header, row] = screen(address, "?tri=titre")
        assert row[header.index("État de la demande")] == "Réglé"
        for extension in ("csv", "xlsx", "ods"):
            assert words_of(address, "?tri=titre", extension) == [header, row], extension
    # The request says it too; the shape still says what it means.
    sheet = Client().get(page.url_of("sheet", number=request.case.number)).content.decode()
    assert sheet.count("Réglé") >= 2
    assert "state-done" in sheet


@pytest.mark.parametrize(
    ("labels", "code"),
    [
        ({"done": "Impossible"}, "label_taken"),
        ({"done": "Vu", "planned": " vu "}, "label_taken"),
        ({"done": "Réglé par Mme Odile Ferrandou"}, "finding"),
    ],
)
def test_a_word_says_neither_another_outcome_nor_a_name(labels: dict[str, str], code: str) -> None:
    rules = AnswerRules(organisation=make_commune(), outcome_labels=labels)
    with pytest.raises(Refusal) as refused:
        save_rule(actor=SYSTEM, rule=rules)
    assert refused.value.code == code
    assert refused.value.field.startswith("label_")
    assert not AnswerRules.objects.exists()
