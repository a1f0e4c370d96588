"""The delays a body keeps: announced, really waited, and what whoever asked thinks of it."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from civic.cases.enums import FigureScope, SatisfactionReason
from civic.cases.models import AnswerRules, DelayFigure
from civic.cases.selectors.figures import DAYS_COUNTED, latest_figures
from civic.cases.selectors.satisfaction import Opinions, opinions_by
from civic.core.enums import Channel
from civic.core.views.charts import plotly_url
from civic.desk.selectors.calls import kept_calls
from civic.territory.models import Organisation, OrganisationPage

CHART = "graphique"
MEDIAN, NINETIETH = "#3f8f5f", "#b98324"


@require_safe
def delays_kept(request: HttpRequest, page: OrganisationPage) -> HttpResponse:
    """Say in sentences, then in tables, whether the announced delays are kept."""
    organisation = Organisation.objects.defer("boundary").get(pk=page.organisation_id)
    figures = list(latest_figures(organisation.pk))
    departments = _of(figures, FigureScope.DEPARTMENT)
    if CHART in request.GET:
        return JsonResponse(_bars(departments))
    whole = next(iter(_of(figures, FigureScope.ALL)), None)
    fewest = AnswerRules.objects.of(organisation.pk).fewest_answers
    here, library = page.url_of("delays"), plotly_url()
    ranked = [figure for figure in departments if figure.median_days is not None]
    context = {
        "page": page,
        "whole": whole,
        "sentences": sentences_of(whole, fewest) if whole else [],
        "calls": kept_calls(organisation.pk).sentence,
        "fewest": fewest,
        "tables": [
            _table(_("By department"), departments, fewest),
            _table(_("By what is asked"), _of(figures, FigureScope.TYPE), fewest),
            _table(_("By how it was said"), _of(figures, FigureScope.CHANNEL), fewest),
        ],
        "opinions": _opinions(organisation.pk, whole, fewest) if whole else [],
        "drawing": f"{here}?{CHART}=1" if library and len(ranked) > 1 else None,
        "plotly_url": library,
        "drawn": _drawn(ranked),
        "late_url": f"{page.url_of('follow_up')}?etat=en-retard",
        "extra_breadcrumbs": [{"title": _("The delays kept"), "url": here}],
    }
    return render(request, "neighbourhood_councils/delays.html", context)


def _of(figures: list[DelayFigure], scope: FigureScope) -> list[DelayFigure]:
    """Return the figures of a scope: best kept first, then those of too few answers, by name."""
    found = [figure for figure in figures if figure.scope == scope]
    return sorted(
        found,
        key=lambda figure: (
            figure.median_days is None,
            -_share(figure) if figure.median_days is not None else 0,
            name_of(figure).casefold(),
        ),
    )


def _share(figure: DelayFigure) -> int:
    return round(100 * figure.in_time / figure.answered) if figure.answered else 0


def name_of(figure: DelayFigure) -> str:
    """Return what a figure is about, in words."""
    match figure.scope:
        case FigureScope.DEPARTMENT:
            return figure.label or _("not yet assigned")
        case FigureScope.TYPE:
            return figure.label or _("anything else")
        case FigureScope.CHANNEL:
            return str(Channel(figure.key).label) if figure.key in Channel.values else figure.key
        case _:
            return ""


def _number(count: int) -> str:
    return str(formats.number_format(count, force_grouping=True))


def sentences_of(whole: DelayFigure, fewest: int) -> list[str]:
    """Return the figures of a body as sentences, what matters most first."""
    said = []
    if whole.median_days is not None and whole.ninetieth_days is not None:
        said.append(
            ngettext(
                "Of the %(count)s request answered in the past year, half waited %(median)s days "
                "at most, and nine out of ten %(ninetieth)s days at most.",
                "Of the %(count)s requests answered in the past year, half waited %(median)s days "
                "at most, and nine out of ten %(ninetieth)s days at most.",
                whole.answered,
            )
            % {
                "count": _number(whole.answered),
                "median": whole.median_days,
                "ninetieth": whole.ninetieth_days,
            }
        )
        said.append(
            _("%(share)s%% were answered by the announced day (%(in_time)s of %(count)s).")
            % {
                "share": _share(whole),
                "in_time": _number(whole.in_time),
                "count": _number(whole.answered),
            }
        )
    else:
        said.append(
            ngettext(
                "%(count)s request was answered in the past year: below %(fewest)s, no delay is "
                "published.",
                "%(count)s requests were answered in the past year: below %(fewest)s, no delay is "
                "published.",
                whole.answered,
            )
            % {"count": whole.answered, "fewest": fewest}
        )
    if whole.waiting:
        said.append(
            ngettext(
                "%(count)s request waits for its answer, of which %(late)s past the announced day.",
                "%(count)s requests wait for their answer, of which %(late)s past the announced "
                "day.",
                whole.waiting,
            )
            % {"count": _number(whole.waiting), "late": _number(whole.late)}
        )
    if whole.contested:
        said.append(
            ngettext(
                "%(count)s answer was contested.",
                "%(count)s answers were contested.",
                whole.contested,
            )
            % {"count": _number(whole.contested)}
        )
    said.append(_satisfaction(whole, fewest))
    return said


def _satisfaction(whole: DelayFigure, fewest: int) -> str:
    if whole.rated < fewest:
        return _("Fewer than %(fewest)s people have said whether it is settled.") % {
            "fewest": fewest
        }
    return ngettext(
        "Of the %(rated)s person who said it, %(satisfied)s says that it is settled.",
        "Of the %(rated)s people who said it, %(satisfied)s say that it is settled.",
        whole.rated,
    ) % {"rated": _number(whole.rated), "satisfied": _number(whole.satisfied)}


def _table(caption: str, figures: list[DelayFigure], fewest: int) -> dict[str, Any]:
    columns = [
        {"label": caption},
        {"label": _("Announced (working days)"), "numeric": True},
        {"label": _("Requests answered"), "numeric": True},
        {"label": _("By the announced day"), "numeric": True},
        {"label": _("Half within (days)"), "numeric": True},
        {"label": _("Nine out of ten within (days)"), "numeric": True},
        {"label": _("Waiting"), "numeric": True},
        {"label": _("Late"), "numeric": True},
        {"label": _("Settled"), "numeric": True},
    ]
    # A channel announces nothing of its own.
    announces = any(figure.announced_days is not None for figure in figures)
    rows = [_row(figure, fewest, announces=announces) for figure in figures]
    if not announces:
        del columns[1]
    return {"caption": caption, "columns": columns, "rows": rows}


def _row(figure: DelayFigure, fewest: int, *, announces: bool) -> dict[str, Any]:
    enough = figure.median_days is not None
    few = _("too few")
    cells = [
        name_of(figure)[:1].upper() + name_of(figure)[1:],
        *([_or_dash(figure.announced_days)] if announces else []),
        _number(figure.answered),
        f"{_share(figure)}\N{NO-BREAK SPACE}%" if enough else few,
        _or_dash(figure.median_days) if enough else few,
        _or_dash(figure.ninetieth_days) if enough else few,
        _number(figure.waiting),
        _number(figure.late),
        f"{round(100 * figure.satisfied / figure.rated)}\N{NO-BREAK SPACE}% ({figure.rated})"
        if figure.rated >= fewest
        else few,
    ]
    return {"cells": [{"text": text} for text in cells]}


def _opinions(organisation_id: int, whole: DelayFigure, fewest: int) -> list[dict[str, Any]]:
    """Return what people think of, as a table per department and one per type."""
    since = whole.day - timedelta(days=DAYS_COUNTED)
    captions = {
        FigureScope.DEPARTMENT: (_("What people think of, by department"), _("not yet assigned")),
        FigureScope.TYPE: (_("What people think of, by what is asked"), _("anything else")),
    }
    columns = [
        {"label": _("Settled")},
        *({"label": capfirst(label)} for label in SatisfactionReason.labels),
    ]
    return [
        {
            "caption": caption,
            "columns": [{"label": caption}, *columns],
            "rows": [_opinion(one, nobody) for one in found],
        }
        for scope, (caption, nobody) in captions.items()
        if (found := opinions_by(organisation_id, scope, since, whole.day, fewest=fewest))
    ]


def _opinion(said: Opinions, nobody: str) -> dict[str, Any]:
    share = round(100 * said.satisfied / said.rated)
    cells = [
        capfirst(said.label or nobody),
        f"{share}\N{NO-BREAK SPACE}% ({_number(said.rated)})",
        *(
            _("pleased: %(pleased)s, displeased: %(displeased)s")
            % {"pleased": said.pleased_by[one], "displeased": said.displeased_by[one]}
            for one in SatisfactionReason.values
        ),
    ]
    return {"cells": [{"text": text} for text in cells]}


def _or_dash(count: int | None) -> str:
    return "–" if count is None else str(count)


def _drawn(ranked: list[DelayFigure]) -> str:
    if not ranked:
        return ""
    best = min(ranked, key=lambda figure: figure.median_days or 0)
    slowest = max(ranked, key=lambda figure: figure.median_days or 0)
    return _(
        "Half of the answers of « %(best)s » came within %(few)s days, of « %(slowest)s » within "
        "%(many)s."
    ) % {
        "best": name_of(best),
        "few": best.median_days,
        "slowest": name_of(slowest),
        "many": slowest.median_days,
    }


def _bars(departments: list[DelayFigure]) -> dict[str, Any]:
    """Return the drawing: the two delays of each department that answered enough."""
    ranked = [figure for figure in departments if figure.median_days is not None]
    names = [name_of(figure) for figure in reversed(ranked)]
    bars = [
        (_("half within"), MEDIAN, [figure.median_days for figure in reversed(ranked)]),
        (_("nine out of ten within"), NINETIETH, [f.ninetieth_days for f in reversed(ranked)]),
    ]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "y": names,
                "x": values,
                "marker": {"color": colour},
            }
            for name, colour, values in bars
        ],
        "layout": {
            "height": 120 + 56 * len(names),
            "margin": {"l": 8, "r": 8, "t": 8, "b": 40},
            "xaxis": {"title": {"text": _("days")}},
            "yaxis": {"automargin": True},
            "legend": {"orientation": "h", "traceorder": "normal"},
        },
    }
