"""What an import refuses, keeps as text, and undoes."""

import io
import zipfile

import pytest
from django.conf import settings

from civic.accounts.policies import Actor
from civic.cases.models import Request
from civic.core.exceptions import NotAllowed, Refusal
from civic.privacy.selectors import open_findings
from neighbourhood_councils.enums import ImportState
from neighbourhood_councils.logic.mapping import Mapping
from neighbourhood_councils.models import RequestImport
from neighbourhood_councils.resources import FollowUpFormat, import_rows_of, try_rows
from neighbourhood_councils.services.imports import (
    choose,
    drop_import,
    plan_of,
    start_import,
    write_import,
)
from tests.integration.neighbourhood_councils.scene import (
    make_council,
    make_request,
    page_of,
    signed_in,
)

from .import_scene import ROWS, sent_by, write

pytestmark = pytest.mark.django_db


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
    assert not request.is_public
    assert [finding.field for finding in open_findings(request)] == ["departments_text"]
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

    def fails_once_written(**kwargs):
        original(**kwargs)
        raise RuntimeError("no more room")

    from neighbourhood_councils.services import import_writing

    original = import_writing.file_requests
    monkeypatch.setattr(import_writing, "file_requests", fails_once_written)
    with pytest.raises(RuntimeError):
        write_import(actor=bruno, sent=sent, import_rows=import_rows_of(bruno))
    assert not Request.objects.exists()
    sent.refresh_from_db()
    assert sent.state == ImportState.PREVIEW


def test_a_column_of_streets_taken_for_councils_is_put_right(bruno: Actor) -> None:
    page = page_of(make_council())
    client = signed_in(bruno)
    rows = "".join(f"Impasse {n};Banc {n};Le banc de l'impasse est cassé\n" for n in range(200))
    sent_by(client, page, f"Conseil;Titre;Description\n{rows}")
    address = page.url_of("preview", import_id=RequestImport.objects.get().pk)
    shown = client.get(address).content.decode()
    assert "la colonne du conseil" in shown
    assert "council_0" not in shown
    with pytest.raises(Refusal) as refused:
        write_import(
            actor=bruno,
            sent=RequestImport.objects.get(),
            import_rows=import_rows_of(bruno),
        )
    assert refused.value.code == "too_many_councils"
    columns = {"column_0": "nothing", "column_1": "title", "column_2": "text"}
    assert client.post(address, columns | {"choose": "1"}).status_code == 302
    assert "la colonne du conseil" not in client.get(address).content.decode()
