"""A long table is read and written in the background; one may leave and come back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from civic.accounts.policies import Actor
from civic.audit.models import JournalEntry
from civic.cases.models import Case, Request
from civic.privacy.models import Finding, HoldReason
from neighbourhood_councils.enums import ImportState
from neighbourhood_councils.models import CouncilPage, RequestImport
from neighbourhood_councils.services import import_work, imports
from tests.factories.territory import make_department
from tests.integration.neighbourhood_councils.scene import make_council, page_of, signed_in

from .import_scene import ROWS, sent_by, write

pytestmark = pytest.mark.django_db

COUNT = 90
LONG = "Conseil;Titre;Description;Services;Date;Statut\n" + "".join(
    f"Faubourg Saint-Loup;Banc {n};Le banc {n} est cassé, appeler le 06 39 98 27 {n:02d};Voirie;"
    f"{1 + n % 28:02d}/03/2021;{'En cours' if n % 2 else 'traité'}\n"
    for n in range(COUNT)
)


@pytest.fixture(autouse=True)
def a_long_table_has_fifty_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_ROWS_AT_ONCE", 50)
    monkeypatch.setattr(import_work, "ROWS_AT_A_TIME", 20)


@pytest.fixture
def page() -> CouncilPage:
    make_department()
    return page_of(make_council())


@pytest.fixture
def client(bruno: Actor) -> Client:
    return signed_in(bruno)


def work() -> None:
    """Do what the worker does: run what was queued."""
    queued = DBTaskResult.objects.filter(task_path__endswith="go_on_with_import")
    for key in {result.args_kwargs["args"][0] for result in queued}:
        import_work.go_on(import_id=key)


def preview_of(page: CouncilPage) -> str:
    return page.url_of("preview", import_id=RequestImport.objects.get().pk)


def shown(client: Client, page: CouncilPage) -> str:
    return client.get(preview_of(page)).content.decode()


def send(client: Client, page: CouncilPage, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sent_by(client, page, LONG)


def test_bruno_leaves_and_comes_back_to_a_long_table(
    client: Client, page: CouncilPage, django_capture_on_commit_callbacks
) -> None:
    send(client, page, django_capture_on_commit_callbacks)
    assert 'id="progress"' in shown(client, page)
    assert preview_of(page) in client.get(page.url_of("import")).content.decode()
    work()
    text = shown(client, page)
    assert 'class="finding finding-phone"' in text
    with django_capture_on_commit_callbacks(execute=True):
        assert 'id="progress"' in write(client, page).content.decode()
    assert not Request.objects.exists()
    work()
    assert page.url_of("held") in shown(client, page)
    sent = RequestImport.objects.get()
    assert (sent.state, sent.rows_done, sent.report["created"]) == ("written", COUNT, COUNT)
    assert "sheet" not in sent.preview


def test_what_is_written_in_bulk_is_what_is_written_row_by_row(
    client: Client, page: CouncilPage, django_capture_on_commit_callbacks
) -> None:
    send(client, page, django_capture_on_commit_callbacks)
    work()
    with django_capture_on_commit_callbacks(execute=True):
        write(client, page)
    work()
    requests = list(Request.objects.select_related("case__department"))
    assert len(requests) == len({request.case.number for request in requests}) == COUNT
    assert Case.objects.filter(state="closed_before", promised_on=None).count() == COUNT / 2
    assert Case.objects.filter(state="routed", promised_on__gt=timezone.localdate()).count() == 45
    for request in requests:
        assert request.held_for == HoldReason.FINDING
        assert request.asked_on == request.said_on == request.case.received_on
        assert request.case.department.name == "Voirie"
        assert request.source_texts["Titre"] == request.title
        assert " banc " in request.stems
    assert Finding.objects.filter(type="phone", field="text").count() == COUNT
    filed = JournalEntry.objects.filter(action="request.filed")
    assert {line.target for line in filed} == {f"cases.request:{one.pk}" for one in requests}
    assert not Request.objects.public().exists()


def test_a_worker_that_was_stopped_is_replaced_where_it_stopped(
    client: Client, page: CouncilPage, django_capture_on_commit_callbacks, monkeypatch
) -> None:
    send(client, page, django_capture_on_commit_callbacks)
    work()
    with django_capture_on_commit_callbacks(execute=True):
        write(client, page)
    written = import_work.file_rows
    calls: list[int] = []

    def stopped(**values: object) -> int:
        calls.append(1)
        if len(calls) == 3:
            raise SystemError("killed")
        return written(**values)  # type: ignore[arg-type]

    monkeypatch.setattr(import_work, "file_rows", stopped)
    with pytest.raises(SystemError):
        work()
    assert Request.objects.count() == RequestImport.objects.get().rows_done == 40
    # Nobody takes it over while somebody may still be at work.
    assert import_work.go_on_with_the_silent(timezone.now()) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert import_work.go_on_with_the_silent(timezone.now() + timedelta(minutes=4)) == 1
    work()
    sent = RequestImport.objects.get()
    assert sent.state == ImportState.WRITTEN
    assert sent.report["created"] == Request.objects.count() == COUNT


def test_two_workers_write_each_row_once(
    client: Client, page: CouncilPage, django_capture_on_commit_callbacks
) -> None:
    send(client, page, django_capture_on_commit_callbacks)
    work()
    with django_capture_on_commit_callbacks(execute=True):
        write(client, page)
        write(client, page)
    work()
    import_work.go_on(import_id=RequestImport.objects.get().pk)
    assert Request.objects.count() == Case.objects.count() == COUNT
    assert JournalEntry.objects.filter(action="import.written").count() == 1


def test_bruno_gives_up_while_it_is_read(
    client: Client, page: CouncilPage, django_capture_on_commit_callbacks
) -> None:
    send(client, page, django_capture_on_commit_callbacks)
    client.post(preview_of(page), {"give_up": "1"})
    work()
    assert RequestImport.objects.get().state == ImportState.DROPPED
    assert client.get(preview_of(page)).status_code == 404


def test_the_page_that_watches_is_told_to_come_again_when_the_work_is_done(
    client: Client, page: CouncilPage, django_capture_on_commit_callbacks
) -> None:
    send(client, page, django_capture_on_commit_callbacks)
    address = preview_of(page)
    assert "HX-Refresh" not in client.get(address, headers={"HX-Request": "true"})
    work()
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_bruno_pastes_the_cells_of_his_spreadsheet(client: Client, page: CouncilPage) -> None:
    cells = ROWS.replace(";", "\t").replace("Le banc est cassé", '"Le banc\nest ""cassé"""')
    client.post(page.url_of("import"), {"pasted": cells}, follow=True)
    write(client, page)
    assert {one.title: one.text for one in Request.objects.all()} == {
        "Banc": 'Le banc\nest "cassé"',
        "Lampe": "Appeler le 06 39 98 27 54",
    }


