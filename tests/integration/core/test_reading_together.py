"""Rows of several models, read in one query and yet as each would be alone."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from civic.core.querysets import read_together
from tests.factories.mixed_groups import make_group
from workshops.models import (
    CollegeQuota,
    Derogation,
    GroupDocument,
    PopulationShare,
    ReferencePopulation,
)

pytestmark = pytest.mark.django_db


def values_of(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_dates_hours_numbers_and_words_are_those_of_the_rows(count_queries: Any) -> None:
    group = make_group()
    population = ReferencePopulation.objects.create(
        group=group,
        criterion="gender",
        label='« l’habitant » "&" 𝒃',
        source="Insee",
        as_of=date(2026, 2, 28),
    )
    PopulationShare.objects.create(
        population=population, category="woman", percent=Decimal("52.25")
    )
    Derogation.objects.create(
        group=group,
        college="resident",
        minimum=2,
        seated=1,
        reason="Deux lignes\nde raison, et davantage.",
        decided_at=timezone.now() - timedelta(microseconds=1),
    )
    asked = [
        GroupDocument.objects.none(),
        CollegeQuota.objects.filter(group=group).order_by("-pk"),
        Derogation.objects.filter(group=group),
        ReferencePopulation.objects.filter(group=group),
        PopulationShare.objects.filter(population__group=group),
    ]
    # SQLite is asked once, for the whole process, whether it knows JSON.
    assert connection.features.supports_json_field
    with count_queries() as queries:
        found = read_together(*asked)
    assert len(queries) == 1
    assert [len(rows) for rows in found] == [0, 3, 1, 1, 1]
    for rows, queryset in zip(found, asked, strict=True):
        assert [values_of(row) for row in rows] == [
            values_of(row) for row in queryset.order_by("pk")
        ]
        assert not any(row._state.adding for row in rows)


def test_nothing_to_read_is_no_query(count_queries: Any) -> None:
    with count_queries() as queries:
        assert read_together(GroupDocument.objects.none()) == [[]]
    assert len(queries) == 0
