"""The calendar of a consultation, one change at a time, in public once it is published."""

import pytest
from django.utils import timezone

from civic.audit.services import key_of
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Follow, Notice
from civic.participation.enums import Act
from civic.participation.models import Phase
from civic.participation.selectors import is_open
from civic.voting.services import create_ballot, open_ballot
from consultations.services.activities import add_activity
from consultations.services.calendar import add_phase, change_phase, remove_phase, set_openings
from consultations.services.dates import change_phase_dates
from consultations.services.framing import frame_consultation
from consultations.services.publication import archive_consultation, publish_outcome
from tests.factories.participation import days, make_consultation, make_contribution, make_decision
from tests.factories.people import make_person


def code_of(refusal) -> str:
    return refusal.value.code


def test_a_new_public_phase_leaves_a_note_and_those_who_follow_are_told(elise):
    consultation = make_consultation()
    reader = make_person("Une abonnée", language="en")
    Follow.objects.create(person=reader, target=key_of(consultation))
    end = timezone.now() + days(60)
    with pytest.raises(Refusal) as refusal:
        add_phase(actor=elise, consultation=consultation, title="On vote", ends_at=end)
    assert refusal.value.field == "reason"
    phase = add_phase(
        actor=elise, consultation=consultation, title="On vote", ends_at=end, reason="Un vote."
    )
    note = consultation.date_changes.get()
    assert (note.after, note.reason) == (end, "Un vote.")
    told = Notice.objects.get(person=reader)
    assert "A date has changed" in told.subject
    assert phase.position == 2


def test_a_closing_date_is_told_to_each_in_their_language(elise, amina):
    consultation = make_consultation()
    make_contribution(consultation.space.activities.get(), amina.person)
    reader = make_person("A reader", language="en")
    Follow.objects.create(person=reader, target=key_of(consultation))
    phase = consultation.space.phases.first()
    change_phase_dates(
        actor=elise,
        consultation=consultation,
        phase=phase,
        starts_at=phase.starts_at,
        ends_at=phase.ends_at + days(9),
        reason="Neuf jours de plus.",
    )
    assert "Neuf jours" in Notice.objects.get(person=reader).body
    assert Notice.objects.get(person=reader).subject.startswith("A date has changed")
    assert Notice.objects.filter(person=amina.person, kind="consultation.dates_changed").exists()


def test_a_new_date_of_the_answer_is_told_too(elise):
    consultation = make_consultation()
    reader = make_person("Une abonnée")
    Follow.objects.create(person=reader, target=key_of(consultation))
    later = timezone.localdate() + days(200)
    frame_consultation(
        actor=elise, consultation=consultation, answer_due_on=later, reason="Le vote est reporté."
    )
    assert "Le vote est reporté." in Notice.objects.get(person=reader).body


def test_the_reason_of_a_change_names_nobody(elise):
    consultation = make_consultation()
    phase = consultation.space.phases.first()
    with pytest.raises(Refusal) as refusal:
        change_phase_dates(
            actor=elise,
            consultation=consultation,
            phase=phase,
            starts_at=phase.starts_at,
            ends_at=phase.ends_at + days(9),
            reason="Demandez à Mme Martin au 06 12 34 56 78.",
        )
    assert (code_of(refusal), refusal.value.field) == ("finding", "reason")
    assert not consultation.date_changes.exists()


def test_a_public_date_is_not_moved_into_the_past(elise):
    consultation = make_consultation()
    phase = consultation.space.phases.first()
    with pytest.raises(Refusal) as refusal:
        change_phase_dates(
            actor=elise,
            consultation=consultation,
            phase=phase,
            starts_at=phase.starts_at,
            ends_at=timezone.now() - days(1),
            reason="Plus tôt.",
        )
    assert code_of(refusal) == "past"


def test_a_phase_that_is_open_is_not_removed_and_one_to_come_is_in_public(elise):
    consultation = make_consultation()
    current, rough = consultation.space.phases.order_by("position")
    with pytest.raises(Refusal) as refusal:
        remove_phase(actor=elise, consultation=consultation, phase=current, reason="Trop long.")
    assert code_of(refusal) == "phase_begun"
    assert Phase.objects.filter(pk=current.pk).exists()
    remove_phase(actor=elise, consultation=consultation, phase=rough, reason="On décide plus tôt.")
    assert consultation.date_changes.get().reason == "On décide plus tôt."
    assert not Phase.objects.filter(pk=rough.pk).exists()


def test_the_last_phase_of_a_published_calendar_stays(elise):
    consultation = make_consultation(opens=5, closes=20)
    first, rough = consultation.space.phases.order_by("position")
    remove_phase(actor=elise, consultation=consultation, phase=rough, reason="Inutile.")
    with pytest.raises(Refusal) as refusal:
        remove_phase(actor=elise, consultation=consultation, phase=first, reason="Inutile.")
    assert code_of(refusal) == "last_phase"