@pytest.mark.parametrize("pasted", ["", "   \n", "<html><body>non</body></html>"])
def test_what_is_pasted_and_cannot_be_read_stays_in_the_form(
    pasted: str, client: Client, page: CouncilPage
) -> None:
    answer = client.post(page.url_of("import"), {"pasted": pasted})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not RequestImport.objects.exists()
    if pasted.strip():
        assert "&lt;html&gt;" in answer.content.decode()


def test_an_error_file_once_corrected_completes_what_is_there_and_adds_nothing(
    client: Client, page: CouncilPage
) -> None:
    sent_by(client, page)
    first = RequestImport.objects.latest("pk")
    errors = page.url_of("import_errors", import_id=first.pk)
    write(client, page)
    before = Request.objects.count()
    lamp = Request.objects.get(title="Lampe")
    assert (lamp.said_on, lamp.said_on_text) == (None, "30/02/2021")
    again = client.get(errors).content.decode("utf-8-sig").replace("30/02/2021", "28/02/2021")
    text = sent_by(client, page, again, "erreurs.csv").content.decode()
    assert "28/02/2021" in text
    write(client, page)
    lamp.refresh_from_db()
    assert (str(lamp.said_on), str(lamp.asked_on), lamp.said_on_text) == (
        "2021-02-28",
        "2021-02-28",
        "",
    )
    assert Request.objects.count() == before
    # The same file once more says that nothing is left.
    sent_by(client, page, again, "erreurs.csv")
    assert RequestImport.objects.latest("pk").state == ImportState.PREVIEW
    write(client, page)
    assert Request.objects.count() == before
