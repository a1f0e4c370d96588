"""Many people speak at once, or one person's form is sent many times at once."""

import uuid
from collections.abc import Callable

import pytest

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.cases.models import Case
from civic.core.models import Event
from civic.participation.models import Activity, Contribution
from civic.participation.services.contributions import submit_contribution
from tests.factories.participation import make_activity
from tests.integration.discussion.races import people, real_transactions, together

__all__ = ["real_transactions"]

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("real_transactions")]


def job(activity: Activity, person: Person, key: uuid.UUID) -> Callable[[], object]:
    return lambda: submit_contribution(
        actor=Actor(person=person),
        activity=Activity.objects.select_related("space__organisation").get(pk=activity.pk),
        person=person,
        title="Des bancs à l'ombre sur la place",
        text="Les anciens ne s'arrêtent plus l'été : il n'y a que du soleil.",
        submission_key=key,
    )


def test_one_form_sent_eight_times_at_once_leaves_one_proposal_and_one_case() -> None:
    activity, [person], key = make_activity(), people(1), uuid.uuid4()
    assert together([job(activity, person, key) for _click in range(8)], workers=8) == []
    assert Contribution.objects.count() == Case.objects.count() == 1
    activity.refresh_from_db()
    assert activity.contributions_count == 1


def test_forty_people_at_once_are_all_kept_counted_and_numbered() -> None:
    activity = make_activity()
    assert together([job(activity, person, uuid.uuid4()) for person in people(40)]) == []
    activity.refresh_from_db()
    assert activity.contributions_count == Contribution.objects.count() == 40
    assert Case.objects.values("number").distinct().count() == 40
    numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 81))
