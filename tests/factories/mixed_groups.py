"""A mixed group with its seats, its members and its page."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM, Actor
from civic.territory.models import Organisation
from tests.factories.people import make_person
from tests.factories.territory import make_intercommunality, make_site
from workshops.logic.seats import Quota
from workshops.models import GroupMembership, MixedGroup, MixedGroupPage
from workshops.selectors.groups import page_of_group
from workshops.services.group_members import answer_invitation, invite_member
from workshops.services.group_seats import set_quotas
from workshops.services.group_words import adopt_report
from workshops.services.mixed_groups import create_group, open_group

QUOTAS = (
    Quota("resident", 2, 3, 4),
    Quota("technical_officer", 1, 2, 2),
    Quota("elected_official", 1, 2, 2),
)
ENOUGH = {"resident": 2, "technical_officer": 1, "elected_official": 1}


def make_group(*, organisation: Organisation | None = None, **extra: Any) -> MixedGroup:
    """Return a group of the intercommunality with its seats and its page, nobody in it."""
    make_site()
    today = timezone.localdate()
    home = organisation or make_intercommunality()
    values: dict[str, Any] = {
        "actor": SYSTEM,
        "organisation": home,
        "title": "Groupe mixte du plan climat",
        "question": "Quelles cours d'école rafraîchir les premières ?",
        "mandate": "Écrire la règle de priorité, sans décider du budget.",
        "asked_by": home,
        "term_starts_on": today - timedelta(days=30),
        "term_ends_on": today + timedelta(days=150),
        "reply_due_on": today + timedelta(days=200),
        "contact_phone": "05 36 49 00 11",
    }
    quotas = extra.pop("quotas", QUOTAS)
    group = create_group(**(values | extra))
    set_quotas(actor=SYSTEM, group=group, quotas=quotas)
    return MixedGroup.objects.select_related("space__organisation").get(pk=group.pk)


def page_for(group: MixedGroup) -> MixedGroupPage:
    page = page_of_group(group)
    assert page is not None
    return page


def invite(
    group: MixedGroup, person: Person | None = None, college: str = "resident", **extra: Any
) -> GroupMembership:
    return invite_member(
        actor=SYSTEM,
        group=group,
        person=person or make_person(f"Membre {college}", college=college),
        college=college,
        **extra,
    )


def seat(
    group: MixedGroup, person: Person | None = None, college: str = "resident", **extra: Any
) -> GroupMembership:
    """Return a seated member."""
    membership = invite(group, person, college)
    return answer_invitation(
        actor=Actor(person=membership.person), membership=membership, accept=True, **extra
    )


def fill(group: MixedGroup, counts: dict[str, int] | None = None) -> list[GroupMembership]:
    return [
        seat(group, college=college)
        for college, count in (counts or ENOUGH).items()
        for _number in range(count)
    ]


def make_open_group(**extra: Any) -> MixedGroup:
    """Return a group at work with the minimum of each college."""
    group = make_group(**extra)
    fill(group)
    return open_group(actor=SYSTEM, group=group)


def make_reported_group(*, due_in: int = 30, **extra: Any) -> MixedGroup:
    """Return a group whose report is adopted, its reply due in some days (past if negative)."""
    today = timezone.localdate()
    group = make_open_group(
        term_starts_on=today - timedelta(days=200),
        term_ends_on=today + timedelta(days=5),
        reply_due_on=today + timedelta(days=due_in),
        **extra,
    )
    adopt_report(actor=SYSTEM, group=group, text="Les cours sans ombre passent les premières.")
    return MixedGroup.objects.select_related("space__organisation", "asked_by").get(pk=group.pk)


def by_telephone(group: MixedGroup, name: str = "Marcelle R.") -> Person:
    return make_person(
        name,
        phone="05 36 49 11 22",
        contact_preference="telephone",
        organisation=group.space.organisation,
    )
