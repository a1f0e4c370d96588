"""The indicator « always the same people? », where a page asks for it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from civic.core.enums import Channel
from civic.participation.models import Space

from ..logic.sameness import (
    Sameness,
    concentration_sentence,
    newcomers_sentence,
    shown_count,
    shown_share,
    speech_sentence,
    suggestion,
)
from ..selectors import sameness_of

register = template.Library()


@register.inclusion_tag("analysis/sameness.html")
def sameness(
    space: Space,
    turns: Sequence[float] = (),
    known: Sequence[str] = (),
    advice: str = "",
) -> dict[str, Any]:
    """Show the indicator of a space.

    `known` are sentences the page counted itself, said before the others; `advice` is what the
    page would suggest, which comes before what the indicator would.
    """
    found = sameness_of(space, turns)
    said = [*known]
    if found.is_known or not known:
        said.append(newcomers_sentence(found))
    said += [text for text in (concentration_sentence(found), speech_sentence(found)) if text]
    suggested = advice or ("" if known and not found.is_known else suggestion(found))
    return {
        "known": found.is_known,
        "sentence": said[0],
        "others": said[1:],
        "suggestion": "" if space.archived_at else suggested,
        "columns": [
            {"label": _("Way of taking part")},
            {"label": _("People"), "numeric": True},
            {"label": _("For the first time"), "numeric": True},
        ],
        "rows": [{"cells": cells} for cells in _rows(found)],
        "months": _months(found),
        "overlaps": found.overlaps,
    }


def _rows(found: Sameness) -> list[list[dict[str, str]]]:
    return [
        [
            {"text": str(Channel(one.channel).label).capitalize()},
            {"text": shown_count(one.people)},
            {"text": shown_share(one.newcomers)},
        ]
        for one in found.channels
    ]


def _months(found: Sameness) -> list[dict[str, str]]:
    # One month alone is not a movement.
    if len(found.months) < 2:
        return []
    return [
        {"month": formats.date_format(_first_day(month), "F Y"), "share": shown_share(share)}
        for month, share in found.months
        if share.is_known
    ]


def _first_day(month: str) -> date:
    year, _separator, number = month.partition("-")
    return date(int(year), int(number), 1)
