"""Say something in an activity."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from civic.accounts.enums import AssuranceLevel, College, Role
from civic.accounts.policies import SYSTEM
from civic.audit.models import JournalEntry
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal, TooMany
from civic.core.models import Event, SearchEntry
from civic.notifications.models import Notice
from civic.participation.enums import Act, ConditionKind, PublicationRule
from civic.participation.models import ConditionAccepted, Contribution
from civic.participation.services.activities import ConditionDraft, set_conditions
from civic.participation.services.contributions import submit_contribution
from civic.privacy.services.screening import hide, release
from tests.factories.participation import (
    make_activity,
    make_call,
    make_contribution,
    make_phase,
    make_space,
)
from tests.factories.people import grant, make_person
from tests.factories.territory import (
    make_commune,
    make_department,
    make_intercommunality,
    make_neighbourhood,
    make_theme,
)

WORDS = {
    "title": "Des bancs à l'ombre sur la place",
    "text": "Les anciens ne s'arrêtent plus l'été : il n'y a que du soleil.",
}


def submit(actor, activity, **extra):
    values = {"actor": actor, "activity": activity, "person": actor.person, **WORDS}
    return submit_contribution(**(values | extra))


def test_amina_proposes_and_gets_a_number_and_a_promised_date(amina):
    activity = make_activity(answer_working_days=10)
    contribution = submit(amina, activity)
    assert len(contribution.case.number) == 9
    assert contribution.case.promised_on >= timezone.localdate() + timedelta(days=12)
    assert contribution.case.organisation == activity.space.organisation
    assert contribution.is_public


def test_her_college_and_channel_are_copied_and_never_recomputed(amina):
    contribution = submit(amina, make_activity())
    amina.person.college = College.ASSOCIATION
    amina.person.save()
    contribution.refresh_from_db()
    assert contribution.college == College.RESIDENT
    assert contribution.channel == Channel.ONLINE
    assert contribution.entered_by is None


def test_the_case_goes_to_the_department_of_the_activity(amina):
    department = make_department(make_intercommunality(), "climat")
    contribution = submit(amina, make_activity(department=department))
    assert contribution.case.department == department
    assert contribution.case.state == "routed"


def test_a_public_proposal_is_counted_indexed_and_announced(amina, count_queries):
    call = make_call()
    contribution = submit(amina, call.activity)
    call.activity.refresh_from_db()
    assert call.activity.contributions_count == 1
    entry = SearchEntry.objects.get(key=f"participation.contribution:{contribution.pk}")
    assert entry.url == f"/fr/consultations/plan-climat/propositions/{contribution.number}/"
    assert SearchEntry.objects.matching("banc").get() == entry
    kinds = Event.objects.filter(stream__name=f"activity:{call.activity_id}").values_list(
        "kind", flat=True
    )
    assert set(kinds) == {"contribution.published", "contribution.submitted"}
    assert JournalEntry.objects.filter(action="contribution.submitted").exists()


def test_amina_is_sent_a_receipt_with_the_number(amina):
    contribution = submit(amina, make_activity())
    notice = Notice.objects.get(person=amina.person)
    assert contribution.case.number in notice.subject
    assert contribution.title not in notice.body


def test_a_guest_without_an_address_gets_no_notice(db):
    person = make_person("Une voisine")
    make_contribution(person=person)
    assert not Notice.objects.filter(person=person).exists()


def test_the_same_submission_gives_the_same_proposal(amina):
    activity, key = make_activity(), uuid.uuid4()
    first = submit(amina, activity, submission_key=key)
    second = submit(amina, activity, submission_key=key, title="Un autre titre")
    assert first == second
    assert Contribution.objects.count() == 1


def test_the_same_submission_still_answers_once_the_phase_is_closed(amina):
    activity, key = make_activity(), uuid.uuid4()
    first = submit(amina, activity, submission_key=key)
    activity.settings.all().delete()
    assert submit(amina, activity, submission_key=key) == first


def test_farid_cannot_take_the_submission_of_amina(amina, farid):
    activity, key = make_activity(), uuid.uuid4()
    submit(amina, activity, submission_key=key)
    with pytest.raises(Refusal) as refusal:
        submit(farid, activity, submission_key=key)
    assert refusal.value.code == "already_submitted"


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        ({"title": ""}, "title", "title_missing"),
        ({"title": " \u200b \n"}, "title", "title_missing"),
        ({"title": "abc"}, "title", "title_missing"),
        ({"title": "a" * 151}, "title", "title_too_long"),
        ({"text": ""}, "text", "text_missing"),
        ({"text": "court"}, "text", "text_missing"),
        ({"text": "a" * 10_001}, "text", "text_too_long"),
        ({"place": "a" * 201}, "place", "place_too_long"),
        ({"latitude": 43.5}, "place", "coordinates"),
        ({"latitude": 91.0, "longitude": 1.0}, "place", "coordinates"),
        ({"latitude": float("nan"), "longitude": 1.0}, "place", "coordinates"),
        ({"people_count": 0}, "people_count", "people_count"),
    ],
)
def test_what_is_empty_or_too_long_is_refused_beside_its_field(amina, words, field, code):
    with pytest.raises(Refusal) as refusal:
        submit(amina, make_activity(), **words)
    assert (refusal.value.field, refusal.value.code) == (field, code)
    assert not Contribution.objects.exists()


def test_control_characters_leave_and_the_rest_stays(amina):
    contribution = submit(
        amina,
        make_activity(),
        title="Des\x00 bancs\x07\nà l'ombre\u202e",
        text="Première ligne\r\n\r\n\r\n\r\nseconde\x0b ligne <b>en gras</b> 👩‍🌾 مرحبا",
    )
    assert contribution.title == "Des bancs à l'ombre"
    assert contribution.text == "Première ligne\n\nseconde ligne <b>en gras</b> 👩‍🌾 مرحبا"


def test_a_theme_of_another_call_is_refused(amina):
    with pytest.raises(Refusal) as refusal:
        submit(amina, make_activity(), theme=make_theme("energie"))
    assert refusal.value.field == "theme"


def test_a_neighbourhood_gives_its_commune(amina):
    neighbourhood = make_neighbourhood()
    contribution = submit(amina, make_activity(), neighbourhood=neighbourhood)
    assert contribution.commune == neighbourhood.organisation


def test_a_commune_the_consultation_is_not_shown_in_is_refused(amina):
    space = make_space(territories=[make_commune()])
    with pytest.raises(Refusal) as refusal:
        submit(amina, make_activity(space), commune=make_commune("montfaucelle"))
    assert refusal.value.field == "commune"


def test_a_neighbourhood_of_another_commune_is_refused(amina):
    other = make_neighbourhood(make_commune("montfaucelle"), "le-bourg")
    with pytest.raises(Refusal) as refusal:
        submit(amina, make_activity(), commune=make_commune(), neighbourhood=other)
    assert refusal.value.field == "neighbourhood"


def test_amina_cannot_speak_for_somebody_else(amina):
    with pytest.raises(NotAllowed):
        submit(amina, make_activity(), person=make_person())


def test_a_desk_agent_types_what_was_said_on_paper_in_the_name_of_its_author(farid):
    space = make_space()
    grant(farid.user, Role.DESK, space.organisation)
    person = make_person("Yvette")
    contribution = submit(farid, make_activity(space), person=person, channel=Channel.PAPER)
    assert contribution.author == person
    assert contribution.entered_by == farid.user
    assert contribution.channel == Channel.PAPER


def test_a_desk_agent_of_a_commune_types_nothing_for_the_intercommunality(farid):
    grant(farid.user, Role.DESK, make_commune())
    with pytest.raises(NotAllowed):
        submit(farid, make_activity(), person=make_person(), channel=Channel.PAPER)


def test_paper_said_in_time_is_typed_after_the_close_and_its_delay_starts_when_it_was_said(farid):
    space = make_space()
    grant(farid.user, Role.DESK, space.organisation)
    activity = make_activity(space, acts=())
    make_phase(activity, starts=-20, ends=-2)
    said = timezone.now() - timedelta(days=5)
    contribution = submit(
        farid, activity, person=make_person(), channel=Channel.PAPER, said_at=said
    )
    assert contribution.case.received_on == timezone.localdate(said)
    with pytest.raises(Refusal) as refusal:
        submit(farid, activity, person=make_person(), channel=Channel.PAPER)
    assert refusal.value.code == "closed"


def test_nothing_is_said_in_the_future(farid):
    space = make_space()
    grant(farid.user, Role.DESK, space.organisation)
    with pytest.raises(Refusal) as refusal:
        submit(
            farid,
            make_activity(space),
            person=make_person(),
            channel=Channel.PAPER,
            said_at=timezone.now() + timedelta(days=1),
        )
    assert refusal.value.field == "said_at"


def test_online_one_does_not_choose_when_one_said_it(amina):
    activity = make_activity(acts=())
    make_phase(activity, starts=-20, ends=-2)
    with pytest.raises(Refusal):
        submit(amina, activity, said_at=timezone.now() - timedelta(days=5))


def test_an_activity_that_asks_for_a_confirmed_address_refuses_a_guest(db):
    from civic.accounts.policies import Actor

    person = make_person("Une voisine")
    activity = make_activity(assurance_level=AssuranceLevel.EMAIL)
    with pytest.raises(Refusal) as refusal:
        submit(Actor(person=person), activity)
    assert refusal.value.code == "assurance"


def test_a_required_condition_is_accepted_once_and_remembered(amina):
    activity = make_activity()
    [charter, news] = set_conditions(
        actor=SYSTEM,
        activity=activity,
        conditions=[
            ConditionDraft(ConditionKind.CHARTER, "J'ai lu la charte."),
            ConditionDraft(ConditionKind.QUESTION, "Je veux bien être rappelée.", required=False),
        ],
    )
    with pytest.raises(Refusal) as refusal:
        submit(amina, activity)
    assert refusal.value.field == f"condition_{charter.pk}"
    submit(amina, activity, accepted_conditions=[charter])
    assert ConditionAccepted.objects.get().condition == charter
    submit(amina, activity)
    assert Contribution.objects.count() == 2


def test_the_eleventh_proposal_of_an_hour_is_asked_to_wait(amina):
    activity = make_activity()
    for number in range(10):
        submit(amina, activity, title=f"Des bancs à l'ombre, place {number}")
    with pytest.raises(TooMany) as refusal:
        submit(amina, activity)
    assert 0 < refusal.value.retry_after <= 3600


def test_a_text_with_a_telephone_is_held_and_stays_out_of_every_count(amina):
    activity = make_activity()
    contribution = submit(amina, activity, text="Appelez ma voisine au 06 12 34 56 78 le soir.")
    activity.refresh_from_db()
    assert not contribution.is_public
    assert contribution.held_for == "finding"
    assert activity.contributions_count == 0
    assert not SearchEntry.objects.exists()
    assert not Event.objects.filter(kind="contribution.published").exists()


def test_where_texts_are_read_first_a_release_counts_and_indexes(amina, chloe):
    call = make_call(activity_options={"publication_rule": PublicationRule.BEFORE})
    contribution = submit(amina, call.activity)
    assert contribution.held_for == "before"
    release(actor=chloe, instances=[contribution])
    call.activity.refresh_from_db()
    assert call.activity.contributions_count == 1
    assert SearchEntry.objects.count() == 1


def test_what_a_moderator_hides_leaves_the_count_and_the_search(amina, chloe):
    call = make_call()
    contribution = submit(amina, call.activity)
    hide(actor=chloe, instance=contribution, rule="insult")
    call.activity.refresh_from_db()
    assert call.activity.contributions_count == 0
    assert not SearchEntry.objects.exists()


def test_what_is_imported_waits_for_a_person(elise):
    activity = make_activity()
    contribution = submit(elise, activity, person=make_person(), channel=Channel.IMPORT)
    assert contribution.held_for == "imported"


def test_nothing_is_written_where_nothing_is_open(amina):
    with pytest.raises(Refusal) as refusal:
        submit(amina, make_activity(acts=[Act.SUPPORT]))
    assert refusal.value.code == "closed"
    assert not mail.outbox
