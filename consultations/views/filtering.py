"""The search, filters and order of the list of proposals, as the page shows them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from civic.accounts.enums import College
from civic.core.enums import Channel
from civic.core.logic.numbers import written_number

from ..logic.filters import MAP, AnswerState, ProposalFilters, Sort
from ..models import CallForProposalsPage
from ..selectors.proposals import FilterOptions

RESULTS = "results"


def filters_shown(
    page: CallForProposalsPage,
    filters: ProposalFilters,
    options: FilterOptions,
    count: int,
    *,
    has_map: bool = False,
) -> dict[str, Any]:
    """Return what components/filters.html shows; `count` is the number of proposals found."""
    here = page.get_absolute_url()
    selects = []
    if options.themes:
        selects.append(
            _select(
                "theme",
                _("Theme"),
                options.themes,
                filters.theme,
            )
        )
    if len(options.communes) > 1:
        selects.append(
            _select(
                "commune",
                _("Commune"),
                options.communes,
                filters.commune,
            )
        )
    selects += [
        _select("college", _("Said by"), College.choices, filters.college),
        _select("channel", _("Said how"), Channel.choices, filters.channel),
        _select("state", _("What became of it"), answer_choices(), filters.state),
        _select("sort", _("Order"), sort_choices(), _sort_said(filters), with_all=False),
    ]
    if has_map:
        # In the form, so that narrowing the map leaves a map.
        views = [("", _("as a list")), (MAP, _("on a map"))]
        selects.append(_select("view", _("Shown"), views, filters.view, with_all=False))
    applied = [
        {"label": label, "remove_url": here + filters.without(name).query()}
        for name, label in _applied_labels(filters, selects)
    ]
    return {
        "action": here,
        "summary": _summary(filters, count),
        "search": {"label": _("Search the proposals"), "value": filters.q},
        "selects": selects,
        "applied": applied,
        "reset_url": here
        + replace(ProposalFilters(), sort=filters.sort, view=filters.view).query(),
        "target": f"#{RESULTS}",
    }


def views_shown(page: CallForProposalsPage, filters: ProposalFilters) -> list[dict[str, Any]]:
    """Return the two ways to see what the filters leave, as components/tabs.html shows them."""
    here = page.get_absolute_url()
    return [
        {
            "label": label,
            "url": here + replace(filters, view=view).query(),
            "current": filters.view == view,
            "count": None,
        }
        for view, label in (("", _("As a list")), (MAP, _("On a map")))
    ]


def _sort_said(filters: ProposalFilters) -> str:
    return "" if filters.sort == Sort.NEWEST else filters.sort


def _select(
    name: str,
    label: str,
    choices: Iterable[tuple[str, Any]],
    chosen: str,
    *,
    with_all: bool = True,
) -> dict[str, Any]:
    options = [("", _("All"))] if with_all else []
    return {
        "name": name,
        "label": label,
        "options": [
            {"value": str(value), "label": str(words), "selected": str(value) == chosen}
            for value, words in [*options, *choices]
        ],
    }


def _applied_labels(
    filters: ProposalFilters, selects: list[dict[str, Any]]
) -> list[tuple[str, str]]:
    labels = [("q", f"« {filters.q} »")] if filters.q else []
    for select in selects:
        if select["name"] in {"sort", "view"}:
            continue
        for option in select["options"]:
            if option["selected"] and option["value"]:
                labels.append((select["name"], option["label"]))
    return labels


def _summary(filters: ProposalFilters, count: int) -> str:
    said = written_number(count)
    if not filters.is_narrowed:
        if count == 0:
            return _("No proposal yet")
        return _("One proposal") if count == 1 else _("%(n)s proposals") % {"n": said}
    if count == 0:
        return _("No proposal matches")
    if count == 1:
        return _("One proposal matches")
    return _("%(n)s proposals match") % {"n": said}


def answer_choices() -> list[tuple[str, str]]:
    """Return what became of a proposal, as one filters by it."""
    return [
        (AnswerState.WAITING, _("waiting for its answer")),
        (AnswerState.LATE, _("answer overdue")),
        (AnswerState.ANSWERED, _("answered")),
        (AnswerState.ACCEPTED, _("kept")),
        (AnswerState.ADAPTED, _("kept in part")),
        (AnswerState.NOT_RETAINED, _("not kept")),
        (AnswerState.WITHDRAWN, _("withdrawn by its author")),
    ]


def sort_choices() -> list[tuple[str, str]]:
    """Return the orders of the list; the usual one is left out of the address."""
    return [
        ("", _("newest first")),
        (Sort.SUPPORTED, _("most supported first")),
        (Sort.DISCUSSED, _("most discussed first")),
    ]
