"""The figures of a council as sentences, tables and a drawing."""

from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.analysis.logic.snapshots import changes
from civic.analysis.models import IndicatorSnapshot
from civic.analysis.registry import indicator_registry
from civic.analysis.selectors import is_reproduced

from ..enums import QualitySide
from ..selectors.quality import Evaluation, Judged

# Under this, both sides say the same.
ALIKE = 0.5
FIGURES: dict[str, Any] = {
    "people_per_meeting": gettext_lazy("people at a meeting, on average"),
    "presence_rate": gettext_lazy("participation rate: people present for each member, in %"),
    "first_time_share": gettext_lazy("came for the first time, in %"),
    "residents_speech_share": gettext_lazy("time spoken by residents, in %"),
    "requests": gettext_lazy("requests received"),
    "answered_share": gettext_lazy("of them answered with a reason, in %"),
    "delay_median": gettext_lazy("half of the answers came within, in days"),
    "delay_ninetieth": gettext_lazy("nine answers in ten came within, in days"),
    "projects": gettext_lazy("projects: requests done or planned"),
    "subjects": gettext_lazy("subjects proposed for the agenda"),
    "subjects_kept_share": gettext_lazy("of them kept, in %"),
    "questions_in_time_share": gettext_lazy("questions to officials answered in time, in %"),
    "members": gettext_lazy("members on the last day"),
    "residents_share": gettext_lazy("of them residents, in %"),
    "renewal_share": gettext_lazy("renewal: members who sit for the first time, in %"),
    "trained_share": gettext_lazy("members who followed a training, in %"),
}
PERCENTS = frozenset(name for name in FIGURES if name.endswith(("_share", "_rate")))
DAYS = frozenset({"delay_median", "delay_ninetieth"})


def plotly_url() -> str:
    """Return the address of the drawing library, or "" where it was not collected."""
    try:
        return staticfiles_storage.url("plotly/plotly.min.js")
    except ValueError:
        return ""


def number(value: float | None) -> str:
    """Write a number as one reads it; a dash where too little is known."""
    if value is None:
        return "–"
    return str(formats.number_format(value, decimal_pos=0 if value == int(value) else 1))


def figure(name: str, value: float | None) -> str:
    """Write one figure with its unit."""
    if value is None:
        return _("too few to say")
    if name in PERCENTS:
        return f"{number(value)} %"
    if name in DAYS:
        return _("%(n)s days") % {"n": number(value)}
    return number(value)


def snapshot_shown(snapshot: IndicatorSnapshot) -> dict[str, Any]:
    """Return a snapshot as its page shows it: figures, proof, and what a recount found."""
    figures: dict[str, Any] = snapshot.figures
    recount = next(iter(snapshot.recounts.all()), None)
    found = changes(figures, recount.figures) if recount else []
    formula = indicator_registry.formulas.get((snapshot.name, snapshot.formula_version))
    return {
        "snapshot": snapshot,
        "id": f"figures-{snapshot.pk}",
        "sentence": life_sentence(figures),
        "columns": [{"label": _("Indicator")}, {"label": _("Published figure"), "numeric": True}],
        "rows": [
            {
                "cells": [
                    {"text": str(FIGURES.get(name, name)).capitalize()},
                    {"text": figure(name, value)},
                ]
            }
            for name, value in figures.items()
        ],
        "formula": formula.label if formula else "",
        "reproduced": is_reproduced(snapshot),
        "recount": recount,
        "changes": [
            _("%(what)s: %(before)s published, %(after)s when counted again")
            % {
                "what": str(FIGURES.get(change.name, change.name)).capitalize(),
                "before": figure(change.name, change.published),
                "after": figure(change.name, change.recounted),
            }
            for change in found
        ],
    }


