"""Take the delay figures of a day: once, then they are read."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from civic.core.querysets import locked
from civic.territory.models import Organisation

from ..enums import CaseOrigin, FigureScope
from ..models import AnswerRules, DelayFigure
from ..selectors import announced_days
from ..selectors.figures import (
    DAYS_COUNTED,
    Delays,
    delays_by,
    names_of,
    organisations_without_figures,
    waiting_by,
)


def take_delay_figures(moment: datetime) -> int:
    """Take the figures of the day of each organisation that has none yet; return how many."""
    day = timezone.localdate(moment)
    taken = 0
    for organisation in organisations_without_figures(day).defer("boundary").order_by("pk"):
        taken += bool(take_figures_of(organisation=organisation, day=day))
    return taken


def take_figures_of(*, organisation: Organisation, day: date) -> list[DelayFigure]:
    """Replace the figures of an organisation for a day."""
    fewest = AnswerRules.objects.of(organisation.pk).fewest_answers
    figures = [
        figure for scope in FigureScope for figure in _figures(organisation, scope, day, fewest)
    ]
    with transaction.atomic():
        locked(Organisation.objects.filter(pk=organisation.pk)).get()
        DelayFigure.objects.filter(organisation=organisation, day=day).delete()
        return DelayFigure.objects.bulk_create(figures)


def _figures(
    organisation: Organisation, scope: FigureScope, day: date, fewest: int
) -> list[DelayFigure]:
    answered = delays_by(organisation.pk, scope, day - timedelta(days=DAYS_COUNTED), day)
    waiting = waiting_by(organisation.pk, scope, day)
    keys = set(answered) | set(waiting) | ({""} if scope == FigureScope.ALL else set())
    names = names_of(scope, keys)
    figures = []
    for key in sorted(keys):
        found = answered.get(key, Delays())
        count, late = waiting.get(key, (0, 0))
        enough = found.answered >= fewest
        figures.append(
            DelayFigure(
                organisation=organisation,
                day=day,
                scope=scope,
                key=key,
                label=names.get(key, "")[:120],
                answered=found.answered,
                in_time=found.in_time,
                median_days=found.median_days if enough else None,
                ninetieth_days=found.ninetieth_days if enough else None,
                announced_days=_announced(organisation, scope, key),
                waiting=count,
                late=late,
                contested=found.contested,
                rated=found.rated,
                satisfied=found.satisfied,
            )
        )
    return figures


def _announced(organisation: Organisation, scope: FigureScope, key: str) -> int | None:
    if scope == FigureScope.DEPARTMENT:
        return announced_days(organisation.pk, int(key) if key else None, CaseOrigin.REQUEST)
    if scope == FigureScope.TYPE:
        return announced_days(organisation.pk, None, CaseOrigin.REQUEST, int(key) if key else None)
    return None
