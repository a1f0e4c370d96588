"""Many people accept the last seats at once: none sits beyond the maximum."""

from collections.abc import Callable

import pytest

from civic.accounts.policies import Actor
from civic.core.exceptions import Refusal
from tests.factories.mixed_groups import invite, make_group
from tests.integration.discussion.races import people, real_transactions, together
from workshops.logic.seats import Quota
from workshops.models import GroupMembership
from workshops.selectors.groups import seated_by_college
from workshops.services.group_members import answer_invitation

__all__ = ["real_transactions"]

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("real_transactions")]


def accept(row: GroupMembership) -> Callable[[], object]:
    return lambda: answer_invitation(
        actor=Actor(person=row.person),
        membership=GroupMembership.objects.select_related("group__space__organisation").get(
            pk=row.pk
        ),
        accept=True,
    )


def test_twenty_people_accept_five_seats_at_once_and_five_sit() -> None:
    group = make_group(quotas=[Quota("resident", 1, 5, 5)])
    rows = [invite(group, person) for person in people(20)]
    errors = together([accept(row) for row in rows], workers=10)
    assert len(errors) == 15
    assert all(isinstance(error, Refusal) and error.code == "full" for error in errors)
    assert seated_by_college(group) == {"resident": 5}


def test_one_person_accepting_eight_times_at_once_takes_one_seat() -> None:
    group = make_group(quotas=[Quota("resident", 1, 5, 5)])
    row = invite(group, people(1)[0])
    assert together([accept(row) for _click in range(8)], workers=8) == []
    assert seated_by_college(group) == {"resident": 1}
