"""The chair's import: who may, what is shown, what is refused, what is written."""

from pathlib import Path

import pytest
from django.test import Client

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.cases.enums import CaseState
from civic.cases.models import Case, Request
from civic.opendata.logic.sheets import read_sheet
from neighbourhood_councils.logic.mapping import Mapping
from neighbourhood_councils.models import ColumnMapping, NeighbourhoodCouncil, RequestImport
from tests.factories.people import grant, make_user
from tests.factories.territory import make_commune, make_department
from tests.integration.neighbourhood_councils.scene import make_council, page_of, signed_in

from .import_scene import REAL_FILES, ROWS, manager, sent_by, upload, write

pytestmark = pytest.mark.django_db


def test_the_screens_ask_an_unknown_visitor_to_sign_in() -> None:
    page = page_of(make_council())
    answer = Client().get(page.url_of("import"))
    assert answer.status_code == 302
    assert page.url_of("import") in answer["Location"].replace("%2F", "/")


def test_farid_is_refused_everywhere(farid: Actor, bruno: Actor) -> None:
    page = page_of(make_council())
    sent_by(signed_in(bruno), page)
    number = RequestImport.objects.get().pk
    client = signed_in(farid)
    for address in (
        page.url_of("import"),
        page.url_of("preview", import_id=number),
        page.url_of("import_errors", import_id=number),
        page.url_of("held"),
    ):
        assert client.get(address).status_code == 403
    assert client.post(page.url_of("import"), {"use_example": "1"}).status_code == 403
    refused = client.post(page.url_of("preview", import_id=number), {"write": "1"})
    assert refused.status_code == 403
    assert not Request.objects.exists()


def test_the_chair_of_another_commune_is_refused(bruno: Actor) -> None:
    page = page_of(make_council("Les Hauts", commune="montfaucelle"))
    client = signed_in(bruno)
    assert client.get(page.url_of("import")).status_code == 403
    assert client.post(page.url_of("import"), {"file": upload(ROWS)}).status_code == 403


def test_the_chair_of_one_council_writes_for_no_other() -> None:
    council, other = make_council(), make_council("Les Quais")
    user = make_user("presidente@example.org", "Présidente")
    grant(user, Role.CHAIR, make_commune(), space_id=council.space_id)
    client = signed_in(Actor(user=user))
    assert client.get(page_of(other).url_of("import")).status_code == 403
    sent_by(client, page_of(council))
    write(client, page_of(council))
    assert {one.space_id for one in Request.objects.all()} == {council.space_id}


def test_an_import_is_not_read_through_the_page_of_another_council(bruno: Actor) -> None:
    page, other = page_of(make_council()), page_of(make_council("Les Quais"))
    sent_by(signed_in(bruno), page)
    number = RequestImport.objects.get().pk
    assert signed_in(bruno).get(other.url_of("preview", import_id=number)).status_code == 404


def test_bruno_reads_what_was_understood_before_anything_is_written(bruno: Actor) -> None:
    make_department()
    page = page_of(make_council())
    shown = sent_by(signed_in(bruno), page)
    text = shown.content.decode()
    assert shown.status_code == 200
    assert not Request.objects.exists()
    assert '<mark class="finding finding-phone">06 39 98 27 54</mark>' in text
    assert '<mark class="finding finding-name">Mme Odile Ferrandou</mark>' in text
    assert "30/02/2021" in text
    assert "Les Quais" in text
    assert "Voirie" in text


def test_bruno_writes_and_every_row_is_held(bruno: Actor) -> None:
    page = page_of(make_council())
    client = signed_in(bruno)
    sent_by(client, page)
    shown = write(client, page)
    assert shown.status_code == 200
    assert page.url_of("held") in shown.content.decode()
    states = {one.title: one.case.state for one in Request.objects.select_related("case")}
    assert states == {"Banc": CaseState.RECEIVED, "Lampe": CaseState.CLOSED_BEFORE}
    assert not Request.objects.public().exists()
    assert Request.objects.get(title="Banc").source_texts["Demandeur"] == "Mme Odile Ferrandou"
    assert "Ferrandou" not in Client().get(page.url_of("table")).content.decode()


def test_writing_twice_writes_once(bruno: Actor) -> None:
    page = page_of(make_council())
    client = signed_in(bruno)
    sent_by(client, page)
    write(client, page)
    write(client, page)
    assert Request.objects.count() == Case.objects.count() == 2
    sent_by(client, page)
    shown = write(client, page)
    assert shown.status_code == 200
    assert Request.objects.count() == 2


@pytest.mark.parametrize("name", REAL_FILES)
def test_a_real_table_imports_from_the_screen(name: str, bruno: Actor, shared_data: Path) -> None:
    page = page_of(make_council("Centre est", sheet_name="2 - Centre est"))
    client = signed_in(bruno)
    content = (shared_data / "requests" / name).read_bytes()
    shown = sent_by(client, page, content, name).content.decode()
    assert shown.count('class="sheet-row"') == 8
    assert "30/02/20" in shown
    for word in ("EX-417-TZ", "06 39 98 41 27", "lucien.abadie@example.org"):
        assert word in shown
    write(client, page)
    assert Request.objects.count() == 8
    report = RequestImport.objects.get().report
    assert (report["created"], report["refused"], len(report["errors"])) == (8, 0, 1)


