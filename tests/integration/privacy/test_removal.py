"""What was removed from a text is nowhere any more: a scan of every table and file proves it."""

import json
import zipfile
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from civic.accounts.policies import SYSTEM, Actor
from civic.audit.models import JournalEntry
from civic.cases.models import Request
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.models import SearchEntry
from civic.notifications.enums import Level, Medium, NoticeState
from civic.notifications.models import Notice
from civic.participation.models import Contribution, ContributionVersion
from civic.privacy.enums import FindingDecision
from civic.privacy.logic.masking import blank
from civic.privacy.models import HoldReason
from civic.privacy.selectors import open_findings
from civic.privacy.services.removal import purge_words
from civic.privacy.services.scanning import places_holding
from civic.privacy.services.screening import decide_finding, hide, release, screen
from neighbourhood_councils.models import RequestImport
from tests.factories.participation import make_call, make_contribution
from tests.factories.people import make_person
from tests.factories.territory import make_branch, make_commune

from .test_screening import make_request

NAME = "Mme Éloïse Tréguier"
PHONE = "06 39 98 27 54"
TEXT = f"Le chien de {NAME} aboie la nuit, la rappeler au {PHONE}."


def places(*words: str) -> list[str]:
    return [place.where for place in places_holding(words)]


def imported_request() -> Request:
    request = make_request(
        TEXT,
        imported={"source_texts": {"Demande": TEXT, "Service": "Police"}},
        hold=HoldReason.IMPORTED,
    )
    RequestImport.objects.create(
        organisation=make_commune(),
        file_name="suivi.csv",
        preview={"refused": {"columns": ["Demande"], "rows": [[TEXT]]}},
        report={"lines": [f"Ligne 3 : {TEXT}"]},
    )
    Notice.objects.create(
        person=make_person("Amina B."),
        kind="request.received",
        about=f"cases.request:{request.pk}",
        once_key="received",
        subject="Reçu",
        body=TEXT,
        level=Level.DIGEST,
        medium=Medium.EMAIL,
        state=NoticeState.PENDING,
    )
    return request


def decide_on_everything(actor: Actor, request: Any, decision: str, **how: str) -> Any:
    while findings := open_findings(request):
        request = decide_finding(actor=actor, finding=findings[0], decision=decision, **how)
    return request


def test_words_bruno_masks_leave_the_cells_the_imports_the_notices_and_the_search(
    bruno: Actor,
) -> None:
    request = imported_request()
    assert {
        "cases_request.text",
        "cases_request.source_texts",
        "neighbourhood_councils_requestimport.preview",
        "neighbourhood_councils_requestimport.report",
        "notifications_notice.body",
    } <= set(places("Tréguier"))

    request = decide_on_everything(bruno, request, FindingDecision.MASKED)
    release(actor=bruno, instances=[request])

    assert places(NAME, "Tréguier", PHONE) == []
    # What is not personal is still there.
    assert "aboie la nuit" in Request.objects.public().get().text
    assert Request.objects.get().source_texts["Service"] == "Police"
    assert "aboie la nuit" in Notice.objects.get().body
    [line] = JournalEntry.objects.filter(
        action="guard.purged", target=f"cases.request:{request.pk}"
    )[:1]
    assert line.details["rows"]["imports"] == 1


def test_words_bruno_rewrites_leave_every_copy(bruno: Actor) -> None:
    request = imported_request()
    [finding, *_others] = open_findings(request)
    decide_finding(
        actor=bruno,
        finding=finding,
        decision=FindingDecision.REWRITTEN,
        rewritten="Le chien d’une voisine aboie la nuit.",
    )
    assert places("Tréguier", PHONE) == []


def test_words_bruno_keeps_stay_where_they_were_written(bruno: Actor) -> None:
    request = imported_request()
    decide_on_everything(bruno, request, FindingDecision.KEPT, reason="Élue en fonction.")
    assert "cases_request.source_texts" in places("Tréguier")


