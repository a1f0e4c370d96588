"""A manager prepares a consultation, from its first day to its publication."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from civic.accounts.policies import SYSTEM
from civic.participation.enums import Act
from civic.participation.services.activities import ConditionDraft, set_conditions
from civic.voting.models import Ballot
from consultations.enums import ConsultationPreset
from consultations.models import CallForProposalsPage, Consultation, ConsultationPage
from tests.factories.participation import (
    days,
    make_consultation,
    make_consultation_pages,
    make_contribution,
)
from tests.factories.people import make_person
from tests.factories.territory import make_commune
from tests.integration.consultations.preparing import (  # noqa: F401
    address,
    branches,
    framed,
    is_refused,
    local,
    manager,
    signed_in,
    started,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_a_manager_goes_from_nothing_to_a_published_consultation(manager):
    consultation = started(manager, territories=[make_commune().pk])
    board = address("prepare", consultation)
    page = text_of(manager.get(board))
    for link in (f"{address('edit', consultation)}#id_question", "#activities"):
        assert link in page
    assert address("add_phase", consultation) in page
    assert framed(manager, consultation).status_code == 302
    added = manager.post(
        address("add_activity", consultation, "call_for_proposals"),
        {
            "title": "Vos propositions",
            "publication_rule": "at_once",
            "assurance_level": "0",
            "minimum_age": "0",
            "with_place": "on",
            "answer_working_days": "60",
        },
    )
    assert added.status_code == 302
    activity = consultation.space.activities.get()
    now = timezone.now()
    phase = manager.post(
        address("add_phase", consultation),
        {
            "title": "On propose",
            "starts_at": local(now - days(1)),
            "ends_at": local(now + days(30)),
        },
    )
    assert phase["Location"] == address("openings", consultation)
    phase = consultation.space.phases.get()
    grid = manager.post(
        address("openings", consultation),
        {f"open-{phase.pk}-{activity.pk}-contribute": "on"},
    )
    assert grid.status_code == 302
    assert list(phase.settings.values_list("act", flat=True)) == [Act.CONTRIBUTE]
    page = text_of(manager.get(board))
    assert f'{address("publish", consultation)}"' in page
    assert "#id_question" not in page
    manager.post(address("pages", consultation))
    draft = ConsultationPage.objects.get(consultation=consultation)
    assert not draft.live
    assert Client().get(draft.get_absolute_url()).status_code == 404
    assert manager.get(address("preview", consultation)).status_code == 200
    done = manager.post(address("publish", consultation), {"confirmed": "on"})
    assert done["Location"] == board
    draft.refresh_from_db()
    assert draft.live
    call = CallForProposalsPage.objects.get(activity=activity)
    assert call.live
    assert Client().get(draft.get_absolute_url()).status_code == 200
    assert Client().get(call.get_absolute_url()).status_code == 200


def test_the_same_start_sent_twice_is_one_consultation(manager):
    first = started(manager)
    assert started(manager) == first
    assert Consultation.objects.count() == 1


def test_the_statutory_form_comes_with_its_calendar_and_words_to_check(manager):
    consultation = started(manager, preset=ConsultationPreset.ENVIRONMENT_L123_19)
    assert consultation.space.phases.count() == 3
    assert consultation.space.activities.count() == 1
    page = text_of(manager.get(address("prepare", consultation)))
    assert page.count("conseil juridique") + page.count("checked by counsel") >= 5
    assert manager.post(address("publish", consultation), {"confirmed": "on"}).status_code == 422


def test_a_copy_has_the_frame_and_the_calendar_and_nothing_anybody_said(manager):
    original = make_consultation()
    call = original.space.activities.get()
    set_conditions(
        actor=SYSTEM, activity=call, conditions=[ConditionDraft("residence", "J’habite ici.")]
    )
    make_contribution(call, channel="import")
    copied = started(manager, template=original.pk)
    assert copied != original
    assert copied.question == original.question
    assert copied.answer_due_on is None
    assert not copied.is_published
    twin = copied.space.activities.get()
    assert twin.contributions.count() == 0
    assert twin.conditions.get().text == "J’habite ici."
    first = copied.space.phases.order_by("position").first()
    opens = timezone.localdate() + timedelta(days=30)
    assert timezone.localdate(first.starts_at) == opens
    assert first.settings.count() == 3


def test_publishing_too_early_shows_the_list_and_publishes_nothing(manager):
    consultation = started(manager)
    response = manager.post(address("publish", consultation), {"confirmed": "on"})
    assert response.status_code == 422
    assert len(response.context["missing"]) == 8
    consultation.refresh_from_db()
    assert not consultation.is_published


def test_publishing_without_having_read_is_refused(manager):
    consultation = make_consultation(published=False)
    assert manager.post(address("publish", consultation)).status_code == 422
    consultation.refresh_from_db()
    assert not consultation.is_published


def test_words_that_name_somebody_are_not_published_without_a_reason(manager):
    consultation = make_consultation(
        published=False, what_is_fixed="Appelez Mme Martin au 06 12 34 56 78."
    )
    page = manager.get(address("publish", consultation))
    assert "06 12 34 56 78" in page.context["words"][-1] or page.context["words"]
    refused = manager.post(address("publish", consultation), {"confirmed": "on"})
    assert refused.status_code == 422
    assert "keep_findings_because" in text_of(refused)
    kept = {"confirmed": "on", "keep_findings_because": "Le numéro est celui du service."}
    assert manager.post(address("publish", consultation), kept).status_code == 302


def test_an_end_before_the_start_is_refused_and_what_was_typed_stays(manager):
    consultation = make_consultation(published=False)
    now = timezone.now()
    response = manager.post(
        address("add_phase", consultation),
        {"title": "On vote", "starts_at": local(now + days(9)), "ends_at": local(now + days(2))},
    )
    assert response.status_code == 422
    assert response.context["form"].errors["ends_at"]
    assert 'value="On vote"' in text_of(response)
    assert consultation.space.phases.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"starts_at": "demain"}, "starts_at"),
        ({"starts_at": "", "ends_at": ""}, "starts_at"),
        ({"approximate": "printemps 2028"}, "approximate"),
    ],
)
def test_a_phase_that_is_not_understood_says_why_beside_its_field(manager, given, field):
    consultation = make_consultation(published=False)
    now = timezone.now()
    values = {"title": "On vote", "starts_at": local(now), "ends_at": local(now + days(2))}
    response = manager.post(address("add_phase", consultation), values | given)
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_overlapping_phases_are_allowed_and_one_sent_twice_is_one(manager):
    consultation = make_consultation(published=False)
    now = timezone.now()
    values = {"title": "On commente", "starts_at": local(now), "ends_at": local(now + days(5))}
    for _again in range(2):
        assert manager.post(address("add_phase", consultation), values).status_code == 302
    assert consultation.space.phases.count() == 3


def test_html_in_a_title_is_shown_as_text(manager):
    consultation = started(manager, title="<script>alert(1)</script> Climat")
    page = text_of(manager.get(address("prepare", consultation)))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_what_each_phase_opens_is_a_box_with_its_whole_name(manager):
    consultation = make_consultation(published=False)
    page = text_of(manager.get(address("openings", consultation)))
    assert 'aria-label="On propose – Vos propositions – ' in page
    call = consultation.space.activities.get()
    manager.post(address("openings", consultation), {f"open-always-{call.pk}-comment": "on"})
    assert set(call.settings.values_list("phase", "act")) == {(None, Act.COMMENT)}


def test_a_ballot_is_prepared_with_its_list_and_frozen_once_open(manager):
    consultation = make_consultation(published=False)
    added = manager.post(
        address("add_activity", consultation, "ballot"),
        {"title": "Le vote", "assurance_level": "10", "minimum_age": "16"},
    )
    activity = consultation.space.activities.get(kind="ballot")
    assert added["Location"] == address("ballot", consultation, activity.pk)
    rule = {
        "question": "Le faut-il ?",
        "rule_text": "Une voix chacun, jusqu’au 30.",
        "reason_rule": "optional",
        "electorate": "listed",
        "quorum": "10",
        "majority_percent": "50",
    }
    where = address("ballot", consultation, activity.pk)
    refused = manager.post(where, rule | {"majority_percent": "20"})
    assert refused.status_code == 422
    saved = manager.post(where, rule)
    assert saved["Location"] == address("roll", consultation, activity.pk)
    make_person("Ada", email="ada@example.org", email_confirmed=True, assurance_level=10)
    partly = manager.post(
        address("roll", consultation, activity.pk), {"addresses": "ada@example.org\nnul@x.org"}
    )
    assert partly.status_code == 422
    assert "nul@x.org" in text_of(partly)
    ballot = Ballot.objects.get()
    assert ballot.roll.count() == 1
    ballot_before = manager.post(where, rule | {"question": "Faut-il le faire ?"})
    assert ballot_before.status_code == 302
    manager.post(address("openings", consultation), {f"open-always-{activity.pk}-vote": "on"})
    assert manager.post(address("open_ballot", consultation, activity.pk)).status_code == 422
    manager.post(address("publish", consultation), {"confirmed": "on"})
    assert manager.post(address("open_ballot", consultation, activity.pk)).status_code == 302
    after = manager.post(where, rule | {"question": "Autre chose ?"})
    assert after.status_code == 422
    assert Ballot.objects.get().question == "Faut-il le faire ?"


def test_entry_conditions_are_written_and_an_accepted_one_stays(manager):
    consultation = make_consultation(published=False)
    call = consultation.space.activities.get()
    rows = {
        "conditions-TOTAL_FORMS": "2",
        "conditions-INITIAL_FORMS": "0",
        "conditions-0-kind": "charter",
        "conditions-0-text": "J’ai lu la charte.",
        "conditions-0-required": "on",
        "conditions-1-kind": "question",
        "conditions-1-text": "",
    }
    where = address("conditions", consultation, call.pk)
    assert manager.get(where).status_code == 200
    assert manager.post(where, rows).status_code == 302
    condition = call.conditions.get()
    condition.accepted.create(person=make_person())
    refused = manager.post(where, rows | {"conditions-0-text": "Autre chose."})
    assert refused.status_code == 422
    assert call.conditions.get() == condition


def test_an_activity_nobody_used_is_removed_and_one_in_use_stays(manager):
    consultation = make_consultation(published=False)
    make_consultation_pages(consultation)
    call = consultation.space.activities.get()
    assert manager.post(address("remove_activity", consultation, call.pk)).status_code == 302
    assert not consultation.space.activities.exists()
    published = make_consultation("autre")
    used = published.space.activities.get()
    assert manager.post(address("remove_activity", published, used.pk)).status_code == 422
