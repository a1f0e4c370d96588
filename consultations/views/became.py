"""What became of what was said: the whole in figures, then each contribution with its trail."""

from collections import Counter
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.accounts.enums import College
from civic.core.enums import Channel
from civic.core.logic.numbers import written_number
from civic.core.services.keeping import kept_key
from civic.core.views.charts import plotly_url
from civic.decisions.enums import CommitmentState

from ..enums import Fate
from ..models import Consultation, ConsultationPage
from ..policies import can_see
from ..selectors.became import Became, Coverage, TrailLine, became, trail_page
from .calling import actor_of
from .trails import SHAPES

FILTER = "devenir"
CHART = "flux"
ENDED = (Fate.KEPT, Fate.ADAPTED, Fate.ASIDE, Fate.HANDED_OVER)
STATE_OF_FATE = {
    Fate.KEPT: "accepted",
    Fate.ADAPTED: "adapted",
    Fate.ASIDE: "not_retained",
    Fate.HANDED_OVER: "handed_over",
    Fate.WAITING: "waiting",
    Fate.WITHDRAWN: "withdrawn",
    Fate.CLOSED_BEFORE: "closed_before",
}
# Readable on the light and on the dark ground; the words beside them say the same.
COLOURS = {
    Fate.KEPT: "#3f8f5f",
    Fate.ADAPTED: "#b98324",
    Fate.ASIDE: "#a0605c",
    Fate.HANDED_OVER: "#6f7fb5",
    Fate.WAITING: "#8b8b86",
}
NEUTRAL, LINK = "#7d8b94", "rgba(125, 139, 148, 0.35)"


def became_of_it(request: HttpRequest, page: ConsultationPage) -> HttpResponse:
    """Show what became of what was said in a consultation, as sentences, figures and trails."""
    consultation = Consultation.objects.select_related("space").get(pk=page.consultation_id)
    if not can_see(actor_of(request), consultation):
        raise Http404
    whole = became(consultation.space, timezone.localdate())
    if CHART in request.GET:
        return JsonResponse(_sankey(whole))
    asked = request.GET.get(FILTER, "")
    fate = asked if asked in Fate.values else ""
    here, library = page.url_of("became"), plotly_url()
    number = request.GET.get("page", "1")
    # Lazy: while the page is kept for everybody, no trail is read.
    lines: Any = SimpleLazyObject(lambda: trail_page(consultation.space, fate, number))
    context = {
        "page": page,
        "consultation": consultation,
        "sentences": sentences_of(whole),
        "flows": _flow_table(whole),
        "drawing": f"{here}?{CHART}=1" if library else None,
        "plotly_url": library,
        "coverage": [
            _coverage_table(whole.by_channel, Channel, _("How it was said")),
            _coverage_table(whole.by_college, College, _("Who said it")),
        ],
        "tabs": _tabs(here, whole, fate),
        "rows": SimpleLazyObject(lambda: [_row(line) for line in lines]),
        "lines": lines,
        "total": whole.total,
        "kept_key": kept_key(request, "became", page.pk, fate, number),
        "extra_breadcrumbs": [{"title": _("What became of it"), "url": here}],
    }
    return render(request, "consultations/became.html", context)


def sentences_of(whole: Became) -> list[str]:
    """Return the figures as sentences, what matters most first."""
    if not whole.total:
        return []
    coverage, said = whole.coverage, [_answered(whole)]
    if coverage.delays.median is not None and coverage.delays.ninetieth is not None:
        said.append(
            _(
                "Half of the answers came within %(median)s days, nine out of ten within "
                "%(ninetieth)s."
            )
            % {"median": coverage.delays.median, "ninetieth": coverage.delays.ninetieth}
        )
    if coverage.oldest_days is not None:
        said.append(
            ngettext(
                "The oldest without an answer has been waiting for %(days)s day.",
                "The oldest without an answer has been waiting for %(days)s days.",
                coverage.oldest_days,
            )
            % {"days": coverage.oldest_days}
        )
    if whole.works:
        done = whole.works[CommitmentState.DONE]
        said.append(
            ngettext(
                "%(count)s contribution has led to works; for %(done)s of them they are done.",
                "%(count)s contributions have led to works; for %(done)s of them they are done.",
                whole.works.total(),
            )
            % {"count": written_number(whole.works.total()), "done": written_number(done)}
        )
    return said


def _answered(whole: Became) -> str:
    parts = [
        _("%(count)s %(fate)s") % {"count": written_number(whole.fates[fate]), "fate": fate.label}
        for fate in ENDED
        if whole.fates[fate]
    ]
    sentence = ngettext(
        "%(answered)s of %(owed)s contribution has its argued answer",
        "%(answered)s of the %(owed)s contributions have their argued answer",
        whole.coverage.owed,
    ) % {
        "answered": written_number(whole.coverage.answered),
        "owed": written_number(whole.coverage.owed),
    }
    if not parts:
        return f"{sentence}."
    return _("%(sentence)s: %(details)s.") % {"sentence": sentence, "details": ", ".join(parts)}