def test_earlier_versions_of_a_masked_proposal_lose_the_words(db: None) -> None:
    call = make_call().activity
    proposal = make_contribution(call, make_person("Amina B."), text="Un banc devant la halle.")
    ContributionVersion.objects.create(
        contribution=proposal, version=1, title="Un banc", text=f"Voir {NAME} au {PHONE}."
    )
    proposal.text = f"Voir {NAME} au {PHONE}."
    proposal.save()
    screen(instance=proposal, organisation_id=call.space.organisation_id)
    decide_on_everything(SYSTEM, proposal, FindingDecision.MASKED)
    assert places("Tréguier", PHONE) == []
    assert Contribution.objects.get().text == "Voir [une personne] au [téléphone]."
    assert ContributionVersion.objects.get().text == "Voir […] au […]."


def test_a_text_hidden_because_it_names_somebody_is_kept_in_its_row_alone(bruno: Actor) -> None:
    request = imported_request()
    request = decide_on_everything(bruno, request, FindingDecision.KEPT, reason="À voir.")
    release(actor=bruno, instances=[request])

    hide(actor=bruno, instance=request, rule="personal_data")
    assert {place.split(".")[0] for place in places("Tréguier")} == {"cases_request"}
    assert not SearchEntry.objects.exists()


def test_a_longer_word_is_not_cut(bruno: Actor) -> None:
    assert blank({"a": ["Paul et Paulhan"]}, ["Paul"]) == {"a": ["[…] et Paulhan"]}
    assert blank('{"a": "Tr\\u00e9guier"}', ["Tréguier"]) == '{"a": "[…]"}'


def make_page(body: str) -> Page:
    branch = make_branch()
    branch.search_description = body
    branch.save_revision().publish()
    return branch


def test_old_versions_of_a_page_lose_the_words_and_the_one_shown_keeps_them(db: None) -> None:
    page = make_page(f"Contact : {NAME}")
    page.search_description = "Contact : la mairie"
    page.save_revision().publish()
    assert "wagtailcore_revision.content" in places("Tréguier")

    changed = purge_words(actor=SYSTEM, words=["Tréguier"])
    assert changed["page_versions"] == 1
    assert "wagtailcore_revision.content" not in places("Tréguier")
    assert json.dumps(Revision.objects.order_by("pk").last().content)

    page.search_description = f"Contact : {NAME}"
    page.save_revision().publish()
    assert "page_versions" not in purge_words(actor=SYSTEM, words=["Tréguier"])


def test_only_an_administrator_removes_words_everywhere(bruno: Actor, farid: Actor) -> None:
    for actor in (bruno, farid, Actor()):
        with pytest.raises(NotAllowed):
            purge_words(actor=actor, words=["Tréguier"])
    with pytest.raises(Refusal) as refusal:
        purge_words(actor=SYSTEM, words=["Li"])
    assert refusal.value.code == "words_too_short"


def test_a_stored_file_is_read_and_its_name_too(db: None, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "note.txt").write_text(TEXT, encoding="latin-1")
    (tmp_path / "documents" / "treguier.pdf").write_bytes(b"%PDF-1.7")
    with zipfile.ZipFile(tmp_path / "tableau.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{NAME}</t>")
    (tmp_path / "autre.txt").write_text("rien", encoding="utf-8")
    assert places("Tréguier") == ["media/documents/note.txt", "media/tableau.xlsx"]
    assert places("treguier") == ["media/documents/treguier.pdf"]


def test_a_word_across_two_pieces_of_a_large_file_is_found(db: None, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "grand.bin").write_bytes(b"x" * (1024 * 1024 - 4) + b"zibelinette")
    assert places("zibelinette") == ["media/grand.bin"]


def run(*words: str, **options: object) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("scan_for", *words, stdout=out, stderr=StringIO(), **options)
    except CommandError as error:
        return out.getvalue(), error.returncode
    return out.getvalue(), 0


def test_the_command_says_where_words_stand_and_never_what_is_around_them(db: None) -> None:
    request = imported_request()
    written, status = run(PHONE)
    assert status == 1
    assert f"cases_request.text  {request.pk}" in written
    assert "chien" not in written

    written, status = run(PHONE, purge=True, as_json=True)
    report = json.loads(written)
    assert report["purged"]["imports"] == 1
    assert {place["where"] for place in report["places"]} >= {"cases_request.text"}
    assert status == 1

    assert run("zibelinette")[1] == 0
    assert run("ab", purge=True)[1] == 2