def life_sentence(figures: dict[str, Any]) -> str:
    """Say what matters most of the figures of a council."""
    parts = []
    if figures.get("people_per_meeting") is not None:
        parts.append(
            _("%(n)s people come to a meeting on average.")
            % {"n": number(figures["people_per_meeting"])}
        )
    if figures.get("requests"):
        said = _("%(share)s %% of the %(n)s requests have their argued answer") % {
            "share": number(figures["answered_share"]),
            "n": number(figures["requests"]),
        }
        if figures.get("delay_median") is not None:
            said += _(", half of them within %(days)s days") % {
                "days": number(figures["delay_median"])
            }
        parts.append(f"{said}.")
    if figures.get("renewal_share") is not None:
        parts.append(
            _("%(share)s %% of the members sit for the first time.")
            % {"share": number(figures["renewal_share"])}
        )
    return " ".join(parts) or _("Too little happened in this period to say more.")


def evaluation_shown(evaluation: Evaluation, chart_url: str) -> dict[str, Any]:
    """Return an evaluation as its page shows it: the sentence, the drawing, the table."""
    names = {side: str(side.label).capitalize() for side in QualitySide}
    return {
        "id": f"evaluation-{evaluation.round.pk}",
        "round": evaluation.round,
        "sentence": gap_sentence(evaluation.judged),
        "who": _("%(services)s agents of the departments and %(members)s members answered.")
        % {
            "services": evaluation.respondents[QualitySide.SERVICES],
            "members": evaluation.respondents[QualitySide.MEMBERS],
        },
        "chart_url": chart_url,
        "columns": [
            {"label": _("Criterion")},
            {"label": names[QualitySide.SERVICES], "numeric": True},
            {"label": names[QualitySide.MEMBERS], "numeric": True},
            {"label": _("Gap"), "numeric": True},
        ],
        "rows": [
            {
                "cells": [
                    {"text": f"{one.label} – {one.statement}"},
                    {"text": number(one.services.mean if one.services else None)},
                    {"text": number(one.members.mean if one.members else None)},
                    {"text": _signed(one.gap)},
                ]
            }
            for one in evaluation.judged
        ],
    }


def _signed(gap: float | None) -> str:
    if gap is None:
        return "–"
    return f"+{number(gap)}" if gap > 0 else number(gap).replace("-", "\N{MINUS SIGN}")


def gap_sentence(judged: list[Judged]) -> str:
    """Say where the two sides see most differently, and whether they agree elsewhere."""
    known = [(one, one.gap) for one in judged if one.gap is not None]
    if not known:
        return _("Too few people answered each sentence to compare the two sides.")
    widest, gap = max(known, key=lambda pair: abs(pair[1]))
    alike = sum(abs(value) < ALIKE for _one, value in known)
    if abs(gap) < ALIKE:
        return _("The departments and the members see the council alike on every criterion.")
    words = {
        "label": widest.label,
        "services": number(widest.services.mean if widest.services else None),
        "members": number(widest.members.mean if widest.members else None),
        "alike": alike,
        "whole": len(known),
    }
    said = (
        _(
            "The widest gap is on « %(label)s »: %(services)s of 5 for the departments, "
            "%(members)s for the members."
        )
        % words
    )
    return f"{said} " + _("They see alike on %(alike)s of the %(whole)s criteria.") % words


def drawing(evaluation: Evaluation) -> dict[str, Any]:
    """Return the drawing of the gap: one line per criterion, a shape per side."""
    judged = [one for one in reversed(evaluation.judged) if one.gap is not None]
    labels = [one.label for one in judged]
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [one.services.mean, one.members.mean],  # type: ignore[union-attr]
            "y": [one.label, one.label],
            "line": {"width": 3, "color": "rgba(125, 139, 148, 0.6)"},
            "showlegend": False,
            "hoverinfo": "skip",
        }
        for one in judged
    ]
    sides = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": str(side.label).capitalize(),
            "x": [getattr(one, side.value).mean for one in judged],
            "y": labels,
            "marker": {"size": 14, "symbol": symbol},
        }
        for side, symbol in (
            (QualitySide.SERVICES, "square"),
            (QualitySide.MEMBERS, "circle"),
        )
    ]
    return {
        "data": [*lines, *sides],
        "layout": {
            "height": 90 + 46 * len(judged),
            "margin": {"l": 8, "r": 16, "t": 8, "b": 36},
            "xaxis": {"range": [0.8, 5.2], "dtick": 1, "fixedrange": True},
            "yaxis": {"automargin": True},
            "legend": {"orientation": "h", "y": -0.18},
        },
    }