def test_a_phase_leaves_in_silence_before_publication(elise):
    consultation = make_consultation(published=False)
    remove_phase(actor=elise, consultation=consultation, phase=consultation.space.phases.first())
    assert consultation.space.phases.count() == 1
    assert not consultation.date_changes.exists()


def test_phases_are_shown_in_the_order_of_their_dates(elise):
    consultation = make_consultation(published=False)
    now = timezone.now()
    add_phase(
        actor=elise,
        consultation=consultation,
        title="On s’informe",
        starts_at=now - days(40),
        ends_at=now - days(20),
    )
    titles = consultation.space.phases.order_by("position").values_list("title", flat=True)
    assert list(titles) == ["On s’informe", "On décide", "On propose"]


def test_what_is_opened_changes_in_public_with_a_reason(elise):
    consultation = make_consultation()
    call = consultation.space.activities.get()
    phase = consultation.space.phases.first()
    grid = {phase.pk: [(call.pk, Act.CONTRIBUTE)], None: [(call.pk, Act.COMMENT)]}
    with pytest.raises(Refusal):
        set_openings(actor=elise, consultation=consultation, openings=grid)
    set_openings(actor=elise, consultation=consultation, openings=grid, reason="Moins de bruit.")
    call.refresh_from_db()
    assert not is_open(call, Act.SUPPORT)
    assert is_open(call, Act.COMMENT)
    note = consultation.date_changes.get()
    assert (note.before, note.after) == (None, None)
    same = set_openings(actor=elise, consultation=consultation, openings=grid)
    assert not same
    assert consultation.date_changes.count() == 1


def test_a_call_opens_no_vote_and_no_activity_of_another_consultation(elise):
    consultation, other = make_consultation(published=False), make_consultation("autre")
    call, theirs = consultation.space.activities.get(), other.space.activities.get()
    for cell, code in (((call.pk, "vote"), "unknown_act"), ((theirs.pk, "support"), "other_space")):
        with pytest.raises(Refusal) as refusal:
            set_openings(actor=elise, consultation=consultation, openings={None: [cell]})
        assert code_of(refusal) == code
    with pytest.raises(Refusal) as refusal:
        remove_phase(
            actor=elise, consultation=consultation, phase=other.space.phases.first(), reason="Non."
        )
    assert code_of(refusal) == "other_space"


def test_a_counted_ballot_is_not_given_a_new_end(elise):
    from civic.voting.services import close_ballot

    consultation = make_consultation(published=False)
    vote = add_activity(actor=elise, consultation=consultation, kind="ballot", title="Le vote")
    ballot = create_ballot(
        actor=elise, activity=vote, question="Le faut-il ?", rule_text="Une voix chacun."
    )
    now = timezone.now()
    phase = add_phase(
        actor=elise,
        consultation=consultation,
        title="On vote",
        starts_at=now - days(9),
        ends_at=now - days(1),
    )
    openings = {phase.pk: [(vote.pk, Act.VOTE)]}
    set_openings(actor=elise, consultation=consultation, openings=openings)
    from consultations.services.publication import publish_consultation

    publish_consultation(actor=elise, consultation=consultation)
    ballot = open_ballot(actor=elise, ballot=ballot)
    close_ballot(actor=elise, ballot=ballot)
    with pytest.raises(Refusal) as refusal:
        change_phase(
            actor=elise,
            consultation=consultation,
            phase=phase,
            title="On vote",
            starts_at=phase.starts_at,
            ends_at=now + days(5),
            reason="Encore un peu.",
        )
    assert code_of(refusal) == "ballot_closed"


def test_nothing_moves_in_an_archive(elise):
    consultation = make_consultation(opens=-30, closes=-5)
    make_decision(consultation)
    publish_outcome(actor=elise, consultation=consultation)
    archive_consultation(actor=elise, consultation=consultation)
    acts = [
        lambda: add_phase(
            actor=elise, consultation=consultation, title="Encore", approximate="2028", reason="x"
        ),
        lambda: frame_consultation(actor=elise, consultation=consultation, decider="Le maire"),
        lambda: set_openings(actor=elise, consultation=consultation, openings={}, reason="x"),
        lambda: add_activity(actor=elise, consultation=consultation, kind="ballot", title="Vote"),
    ]
    for act in acts:
        with pytest.raises(Refusal) as refusal:
            act()
        assert code_of(refusal) == "archived"


def test_farid_moves_nothing(farid):
    consultation = make_consultation()
    phase = consultation.space.phases.first()
    acts = [
        lambda: add_phase(actor=farid, consultation=consultation, title="x", approximate="2028"),
        lambda: change_phase(actor=farid, consultation=consultation, phase=phase, title="x"),
        lambda: remove_phase(actor=farid, consultation=consultation, phase=phase),
        lambda: set_openings(actor=farid, consultation=consultation, openings={}),
        lambda: add_activity(actor=farid, consultation=consultation, kind="ballot", title="x"),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