def _flow_table(whole: Became) -> dict[str, Any]:
    """Return the drawing as a table: one line per theme, one column per fate."""
    fates = [fate for fate in Fate if whole.fates[fate]]
    themes: dict[str, Counter[str]] = {}
    for (_channel, theme, fate, _works), count in whole.flows.items():
        themes.setdefault(theme, Counter())[fate] += count
    rows = [
        {
            "cells": [
                {"text": theme or _("no theme")},
                *({"text": written_number(counts[fate])} for fate in fates),
                {"text": written_number(counts.total())},
            ]
        }
        for theme, counts in sorted(themes.items(), key=lambda entry: -entry[1].total())
    ]
    columns = [{"label": _("Theme")}, *({"label": f.label, "numeric": True} for f in fates)]
    return {"columns": [*columns, {"label": _("All"), "numeric": True}], "rows": rows}


def _coverage_table(groups: dict[str, Coverage], choices: Any, label: str) -> dict[str, Any]:
    columns = [
        {"label": label},
        {"label": _("With an answer"), "numeric": True},
        {"label": _("Half within"), "numeric": True},
        {"label": _("Nine in ten within"), "numeric": True},
        {"label": _("Late"), "numeric": True},
        {"label": _("Oldest waiting"), "numeric": True},
    ]
    rows = [
        {
            "cells": [
                {"text": str(choices(value).label).capitalize()},
                {"text": _answered_of(coverage)},
                {"text": _days(coverage.delays.median)},
                {"text": _days(coverage.delays.ninetieth)},
                {"text": written_number(coverage.late)},
                {"text": _days(coverage.oldest_days)},
            ]
        }
        for value, coverage in sorted(groups.items(), key=lambda entry: -entry[1].owed)
    ]
    return {"caption": label, "columns": columns, "rows": rows}


def _answered_of(coverage: Coverage) -> str:
    words = {
        "answered": written_number(coverage.answered),
        "owed": written_number(coverage.owed),
        "share": coverage.share,
    }
    return _("%(answered)s of %(owed)s (%(share)s%%)") % words


def _days(days: int | None) -> str:
    return "–" if days is None else ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _tabs(here: str, whole: Became, chosen: str) -> list[dict[str, Any]]:
    counts = whole.fates | Counter({Fate.WORKS: whole.works.total()})
    offered = [("", _("all"), whole.total)]
    offered += [(fate.value, str(fate.label), counts[fate]) for fate in Fate if counts[fate]]
    return [
        {
            "label": label,
            "count": count,
            "url": f"{here}?{urlencode({FILTER: value})}#trails" if value else f"{here}#trails",
            "current": value == chosen,
        }
        for value, label, count in offered
    ]


def _row(line: TrailLine) -> dict[str, Any]:
    return {
        "line": line,
        "channel": line.channel if line.channel != Channel.ONLINE else "",
        "college": str(College(line.college).label),
        "fate": STATE_OF_FATE[Fate(line.fate)],
        "fate_label": str(Fate(line.fate).label),
        "steps": [
            {
                "shape": SHAPES.get(step.kind, "received"),
                "label": step.label,
                "title": step.title,
                "url": step.url,
            }
            for step in line.steps
        ],
    }


def _sankey(whole: Became) -> dict[str, Any]:
    """Return the drawing of the flows: how it was said, about what, what became of it, works."""
    links: Counter[tuple[tuple[int, str], tuple[int, str]]] = Counter()
    for (channel, theme, fate, works), count in whole.flows.items():
        stops = [(0, channel), (1, theme), (2, fate)]
        if works:
            stops.append((3, works))
        for start, end in pairwise(stops):
            links[start, end] += count
    nodes = list(dict.fromkeys(stop for link in links for stop in link))
    place = {stop: number for number, stop in enumerate(nodes)}
    return {
        "data": [
            {
                "type": "sankey",
                "node": {
                    "label": [_stop(*stop) for stop in nodes],
                    "color": [COLOURS.get(value, NEUTRAL) for _column, value in nodes],  # type: ignore[call-overload]
                    # A line of words: the labels of the smallest stops do not cover each other.
                    "pad": 20,
                    "thickness": 14,
                },
                "link": {
                    "source": [place[start] for start, _end in links],
                    "target": [place[end] for _start, end in links],
                    "value": list(links.values()),
                    "color": LINK,
                },
            }
        ],
        "layout": {"height": 520, "margin": {"l": 8, "r": 8, "t": 8, "b": 8}},
    }


def _stop(column: int, value: str) -> str:
    match column:
        case 0:
            return str(Channel(value).label).capitalize()
        case 1:
            return value or _("no theme")
        case 2:
            return str(Fate(value).label).capitalize()
        case _:
            return _("Works: %(state)s") % {"state": CommitmentState(value).label}