def test_bruno_tries_with_the_example_in_one_click(bruno: Actor) -> None:
    page = page_of(make_council())
    client = signed_in(bruno)
    shown = client.post(page.url_of("import"), {"use_example": "1"}, follow=True)
    assert shown.status_code == 200
    write(client, page)
    assert Request.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_example_is_downloaded_by_anybody(kind: str) -> None:
    page = page_of(make_council())
    sent = Client().get(page.url_of("import_example", format=kind))
    content = b"".join(sent.streaming_content)
    assert read_sheet(content, filename=f"exemple.{kind}").rows
    assert "attachment" in sent["Content-Disposition"]
    assert Client().get(page.url_of("import_example", format="pdf")).status_code == 404


def test_an_unknown_council_is_created_when_a_manager_says_so() -> None:
    page = page_of(make_council())
    client = signed_in(manager())
    shown = sent_by(client, page)
    assert 'value="create" selected' in shown.content.decode()
    write(client, page)
    created = NeighbourhoodCouncil.objects.get(space__title="Les Quais")
    assert Request.objects.get(title="Berge").space_id == created.space_id
    assert page_of(created).live


def test_a_manager_says_that_an_unknown_council_is_another_one() -> None:
    council = make_council()
    client = signed_in(manager())
    page = page_of(council)
    sent_by(client, page)
    sent = RequestImport.objects.get()
    columns = {
        f"column_{n}": name
        for n, name in enumerate(
            ["council", "title", "text", "departments", "date", "answer", "state", "nothing"]
        )
    }
    chosen = client.post(
        page.url_of("preview", import_id=sent.pk),
        columns | {"council_0": council.space.slug, "choose": "1"},
        follow=True,
    )
    assert chosen.status_code == 200
    write(client, page)
    assert Request.objects.filter(space_id=council.space_id).count() == 3
    assert NeighbourhoodCouncil.objects.count() == 1


def test_bruno_cannot_create_a_council_by_importing(bruno: Actor) -> None:
    page = page_of(make_council())
    client = signed_in(bruno)
    shown = sent_by(client, page)
    assert 'value="create"' not in shown.content.decode()
    write(client, page)
    assert NeighbourhoodCouncil.objects.count() == 1
    assert not Request.objects.filter(title="Berge").exists()
    report = RequestImport.objects.get().report
    assert report["refused"] == 1


def test_a_table_that_names_only_one_unknown_council_is_that_of_the_page(bruno: Actor) -> None:
    council = make_council()
    client = signed_in(bruno)
    sent_by(client, page_of(council), "Titre;Description\n3 - Le Faubourg;\nBanc;Cassé\n")
    write(client, page_of(council))
    assert Request.objects.get().space_id == council.space_id


def test_columns_are_corrected_and_remembered(bruno: Actor) -> None:
    page = page_of(make_council())
    client = signed_in(bruno)
    table = "Colonne A;Colonne B\nBanc;Le banc de la place est cassé depuis un an\n"
    sent_by(client, page, table)
    sent = RequestImport.objects.get()
    answer = client.post(
        page.url_of("preview", import_id=sent.pk),
        {"column_0": "text", "column_1": "title", "choose": "1"},
    )
    assert answer.status_code == 302
    sent.refresh_from_db()
    assert Mapping.from_json(sent.mapping["columns"]) == Mapping(text=0, title=1)
    assert ColumnMapping.objects.count() == 1
    sent_by(client, page, table)
    again = RequestImport.objects.latest("pk")
    assert Mapping.from_json(again.mapping["columns"]) == Mapping(text=0, title=1)


def test_two_columns_cannot_hold_the_same_thing(bruno: Actor) -> None:
    page = page_of(make_council())
    client = signed_in(bruno)
    sent_by(client, page, "Colonne A;Colonne B\nBanc;Cassé\n")
    address = page.url_of("preview", import_id=RequestImport.objects.get().pk)
    refused = client.post(address, {"column_0": "text", "column_1": "text", "choose": "1"})
    assert refused.status_code == 422
    assert "Colonne A" in refused.content.decode()
    refused = client.post(address, {"column_0": "nothing", "column_1": "nothing", "choose": "1"})
    assert refused.status_code == 422
    assert client.post(address, {"column_0": "autre", "choose": "1"}).status_code == 422
    assert client.post(address, {}).status_code == 422


def test_rows_with_an_error_come_back_as_a_file_to_correct(bruno: Actor) -> None:
    page = page_of(make_council())
    client = signed_in(bruno)
    sent_by(client, page, "Titre;Description;Date\n2 - Les Tanneries;;\nBanc;=1+1;30/02/2021\n")
    address = page.url_of("import_errors", import_id=RequestImport.objects.get().pk)
    for _moment in ("before", "after writing"):
        sent = client.get(address)
        sheet = read_sheet(sent.content, filename="erreurs.csv")
        texts = [cell.text for cell in sheet.rows[1].cells]
        assert texts[:4] == ["2 - Les Tanneries", "Banc", "'=1+1", "30/02/2021"]
        assert texts[4] == "3"
        assert "30/02/2021" in texts[5]
        write(client, page)


def test_a_corrected_error_file_imports(bruno: Actor) -> None:
    page = page_of(make_council())
    client = signed_in(bruno)
    sent_by(client, page, "Titre;Description;Date\nFaubourg Saint-Loup;;\nBanc;Cassé;30/02/2021\n")
    number = RequestImport.objects.get().pk
    again = client.get(page.url_of("import_errors", import_id=number)).content
    shown = sent_by(client, page, again.replace(b"30/02/2021", b"28/02/2021"), "erreurs.csv")
    assert shown.status_code == 200
    write(client, page)
    request = Request.objects.get()
    assert (request.title, request.said_on.isoformat()) == ("Banc", "2021-02-28")
