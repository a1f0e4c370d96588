"""The follow-up table: one query per page, its state readable in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from civic.cases.enums import OPEN_STATES, CaseState
from civic.cases.logic.numbering import parse_number
from civic.cases.models import Case, Request
from civic.core.enums import Channel
from civic.core.querysets import with_stems

ROWS_PER_PAGE = 25
LONGEST_SEARCH = 200
SUMMARY_LENGTH = 160
# How an address names a department known only by what a table said.
AS_WRITTEN = "~"
NO_DEPARTMENT = "aucun"

SHOWN: dict[str, Q] = {
    "": Q(),
    "en-attente": Q(case__state__in=OPEN_STATES),
    "en-retard": Q(case__state__in=OPEN_STATES),
    "repondues": Q(case__state=CaseState.ANSWERED),
    "ce-mois-ci": Q(case__state=CaseState.ANSWERED),
    "closes-avant": Q(case__state=CaseState.CLOSED_BEFORE),
}
SORTS: dict[str, Any] = {
    "numero": F("case__number"),
    "titre": F("title"),
    "service": F("case__department__name"),
    "etat": F("case__state"),
    "recu": F("asked_on"),
    "promis": F("case__promised_on"),
}
DEFAULT_SORT = "-recu"


@dataclass(frozen=True)
class FollowUpQuery:
    """What a reader asks of the table, as written in the address."""

    words: str = ""
    shown: str = ""
    department: str = ""
    sort: str = DEFAULT_SORT

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Self:
        """Read an address; what it does not know is left out rather than refused."""
        shown = parameters.get("etat", "")
        sort = parameters.get("tri", "")
        return cls(
            words=" ".join(parameters.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH],
            shown=shown if shown in SHOWN else "",
            department=parameters.get("service", "").replace("\x00", "")[:LONGEST_SEARCH],
            sort=sort if sort.removeprefix("-") in SORTS else DEFAULT_SORT,
        )

    def with_(self, **changes: str) -> "FollowUpQuery":
        """Return the same question with something changed."""
        return replace(self, **changes)

    @property
    def address(self) -> str:
        """Return the parameters of the address, only those that say something."""
        said = {
            "q": self.words,
            "etat": self.shown,
            "service": self.department,
            "tri": "" if self.sort == DEFAULT_SORT else self.sort,
        }
        kept = {name: value for name, value in said.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    @property
    def is_bare(self) -> bool:
        return not (self.words or self.shown or self.department)


def followed_by(space_id: int) -> "QuerySet[Request]":
    """Return the public requests a council follows."""
    return Request.objects.public().filter(space_id=space_id)


def asked(requests: "QuerySet[Request]", query: FollowUpQuery, today: date) -> "QuerySet[Request]":
    """Filter and order requests as a reader asked, with what one line shows joined."""
    found = requests.select_related(
        "case__department", "case__organisation", "case__receiving_body", "neighbourhood"
    ).annotate(asked_on=Coalesce("said_on", "case__received_on"))
    if query.words:
        number = parse_number(query.words)
        found = found.filter(case__number=number) if number else with_stems(found, query.words)
    found = found.filter(SHOWN[query.shown])
    if query.shown == "en-retard":
        found = found.filter(case__promised_on__lt=today)
    elif query.shown == "ce-mois-ci":
        found = found.filter(case__answered_on__gte=today.replace(day=1))
    if query.department == NO_DEPARTMENT:
        found = found.filter(case__department=None, departments_text="")
    elif query.department.startswith(AS_WRITTEN):
        found = found.filter(
            case__department=None, departments_text=query.department.removeprefix(AS_WRITTEN)
        )
    elif query.department:
        found = found.filter(case__department__slug=query.department)
    expression = SORTS[query.sort.removeprefix("-")]
    if query.sort.startswith("-"):
        return found.order_by(expression.desc(nulls_last=True), "-pk")
    return found.order_by(expression.asc(nulls_last=True), "pk")


def departments_in(requests: "QuerySet[Request]") -> list[tuple[str, str]]:
    """Return the departments some requests are with: how the address names each, and its name."""
    rows = (
        requests.order_by()
        .values_list("case__department__slug", "case__department__name", "departments_text")
        .distinct()
    )
    found: dict[str, str] = {}
    for slug, name, written in rows:
        if slug:
            found[slug] = name
        elif written:
            found[f"{AS_WRITTEN}{written}"] = written
        else:
            found[NO_DEPARTMENT] = _("not yet assigned")
    return sorted(found.items(), key=lambda item: (item[0] == NO_DEPARTMENT, item[1].casefold()))


def state_of(case: Case) -> tuple[str, str]:
    """Return the shape and the word of a case: its outcome once answered, its state before."""
    if case.state == CaseState.ANSWERED and case.outcome:
        return case.outcome, case.get_outcome_display()
    return case.state, case.get_state_display()


def holder_of(case: Case) -> str:
    """Return who holds a case: its department, or the body itself."""
    return case.department.name if case.department else case.organisation.label


def days_late(case: Case, today: date) -> int:
    """Return the calendar days since the promised date of an open case; 0 when it is not late."""
    if case.state not in OPEN_STATES or case.promised_on is None:
        return 0
    return max(0, (today - case.promised_on).days)


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


def line_of(request: Request, table_url: str, today: date) -> dict[str, Any]:
    """Return one line of `components/follow-up-table.html`."""
    case = request.case
    state, label = state_of(case)
    return {
        "number": case.number,
        "url": f"{table_url}{case.number}/",
        "title": request.title,
        "place": request.place,
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


def columns_for(query: FollowUpQuery) -> list[dict[str, str]]:
    """Return the six headers of the table, each with the address that sorts by it."""
    labels = {
        "numero": _("No."),
        "titre": _("Request"),
        "service": _("Department"),
        "etat": _("State"),
        "recu": _("Received"),
        "promis": _("Promised → answered"),
    }
    columns = []
    for name, label in labels.items():
        sorted_by = query.sort.removeprefix("-") == name
        descending = query.sort.startswith("-")
        following = name if not sorted_by or descending else f"-{name}"
        column = {"label": label, "sort_url": query.with_(sort=following).address}
        if sorted_by:
            column["direction"] = "descending" if descending else "ascending"
        columns.append(column)
    return columns


def shown_labels() -> dict[str, str]:
    """Return the filters on the state, as a reader says them."""
    return {
        "": pgettext("requests", "all"),
        "en-attente": pgettext("requests", "waiting for an answer"),
        "en-retard": pgettext("requests", "late"),
        "repondues": pgettext("requests", "answered"),
        "ce-mois-ci": pgettext("requests", "answered this month"),
        "closes-avant": pgettext("requests", "closed before, no argued answer"),
    }


def sort_labels() -> dict[str, str]:
    """Return the orders offered where the headers are not shown (on a phone)."""
    return {
        "": _("latest received first"),
        "recu": _("earliest received first"),
        "promis": _("promised soonest first"),
        "service": _("by department"),
        "etat": _("by state"),
        "titre": _("by title"),
    }
