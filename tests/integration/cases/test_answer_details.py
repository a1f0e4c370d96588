"""An answer carries cost, dates of works, budget line and files; nothing leaks before it."""

import io
import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from PIL import Image

from civic.accounts.policies import SYSTEM, Actor
from civic.cases.enums import CaseState
from civic.cases.logic.proof import code_of
from civic.cases.models import AnswerDetails, AnswerFile, Case
from civic.cases.selectors.details import extra_of, first_extra_of
from civic.cases.services.answer_files import (
    FILES_AT_MOST,
    add_answer_file,
    remove_answer_file,
    title_of,
)
from civic.cases.services.cases import ask_review
from civic.cases.services.details import Details
from civic.cases.services.duplicates import mark_duplicate
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Notice
from civic.privacy.models import HoldReason
from tests.factories.people import make_person, make_user
from tests.factories.territory import make_department
from tests.integration.neighbourhood_councils.scene import (
    NEXT_STEPS,
    REASON,
    answer,
    make_council,
    make_request,
    page_of,
    signed_in,
    today,
)

pytestmark = pytest.mark.django_db

INBOX = "/fr/agent/"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
WORKS = Details(
    cost=Decimal("12500.50"),
    cost_covers="fourniture et pose",
    works_from=date(2027, 5, 3),
    works_until=date(2027, 6, 12),
    budget_line="Programme de voirie 2027",
)


def with_voirie(**extra: Any) -> Case:
    return make_request(make_council(), department=make_department(), **extra).case


