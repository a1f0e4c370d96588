"""Three hundred requests in the words of residents reach the body and the department in charge.

They were written before the words of the demonstration were completed: one in two served to
complete them, the others measure.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from civic.accounts.policies import SYSTEM
from civic.cases.enums import CaseOrigin
from civic.cases.selectors import Route, route_for, suggest_types
from civic.cases.services.cases import open_case
from civic.cases.services.routing import route_case, transfer_case
from civic.demo.logic.content import Calendar
from civic.demo.services.territory import load_territory
from civic.demo.services.world import World
from civic.territory.models import Competence, CompetenceHolder, Organisation
from civic.territory.selectors import holder_for

pytestmark = pytest.mark.django_db

LABELLED = Path(__file__).with_name("requests_labelled.jsonl")
ENOUGH = 0.9


@pytest.fixture
def answered(db: None) -> list[tuple[dict[str, str], CompetenceHolder, Route]]:
    """Each labelled request, who holds its competence, and where its words lead."""
    load_territory(World(calendar=Calendar(timezone.now(), settings.TIME_ZONE)))
    communes = {row.slug: row for row in Organisation.objects.all()}
    competences = {row.code: row for row in Competence.objects.all()}

    def read() -> Iterator[tuple[dict[str, str], Any, Route]]:
        for line in LABELLED.read_text(encoding="utf-8").splitlines():
            asked = json.loads(line)
            commune = communes[asked["commune"]]
            guessed = suggest_types(asked["text"])
            route = route_for(guessed[0].request_type if guessed else None, commune)
            yield asked, holder_for(competences[asked["competence"]], commune), route

    return list(read())


def is_right(holder: CompetenceHolder, route: Route) -> bool:
    return (holder.holder, holder.department) == (route.organisation, route.department)


def test_nine_requests_in_ten_reach_the_right_department(answered) -> None:
    right = [is_right(holder, route) for _asked, holder, route in answered]
    assert len(right) == 300
    assert sum(right) / len(right) >= ENOUGH
    unseen = right[1::2]
    assert sum(unseen) / len(unseen) >= ENOUGH


def test_every_miss_is_mended_in_one_action(answered) -> None:
    misses = [(holder, route) for _asked, holder, route in answered if not is_right(holder, route)]
    assert misses
    for holder, route in misses:
        case = open_case(
            origin=CaseOrigin.REQUEST, organisation=route.organisation, department=route.department
        )
        if holder.holder == route.organisation:
            mended = route_case(
                actor=SYSTEM,
                case=case,
                department=holder.department,
                reason="C’est à ce service de répondre.",
            )
        else:
            mended = transfer_case(
                actor=SYSTEM,
                case=case,
                organisation=holder.holder,
                department=holder.department,
                reason="C’est à eux de répondre.",
            )
        assert (mended.organisation, mended.department) == (holder.holder, holder.department)
        assert (mended.number, mended.promised_on) == (case.number, case.promised_on)
