"""The follow-up table: what it shows, filters and sends as a file; what it never shows."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.test import Client

from civic.accounts.policies import SYSTEM
from civic.cases.services.routing import transfer_case
from civic.opendata.logic.sheets import read_sheet
from civic.privacy.models import HoldReason
from civic.privacy.services.screening import hide
from civic.territory.models import CityDepartment
from neighbourhood_councils.models import NeighbourhoodCouncil
from tests.factories.territory import make_commune, make_department, make_intercommunality
from tests.integration.neighbourhood_councils.scene import (
    NEXT_STEPS,
    REASON,
    answer,
    make_council,
    make_late,
    make_request,
    make_requests,
    page_of,
    today,
)

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


def table(council: NeighbourhoodCouncil, parameters: str = "") -> str:
    shown = Client().get(page_of(council).url_of("table") + parameters)
    assert shown.status_code == 200
    return shown.content.decode()


def rows_of(council: NeighbourhoodCouncil, parameters: str = "") -> list[dict[str, str]]:
    sent = Client().get(page_of(council).url_of("export", format="csv") + parameters)
    text = sent.getvalue().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    names = ["number", "title", "text", "place", "departments", "state", "received"]
    names += ["promised", "answered", "answer", "cost", "cost_covers", "works_from"]
    names += ["works_until", "budget_line", "files", "repeats", "latitude", "longitude"]
    assert len(lines[0]) == len(names)
    return [dict(zip(names, line, strict=True)) for line in lines[1:]]


def test_one_line_says_what_where_who_and_when() -> None:
    council = make_council()
    request = make_request(council, place="Rue Basse", department=make_department())
    shown = table(council)
    assert request.case.number in shown
    assert "Rue Basse" in shown
    assert "Voirie" in shown
    assert request.case.promised_on.strftime("%d/%m/%Y") in shown


def test_two_rows_and_two_hundred_cost_the_same(count_queries) -> None:
    council = make_council()
    make_requests(council, 2)
    table(council)
    with count_queries() as few:
        table(council)
    make_requests(council, 198)
    with count_queries() as many:
        shown = table(council)
    assert len(few) == len(many) <= MOST_QUERIES
    assert shown.count('class="follow-number"') == 25
    with count_queries() as filtered:
        table(council, "?q=banc&etat=en-attente&service=voirie&tri=promis&page=2")
    assert len(filtered) <= MOST_QUERIES


def test_a_table_without_a_request_says_what_will_be_there() -> None:
    assert 'role="row"' in table(make_council())


@pytest.mark.parametrize(
    ("parameters", "titles"),
    [
        ("?etat=en-attente", {"Lampe éteinte", "Vieux banc, en retard"}),
        ("?etat=en-retard", {"Vieux banc, en retard"}),
        ("?etat=repondues", {"Trottoir"}),
        ("?etat=ce-mois-ci", {"Trottoir"}),
        ("?etat=closes-avant", {"Ancienne"}),
        ("?service=voirie", {"Trottoir"}),
        ("?service=~PM", {"Ancienne"}),
        ("?q=écoles+ALLUMER", {"Lampe éteinte"}),
        ("?q=trottoirs+casses", set()),
        ("?etat=inconnu&tri=inconnu", None),
    ],
)
def test_filters_say_what_they_keep(parameters: str, titles: set[str] | None) -> None:
    council = make_council()
    make_request(council)
    make_late(make_request(council, title="Vieux banc", hold=HoldReason.IMPORTED), text="Abîmé.")
    answer(make_request(council, title="Trottoir", text="Affaissé.", department=make_department()))
    make_request(
        council,
        title="Ancienne",
        text="Avant.",
        closed_before=True,
        imported={"imported_answer": "fait", "departments_text": "PM"},
    )
    found = {row["title"] for row in rows_of(council, parameters)}
    everything = {"Lampe éteinte", "Vieux banc, en retard", "Trottoir", "Ancienne"}
    assert found == (everything if titles is None else titles)
    shown = table(council, parameters)
    assert all(title in shown for title in found)


def test_a_number_is_found_however_it_is_typed() -> None:
    council = make_council()
    request = make_request(council)
    make_request(council, title="Autre")
    typed = request.case.number.replace("-", "+")
    assert [row["number"] for row in rows_of(council, f"?q={typed}")] == [request.case.number]


@pytest.mark.parametrize("sort", ["numero", "titre", "service", "etat", "recu", "promis"])
def test_every_column_sorts_both_ways(sort: str) -> None:
    council = make_council()
    make_requests(council, 3)
    make_late(make_request(council))
    up = [row["number"] for row in rows_of(council, f"?tri={sort}")]
    down = [row["number"] for row in rows_of(council, f"?tri=-{sort}")]
    assert sorted(up) == sorted(down)
    if sort in ("numero", "titre", "recu"):
        assert up == down[::-1]
    shown = table(council, f"?tri={sort}")
    assert 'aria-sort="ascending"' in shown
    # The order by default needs no word in the address.
    assert sort == "recu" or f"tri=-{sort}" in shown


def test_nothing_that_is_held_or_hidden_is_shown_anywhere() -> None:
    council = make_council()
    page = page_of(council)
    held = make_request(council, title="Voiture immatriculée EX-417-TZ")
    imported = make_request(council, title="Arrivée du tableur", hold=HoldReason.IMPORTED)
    hidden = make_request(council, title="Insulte")
    hide(actor=SYSTEM, instance=hidden, rule="insult")
    shown = table(council)
    for request in (held, imported, hidden):
        assert request.title not in shown
        assert request.case.number not in shown
        assert Client().get(page.url_of("sheet", number=request.case.number)).status_code == 404
    assert rows_of(council) == []
    assert rows_of(council, "?q=immatriculée") == []
    # The delay of what is held is announced; what was hidden is not counted.
    assert "2 requests received are being read" in shown or "2 demandes" in shown


def test_a_request_of_another_council_is_not_found_here() -> None:
    council, other = make_council(), make_council("Les Quais")
    request = make_request(other)
    assert request.title not in table(council)
    url = page_of(council).url_of("sheet", number=request.case.number)
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize("number", ["0000-0000", "1234", "<script>", "4821-9307"])
def test_a_number_nobody_has_leads_nowhere(number: str) -> None:
    url = page_of(make_council()).url_of("table") + f"{number}/"
    assert Client().get(url).status_code == 404


def test_formulas_are_escaped_in_every_file() -> None:
    council = make_council()
    make_request(council, title="=HYPERLINK(0)", text="@SUM(1)", place="+33")
    assert rows_of(council)[0]["title"] == "'=HYPERLINK(0)"
    page = page_of(council)
    for extension in ("xlsx", "ods", "csv"):
        sent = Client().get(page.url_of("export", format=extension)).getvalue()
        sheet = read_sheet(sent, filename=f"suivi.{extension}")
        texts = {cell.text for row in sheet.rows for cell in row.cells}
        assert "'=HYPERLINK(0)" in texts
        assert "'@SUM(1)" in texts
        assert "=HYPERLINK(0)" not in texts


def test_every_file_holds_what_the_screen_shows() -> None:
    council = make_council()
    answer(make_request(council, department=make_department()))
    make_requests(council, 30)
    page = page_of(council)
    for extension in ("csv", "xlsx", "ods"):
        sent = Client().get(page.url_of("export", format=extension) + "?etat=repondues")
        assert f"suivi-{council.space.slug}.{extension}" in sent["Content-Disposition"]
        sheet = read_sheet(sent.getvalue(), filename=f"suivi.{extension}")
        assert len(sheet.rows) == 2
        texts = [cell.text for cell in sheet.rows[1].cells]
        assert f"{REASON}\n{NEXT_STEPS}" in texts
    [row] = json.loads(
        Client().get(page.url_of("export", format="json") + "?etat=repondues").getvalue()
    )
    assert row["answer"] == f"{REASON}\n{NEXT_STEPS}"
    assert date.fromisoformat(row["answered_on"]) == today()
    assert len(rows_of(council)) == 31


def test_a_format_that_is_not_offered_is_not_found() -> None:
    url = page_of(make_council()).url_of("export", format="pdf")
    assert Client().get(url).status_code == 404


def test_a_file_of_two_rows_and_of_two_hundred_costs_the_same(count_queries) -> None:
    council = make_council()
    make_requests(council, 2)
    url = page_of(council).url_of("export", format="csv")
    Client().get(url).getvalue()
    with count_queries() as few:
        Client().get(url).getvalue()
    make_requests(council, 198)
    with count_queries() as many:
        assert len(Client().get(url).getvalue().splitlines()) == 201
    assert len(few) == len(many)


def test_a_sheet_says_every_hop_without_naming_anybody() -> None:
    council = make_council()
    request = make_request(council, department=make_department())
    CityDepartment.objects.get_or_create(
        organisation=make_intercommunality(), slug="eau", defaults={"name": "Eau et rivières"}
    )
    transfer_case(
        actor=SYSTEM,
        case=request.case,
        organisation=make_intercommunality(),
        reason="Le fossé est intercommunal, voir avec Mme Odile Ferrandou",
    )
    shown = Client().get(page_of(council).url_of("sheet", number=request.case.number))
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "Le fossé est intercommunal" in text
    assert "Ferrandou" not in text
    assert make_intercommunality().label in text
    assert request.case.number in text


def test_a_sheet_costs_a_constant_number_of_queries(count_queries) -> None:
    council = make_council()
    request = make_request(council, department=make_department())
    url = page_of(council).url_of("sheet", number=request.case.number)
    Client().get(url)
    with count_queries() as few:
        Client().get(url)
    other = make_intercommunality()
    for body in (other, make_commune(), other):
        request.case.refresh_from_db()
        transfer_case(actor=SYSTEM, case=request.case, organisation=body, reason="À eux de voir")
    Client().get(url)
    with count_queries() as many:
        Client().get(url)
    assert len(few) == len(many) <= MOST_QUERIES


def test_what_was_closed_before_is_shown_as_such_with_what_the_table_said() -> None:
    council = make_council()
    request = make_request(
        council,
        title="Curage",
        closed_before=True,
        said_on=today() - timedelta(days=900),
        imported={"imported_answer": "Curage effectué, à surveiller."},
    )
    text = Client().get(page_of(council).url_of("sheet", number=request.case.number)).content
    assert "Curage effectué, à surveiller." in text.decode()
    assert "Curage effectué" in table(council)


def test_the_answer_of_a_request_is_on_its_sheet() -> None:
    council = make_council()
    request = make_request(council)
    answer(request, answered_as="Voirie", private_message="Merci de votre patience.")
    text = Client().get(page_of(council).url_of("sheet", number=request.case.number)).content
    assert REASON in text.decode().replace("&#x27;", "'")
    assert NEXT_STEPS in text.decode()
    assert "Merci de votre patience" not in text.decode()


def test_the_table_stands_in_any_page_and_a_wrong_address_breaks_nothing() -> None:
    council = make_council()
    make_requests(council, 4)
    template = Template("{% load follow_up %}{% follow_up_table slug 3 %}")
    shown = template.render(Context({"slug": council.space.slug}))
    assert shown.count('class="follow-number"') == 3
    assert page_of(council).url_of("table") in shown
    assert template.render(Context({"slug": "nulle-part"})).strip() == ""
    page_of(council).unpublish()
    assert template.render(Context({"slug": council.space.slug})).strip() == ""
