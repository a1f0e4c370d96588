"""Pictures, second typings, mandates, letters, calls: who may, once, and traced."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.audit.models import JournalEntry
from civic.core.exceptions import NotAllowed, Refusal
from civic.desk.enums import CallOutcome, LetterState, MandateScope, PromiseState
from civic.desk.models import CallPromise, Entry, Letter, SecondTyping, Sheet
from civic.desk.selectors.calls import calls_due, kept_calls
from civic.desk.selectors.channels import by_channel
from civic.desk.selectors.contact import calls_to_make, handed_over, letters_to_write
from civic.desk.selectors.file import file_of
from civic.desk.services.calls import break_overdue, keep_call, move_call, promise_call
from civic.desk.services.images import add_image, folder, look_at_image
from civic.desk.services.letters import (
    mark_posted,
    mark_printed,
    mark_returned,
    record_call,
    write_letters,
)
from civic.desk.services.people import end_mandate, give_mandate
from civic.desk.services.retyping import type_again
from civic.desk.services.sheets import print_sheets
from civic.notifications.enums import Medium, NoticeState
from civic.notifications.models import Notice
from civic.privacy.services.erasure import apply_retention, erase_person
from tests.factories.participation import make_activity, make_contribution
from tests.factories.people import grant, make_person
from tests.factories.territory import make_commune, make_intercommunality
from tests.integration.desk.scene import TEXT, TITLE, act_on, agent, marcelle, say, target, today

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.VAR_DIR = tmp_path


def entered_sheet(odile: Actor, *, twice: bool = False) -> Sheet:
    activity = make_activity()
    [sheet] = print_sheets(
        actor=odile, organisation=make_intercommunality(), target=target(activity), count=1
    )
    Sheet.objects.filter(pk=sheet.pk).update(is_typed_twice=twice)
    say(odile, activity, sheet=sheet)
    sheet.refresh_from_db()
    return sheet


def picture(kind: str = "JPEG", **tags: str) -> SimpleUploadedFile:
    drawn, exif = BytesIO(), Image.Exif()
    exif[0x010E] = tags.get("description", "Prise rue des Tanneurs")
    Image.new("RGB", (300, 400), "white").save(drawn, kind, exif=exif)
    return SimpleUploadedFile("feuille.jpg", drawn.getvalue(), "image/jpeg")


def test_a_picture_is_drawn_again_and_says_nothing_of_where_it_was_taken() -> None:
    odile = agent()
    image = add_image(actor=odile, sheet=entered_sheet(odile), upload=picture())
    with Image.open(folder() / image.name) as kept:
        assert not kept.getexif()
        assert kept.size == (300, 400)
    assert b"Tanneurs" not in (folder() / image.name).read_bytes()
    assert (folder() / image.name).stat().st_mode & 0o077 == 0


def test_each_look_at_a_picture_is_in_the_journal_and_a_stranger_has_none(farid: Actor) -> None:
    odile = agent()
    image = add_image(actor=odile, sheet=entered_sheet(odile), upload=picture())
    for stranger in (farid, agent("Line", make_commune("montfaucelle"))):
        with pytest.raises(NotAllowed):
            look_at_image(actor=stranger, image=image)
    look_at_image(actor=odile, image=image)
    assert JournalEntry.objects.filter(action="sheet.image_seen").count() == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing", b"<svg/>", b"\xff\xd8\xff broken"])
def test_what_is_no_picture_is_refused_and_leaves_no_file(content: bytes) -> None:
    odile = agent()
    upload = SimpleUploadedFile("feuille.jpg", content, "image/jpeg")
    with pytest.raises(Refusal) as refusal:
        add_image(actor=odile, sheet=entered_sheet(odile), upload=upload)
    assert refusal.value.field == "image"
    assert list(folder().iterdir()) == []


SCAN = b"%PDF-1.4\n1 0 obj<</Type/Page>>endobj\ntrailer<<>>\n%%EOF\n"


def pdf(content: bytes = SCAN) -> SimpleUploadedFile:
    return SimpleUploadedFile("scan.pdf", content, "application/pdf")


def test_a_scanned_pdf_is_kept_as_it_came_and_handed_over_as_a_file(client: Client) -> None:
    odile = agent()
    image = add_image(actor=odile, sheet=entered_sheet(odile), upload=pdf())
    stored = folder() / image.name
    assert stored.read_bytes() == SCAN
    assert stored.stat().st_mode & 0o077 == 0
    client.force_login(odile.user)
    desk = image.sheet.organisation.slug
    given = client.post(reverse("desk_image", args=[desk, image.pk]))
    assert given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"].startswith("attachment")
    assert JournalEntry.objects.filter(action="sheet.image_seen").count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SCAN.replace(b"%%EOF", b""), "incomplet"),
        (SCAN.replace(b"<<>>", b"<</Encrypt 4 0 R>>"), "mot de passe"),
        (SCAN.replace(b"<<>>", b"<</OpenAction<</S/JavaScript/JS(x)>>>>"), "à l’ouverture"),
    ],
)
def test_a_pdf_that_is_more_than_a_scan_is_refused(content: bytes, said: str) -> None:
    odile = agent()
    with pytest.raises(Refusal) as refusal:
        add_image(actor=odile, sheet=entered_sheet(odile), upload=pdf(content))
    assert said in str(refusal.value.message)
    assert list(folder().iterdir()) == []


def test_pictures_go_after_a_year_and_when_the_person_is_erased() -> None:
    odile = agent()
    sheet = entered_sheet(odile)
    add_image(actor=odile, sheet=sheet, upload=picture())
    report = apply_retention(actor=SYSTEM, today=today() + timedelta(days=400))
    assert report["sheet_images"] == 1
    assert list(folder().iterdir()) == []
    add_image(actor=odile, sheet=sheet, upload=picture())
    erase_person(actor=Actor(person=sheet.entries.get().person), person=sheet.entries.get().person)
    assert list(folder().iterdir()) == []
    assert Entry.objects.count() == 1


def test_a_second_typing_counts_what_differs_and_keeps_no_text() -> None:
    odile, paul = agent(), agent("Paul")
    sheet = entered_sheet(odile, twice=True)
    assert sheet.entries.get().typed == {"title": TITLE, "text": TEXT, "place": ""}
    with pytest.raises(Refusal) as refusal:
        type_again(actor=odile, sheet=sheet, typed={"title": TITLE, "text": TEXT})
    assert refusal.value.code == "same_agent"
    second, differences = type_again(
        actor=paul, sheet=sheet, typed={"title": TITLE, "text": TEXT.replace("ombre", "onbre")}
    )
    assert second.differing == 1
    assert second.characters == len(TITLE) + len(TEXT)
    assert {one.field: one.wrong for one in differences} == {"title": 0, "text": 1, "place": 0}
    assert sheet.entries.get().typed == {}
    with pytest.raises(Refusal):
        type_again(actor=paul, sheet=sheet, typed={})


def test_the_rate_of_mistakes_is_a_public_sentence_of_the_consultation() -> None:
    odile = agent()
    sheet = entered_sheet(odile, twice=True)
    type_again(actor=agent("Paul"), sheet=sheet, typed={"title": TITLE, "text": TEXT})
    space = sheet.entries.get().space_id
    assert by_channel([space]).typing_sentence
    assert SecondTyping.objects.get().space_id == space


def test_a_sheet_that_was_not_drawn_keeps_no_typing() -> None:
    assert entered_sheet(agent()).entries.get().typed == {}


def test_a_helper_acts_within_their_mandate_and_each_act_is_traced() -> None:
    odile, here = agent(), make_intercommunality()
    person = say(odile, make_activity()).person
    contribution = make_contribution(make_activity(title="Autre"))
    mandate = give_mandate(
        actor=odile,
        organisation=here,
        person=person,
        helper_name="Jeanne",
        helper_body="France services",
        ends_on=today() + timedelta(days=90),
    )
    act_on(odile, "soutien", contribution, person, mandate=mandate)
    [line] = file_of(here, person).mandates
    assert [step["entry"].act for step in line["trace"]] == ["soutien"]
    end_mandate(actor=odile, mandate=mandate)
    mandate.refresh_from_db()
    with pytest.raises(Refusal) as refusal:
        act_on(odile, "reprendre", contribution, person, mandate=mandate)
    assert refusal.value.field == "mandate"


def test_a_mandate_lasts_a_year_at_most_and_holds_for_its_person_and_space() -> None:
    odile, here = agent(), make_intercommunality()
    person = say(odile, make_activity()).person
    for ends in (today(), today() + timedelta(days=400)):
        with pytest.raises(Refusal) as refusal:
            give_mandate(
                actor=odile, organisation=here, person=person, helper_name="J", ends_on=ends
            )
        assert refusal.value.field == "ends_on"
    contribution = make_contribution()
    elsewhere = give_mandate(
        actor=odile,
        organisation=here,
        person=person,
        helper_name="Jeanne",
        scope=MandateScope.SPACE,
        space_id=contribution.activity.space_id + 99,
        ends_on=today() + timedelta(days=9),
    )
    with pytest.raises(Refusal):
        act_on(odile, "soutien", contribution, person, mandate=elsewhere)
    other = say(odile, make_activity(title="Autre"), person=marcelle(public_name="Ana")).person
    with pytest.raises(Refusal):
        act_on(odile, "soutien", contribution, other, mandate=elsewhere)


def test_the_file_of_a_person_reads_no_vote_no_support_no_comment(count_queries) -> None:  # type: ignore[no-untyped-def]
    odile, here = agent(), make_intercommunality()
    person = say(odile, make_activity()).person
    contribution = make_contribution(make_activity(title="Autre"), title="Un sens unique rue Haute")
    act_on(odile, "soutien", contribution, person)
    with count_queries() as queries:
        found = file_of(here, person)
    read = " ".join(query["sql"] for query in queries.captured_queries)
    for table in ("voting_rollentry", "voting_castballot", "voting_support", "discussion_comment"):
        assert table not in read
    assert contribution.title not in str([line["title"] for line in found.cases])


def test_a_helper_never_votes_for_somebody() -> None:
    odile, here = agent(), make_intercommunality()
    person = say(odile, make_activity()).person
    mandate = give_mandate(
        actor=odile,
        organisation=here,
        person=person,
        helper_name="Jeanne",
        ends_on=today() + timedelta(days=9),
    )
    with pytest.raises(Refusal) as refusal:
        act_on(odile, "vote", make_contribution(), person, mandate=mandate)
    assert refusal.value.code == "not_by_mandate"


def waiting_letter(odile: Actor, **extra: str) -> Notice:
    say(odile, make_activity(), person=marcelle(**extra))
    return Notice.objects.latest("pk")


def test_a_letter_gathers_everything_one_person_is_told() -> None:
    odile, here = agent(), make_intercommunality()
    person = say(odile, make_activity()).person
    say(odile, make_activity(title="Autre"), person=person)
    batch = write_letters(actor=odile, organisation=here)
    [letter] = batch.letters.all()
    assert letter.notices.count() == 2
    with pytest.raises(Refusal) as refusal:
        write_letters(actor=odile, organisation=here)
    assert refusal.value.code == "nobody"


def test_a_letter_is_printed_then_posted_and_says_by_whom() -> None:
    odile, here = agent(), make_intercommunality()
    notice = waiting_letter(odile)
    batch = write_letters(actor=odile, organisation=here)
    with pytest.raises(Refusal) as refusal:
        mark_posted(actor=odile, batch=batch)
    assert refusal.value.code == "not_printed"
    mark_posted(actor=odile, batch=mark_printed(actor=odile, batch=batch))
    notice.refresh_from_db()
    assert (notice.state, notice.told_by) == (NoticeState.DELIVERED, odile.user)
    assert notice.sent_at is not None
    assert handed_over(here.pk).by_medium == {"letter": (1, 1)}


def test_a_letter_that_comes_back_waits_for_a_call() -> None:
    odile, here = agent(), make_intercommunality()
    notice = waiting_letter(odile, phone="05 36 49 11 22")
    batch = write_letters(actor=odile, organisation=here)
    mark_posted(actor=odile, batch=mark_printed(actor=odile, batch=batch))
    letter = Letter.objects.get()
    mark_returned(actor=odile, letter=letter, reason="N'habite pas à l'adresse indiquée")
    notice.refresh_from_db()
    assert (notice.state, notice.medium) == (NoticeState.TO_CONTACT, Medium.TELEPHONE)
    letter.refresh_from_db()
    assert letter.state == LetterState.RETURNED
    assert list(letters_to_write(here)) == []
    assert list(calls_to_make(here)) == [notice]


def test_the_staff_of_another_commune_prepares_no_letter() -> None:
    waiting_letter(agent())
    with pytest.raises(NotAllowed):
        write_letters(
            actor=agent("Line", make_commune("montfaucelle")), organisation=make_intercommunality()
        )


def test_calls_are_tried_then_reached_or_left_for_the_desk() -> None:
    odile, here = agent(), make_intercommunality()
    notice = waiting_letter(odile, contact_preference="telephone", phone="05 36 49 11 22")
    for _attempt in range(2):
        record_call(actor=odile, notice=notice, outcome=CallOutcome.NO_ANSWER)
    assert calls_to_make(here).get().tries == 2
    record_call(actor=odile, notice=notice, outcome=CallOutcome.REACHED)
    notice.refresh_from_db()
    assert notice.state == NoticeState.DELIVERED
    with pytest.raises(Refusal):
        record_call(actor=odile, notice=notice, outcome=CallOutcome.REACHED)


def test_whoever_refuses_calls_is_told_at_the_desk() -> None:
    odile = agent()
    notice = waiting_letter(odile, contact_preference="telephone", phone="05 36 49 11 22")
    record_call(actor=odile, notice=notice, outcome=CallOutcome.REFUSED)
    notice.refresh_from_db()
    assert (notice.state, notice.medium) == (NoticeState.TO_CONTACT, Medium.DESK)


def promised(odile: Actor, hours: float = 2, guarantor: Actor | None = None) -> CallPromise:
    person = make_person("Lucien", phone="05 36 49 11 22")
    return promise_call(
        actor=odile,
        organisation=make_intercommunality(),
        person=person,
        about="Où en est sa demande",
        guarantor=(guarantor or odile).user,
        promised_at=timezone.now() + timedelta(hours=hours),
    )


def test_a_promised_call_has_a_name_an_hour_and_a_telephone(farid: Actor) -> None:
    odile = agent()
    promise = promised(odile)
    assert (promise.guarantor, promise.state) == (odile.user, PromiseState.PENDING)
    with pytest.raises(Refusal) as refusal:
        promised(odile, hours=-1)
    assert refusal.value.field == "promised_at"
    with pytest.raises(Refusal) as refusal:
        promised(odile, guarantor=farid)
    assert refusal.value.field == "guarantor"


def test_a_call_in_time_is_kept_and_a_late_one_stays_broken_with_its_call() -> None:
    odile, here = agent(), make_intercommunality()
    kept, late = promised(odile), promised(odile)
    assert keep_call(actor=odile, promise=kept, outcome="Dit").state == PromiseState.KEPT
    assert break_overdue(timezone.now() + timedelta(hours=4)) == 1
    assert break_overdue(timezone.now() + timedelta(hours=4)) == 0
    late.refresh_from_db()
    assert late.state == PromiseState.BROKEN
    assert list(calls_due(odile)) == [late]
    assert keep_call(actor=odile, promise=late).state == PromiseState.BROKEN
    assert list(calls_due(odile)) == []
    assert (kept_calls(here.pk).kept, kept_calls(here.pk).broken) == (1, 1)


def test_moving_a_call_needs_a_reason_and_tells_the_person() -> None:
    odile = agent()
    promise = promised(odile)
    later = timezone.now() + timedelta(hours=6)
    with pytest.raises(Refusal) as refusal:
        move_call(actor=odile, promise=promise, promised_at=later, reason=" ")
    assert refusal.value.field == "reason"
    moved = move_call(
        actor=odile, promise=promise, promised_at=later, reason="La voirie répond à midi."
    )
    promise.refresh_from_db()
    assert (promise.state, moved.moved_from) == (PromiseState.MOVED, promise)
    notice = Notice.objects.get(person=promise.person)
    assert "La voirie répond à midi." in notice.body
    assert list(calls_due(odile)) == [moved]


def test_the_guarantor_keeps_the_promise_and_a_stranger_does_not(farid: Actor) -> None:
    odile, here = agent(), make_intercommunality()
    grant(farid.user, Role.DECIDER, here)
    promise = promised(odile, guarantor=farid)
    assert list(calls_due(farid)) == [promise]
    with pytest.raises(NotAllowed):
        keep_call(actor=agent("Line", make_commune("montfaucelle")), promise=promise)
    assert keep_call(actor=farid, promise=promise).state == PromiseState.KEPT


def test_results_by_channel_say_the_share_in_one_query(count_queries) -> None:  # type: ignore[no-untyped-def]
    odile, activity = agent(), make_activity()
    make_contribution(activity, channel="online")
    for name in ("Ana", "Basile", "Carole"):
        say(odile, activity, person=marcelle(public_name=name))
    with count_queries() as queries:
        found = by_channel([activity.space_id])
    assert len(queries) == 1
    assert found.counts["contributions"] == {"online": 1, "paper": 3}
    assert "75" in found.sentence
    assert [cell["text"] for cell in found.rows[0]["cells"]][1:] == ["1", "3", "4"]
    with count_queries() as queries:
        by_channel([activity.space_id])
    assert len(queries) == 0
