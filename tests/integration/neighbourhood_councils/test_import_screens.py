"""The chair's import: who may, what is shown, what is refused, what is written."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.cases.enums import CaseState
from civic.cases.models import Case, Request
from civic.core.exceptions import NotAllowed, Refusal
from civic.opendata.logic.sheets import read_sheet
from neighbourhood_councils.enums import ImportState
from neighbourhood_councils.logic.mapping import Mapping
from neighbourhood_councils.models import (
    ColumnMapping,
    CouncilPage,
    NeighbourhoodCouncil,
    RequestImport,
)
from neighbourhood_councils.resources import FollowUpFormat, import_rows_of, try_rows
from neighbourhood_councils.services.imports import (
    choose,
    drop_import,
    plan_of,
    start_import,
    write_import,
)
from tests.factories.people import grant, make_user
from tests.factories.territory import make_commune, make_department
from tests.integration.neighbourhood_councils.scene import (
    make_council,
    make_request,
    page_of,
    signed_in,
)

pytestmark = pytest.mark.django_db

REAL_FILES = ("draguignan.csv", "draguignan_cp1252.csv", "draguignan.xlsx", "draguignan.ods")
ROWS = (
    "Conseil;Titre;Description;Services;Date;Réponse;Statut;Demandeur\n"
    "Faubourg Saint-Loup;Banc;Le banc est cassé;Voirie;12/03/2021;;En cours;Mme Odile Ferrandou\n"
    "Faubourg Saint-Loup;Lampe;Appeler le 06 39 98 27 54;Voirie;30/02/2021;fait;;\n"
    "Les Quais;Berge;La berge glisse;;;;;\n"
)


def upload(content: bytes | str, name: str = "tableau.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def sent_by(client: Client, page: CouncilPage, content: bytes | str = ROWS, name="tableau.csv"):
    return client.post(page.url_of("import"), {"file": upload(content, name)}, follow=True)


def write(client: Client, page: CouncilPage):
    sent = RequestImport.objects.latest("pk")
    return client.post(page.url_of("preview", import_id=sent.pk), {"write": "1"}, follow=True)


def manager(commune: str = "saint-aurel") -> Actor:
    user = make_user(f"responsable@{commune}.example.org", "Responsable")
    grant(user, Role.MANAGER, make_commune(commune))
    return Actor(user=user)


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


def test_bruno_gives_up_and_the_table_is_forgotten(bruno: Actor) -> None:
    page = page_of(make_council())
    client = signed_in(bruno)
    sent_by(client, page)
    sent = RequestImport.objects.get()
    address = page.url_of("preview", import_id=sent.pk)
    assert client.post(address, {"give_up": "1"}).status_code == 302
    sent.refresh_from_db()
    assert (sent.state, sent.preview) == (ImportState.DROPPED, {})
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "vide.csv"),
        (b"%PDF-1.7\n%", "tableau.pdf"),
        (b"MZ\x90\x00" + b"\x00" * 200, "tableau.xlsx"),
        (b"PK\x03\x04" + b"\x00" * 60, "tableau.ods"),
    ],
)
def test_a_hostile_file_says_what_to_do(bruno: Actor, content: bytes, name: str) -> None:
    page = page_of(make_council())
    refused = sent_by(signed_in(bruno), page, content, name)
    assert refused.status_code == 422
    assert "error-summary" in refused.content.decode()
    assert not RequestImport.objects.exists()


def test_a_workbook_with_a_lost_cell_is_refused(bruno: Actor) -> None:
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.active["A1"] = "Titre"
    workbook.active["XFD1048576"] = "perdue"
    content = io.BytesIO()
    workbook.save(content)
    refused = sent_by(signed_in(bruno), page_of(make_council()), content.getvalue(), "t.xlsx")
    assert refused.status_code == 422
    assert "XFD1048576" in refused.content.decode()


def test_a_bomb_is_refused(bruno: Actor) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<x/>")
        archive.writestr("xl/workbook.xml", b" " * 150_000_000)
    refused = sent_by(signed_in(bruno), page_of(make_council()), content.getvalue(), "t.xlsx")
    assert refused.status_code == 422


def test_an_upload_over_the_limit_is_refused(bruno: Actor) -> None:
    page = page_of(make_council())
    content = b"Titre;Texte\n" + b"x" * settings.MAX_UPLOAD_BYTES
    refused = sent_by(signed_in(bruno), page, content)
    assert refused.status_code == 413
    assert not RequestImport.objects.exists()


def test_more_rows_than_one_screen_writes_are_refused(bruno: Actor, monkeypatch) -> None:
    monkeypatch.setattr("neighbourhood_councils.services.imports.MOST_ROWS_AT_ONCE", 1)
    refused = sent_by(signed_in(bruno), page_of(make_council()))
    assert refused.status_code == 422
    assert "3" in refused.content.decode()


def test_nothing_chosen_says_to_choose_a_file(bruno: Actor) -> None:
    page = page_of(make_council())
    assert signed_in(bruno).post(page.url_of("import"), {}).status_code == 422


@pytest.mark.parametrize("shown", ["", "donnees", "erreurs", "refusees", "nouvelles", "inchangees"])
def test_rows_are_shown_by_kind_in_constant_queries(
    bruno: Actor, shown: str, count_queries
) -> None:
    council = make_council()
    page = page_of(council)
    make_request(council, title="Banc", text="Le banc est cassé")
    client = signed_in(bruno)
    sent_by(client, page)
    few_address = page.url_of("preview", import_id=RequestImport.objects.latest("pk").pk)
    many = "".join(f"Faubourg Saint-Loup;Banc {n};Cassé;;;;;\n" for n in range(60))
    sent_by(client, page, ROWS + many)
    many_address = page.url_of("preview", import_id=RequestImport.objects.latest("pk").pk)
    client.get(few_address)
    with count_queries() as few:
        assert client.get(f"{few_address}?lignes={shown}").status_code == 200
    with count_queries() as more:
        assert client.get(f"{many_address}?lignes={shown}").status_code == 200
    assert len(few) == len(more)


def test_hostile_cells_are_kept_and_shown_as_text(bruno: Actor) -> None:
    page = page_of(make_council())
    client = signed_in(bruno)
    cell = "<script>alert(1)</script> 🚲 \u202e =1+1"
    shown = sent_by(client, page, f"Titre;Description\nBanc;{cell}\n").content.decode()
    assert "<script>alert(1)</script>" not in shown
    write(client, page)
    assert "🚲" in Request.objects.get().text


def test_a_title_too_long_is_kept_whole_in_the_text(bruno: Actor) -> None:
    page = page_of(make_council())
    client = signed_in(bruno)
    title = "banc " * 60
    others = "".join(f"Banc {n};Le banc de la place est cassé {n}\n" for n in range(5))
    sent_by(client, page, f"Titre;Description\n{title};Cassé\n{others}")
    write(client, page)
    request = Request.objects.get(title__endswith="…")
    assert len(request.title) == 200
    assert title.strip() in request.text
    assert "Cassé" in request.text


def test_a_department_cell_that_names_somebody_is_not_published(bruno: Actor) -> None:
    page = page_of(make_council())
    client = signed_in(bruno)
    sent_by(client, page, "Titre;Description;Services\nBanc;Cassé;06 39 98 27 54\n")
    write(client, page)
    request = Request.objects.get()
    assert request.departments_text == ""
    assert request.source_texts["Services"] == "06 39 98 27 54"


def test_the_library_runs_dry_without_writing(bruno: Actor) -> None:
    council = make_council()
    sheet = FollowUpFormat("tableau.csv").read(ROWS.encode())
    sent = start_import(
        actor=bruno,
        organisation=council.space.organisation,
        council=council,
        file_name="tableau.csv",
        sheet=sheet,
    )
    result = try_rows(bruno, plan_of(actor=bruno, sent=sent))
    assert (result.totals["new"], result.totals["invalid"]) == (2, 1)
    assert [row.number for row in result.invalid_rows] == [3]
    assert not Request.objects.exists()
    dataset = FollowUpFormat("tableau.csv").create_dataset(ROWS.encode())
    assert dataset["title"] == ["Banc", "Lampe", "Berge"]


def test_services_refuse_whoever_may_not(bruno: Actor, farid: Actor) -> None:
    council = make_council()
    sheet = FollowUpFormat("tableau.csv").read(ROWS.encode())
    values = {
        "organisation": council.space.organisation,
        "council": council,
        "file_name": "tableau.csv",
        "sheet": sheet,
    }
    with pytest.raises(NotAllowed):
        start_import(actor=farid, **values)
    sent = start_import(actor=bruno, **values)
    with pytest.raises(NotAllowed):
        write_import(actor=farid, sent=sent, import_rows=import_rows_of(farid))
    with pytest.raises(NotAllowed):
        drop_import(actor=farid, sent=sent)
    with pytest.raises(NotAllowed):
        choose(actor=farid, sent=sent, columns=Mapping(title=1), councils={})
    drop_import(actor=bruno, sent=sent)
    with pytest.raises(Refusal):
        write_import(actor=bruno, sent=sent, import_rows=import_rows_of(bruno))


def test_a_fault_while_writing_undoes_everything(bruno: Actor, monkeypatch) -> None:
    council = make_council()
    sent = start_import(
        actor=bruno,
        organisation=council.space.organisation,
        council=council,
        file_name="tableau.csv",
        sheet=FollowUpFormat("tableau.csv").read(ROWS.encode()),
    )
    calls = []

    def fails_at_the_second(**kwargs):
        calls.append(kwargs)
        if len(calls) == 2:
            raise RuntimeError("no more room")
        return original(**kwargs)

    from neighbourhood_councils.services import imports

    original = imports.file_request
    monkeypatch.setattr(imports, "file_request", fails_at_the_second)
    with pytest.raises(RuntimeError):
        write_import(actor=bruno, sent=sent, import_rows=import_rows_of(bruno))
    assert not Request.objects.exists()
    sent.refresh_from_db()
    assert sent.state == ImportState.PREVIEW
