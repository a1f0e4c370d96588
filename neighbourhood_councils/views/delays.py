"""The delays a body keeps: announced, really waited, and what whoever asked thinks of it."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from civic.cases.enums import FigureScope, SatisfactionReason
from civic.cases.models import AnswerRules, DelayFigure
from civic.cases.selectors.figures import DAYS_COUNTED, latest_figures
from civic.cases.selectors.satisfaction import Opinions, opinions_by
from civic.core.enums import Channel
from civic.core.logic.numbers import written_number
from civic.core.views.charts import plotly_url
from civic.desk.selectors.calls import kept_calls
from civic.territory.models import CityDepartment, Organisation, OrganisationPage

from ..selectors.follow_up_query import NO_DEPARTMENT

CHART = "graphique"
ROWS_SHOWN = 10
VIEWS = {"": FigureScope.DEPARTMENT, "demande": FigureScope.TYPE, "canal": FigureScope.CHANNEL}
MEDIAN, NINETIETH = "#3f8f5f", "#b98324"


@require_safe
def delays_kept(request: HttpRequest, page: OrganisationPage) -> HttpResponse:
    """Say in sentences, then in tables, whether the announced delays are kept."""
    organisation = Organisation.objects.defer("boundary").get(pk=page.organisation_id)
    figures = list(latest_figures(organisation.pk))
    departments = _of(figures, FigureScope.DEPARTMENT)
    by = request.GET.get("par", "")
    by = by if by in VIEWS else ""
    scope = VIEWS[by]
    if CHART in request.GET:
        return JsonResponse(_bars(departments))
    whole = next(iter(_of(figures, FigureScope.ALL)), None)
    fewest = AnswerRules.objects.of(organisation.pk).fewest_answers
    here, library = page.url_of("delays"), plotly_url()
    ranked = [figure for figure in departments if figure.median_days is not None]
    rows = Paginator(_of(figures, scope), ROWS_SHOWN).get_page(request.GET.get("page"))
    opinions = _opinions(organisation.pk, scope, whole, fewest) if whole else []
    context = {
        "page": page,
        "whole": whole,
        "sentences": sentences_of(whole, fewest) if whole else [],
        "calls": kept_calls(organisation.pk).sentence,
        "fewest": fewest,
        "late": _late(departments, f"{page.url_of('follow_up')}?etat=en-retard"),
        "tabs": [
            {"label": _view_label(name), "url": f"{_address(name)}#details", "current": name == by}
            for name in VIEWS
        ],
        "rows": rows,
        "table": _table(_view_label(by), list(rows), fewest),
        "opinion_rows": (
            found := Paginator(opinions, ROWS_SHOWN).get_page(request.GET.get("avis"))
        ),
        "opinion_table": _opinion_table(scope, list(found)),
        "drawing": f"{here}?{CHART}=1" if library and not by and len(ranked) > 1 else None,
        "plotly_url": library,
        "drawn": _drawn(ranked),
        "late_url": f"{page.url_of('follow_up')}?etat=en-retard",
        "extra_breadcrumbs": [{"title": _("The delays kept"), "url": here}],
    }
    return render(request, "neighbourhood_councils/delays.html", context)


def _view_label(name: str) -> str:
    match VIEWS[name]:
        case FigureScope.TYPE:
            return _("By what is asked")
        case FigureScope.CHANNEL:
            return _("By how it was said")
        case _:
            return _("By department")


def _address(by: str) -> str:
    return f"?{urlencode({'par': by})}" if by else "?"


def _late(departments: list[DelayFigure], table_url: str) -> list[dict[str, str]]:
    """Return who is late, the most first, each with the way to its requests."""
    behind = sorted(
        (figure for figure in departments if figure.late),
        key=lambda figure: (-figure.late, name_of(figure).casefold()),
    )
    keys = [int(figure.key) for figure in behind if figure.key]
    slugs = dict(CityDepartment.objects.filter(pk__in=keys).values_list("pk", "slug"))
    lines = []
    for figure in behind:
        slug = slugs.get(int(figure.key), "") if figure.key else NO_DEPARTMENT
        said = ngettext(
            "%(late)s late, of %(waiting)s that waits",
            "%(late)s late, of %(waiting)s that wait",
            figure.waiting,
        ) % {"late": written_number(figure.late), "waiting": written_number(figure.waiting)}
        lines.append(
            {
                "name": capfirst(name_of(figure)),
                "said": said,
                "url": f"{table_url}&{urlencode({'service': slug})}" if slug else "",
            }
        )
    return lines


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
                "count": written_number(whole.answered),
                "median": written_number(whole.median_days),
                "ninetieth": written_number(whole.ninetieth_days),
            }
        )
        said.append(
            _("%(share)s%% were answered by the announced day (%(in_time)s of %(count)s).")
            % {
                "share": _share(whole),
                "in_time": written_number(whole.in_time),
                "count": written_number(whole.answered),
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
            % {"count": written_number(whole.waiting), "late": written_number(whole.late)}
        )
    if whole.contested:
        said.append(
            ngettext(
                "%(count)s answer was contested.",
                "%(count)s answers were contested.",
                whole.contested,
            )
            % {"count": written_number(whole.contested)}
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
    ) % {"rated": written_number(whole.rated), "satisfied": written_number(whole.satisfied)}


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
        written_number(figure.answered),
        f"{_share(figure)}\N{NO-BREAK SPACE}%" if enough else few,
        _or_dash(figure.median_days) if enough else few,
        _or_dash(figure.ninetieth_days) if enough else few,
        written_number(figure.waiting),
        written_number(figure.late),
        _share_of(figure.satisfied, figure.rated) if figure.rated >= fewest else few,
    ]
    return {"cells": [{"text": text, "quiet": text == few} for text in cells]}


def _opinions(
    organisation_id: int, scope: FigureScope, whole: DelayFigure, fewest: int
) -> list[Opinions]:
    """Return what people think of, by department or by type; nothing by channel."""
    if scope == FigureScope.CHANNEL:
        return []
    since = whole.day - timedelta(days=DAYS_COUNTED)
    return opinions_by(organisation_id, scope, since, whole.day, fewest=fewest)


def _opinion_table(scope: FigureScope, found: list[Opinions]) -> dict[str, Any]:
    if scope == FigureScope.TYPE:
        caption, nobody = _("What people think of, by what is asked"), _("anything else")
    else:
        caption, nobody = _("What people think of, by department"), _("not yet assigned")
    columns = [caption, _("Settled"), *map(capfirst, SatisfactionReason.labels)]
    return {
        "caption": caption,
        "columns": [{"label": label} for label in columns],
        "rows": [_opinion(one, nobody) for one in found],
    }


def _opinion(said: Opinions, nobody: str) -> dict[str, Any]:
    cells = [
        capfirst(said.label or nobody),
        _share_of(said.satisfied, said.rated),
        *(
            _("pleased: %(pleased)s, displeased: %(displeased)s")
            % {
                "pleased": written_number(said.pleased_by[one]),
                "displeased": written_number(said.displeased_by[one]),
            }
            for one in SatisfactionReason.values
        ),
    ]
    return {"cells": [{"text": text} for text in cells]}


def _share_of(count: int, whole: int) -> str:
    return f"{round(100 * count / whole)}\N{NO-BREAK SPACE}% ({written_number(whole)})"


def _or_dash(count: int | None) -> str:
    return "–" if count is None else written_number(count)


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
        "few": _or_dash(best.median_days),
        "slowest": name_of(slowest),
        "many": _or_dash(slowest.median_days),
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
