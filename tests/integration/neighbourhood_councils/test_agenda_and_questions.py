"""Residents propose the agenda; the council sends questions in time; officials answer that day."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from civic.accounts.enums import College, Role
from civic.accounts.policies import SYSTEM, Actor
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Notice
from civic.participation.models import Session
from neighbourhood_councils.enums import MeetingKind
from neighbourhood_councils.models import (
    AgendaProposal,
    CouncilQuestion,
    Meeting,
    NeighbourhoodCouncil,
)
from neighbourhood_councils.services.agenda import decide_agenda_item, propose_agenda_item
from neighbourhood_councils.services.councils import schedule_meeting, set_membership
from neighbourhood_councils.services.meetings import (
    answer_question,
    describe_meeting,
    send_questions,
    write_question,
)
from tests.factories.people import grant, make_person
from tests.factories.territory import make_commune
from tests.integration.neighbourhood_councils.scene import make_council, page_of, signed_in, today

pytestmark = pytest.mark.django_db

WHY_NOT = "La route est départementale : le sujet attend la réponse du département."
ANSWER = "Le passage surélevé est posé pendant les vacances d'avril, devant l'école."


def meeting(days: int = 20, **extra) -> Session:
    start = timezone.now() + timedelta(days=days)
    values = {
        "actor": SYSTEM,
        "council": make_council(),
        "title": "Séance d'hiver",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "place": "Salle du Verger",
    }
    return schedule_meeting(**(values | extra))


def with_officials(days: int = 20) -> Session:
    session = meeting(days)
    describe_meeting(actor=SYSTEM, session=session, kind=MeetingKind.WITH_OFFICIALS)
    return session


def proposal(amina: Actor, **extra) -> AgendaProposal:
    values = {
        "actor": amina,
        "council": make_council(),
        "person": amina.person,
        "title": "Traverser devant l'école",
        "text": "Les voitures ne s'arrêtent pas le matin.",
    }
    return propose_agenda_item(**(values | extra))


def test_a_resident_writes_first_and_says_who_they_are_last() -> None:
    page = page_of(make_council())
    address = page.url_of("propose_agenda")
    client = Client()
    assert client.get(address).status_code == 200
    typed = {"title": "Un banc à l'ombre", "text": "", "submission_key": str(uuid4())}
    asked = client.post(address, typed)
    assert asked.status_code == 200
    assert "banc à l&#x27;ombre" in asked.content.decode()
    who = {"identify": "1", "public_name": "Odile", "college": "resident", "email": ""}
    sent = client.post(address, typed | who)
    assert sent.status_code == 302
    assert client.post(address, typed).status_code == 302
    row = AgendaProposal.objects.get()
    assert (row.title, row.college, row.is_public) == ("Un banc à l'ombre", "resident", True)
    shown = Client().get(page.url_of("agenda")).content.decode()
    assert "Un banc à l&#x27;ombre" in shown
    assert "Odile" not in shown


def test_a_subject_that_names_somebody_is_read_before_it_appears(
    amina: Actor, bruno: Actor
) -> None:
    held = proposal(amina, text="Mon voisin Jean Martin, 06 12 34 56 78, se gare mal.")
    page = page_of(make_council())
    assert held.title not in Client().get(page.url_of("agenda")).content.decode()
    reading = signed_in(bruno).get(f"{page.url_of('held')}?quoi=sujets-decider").content.decode()
    assert "06 12 34 56 78" in reading
    with pytest.raises(Refusal) as refused:
        decide_agenda_item(actor=bruno, proposal=held, reason=WHY_NOT)
    assert refused.value.code == "held"


def test_a_subject_without_words_keeps_what_was_typed() -> None:
    address = page_of(make_council()).url_of("propose_agenda")
    refused = Client().post(address, {"title": "", "text": "Ce que je voulais dire."})
    assert refused.status_code == 422
    assert "Ce que je voulais dire." in refused.content.decode()
    too_long = Client().post(address, {"title": "Banc", "text": "x" * 1_501})
    assert too_long.status_code == 422


def test_a_closed_council_takes_no_subject(amina: Actor) -> None:
    council = make_council()
    NeighbourhoodCouncil.objects.filter(pk=council.pk).update(is_closed=True)
    with pytest.raises(Refusal) as refused:
        proposal(amina)
    assert refused.value.code == "closed"
    shown = Client().get(page_of(council).url_of("propose_agenda"))
    assert shown.status_code == 409


def test_nobody_proposes_in_the_name_of_somebody_else(farid: Actor, amina: Actor) -> None:
    with pytest.raises(NotAllowed):
        proposal(amina, actor=farid)


def test_the_chair_keeps_or_defers_and_the_author_is_told_why(amina: Actor, bruno: Actor) -> None:
    session = meeting()
    kept, deferred = proposal(amina), proposal(amina, title="Le pont")
    client = signed_in(bruno)
    page = page_of(make_council())
    address = page.url_of("decide_agenda", proposal_id=kept.pk)
    assert client.post(address, {"meeting": session.pk, "reason": ""}).status_code == 302
    address = page.url_of("decide_agenda", proposal_id=deferred.pk)
    assert client.post(address, {"meeting": "", "reason": "non"}).status_code == 422
    assert client.post(address, {"meeting": "", "reason": WHY_NOT}).status_code == 302
    told = Notice.objects.filter(person=amina.person, kind="council.agenda_decided")
    assert {session.place in notice.body for notice in told} == {True, False}
    assert any(WHY_NOT in notice.body for notice in told)
    shown = Client().get(page.url_of("agenda")).content.decode()
    assert WHY_NOT in shown
    public = Client().get(page.url_of("public_meeting", meeting_id=session.pk)).content.decode()
    assert "Traverser devant l" in public
    decide_agenda_item(actor=bruno, proposal=deferred, meeting=session)
    with pytest.raises(Refusal) as refused:
        decide_agenda_item(actor=bruno, proposal=deferred, reason=WHY_NOT)
    assert refused.value.code == "already_decided"


def test_a_subject_is_kept_for_a_meeting_to_come_of_the_same_council(
    amina: Actor, bruno: Actor, farid: Actor
) -> None:
    row = proposal(amina)
    other = meeting(council=make_council("La Gare"))
    for session in (other, meeting(-3)):
        with pytest.raises(Refusal) as refused:
            decide_agenda_item(actor=bruno, proposal=row, meeting=session)
        assert refused.value.field == "meeting"
    with pytest.raises(NotAllowed):
        decide_agenda_item(actor=farid, proposal=row, reason=WHY_NOT)


def test_the_agenda_is_read_in_constant_queries(amina: Actor, count_queries) -> None:
    session = meeting()
    proposal(amina)
    address = page_of(make_council()).url_of("agenda")
    Client().get(address)
    with count_queries() as few:
        Client().get(address)
    for number in range(7):
        row = proposal(amina, title=f"Sujet {number}")
        decide_agenda_item(actor=SYSTEM, proposal=row, meeting=session)
    with count_queries() as many:
        shown = Client().get(address).content.decode()
    assert "Sujet 6" in shown
    assert len(few) == len(many)


def test_a_preparatory_meeting_leads_to_the_one_it_prepares(bruno: Actor) -> None:
    prepared = with_officials(40)
    before = meeting(15, title="Préparation")
    with pytest.raises(Refusal) as refused:
        describe_meeting(actor=bruno, session=before, kind=MeetingKind.PREPARATORY)
    assert refused.value.field == "prepares"
    with pytest.raises(Refusal) as refused:
        describe_meeting(
            actor=bruno, session=before, kind=MeetingKind.PREPARATORY, prepares=meeting(30)
        )
    assert refused.value.code == "prepares_officials"
    describe_meeting(actor=bruno, session=before, kind=MeetingKind.PREPARATORY, prepares=prepared)
    page = page_of(make_council())
    shown = Client().get(page.url_of("public_meeting", meeting_id=prepared.pk)).content.decode()
    assert page.url_of("public_meeting", meeting_id=before.pk) in shown


def test_questions_are_sent_in_time_and_answered_by_officials(
    bruno: Actor, driss: Actor, farid: Actor
) -> None:
    session = with_officials()
    page = page_of(make_council())
    address = page.url_of("public_meeting", meeting_id=session.pk)
    set_membership(
        actor=SYSTEM,
        council=make_council(),
        person=make_person("Ghislaine M."),
        college=College.RESIDENT,
        term_starts_on=today() - timedelta(days=3),
    )
    chair = signed_in(bruno)
    written = chair.post(address, {"act": "write", "text": "Quand posera-t-on le passage ?"})
    assert written.status_code == 302
    assert "Quand posera-t-on" not in Client().get(address).content.decode()
    assert chair.post(address, {"act": "send"}).status_code == 302
    question = CouncilQuestion.objects.get()
    assert question.sent_on == today()
    assert "Quand posera-t-on" in Client().get(address).content.decode()
    officer = signed_in(driss)
    typed = {
        "act": "answer",
        "question": question.pk,
        f"answer-{question.pk}-answer": "vu",
        f"answer-{question.pk}-answered_as": "Voirie",
    }
    refused = officer.post(address, typed)
    assert refused.status_code == 422
    assert 'value="Voirie"' in refused.content.decode()
    assert signed_in(farid).post(address, typed).status_code == 403
    given = officer.post(address, typed | {f"answer-{question.pk}-answer": ANSWER})
    assert given.status_code == 302
    assert "vacances d&#x27;avril" in Client().get(address).content.decode()
    told = Notice.objects.get(kind="council.question_answered")
    assert ANSWER in told.body
    with pytest.raises(Refusal) as again:
        answer_question(actor=driss, question=question, answer=ANSWER, answered_as="Voirie")
    assert again.value.code == "already_answered"


def test_a_question_too_late_is_kept_for_the_next_meeting(bruno: Actor) -> None:
    session = with_officials(5)
    with pytest.raises(Refusal) as refused:
        write_question(actor=bruno, session=session, text="Et le pont ?")
    assert refused.value.code == "too_late"
    early = with_officials()
    write_question(actor=bruno, session=early, text="Et le pont ?")
    Meeting.objects.filter(session=early).update(questions_until=today() - timedelta(days=1))
    with pytest.raises(Refusal):
        send_questions(actor=bruno, session=early)
    with pytest.raises(DatabaseError), transaction.atomic():
        CouncilQuestion.objects.update(sent_on=today())


def test_a_late_answer_is_marked_in_public(bruno: Actor) -> None:
    session = with_officials()
    write_question(actor=bruno, session=session, text="Et le pont, quand rouvre-t-il ?")
    send_questions(actor=bruno, session=session)
    gone = timezone.now() - timedelta(days=2)
    Session.objects.filter(pk=session.pk).update(starts_at=gone, ends_at=gone + timedelta(hours=2))
    address = page_of(make_council()).url_of("public_meeting", meeting_id=session.pk)
    assert "toujours sans réponse" in Client().get(address).content.decode()


def test_the_chair_announces_whom_a_meeting_is_for(bruno: Actor) -> None:
    page = page_of(make_council())
    typed = {
        "title": "Avec les élus",
        "day": (today() + timedelta(days=30)).isoformat(),
        "starts": "18:30",
        "ends": "20:30",
        "place": "Mairie",
        "kind": "with_officials",
        "question_days": "12",
    }
    assert signed_in(bruno).post(page.url_of("meetings"), typed).status_code == 302
    made = Meeting.objects.get()
    assert made.questions_until == today() + timedelta(days=18)
    address = page.url_of("meeting", meeting_id=made.session_id)
    assert 'value="12"' in signed_in(bruno).get(address).content.decode()
    moved = typed | {"day": (today() + timedelta(days=40)).isoformat()}
    assert signed_in(bruno).post(address, moved).status_code == 302
    made.refresh_from_db()
    assert made.questions_until == today() + timedelta(days=28)
    wrong = signed_in(bruno).post(page.url_of("meetings"), typed | {"kind": "preparatory"})
    assert wrong.status_code == 422
    assert Meeting.objects.count() == Session.objects.count() == 1


def test_who_came_is_counted_by_college(bruno: Actor) -> None:
    session = meeting(-3)
    page = page_of(make_council())
    address = page.url_of("meeting_attendance", meeting_id=session.pk)
    assert signed_in(bruno).get(address).status_code == 200
    counts = {f"count_{college}": "0" for college in College.values} | {"count_resident": "19"}
    assert signed_in(bruno).post(address, counts).status_code == 302
    shown = Client().get(page.url_of("public_meeting", meeting_id=session.pk)).content.decode()
    assert "19" in shown
    assert signed_in(bruno).post(address, counts | {"count_resident": "-1"}).status_code == 422


def test_whoever_decides_for_the_town_reads_the_questions(bruno: Actor, driss: Actor) -> None:
    grant(driss.user, Role.MANAGER, make_commune())
    session = with_officials()
    write_question(actor=bruno, session=session, text="Et le pont, quand rouvre-t-il ?")
    send_questions(actor=bruno, session=session)
    assert "Et le pont" in Notice.objects.get(kind="council.questions_sent").body
