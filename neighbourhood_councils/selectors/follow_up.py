"""One line of the follow-up table: its columns, the same on the screen and in every file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy, ngettext

from civic.cases.enums import ENDED_STATES, CaseState
from civic.cases.models import Case, Request
from civic.cases.selectors.details import address_of
from civic.core.enums import Channel

from .follow_up_query import FollowUpQuery

ROWS_PER_PAGE = 25
SUMMARY_LENGTH = 160


@dataclass(frozen=True)
class LineContext:
    """What a cell depends on besides its request: the day, the name of each council.

    `originals` are the numbers of the requests that others repeat, by the key of these; `labels`
    what the organisation of the table calls the outcomes.
    """

    today: date
    councils: Mapping[int, str]
    originals: Mapping[int, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FollowUpColumn:
    """A column of the table; `sort` is its name in the address, empty where it gives no order."""

    name: str
    label: str | Promise
    sort: str
    value: Callable[[Request, LineContext], object]


def state_of(case: Case, labels: Mapping[str, str]) -> tuple[str, str]:
    """Return the shape and the word of a case: its outcome once answered, its state before.

    `labels` are the words an organisation chose for some of them; the shape says the meaning.
    """
    if case.state == CaseState.ANSWERED and case.outcome:
        return case.outcome, labels.get(case.outcome) or case.get_outcome_display()
    usual = case.get_state_display()
    return case.state, labels.get(case.state, usual) if case.state in ENDED_STATES else usual


def holder_of(case: Case) -> str:
    """Return who holds a case: its department, or the body itself."""
    return case.department.name if case.department else case.organisation.label


def days_late(case: Case, today: date) -> int:
    """Return the calendar days since the promised date of an open case; 0 when it is not late."""
    return case.days_late_on(today)


def late_text(days: int) -> str:
    """Say by how many days a promise is past; empty when it is not."""
    if not days:
        return ""
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}


def asked_on(request: Request) -> date | None:
    """Return when something was asked; None when the table it comes from does not say."""
    if request.said_on is not None:
        return request.said_on
    if request.channel == Channel.IMPORT and request.case.state == CaseState.CLOSED_BEFORE:
        return None
    return request.case.received_on


def department_label(request: Request) -> str:
    """Return the departments of a request: the one that holds it, else what the table said."""
    case = request.case
    if case.organisation_id != request.organisation_id:
        parts = [case.organisation.label, case.department.name if case.department else ""]
        return " – ".join(part for part in parts if part)
    return case.department.name if case.department else request.departments_text


def answer_of(request: Request) -> str:
    """Return the words of the answer: the argued one, else the one written before."""
    return request.case.reason or request.imported_answer


def whole_answer(request: Request) -> str:
    """Return the answer with what happens next, as the table and its files give it."""
    case = request.case
    if not case.reason:
        return request.imported_answer
    return "\n".join(part for part in (case.reason, case.next_steps) if part)


def state_text(request: Request, context: LineContext) -> str:
    """Return the state in words, with the days a promise is past."""
    _shape, label = state_of(request.case, context.labels)
    parts = [str(label), late_text(days_late(request.case, context.today))]
    return ", ".join(part for part in parts if part)


COLUMNS = (
    FollowUpColumn(
        "number", gettext_lazy("No."), "numero", lambda request, _context: request.case.number
    ),
    FollowUpColumn(
        "council",
        gettext_lazy("Neighbourhood council"),
        "conseil",
        lambda request, context: context.councils.get(request.space_id or 0, ""),
    ),
    FollowUpColumn(
        "title", gettext_lazy("Title of the request"), "titre", lambda request, _c: request.title
    ),
    FollowUpColumn(
        "text", gettext_lazy("Text of the request"), "", lambda request, _context: request.text
    ),
    FollowUpColumn(
        "place", gettext_lazy("Place"), "lieu", lambda request, _context: request.public_place
    ),
    FollowUpColumn(
        "departments",
        gettext_lazy("Departments concerned"),
        "service",
        lambda request, _context: department_label(request),
    ),
    FollowUpColumn(
        "state",
        gettext_lazy("State of the request"),
        "etat",
        state_text,
    ),
    FollowUpColumn(
        "received_on",
        gettext_lazy("Date of the request"),
        "recu",
        lambda request, _context: asked_on(request),
    ),
    FollowUpColumn(
        "promised_on",
        gettext_lazy("Answer promised for"),
        "promis",
        lambda request, _context: request.case.promised_on,
    ),
    FollowUpColumn(
        "answered_on",
        gettext_lazy("Answered on"),
        "repondu",
        lambda request, _context: request.case.answered_on,
    ),
    FollowUpColumn(
        "answer",
        gettext_lazy("Answer given"),
        "",
        lambda request, _context: whole_answer(request),
    ),
)


# Of the files alone: on the screen the page of a request says its cost, a map shows the points, a
# line below the title what it repeats.
FILE_COLUMNS = (
    FollowUpColumn(
        "cost", gettext_lazy("Cost in euros"), "", lambda request, _c: _detail(request, "cost")
    ),
    FollowUpColumn(
        "cost_covers",
        gettext_lazy("What the cost covers"),
        "",
        lambda request, _context: _detail(request, "cost_covers") or "",
    ),
    FollowUpColumn(
        "works_from",
        gettext_lazy("Works from"),
        "",
        lambda request, _context: _detail(request, "works_from"),
    ),
    FollowUpColumn(
        "works_until",
        gettext_lazy("Works until"),
        "",
        lambda request, _context: _detail(request, "works_until"),
    ),
    FollowUpColumn(
        "budget_line",
        gettext_lazy("Budget line"),
        "",
        lambda request, _context: _detail(request, "budget_line") or "",
    ),
    FollowUpColumn(
        "files",
        gettext_lazy("Joined files"),
        "",
        lambda request, _context: "\n".join(_file_addresses(request)),
    ),
    FollowUpColumn(
        "duplicate_of",
        gettext_lazy("Repeats request No."),
        "",
        lambda request, context: context.originals.get(request.pk, ""),
    ),
    FollowUpColumn(
        "latitude", gettext_lazy("Latitude"), "", lambda request, _context: request.public_latitude
    ),
    FollowUpColumn(
        "longitude",
        gettext_lazy("Longitude"),
        "",
        lambda request, _context: request.public_longitude,
    ),
)


def _detail(request: Request, name: str) -> object:
    """Return what the answer in force says of the works; its case has read them already."""
    is_review = request.case.reviewed_on is not None
    rows = request.case.answer_details.all()  # type: ignore[attr-defined]
    return next((getattr(row, name) for row in rows if row.is_review == is_review), None)


def _file_addresses(request: Request) -> list[str]:
    is_review = request.case.reviewed_on is not None
    return [
        f"{settings.BASE_URL}{address_of(file)}"
        for file in request.case.answer_files.all()  # type: ignore[attr-defined]
        if file.published_on is not None and file.is_review == is_review
    ]


def columns_of(*, with_council: bool) -> tuple[FollowUpColumn, ...]:
    """Return the columns of a table: that of a territory says the council of each request."""
    return tuple(column for column in COLUMNS if with_council or column.name != "council")


def line_of(
    request: Request, table_url: str, today: date, labels: Mapping[str, str]
) -> dict[str, Any]:
    """Return one line of `components/follow-up-table.html`."""
    case = request.case
    state, label = state_of(case, labels)
    return {
        "number": case.number,
        "url": f"{table_url}{case.number}/",
        "title": request.title,
        "place": request.public_place,
        "department": department_label(request),
        "state": state,
        "state_label": label,
        "received_on": asked_on(request),
        "promised_on": case.promised_on,
        "answered_on": case.answered_on,
        "days_late": days_late(case, today),
        "summary": Truncator(answer_of(request)).chars(SUMMARY_LENGTH),
        "taken_over": case.promised_on is None,
    }


def whole_line_of(
    request: Request,
    columns: tuple[FollowUpColumn, ...],
    context: LineContext,
    table_url: str,
    corrected_on: date | None = None,
) -> dict[str, Any]:
    """Return one line of `components/follow-up-full.html`, a cell per column."""
    state, label = state_of(request.case, context.labels)
    return {
        "number": request.case.number,
        "url": f"{table_url}{request.case.number}/",
        "state": state,
        "state_label": label,
        "late": late_text(days_late(request.case, context.today)),
        "corrected_on": corrected_on,
        "repeats": context.originals.get(request.pk, ""),
        "cells": [
            {"name": column.name, "label": column.label, "value": column.value(request, context)}
            for column in columns
        ],
    }


def headers_for(
    query: FollowUpQuery, columns: tuple[FollowUpColumn, ...], anchor: str = ""
) -> list[dict[str, Any]]:
    """Return the headers of the table, each with the address that sorts by it."""
    headers = []
    for column in columns:
        header: dict[str, Any] = {"name": column.name, "label": column.label, "sort_url": ""}
        if column.sort:
            sorted_by = query.sort.removeprefix("-") == column.sort
            descending = query.sort.startswith("-")
            following = column.sort if not sorted_by or descending else f"-{column.sort}"
            header["sort_url"] = query.with_(sort=following).address + anchor
            if sorted_by:
                header["direction"] = "descending" if descending else "ascending"
        headers.append(header)
    return headers