def pdf(name: str = "plan_de la place.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def photo(name: str = "chantier.jpg") -> SimpleUploadedFile:
    picture = Image.new("RGB", (80, 60), "green")
    exif = Image.Exif()
    exif[0x010E] = "chez moi"
    exif.get_ifd(0x8825)[1] = "N"
    content = io.BytesIO()
    picture.save(content, "JPEG", exif=exif)
    assert b"chez moi" in content.getvalue()
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def send(client: Client, case: Case, act: str = "answer", **data: Any) -> Any:
    written = {
        "answer-outcome": "done",
        "answer-reason": REASON,
        "answer-next_steps": NEXT_STEPS,
        **data,
    }
    return client.post(f"{INBOX}dossiers/{case.number}/{act}/", written)


def test_driss_says_what_it_costs_when_and_with_which_file(driss: Actor) -> None:
    case, client = with_voirie(), signed_in(driss)
    typed = {
        "details-cost": "12 500,50 €",
        "details-cost_covers": "fourniture et pose",
        "details-works_from": "2027-05-03",
        "details-works_until": "2027-06-12",
        "details-budget_line": "Programme de voirie 2027",
    }
    shown = send(client, case, **typed, **{"details-files": [pdf(), photo()]}).content.decode()
    # The preview shows all of it, and nothing is published yet.
    for words in ("12\xa0500,50\xa0€ – fourniture et pose", "3 mai 2027", "plan de la place"):
        assert words in shown
    case.refresh_from_db()
    assert case.state == CaseState.ROUTED
    assert not AnswerFile.objects.exclude(published_on=None).exists()

    assert send(client, case, **typed, confirmed="1").status_code == 302
    row = AnswerDetails.objects.get(case=case)
    assert (row.cost, row.cost_covers) == (Decimal("12500.50"), "fourniture et pose")
    assert (row.works_from, row.works_until) == (date(2027, 5, 3), date(2027, 6, 12))
    assert set(AnswerFile.objects.values_list("published_on", flat=True)) == {today()}
    # Everybody reads it on the page of the request, and by its number.
    sheet = Client().get(page_of(make_council()).url_of("sheet", number=case.number))
    tracked = Client().get(f"/fr/suivre/?q={case.number}&code={code_of(case.number)}")
    for page in (sheet.content.decode(), tracked.content.decode()):
        assert "12\xa0500,50\xa0€ – fourniture et pose" in page
        assert "du 3 mai 2027 au 12 juin 2027" in page
        assert "Programme de voirie 2027" in page
        assert all(file["title"] in page for file in extra_of(case).files)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"cost": "-5", "cost_covers": "pose"}, "zéro ou plus"),
        ({"cost": "beaucoup"}, "1 250,50"),
        ({"cost": "12,345", "cost_covers": "pose"}, "1 250,50"),
        ({"cost": "99999999999999", "cost_covers": "pose"}, "trop grand"),
        ({"cost": "1250"}, "couvre"),
        ({"cost_covers": "fourniture et pose"}, "montant"),
        ({"works_from": "2027-05-03", "works_until": "2027-05-02"}, "avant"),
        ({"works_until": "2027-05-02"}, "commencent"),
        ({"works_from": "mai"}, "31/12/2027"),
        ({"budget_line": "Validée par Mme Odile Ferrandou"}, "Odile Ferrandou"),
    ],
)
def test_what_is_wrong_is_said_and_loses_nothing(
    driss: Actor, typed: dict[str, str], says: str
) -> None:
    case = with_voirie(person=make_person("Jeanne P.", phone="05 36 49 10 10"))
    data = {f"details-{name}": value for name, value in typed.items()}
    more = {"details-files": [pdf()], "private-message": "À garder"}
    refused = send(signed_in(driss), case, **data, **more)
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "error-summary" in shown
    assert says in shown
    assert all(value in shown for value in typed.values())
    # The answer, the message and the file that was sent stay too.
    assert all(words in shown for words in (NEXT_STEPS, "À garder", "plan de la place"))
    assert AnswerFile.objects.get().published_on is None
    assert send(signed_in(driss), case, **data, confirmed="1").status_code == 422
    assert not AnswerDetails.objects.exists()


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (pdf(content=b"MZ\x90\x00 not a document"), "not_a_paper"),
        (pdf("photo.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "not_a_paper"),
        (pdf(content=PDF[:40]), "broken"),
        (pdf(content=PDF.replace(b"/Type", b"/Encrypt")), "locked"),
        (pdf(content=PDF.replace(b"/Type", b"/JavaScript")), "active"),
        (pdf("Devis Mme Odile Ferrandou.pdf"), "finding"),
    ],
)
def test_a_file_is_known_by_its_content_and_named_after_nobody(
    driss: Actor, upload: SimpleUploadedFile, code: str
) -> None:
    case = with_voirie()
    upload.seek(0)
    with pytest.raises(Refusal) as refused:
        add_answer_file(actor=driss, case=case, upload=upload)
    assert (refused.value.code, refused.value.field) == (code, "files")
    assert str(refused.value.message)
    upload.seek(0)
    shown = send(signed_in(driss), case, **{"details-files": [upload]})
    assert shown.status_code == 422
    assert REASON.replace("'", "&#x27;") in shown.content.decode()
    assert not AnswerFile.objects.exists()


def test_a_file_too_heavy_or_one_too_many_is_refused(driss: Actor, settings: Any) -> None:
    case = with_voirie()
    settings.MAX_UPLOAD_BYTES = len(PDF) - 1
    with pytest.raises(Refusal) as refused:
        add_answer_file(actor=driss, case=case, upload=pdf())
    assert refused.value.code == "too_heavy"
    settings.MAX_UPLOAD_BYTES = len(PDF)
    for number in range(FILES_AT_MOST):
        add_answer_file(actor=driss, case=case, upload=pdf(f"plan {number}.pdf"))
    with pytest.raises(Refusal) as refused:
        add_answer_file(actor=driss, case=case, upload=pdf())
    assert refused.value.code == "too_many_files"
    # Taking one away makes room.
    key = str(AnswerFile.objects.order_by("pk")[0].key)
    sent = send(signed_in(driss), case, **{"details-remove": [key], "details-files": [pdf()]})
    assert sent.status_code == 200
    assert AnswerFile.objects.count() == FILES_AT_MOST


