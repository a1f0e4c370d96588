"""The delays an organisation really kept: counted by the database, the same on both engines."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q, QuerySet

from civic.territory.models import CityDepartment, Organisation

from ..enums import OPEN_STATES, CaseOrigin, FigureScope
from ..models import Case, DelayFigure, RequestType
from ..querysets import is_late

DAYS_COUNTED = 365

# What each figure groups by, in the statement below and in the queries of what waits.
_COLUMNS = {
    FigureScope.ALL: ("''", None),
    FigureScope.DEPARTMENT: ("COALESCE(CAST(c.department_id AS TEXT), '')", "department_id"),
    FigureScope.TYPE: (
        "COALESCE(CAST(r.request_type_id AS TEXT), '')",
        "request__request_type_id",
    ),
    FigureScope.CHANNEL: ("r.channel", "request__channel"),
}
_DAYS = {
    "postgresql": "COALESCE(c.first_answered_on, c.answered_on) - c.received_on",
    "sqlite": "CAST(julianday(COALESCE(c.first_answered_on, c.answered_on)) "
    "- julianday(c.received_on) AS INTEGER)",
}
# Nearest rank, as percentile_disc of PostgreSQL: a delay somebody really waited.
_STATEMENT = """
WITH delays AS (
  SELECT {key} AS key, {days} AS days,
    CASE WHEN COALESCE(c.first_answered_on, c.answered_on) <= c.promised_on THEN 1 ELSE 0 END
      AS in_time,
    CASE WHEN c.review_asked_on IS NULL THEN 0 ELSE 1 END AS contested,
    CASE WHEN s.id IS NULL THEN 0 ELSE 1 END AS rated,
    CASE WHEN s.is_satisfied THEN 1 ELSE 0 END AS satisfied
  FROM cases_case c
  JOIN cases_request r ON r.case_id = c.id
  LEFT JOIN cases_satisfaction s ON s.case_id = c.id
  LEFT JOIN cases_duplicatelink d ON d.duplicate_id = r.id
  WHERE c.organisation_id = %s AND c.state IN ('answered', 'review')
    AND c.promised_on IS NOT NULL AND r.channel <> 'import' AND d.id IS NULL
    AND COALESCE(c.first_answered_on, c.answered_on) > %s
    AND COALESCE(c.first_answered_on, c.answered_on) <= %s
), ranked AS (
  SELECT delays.*, ROW_NUMBER() OVER (PARTITION BY key ORDER BY days) AS rank,
    COUNT(*) OVER (PARTITION BY key) AS n
  FROM delays
)
SELECT key, MAX(n), SUM(in_time), SUM(contested), SUM(rated), SUM(satisfied),
  MAX(CASE WHEN rank = (50 * n + 99) / 100 THEN days END),
  MAX(CASE WHEN rank = (90 * n + 99) / 100 THEN days END)
FROM ranked GROUP BY key ORDER BY key
"""


@dataclass(frozen=True)
class Delays:
    """What was answered in the year before a day, for one department, type or channel."""

    answered: int = 0
    in_time: int = 0
    contested: int = 0
    rated: int = 0
    satisfied: int = 0
    median_days: int | None = None
    ninetieth_days: int | None = None


def delays_by(
    organisation_id: int, scope: FigureScope, since: date, until: date
) -> dict[str, Delays]:
    """Return the delays of the requests answered after `since` and up to `until`, in one query.

    The first answer counts: a contest changes nothing to it. What was promised nothing (closed
    before the site, withdrawn) and what comes from a table, whose wait began elsewhere, is left
    out, and so is what repeats an earlier request; nothing closes by itself.
    """
    key, _path = _COLUMNS[scope]
    # Names of this module only: nothing a person typed comes here.
    statement = _STATEMENT.format(key=key, days=_DAYS[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute(statement, [organisation_id, since, until])
        return {str(row[0]): Delays(*row[1:]) for row in cursor.fetchall()}


def waiting_by(organisation_id: int, scope: FigureScope, day: date) -> dict[str, tuple[int, int]]:
    """Return how many requests wait, and how many of them are late, in one query."""
    _key, path = _COLUMNS[scope]
    waiting = (
        Case.objects.filter(
            organisation_id=organisation_id, origin=CaseOrigin.REQUEST, state__in=OPEN_STATES
        )
        .once()
        .order_by()
    )
    counts = {"waiting": Count("pk"), "late": Count("pk", filter=is_late(day))}
    if path is None:
        found = waiting.aggregate(**counts)
        return {"": (found["waiting"], found["late"])}
    rows = waiting.values(path).annotate(**counts).values_list(path, "waiting", "late")
    return {"" if key is None else str(key): (count, late) for key, count, late in rows}


def names_of(scope: FigureScope, keys: set[str]) -> dict[str, str]:
    """Return what departments or types are called, by key."""
    named = {FigureScope.DEPARTMENT: CityDepartment, FigureScope.TYPE: RequestType}.get(scope)
    if named is None:
        return {}
    found = named._default_manager.filter(pk__in=[int(key) for key in keys if key])
    return {str(key): name for key, name in found.values_list("pk", "name")}


def latest_figures(organisation_id: int) -> "QuerySet[DelayFigure]":
    """Return the last figures taken for an organisation, in one query."""
    last = DelayFigure.objects.filter(organisation_id=organisation_id).order_by("-day")
    return DelayFigure.objects.filter(organisation_id=organisation_id, day=last.values("day")[:1])


def organisations_without_figures(day: date) -> "QuerySet[Organisation]":
    """Return the organisations that hold requests and whose figures of a day are not taken."""
    holders = Case.objects.filter(origin=CaseOrigin.REQUEST).order_by().values("organisation_id")
    return Organisation.objects.filter(Q(pk__in=holders)).exclude(delay_figures__day=day)
