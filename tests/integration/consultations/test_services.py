"""Frame, publish, date, conclude and archive a consultation."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.audit.services import key_of
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Follow, Notice
from civic.notifications.services.follows import mute
from civic.participation.enums import ActivityKind
from civic.participation.models import Activity
from civic.participation.services.activities import create_activity
from civic.participation.services.phases import PhaseDraft, set_phases
from civic.voting.services import create_ballot
from consultations.enums import ConsultationPreset
from consultations.exceptions import NotReady
from consultations.logic.stages import StageState
from consultations.models import Consultation
from consultations.selectors import consultations_shown_in, is_overdue, listed, stage_of
from consultations.services.dates import change_phase_dates
from consultations.services.framing import create_consultation, frame_consultation
from consultations.services.publication import (
    archive_consultation,
    missing_to_publish,
    publish_consultation,
    publish_outcome,
)
from tests.factories.participation import (
    OPEN_ACTS,
    days,
    framing,
    make_consultation,
    make_contribution,
    make_decision,
)
from tests.factories.people import grant, make_person
from tests.factories.territory import make_commune, make_intercommunality


def bare_consultation(**extra) -> Consultation:
    return create_consultation(
        actor=SYSTEM, organisation=make_intercommunality(), title="Plan climat", **extra
    )


def test_publishing_says_everything_that_is_missing_at_once(elise):
    consultation = bare_consultation()
    with pytest.raises(NotReady) as refusal:
        publish_consultation(actor=elise, consultation=consultation)
    assert len(refusal.value.missing) == 9
    consultation.refresh_from_db()
    assert not consultation.is_published
    assert consultation.space.published_at is None


@pytest.mark.parametrize(
    "field",
    [
        "question",
        "participation_level",
        "decider",
        "what_is_open",
        "what_is_fixed",
        "answer_due_on",
    ],
)
def test_publishing_without_one_of_the_promises_is_refused(elise, field):
    consultation = make_consultation(
        published=False, **{field: None if field == "answer_due_on" else ""}
    )
    with pytest.raises(NotReady) as refusal:
        publish_consultation(actor=elise, consultation=consultation)
    assert len(refusal.value.missing) == 1


def test_one_way_to_reach_somebody_is_enough(elise):
    assert not missing_to_publish(make_consultation(published=False, contact_email=""))
    lonely = make_consultation("autre", published=False, contact_email="", contact_phone="")
    assert len(missing_to_publish(lonely)) == 1


def test_the_database_refuses_a_published_consultation_without_its_framing(db):
    consultation = make_consultation()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=consultation.pk).update(decider="")


def test_publishing_makes_the_space_public_and_again_changes_nothing(elise):
    consultation = publish_consultation(
        actor=elise, consultation=make_consultation(published=False)
    )
    published_at = consultation.space.published_at
    again = publish_consultation(actor=elise, consultation=consultation)
    assert published_at is not None
    assert again.space.published_at == published_at


def test_farid_and_the_staff_of_a_commune_publish_nothing(farid):
    consultation = make_consultation(published=False)
    grant(farid.user, Role.MANAGER, make_commune())
    phase = consultation.space.phases.first()
    acts = [
        lambda: publish_consultation(actor=farid, consultation=consultation),
        lambda: publish_outcome(actor=farid, consultation=consultation),
        lambda: archive_consultation(actor=farid, consultation=consultation),
        lambda: frame_consultation(actor=farid, consultation=consultation, decider="Moi"),
        lambda: change_phase_dates(
            actor=farid,
            consultation=consultation,
            phase=phase,
            starts_at=phase.starts_at,
            ends_at=None,
            reason="Pour voir",
        ),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def statutory(notice: int | None = -40, opens: int = -20, closes: int = 20, **extra):
    notice_on = None if notice is None else timezone.localdate() + timedelta(days=notice)
    return make_consultation(
        published=False,
        opens=opens,
        closes=closes,
        preset=ConsultationPreset.ENVIRONMENT_L123_19,
        notice_published_on=notice_on,
        **extra,
    )


def test_the_statutory_form_asks_for_a_notice_thirty_days_and_a_file(elise):
    missing = missing_to_publish(statutory(notice=None, closes=5))
    assert len(missing) == 3
    assert len(missing_to_publish(statutory(notice=-34, slug="tardive"))) == 2


def test_the_statutory_form_is_published_once_complete(elise, statutory_file):
    consultation = statutory(file_to_consult=statutory_file)
    assert publish_consultation(actor=elise, consultation=consultation).is_published


@pytest.fixture
def statutory_file(db):
    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document
    from wagtail.models import Collection

    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    return Document.objects.create(
        title="Projet de plan climat", file=ContentFile(b"%PDF-1.7", name="plan.pdf")
    )


def test_a_statutory_opening_is_not_shortened_below_thirty_days(elise, statutory_file):
    consultation = publish_consultation(
        actor=elise, consultation=statutory(file_to_consult=statutory_file)
    )
    phase = consultation.space.phases.first()
    with pytest.raises(Refusal) as refusal:
        change_phase_dates(
            actor=elise,
            consultation=consultation,
            phase=phase,
            starts_at=phase.starts_at,
            ends_at=phase.starts_at + days(20),
            reason="Plus vite.",
        )
    assert refusal.value.code == "open_too_short"
    phase.refresh_from_db()
    assert phase.ends_at > phase.starts_at + days(30)


def test_a_public_date_changes_with_a_dated_reason_and_people_are_told(elise, amina):
    consultation = make_consultation()
    activity = Activity.objects.get(space=consultation.space)
    make_contribution(activity, amina.person)
    follower, deaf = make_person("Une abonnée"), make_person("Un sourd")
    Follow.objects.create(person=follower, target=key_of(consultation))
    mute(actor=Actor(person=deaf), target=key_of(consultation))
    phase = consultation.space.phases.first()
    later = phase.ends_at + days(10)
    [note] = change_phase_dates(
        actor=elise,
        consultation=consultation,
        phase=phase,
        starts_at=phase.starts_at,
        ends_at=later,
        reason="Les mairies ont demandé dix jours de plus.",
    )
    assert (note.before, note.after) == (phase.ends_at, later)
    told = Notice.objects.filter(kind="consultation.dates_changed")
    assert set(told.values_list("person", flat=True)) == {amina.person.pk, follower.pk}


def test_a_public_date_does_not_change_without_a_reason(elise):
    consultation = make_consultation()
    phase = consultation.space.phases.first()
    with pytest.raises(Refusal) as refusal:
        change_phase_dates(
            actor=elise,
            consultation=consultation,
            phase=phase,
            starts_at=phase.starts_at,
            ends_at=phase.ends_at + days(1),
            reason="  ",
        )
    assert refusal.value.field == "reason"


def test_a_date_changes_in_silence_before_publication(elise):
    consultation = make_consultation(published=False)
    phase = consultation.space.phases.first()
    notes = change_phase_dates(
        actor=elise,
        consultation=consultation,
        phase=phase,
        starts_at=phase.starts_at,
        ends_at=phase.ends_at + days(1),
        reason="",
    )
    assert notes == []
    assert not consultation.date_changes.exists()


def test_the_date_of_the_answer_moves_in_public_too(elise):
    consultation = make_consultation()
    later = timezone.localdate() + days(200)
    with pytest.raises(Refusal):
        frame_consultation(actor=elise, consultation=consultation, answer_due_on=later)
    frame_consultation(
        actor=elise, consultation=consultation, answer_due_on=later, reason="Le vote est reporté."
    )
    note = consultation.date_changes.get()
    assert timezone.localdate(note.after) == later


def test_nothing_promised_is_emptied_once_published(elise):
    consultation = make_consultation()
    with pytest.raises(Refusal) as refusal:
        frame_consultation(actor=elise, consultation=consultation, what_is_fixed=" ")
    assert refusal.value.field == "what_is_fixed"
    with pytest.raises(Refusal):
        frame_consultation(
            actor=elise, consultation=consultation, contact_phone="", contact_email=""
        )


def test_the_outcome_is_a_signed_decision(elise):
    consultation = make_consultation(opens=-30, closes=-5)
    with pytest.raises(Refusal) as refusal:
        publish_outcome(actor=elise, consultation=consultation)
    assert refusal.value.code == "decision_missing"
    make_decision(consultation)
    assert publish_outcome(actor=elise, consultation=consultation).outcome_published_on


def test_nothing_is_archived_without_an_outcome_nor_before_the_end(elise):
    closed = make_consultation(opens=-30, closes=-5)
    with pytest.raises(Refusal) as refusal:
        archive_consultation(actor=elise, consultation=closed)
    assert refusal.value.code == "outcome_missing"
    opened = make_consultation("ouverte")
    for consultation in (closed, opened):
        make_decision(consultation)
        publish_outcome(actor=elise, consultation=consultation)
    with pytest.raises(Refusal) as refusal:
        archive_consultation(actor=elise, consultation=opened)
    assert refusal.value.code == "not_closed"
    archived = archive_consultation(actor=elise, consultation=closed)
    assert archived.space.archived_at is not None


def test_a_result_is_overdue_once_closed_due_and_not_published(elise):
    yesterday = timezone.localdate() - timedelta(days=1)
    consultation = make_consultation(opens=-30, closes=-5, answer_due_on=yesterday)
    assert is_overdue(consultation, stage_of(consultation))
    make_decision(consultation)
    published = publish_outcome(actor=elise, consultation=consultation)
    assert not is_overdue(published, stage_of(published))


def test_a_consultation_still_open_is_not_overdue(db):
    yesterday = timezone.localdate() - timedelta(days=1)
    consultation = make_consultation(answer_due_on=yesterday)
    assert not is_overdue(consultation, stage_of(consultation))


def test_a_consultation_is_shown_in_every_branch_of_its_territories(db):
    first, second = make_commune(), make_commune("montfaucelle")
    consultation = make_consultation(territories=[first])
    mine = make_consultation("a-montfaucelle", organisation=second, territories=[])
    make_consultation("brouillon", published=False)
    shown = {
        place.slug: set(consultations_shown_in(place.pk))
        for place in (first, second, make_intercommunality())
    }
    assert shown == {
        "saint-aurel": {consultation},
        "montfaucelle": {mine},
        "val-de-brevanne": {consultation},
    }


def test_the_list_goes_from_open_to_upcoming_to_closed(db, count_queries):
    make_consultation("close", opens=-30, closes=-5)
    make_consultation("a-venir", opens=5, closes=30)
    make_consultation("bientot-close", closes=2)
    make_consultation("ouverte", closes=20)
    here = make_intercommunality().pk
    with count_queries() as few:
        lines = listed(consultations_shown_in(here))
    assert [line.stage.state for line in lines] == [
        StageState.OPEN,
        StageState.OPEN,
        StageState.UPCOMING,
        StageState.CLOSED,
    ]
    assert lines[0].stage.closes_at < lines[1].stage.closes_at
    for number in range(6):
        make_consultation(f"autre-{number}")
    with count_queries() as many:
        listed(consultations_shown_in(here))
    assert len(few) == len(many)


def test_a_consultation_with_a_ballot_and_a_call_holds_both(elise):
    consultation = make_consultation(published=False)
    ballot = create_activity(
        actor=elise, space=consultation.space, kind=ActivityKind.BALLOT, title="Le vote"
    )
    create_ballot(
        actor=elise, activity=ballot, question="Le faut-il ?", rule_text="Une voix chacun."
    )
    call = consultation.space.activities.exclude(pk=ballot.pk).get()
    now = timezone.now()
    set_phases(
        actor=elise,
        space=consultation.space,
        phases=[
            PhaseDraft("On propose", now - days(2), now + days(2), opens=[(call, OPEN_ACTS[0])]),
            PhaseDraft("On vote", now - days(1), now + days(9), opens=[(ballot, "vote")]),
        ],
    )
    published = publish_consultation(actor=elise, consultation=consultation)
    assert stage_of(published).closes_at == published.space.phases.last().ends_at


def test_unknown_framing_is_a_mistake_of_the_program(elise):
    with pytest.raises(TypeError):
        bare_consultation(is_published=True)
    assert framing()["question"]