def test_a_picture_is_drawn_again_without_what_it_said(driss: Actor) -> None:
    file = add_answer_file(actor=driss, case=with_voirie(), upload=photo())
    assert (file.kind, file.width, file.height) == ("webp", 80, 60)
    with file.file.open("rb") as stored:
        content = stored.read()
    assert b"chez moi" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def test_a_file_is_given_to_nobody_before_the_answer_nor_while_the_request_is_held(
    driss: Actor, farid: Actor
) -> None:
    case = with_voirie(hold=HoldReason.BEFORE)
    file = add_answer_file(actor=driss, case=case, upload=pdf())
    url = f"/media/answers/{file.key}.pdf"
    proof = f"{url}?code={code_of(case.number)}"
    mine = signed_in(driss).get(url)
    assert mine.status_code == 200
    assert mine["Cache-Control"] == "private, no-store"
    for client in (Client(), signed_in(farid)):
        assert client.get(url).status_code == 404
        assert client.get(proof).status_code == 404
    answer(case.request, with_files=True)
    # Published with its answer; the request itself is still read by nobody but who asked.
    assert Client().get(url).status_code == 404
    assert Client().get(f"{url}?code=XXXX-XXXX").status_code == 404
    assert Client().get(proof).status_code == 200


def test_a_published_file_is_served_as_something_to_read_and_nothing_else(driss: Actor) -> None:
    case = with_voirie()
    add_answer_file(actor=driss, case=case, upload=pdf("plan é.pdf"))
    add_answer_file(actor=driss, case=case, upload=photo())
    answer(case.request, with_files=True)
    paper, picture = (
        Client().get(f"/media/answers/{file.key}.{file.kind}")
        for file in AnswerFile.objects.order_by("pk")
    )
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Content-Disposition"].startswith("attachment")
    assert picture["Content-Type"] == "image/webp"
    for given in (paper, picture):
        assert given["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in given["Content-Security-Policy"]
        assert given["Cache-Control"] == "public, max-age=300"
    file = AnswerFile.objects.order_by("pk")[0]
    assert Client().get(f"/media/answers/{file.key}.webp").status_code == 404


def test_a_file_that_should_not_be_there_is_destroyed(driss: Actor, farid: Actor) -> None:
    case = with_voirie()
    file = add_answer_file(actor=driss, case=case, upload=pdf())
    answer(case.request, with_files=True)
    url, storage, name = f"{INBOX}fichiers/{file.key}/retirer/", file.file.storage, file.file.name
    with pytest.raises(NotAllowed):
        remove_answer_file(actor=farid, file=file)
    assert signed_in(farid).post(url).status_code == 403
    client = signed_in(driss)
    assert "plan de la place" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert not AnswerFile.objects.exists()
    assert Client().get(f"/media/answers/{file.key}.pdf").status_code == 404
    # The file itself goes once that is certain: nothing is committed in a test.
    assert storage.exists(name)
    with pytest.raises(NotAllowed):
        add_answer_file(actor=farid, case=case, upload=pdf())


def test_whoever_asked_is_told_all_of_it_with_links(driss: Actor) -> None:
    person = make_person("Jeanne P.", phone="05 36 49 10 10", contact_preference="telephone")
    case = with_voirie(person=person)
    file = add_answer_file(actor=driss, case=case, upload=pdf())
    answer(case.request, details=WORKS, with_files=True)
    body = Notice.objects.get(kind="request.answered").body
    assert "12\xa0500,50\xa0€ – fourniture et pose" in body
    assert "du 3 mai 2027 au 12 juin 2027" in body
    assert "http" in body
    assert f"/media/answers/{file.key}.pdf" in body


def test_the_files_of_the_table_carry_cost_works_and_links(driss: Actor) -> None:
    case, bare = with_voirie(), with_voirie(title="Banc cassé")
    file = add_answer_file(actor=driss, case=case, upload=pdf())
    answer(case.request, details=WORKS, with_files=True)
    sent = Client().get(f"{page_of(make_council()).url_of('table')}export.json").getvalue()
    rows = {row["number"]: row for row in json.loads(sent)}
    assert Decimal(str(rows[case.number]["cost"])) == Decimal("12500.50")
    assert rows[case.number]["works_from"] == "2027-05-03"
    assert rows[case.number]["budget_line"] == "Programme de voirie 2027"
    assert f"/media/answers/{file.key}.pdf" in rows[case.number]["files"]
    assert not rows[bare.number]["cost"]


def test_the_first_answer_keeps_its_details_beside_the_second(driss: Actor) -> None:
    case = with_voirie(person=make_person("Jeanne P.", phone="05 36 49 10 10"))
    add_answer_file(actor=driss, case=case, upload=pdf("premier plan.pdf"))
    first = answer(case.request, details=WORKS, with_files=True)
    ask_review(actor=SYSTEM, case=first, reason="Le prix est faux.")
    case.refresh_from_db()
    other = Actor(user=make_user("autre@example.org", "Autre"))
    assert other.user is not None
    add_answer_file(actor=driss, case=case, upload=pdf("second plan.pdf"))
    case.request.refresh_from_db()
    second = answer(
        Case.objects.get(pk=case.pk).request,
        details=Details(cost=Decimal(900), cost_covers="pose seule"),
        with_files=True,
    )
    assert [fact["value"] for fact in extra_of(second).facts] == ["900\xa0€ – pose seule"]
    assert [file["title"] for file in extra_of(second).files] == ["second plan"]
    assert [file["title"] for file in first_extra_of(second).files] == ["premier plan"]
    sheet = Client().get(page_of(make_council()).url_of("sheet", number=case.number))
    assert "900\xa0€ – pose seule" in sheet.content.decode()
    assert "12\xa0500,50\xa0€ – fourniture et pose" in sheet.content.decode()


def test_a_duplicate_is_answered_with_all_of_it_even_when_it_is_planned(driss: Actor) -> None:
    first, second = with_voirie(), with_voirie(title="La même")
    mark_duplicate(actor=SYSTEM, duplicate=second.request, original=first.request)
    add_answer_file(actor=driss, case=first, upload=pdf())
    in_a_month = today() + timedelta(days=30)
    answer(first.request, outcome="planned", planned_for=in_a_month, details=WORKS, with_files=True)
    second.refresh_from_db()
    assert (second.state, second.planned_for) == (CaseState.ANSWERED, in_a_month)
    said = extra_of(second)
    assert "12\xa0500,50\xa0€ – fourniture et pose" in said.facts[0]["value"]
    assert [file["title"] for file in said.files] == ["plan de la place"]


def test_details_and_files_come_with_an_answer_or_not_at_all(driss: Actor) -> None:
    case = with_voirie()
    file = add_answer_file(actor=driss, case=case, upload=pdf())
    for write in (
        lambda: AnswerDetails.objects.create(case=case, budget_line="Voirie"),
        lambda: AnswerFile.objects.filter(pk=file.pk).update(published_on=today()),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    answer(case.request)
    # Without a word about them, files go on waiting: nothing is published by accident.
    assert AnswerFile.objects.get().published_on is None
    assert not AnswerDetails.objects.exists()
    assert not extra_of(Case.objects.get(pk=case.pk))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("devis_place-du-marché.PDF", "devis place-du-marché"),
        ("C:\\Documents\\plan.pdf", "plan"),
        ("../../etc/passwd.pdf", "passwd"),
        ("\u202efdp.exe.pdf", "fdp.exe"),
        ("___.pdf", "Document"),
        ("a" * 300 + ".pdf", "a" * 120),
    ],
)
def test_a_file_is_called_as_it_was_without_its_ending(name: str, title: str) -> None:
    assert title_of(name) == title
