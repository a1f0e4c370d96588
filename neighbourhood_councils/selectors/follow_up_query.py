"""What a reader asks of a follow-up table, readable in the address, and the requests it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from civic.cases.enums import OPEN_STATES, CaseState
from civic.cases.logic.numbering import parse_number
from civic.cases.models import Request
from civic.cases.querysets import is_late
from civic.core.querysets import with_stems
from civic.participation.models import Space

LONGEST_SEARCH = 200
# How an address names a department known only by what a table said.
AS_WRITTEN = "~"
NO_DEPARTMENT = "aucun"
NO_NAME = "aucun"

SHOWN: dict[str, Q] = {
    "": Q(),
    "en-attente": Q(case__state__in=OPEN_STATES),
    "en-retard": Q(case__state__in=OPEN_STATES),
    "repondues": Q(case__state=CaseState.ANSWERED),
    "ce-mois-ci": Q(case__state=CaseState.ANSWERED),
    "closes-avant": Q(case__state=CaseState.CLOSED_BEFORE),
}
_COUNCIL_TITLE = Subquery(Space.objects.filter(pk=OuterRef("space_id")).values("title")[:1])
SORTS: dict[str, Any] = {
    "numero": F("case__number"),
    "conseil": _COUNCIL_TITLE,
    "titre": F("title"),
    "lieu": F("public_place"),
    "service": F("case__department__name"),
    "etat": F("case__state"),
    "recu": F("asked_on"),
    "promis": F("case__promised_on"),
    "repondu": F("case__answered_on"),
}
# Only these may be empty: for the others an index gives the order in both directions.
MAY_BE_EMPTY = frozenset({"conseil", "service", "promis", "repondu"})
# The key that settles a tie is of the same table as the column: the index then gives the order.
OF_THE_CASE = frozenset({"numero", "etat", "promis", "repondu"})
DEFAULT_SORT = "-recu"
MAP = "carte"
# The parameter of the address for each thing one may ask.
PARAMETERS = {
    "words": "q",
    "shown": "etat",
    "department": "service",
    "theme": "theme",
    "council": "conseil",
    "neighbourhood": "quartier",
    "sort": "tri",
    "view": "vue",
}


@dataclass(frozen=True)
class FollowUpQuery:
    """What a reader asks of the table, as written in the address.

    `department`, `theme`, `council` and `neighbourhood` are short addresses; `prefix` comes before
    the names of the parameters where several tables stand on one page. `chosen` are the names of
    what holds where the address says nothing: to ask for all, the address says so.
    """

    words: str = ""
    shown: str = ""
    department: str = ""
    theme: str = ""
    council: str = ""
    neighbourhood: str = ""
    sort: str = DEFAULT_SORT
    view: str = ""
    prefix: str = ""
    chosen: frozenset[str] = frozenset()

    @classmethod
    def read(cls, parameters: Mapping[str, str], *, prefix: str = "", **chosen: str) -> Self:
        """Read an address; what it does not know is left out rather than refused.

        `chosen` is what holds where the address says nothing.
        """
        asked = {
            name: _bare(parameters.get(f"{prefix}{parameter}", chosen.get(name, "")))
            for name, parameter in PARAMETERS.items()
        }
        if asked["shown"] not in SHOWN:
            asked["shown"] = ""
        if asked["sort"].removeprefix("-") not in SORTS:
            asked["sort"] = DEFAULT_SORT
        if asked["view"] != MAP:
            asked["view"] = ""
        usual = frozenset(name for name, value in chosen.items() if value)
        return cls(**asked, prefix=prefix, chosen=usual)

    def with_(self, **changes: str) -> "FollowUpQuery":
        """Return the same question with something changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def address(self) -> str:
        """Return the parameters of the address, only those that say something."""
        kept = self.said(DEFAULT_SORT)
        return f"?{urlencode(kept)}" if kept else "?"

    def said(self, usual_sort: str = "") -> dict[str, str]:
        """Return the parameters that say something, by their names in the address."""
        values = {name: getattr(self, name) for name in PARAMETERS}
        if values["sort"] == usual_sort:
            values["sort"] = ""
        return {
            f"{self.prefix}{PARAMETERS[name]}": value
            for name, value in values.items()
            if value or name in self.chosen
        }

    @property
    def is_bare(self) -> bool:
        return not (self.words or self.shown or self.names_something)

    @property
    def names_something(self) -> bool:
        """Whether a department, a theme, a council or a neighbourhood is chosen."""
        return bool(self.department or self.theme or self.council or self.neighbourhood)


def _bare(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST_SEARCH]


def matching(
    requests: "QuerySet[Request]", query: FollowUpQuery, today: date
) -> "QuerySet[Request]":
    """Keep the requests a reader asked for."""
    found = requests
    if query.words:
        number = parse_number(query.words)
        found = found.filter(case__number=number) if number else with_stems(found, query.words)
    found = found.filter(SHOWN[query.shown])
    if query.shown == "en-retard":
        found = found.filter(is_late(today, "case__"))
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
    if query.theme:
        found = found.filter(_named("theme", query.theme))
    if query.neighbourhood:
        found = found.filter(_named("neighbourhood", query.neighbourhood))
    if query.council == NO_NAME:
        found = found.filter(space_id=None)
    elif query.council:
        spaces = Space.objects.filter(slug=query.council).order_by().values("pk")
        found = found.filter(space_id__in=spaces)
    return found


def _named(field: str, slug: str) -> Q:
    return Q(**{field: None}) if slug == NO_NAME else Q(**{f"{field}__slug": slug})


def in_order(requests: "QuerySet[Request]", query: FollowUpQuery) -> "QuerySet[Request]":
    """Put requests in the order a reader asked for; what is empty comes last both ways."""
    name = query.sort.removeprefix("-")
    expression = SORTS[name]
    nulls_last = True if name in MAY_BE_EMPTY else None
    tie = "case_id" if name in OF_THE_CASE else "pk"
    if query.sort.startswith("-"):
        return requests.order_by(expression.desc(nulls_last=nulls_last), f"-{tie}")
    return requests.order_by(expression.asc(nulls_last=nulls_last), tie)


def asked(requests: "QuerySet[Request]", query: FollowUpQuery, today: date) -> "QuerySet[Request]":
    """Filter and order requests as a reader asked, with what one line shows joined."""
    return in_order(with_line(matching(requests, query, today)), query)


def with_line(requests: "QuerySet[Request]") -> "QuerySet[Request]":
    """Join what one line shows; the cells of the imported row, the exact place are not read."""
    return requests.select_related(
        "case__department",
        "case__organisation",
        "case__receiving_body",
        "organisation",
        "neighbourhood",
    ).defer(
        "source_texts",
        "stems",
        "place",
        "latitude",
        "longitude",
        "case__private_message",
        "case__first_reason",
        "case__review_reason",
        "case__organisation__boundary",
        "case__receiving_body__boundary",
        "organisation__boundary",
        "neighbourhood__boundary",
        "neighbourhood__streets",
    )


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
        "-repondu": _("latest answered first"),
        "service": _("by department"),
        "etat": _("by state"),
        "titre": _("by title"),
        "lieu": _("by place"),
    }
