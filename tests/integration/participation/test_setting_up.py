"""Spaces, calendars, activities, conditions; what is open and why not."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.enums import Act, ActivityKind, ConditionKind, SpaceKind
from civic.participation.models import Space
from civic.participation.selectors import communes_of, is_open, open_acts, standing, why_closed
from civic.participation.services.activities import (
    ConditionDraft,
    change_activity,
    create_activity,
    set_conditions,
)
from civic.participation.services.contributions import submit_contribution
from civic.participation.services.drafts import discard_draft, save_draft
from civic.participation.services.phases import PhaseDraft, open_always, set_phases
from civic.participation.services.spaces import (
    archive_space,
    create_space,
    publish_space,
    share_space,
)
from tests.factories.participation import days, make_activity, make_phase, make_space
from tests.factories.people import grant
from tests.factories.territory import make_commune, make_department, make_intercommunality


def draft_space(actor=SYSTEM, organisation=None) -> Space:
    return create_space(
        actor=actor,
        kind=SpaceKind.CONSULTATION,
        organisation=organisation or make_intercommunality(),
        title="Le budget vert",
    )


def test_two_spaces_of_one_title_have_two_addresses(db):
    assert [draft_space().slug, draft_space().slug] == ["le-budget-vert", "le-budget-vert-2"]


def test_farid_creates_nothing(farid):
    with pytest.raises(NotAllowed):
        draft_space(farid)


def test_the_staff_of_a_commune_create_nothing_for_the_intercommunality(farid):
    grant(farid.user, Role.MANAGER, make_commune())
    with pytest.raises(NotAllowed):
        draft_space(farid)
    assert draft_space(farid, make_commune()).organisation == make_commune()


def test_every_set_up_service_refuses_the_staff_of_another_commune(farid):
    grant(farid.user, Role.MANAGER, make_commune())
    space, activity = make_space(), make_activity()
    acts = [
        lambda: share_space(actor=farid, space=space, territories=[]),
        lambda: publish_space(actor=farid, space=space),
        lambda: archive_space(actor=farid, space=space),
        lambda: set_phases(actor=farid, space=space, phases=[]),
        lambda: open_always(actor=farid, activity=activity, acts=[]),
        lambda: create_activity(
            actor=farid, space=space, kind=ActivityKind.BALLOT, title="Un vote"
        ),
        lambda: change_activity(actor=farid, activity=activity, title="Autre"),
        lambda: set_conditions(actor=farid, activity=activity, conditions=[]),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_a_phase_opens_what_it_says_and_nothing_else(db):
    activity = make_activity(acts=())
    make_phase(activity, starts=-1, ends=1, acts=[Act.CONTRIBUTE])
    make_phase(activity, starts=-1, ends=2, acts=[Act.SUPPORT])
    assert open_acts(activity) == {Act.CONTRIBUTE, Act.SUPPORT}
    assert not is_open(activity, Act.COMMENT)
    later = timezone.now() + timedelta(days=1, hours=1)
    assert not is_open(activity, Act.CONTRIBUTE, later)
    assert is_open(activity, Act.SUPPORT, later)


def test_two_activities_are_open_at_once_and_closed_apart(db):
    first, second = make_activity(acts=()), make_activity(acts=(), title="Une autre")
    make_phase(first, starts=-2, ends=2)
    make_phase(second, starts=-1, ends=5)
    assert is_open(first, Act.CONTRIBUTE)
    assert is_open(second, Act.CONTRIBUTE)
    assert not is_open(first, Act.CONTRIBUTE, timezone.now() + days(3))


def test_the_same_proposals_pass_from_collecting_to_supporting(amina):
    activity = make_activity(acts=())
    make_phase(activity, starts=-5, ends=1, acts=[Act.CONTRIBUTE])
    make_phase(activity, starts=1, ends=9, acts=[Act.SUPPORT])
    contribution = submit_contribution(
        actor=amina,
        activity=activity,
        person=amina.person,
        title="Une haie le long du canal",
        text="Elle donnerait de l'ombre aux promeneurs.",
    )
    later = timezone.now() + days(2)
    assert open_acts(contribution.activity, later) == {Act.SUPPORT}


@pytest.mark.parametrize(
    ("starts", "ends", "approximate"),
    [
        (3, 9, ""),
        (-9, -3, ""),
        (None, None, "printemps 2028"),
    ],
)
def test_what_is_closed_says_why_with_its_dates(db, starts, ends, approximate):
    activity = make_activity(acts=())
    make_phase(activity, starts=starts, ends=ends, approximate=approximate)
    refusal = why_closed(activity, Act.SUPPORT)
    assert refusal.code == "closed"
    with translation.override("en"):
        english = str(why_closed(activity, Act.SUPPORT).message)
    assert "upport" in english
    for date in [] if starts is None else [starts if starts > 0 else ends]:
        day = timezone.localdate(timezone.now() + days(date))
        assert str(day.year) in english


def test_what_no_phase_opens_says_so(db):
    with translation.override("en"):
        message = str(why_closed(make_activity(acts=()), Act.VOTE).message)
    assert message == "There is no vote open here."


def test_an_unpublished_space_opens_nothing(db):
    activity = make_activity(draft_space())
    assert open_acts(activity) == set()
    assert not standing(activity, Act.CONTRIBUTE).is_open


def test_an_archived_space_opens_nothing_any_more(db):
    activity = make_activity()
    activity.space = archive_space(actor=SYSTEM, space=activity.space)
    assert not is_open(activity, Act.CONTRIBUTE)
    assert why_closed(activity, Act.CONTRIBUTE).code == "archived"


def test_an_unpublished_space_is_not_archived(db):
    with pytest.raises(Refusal):
        archive_space(actor=SYSTEM, space=draft_space())


def test_publishing_twice_keeps_the_first_date(db):
    space = make_space()
    assert publish_space(actor=SYSTEM, space=space).published_at == space.published_at


def test_a_calendar_is_replaced_until_it_is_public(db):
    space = draft_space()
    activity = make_activity(space, acts=())
    now = timezone.now()
    opening = PhaseDraft("On propose", now, now + days(9), opens=[(activity, Act.CONTRIBUTE)])
    set_phases(actor=SYSTEM, space=space, phases=[opening])
    set_phases(
        actor=SYSTEM, space=space, phases=[opening, PhaseDraft("On décide", approximate="juin")]
    )
    assert list(space.phases.values_list("title", flat=True)) == ["On propose", "On décide"]
    space = publish_space(actor=SYSTEM, space=space)
    with pytest.raises(Refusal) as refusal:
        set_phases(actor=SYSTEM, space=space, phases=[])
    assert refusal.value.code == "published"


@pytest.mark.parametrize(
    ("starts", "ends", "field"), [(None, None, "starts_at"), (2, 1, "ends_at"), (1, 1, "ends_at")]
)
def test_a_phase_says_when_and_ends_after_it_starts(db, starts, ends, field):
    now = timezone.now()
    phase = PhaseDraft(
        "On propose",
        None if starts is None else now + days(starts),
        None if ends is None else now + days(ends),
    )
    with pytest.raises(Refusal) as refusal:
        set_phases(actor=SYSTEM, space=draft_space(), phases=[phase])
    assert refusal.value.field == field


def test_a_phase_does_not_open_the_activity_of_another_space(db):
    activity = make_activity()
    phase = PhaseDraft("On propose", timezone.now(), opens=[(activity, Act.CONTRIBUTE)])
    with pytest.raises(Refusal) as refusal:
        set_phases(actor=SYSTEM, space=draft_space(), phases=[phase])
    assert refusal.value.code == "other_space"


def test_what_is_opened_is_one_of_the_acts(db):
    with pytest.raises(Refusal):
        open_always(actor=SYSTEM, activity=make_activity(), acts=["dance"])


def test_an_activity_is_answered_by_a_department_of_its_own_organisation(db):
    with pytest.raises(Refusal) as refusal:
        make_activity(department=make_department())
    assert refusal.value.field == "department"


def test_an_unknown_option_is_a_mistake_of_the_program(db):
    with pytest.raises(TypeError):
        change_activity(actor=SYSTEM, activity=make_activity(), contributions_count=12)


def test_a_sentence_somebody_accepted_is_kept(amina):
    activity = make_activity()
    sentences = [ConditionDraft(ConditionKind.CHARTER, "J'ai lu la charte.")]
    [condition] = set_conditions(actor=SYSTEM, activity=activity, conditions=sentences)
    [same] = set_conditions(actor=SYSTEM, activity=activity, conditions=sentences)
    assert same == condition
    condition.accepted.create(person=amina.person)
    with pytest.raises(Refusal) as refusal:
        set_conditions(actor=SYSTEM, activity=activity, conditions=[])
    assert refusal.value.code == "condition_accepted"


def test_a_contribution_is_about_the_communes_the_space_is_shown_in(db):
    first, second = make_commune(), make_commune("montfaucelle")
    space = make_space(territories=[second])
    assert list(communes_of(space)) == [second]
    everywhere = draft_space()
    assert list(communes_of(everywhere)) == [second, first]
    assert list(communes_of(draft_space(organisation=first))) == [first]


def test_a_draft_is_completed_step_by_step_and_begins_with_its_key(db):
    activity = make_activity()
    draft = save_draft(activity=activity, data={"title": "Une haie", "text": "x" * 30_000})
    same = save_draft(activity=activity, draft=draft, data={"theme": "mobilites"})
    assert same.data["title"] == "Une haie"
    assert len(same.data["text"]) == 20_000
    assert same.data["submission_key"]
    discard_draft(draft=same)
    assert not activity.drafts.exists()
