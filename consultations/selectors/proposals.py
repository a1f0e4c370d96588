"""Reads of proposals: the list, its pages and filters, one proposal, similar ones."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import College
from civic.accounts.policies import Actor
from civic.cases.enums import OPEN_STATES, CaseState, Outcome
from civic.cases.querysets import is_late
from civic.core.enums import Channel
from civic.participation.models import Activity, Contribution
from civic.participation.policies import can_read
from civic.participation.querysets import ContributionQuerySet
from civic.participation.selectors import communes_of, similar_contributions

from ..logic.filters import AnswerState, ProposalFilters, Sort

PER_PAGE = 20
NUMBER = re.compile(r"[0-9]{4}-[0-9]{4}")
EXCERPT = 240

_ORDERS = {
    Sort.NEWEST: ("-said_at", "-pk"),
    Sort.SUPPORTED: ("-supports_count", "-pk"),
    Sort.DISCUSSED: ("-comments_count", "-pk"),
}
# Read as values: a page of the list builds no model, which would cost more than its queries.
_LINE_COLUMNS = (
    "pk",
    "title",
    "excerpt",
    "public_place",
    "college",
    "college_label",
    "channel",
    "withdrawn_at",
    "supports_count",
    "comments_count",
    "language",
    "author__public_name",
    "theme__name",
    "commune__name",
    "commune__short_name",
    "neighbourhood__name",
    "case__number",
    "case__state",
    "case__outcome",
    "case__promised_on",
    "case__answered_on",
)
_PAGE_COLUMNS = (
    *(column for column in _LINE_COLUMNS if column not in ("pk", "excerpt")),
    "activity",
    "text",
    "public_latitude",
    "public_longitude",
    "said_at",
    "people_count",
    "version",
    "withdrawn_reason",
    "screening",
    "held_for",
    "case__received_on",
    "case__reason",
    "case__next_steps",
    "case__answered_as",
    "case__origin",
    "case__reviewed_on",
    "case__organisation__name",
    "case__department__name",
)
# Up to here, skipping rows costs less than reading the keys first.
_NEAR = 100
_OPTIONS_SECONDS = 60


@dataclass(frozen=True)
class ProposalLine:
    """What one line of the list shows; `state` names a shape of the interface."""

    number: str
    title: str
    excerpt: str
    author: str
    college: str
    college_label: str
    theme: str
    place: str
    channel: str
    supports: int
    comments: int
    state: str
    state_label: str
    promised_on: date | None
    answered_on: date | None
    language: str


@dataclass(frozen=True)
class FilterOptions:
    """What a list can be narrowed by: (short address, name) pairs."""

    themes: tuple[tuple[str, str], ...]
    communes: tuple[tuple[str, str], ...]

    def allowed(self) -> dict[str, frozenset[str]]:
        """Return the values each filter of the address may take."""
        return {
            "theme": frozenset(slug for slug, _name in self.themes),
            "commune": frozenset(slug for slug, _name in self.communes),
            "college": frozenset(College.values),
            "channel": frozenset(Channel.values),
        }


def filter_options(activity: Activity) -> FilterOptions:
    """Return the themes and communes of an activity, at most a minute old."""
    key = f"consultations.filters.{activity.pk}"
    found: FilterOptions | None = cache.get(key)
    if found is None:
        communes = communes_of(activity.space).only("name", "short_name", "slug")
        found = FilterOptions(
            themes=tuple(activity.themes.values_list("slug", "name")),
            communes=tuple((commune.slug, commune.label) for commune in communes),
        )
        cache.set(key, found, _OPTIONS_SECONDS)
    return found


def proposals_of(activity: Activity, filters: ProposalFilters) -> "QuerySet[Contribution]":
    """Return the public proposals of an activity, narrowed and sorted."""
    return narrowed(activity.contributions.public(), filters)


def narrowed(
    public: "ContributionQuerySet[Contribution]", filters: ProposalFilters
) -> "QuerySet[Contribution]":
    """Return public proposals narrowed and sorted by the filters of an address."""
    found: QuerySet[Contribution] = public.matching(filters.q) if filters.q else public
    if filters.theme:
        found = found.filter(theme__slug=filters.theme)
    if filters.commune:
        found = found.filter(commune__slug=filters.commune)
    if filters.college:
        found = found.filter(college=filters.college)
    if filters.channel:
        found = found.filter(channel=filters.channel)
    if filters.state:
        found = _with_answer(found, AnswerState(filters.state))
    return found.order_by(*_ORDERS[Sort(filters.sort)])


def _with_answer(found: "QuerySet[Contribution]", state: AnswerState) -> "QuerySet[Contribution]":
    match state:
        case AnswerState.WAITING:
            return found.filter(case__state__in=OPEN_STATES)
        case AnswerState.LATE:
            return found.filter(is_late(timezone.localdate(), "case__"))
        case AnswerState.ANSWERED:
            return found.filter(case__state=CaseState.ANSWERED)
        case AnswerState.WITHDRAWN:
            return found.filter(withdrawn_at__isnull=False)
        case _:
            outcome = {
                AnswerState.ACCEPTED: Outcome.ACCEPTED,
                AnswerState.ADAPTED: Outcome.ADAPTED,
                AnswerState.NOT_RETAINED: Outcome.NOT_RETAINED,
            }[state]
            return found.filter(case__state=CaseState.ANSWERED, case__outcome=outcome)


class ProposalRows:
    """Proposals read by slices: the keys from an index alone, then the rows of the slice.

    Skipping thousands of rows to reach a far page then costs index entries, not texts.
    """

    ordered = True

    def __init__(self, found: "QuerySet[Contribution]", known_count: int | None = None) -> None:
        self.found = found
        self.known_count = known_count

    def count(self) -> int:
        if self.known_count is None:
            self.known_count = self.found.order_by().count()
        return self.known_count

    def __getitem__(self, wanted: slice) -> list[ProposalLine]:
        today = timezone.localdate()
        if (wanted.start or 0) <= _NEAR:
            return [_line(row, today) for row in _line_values(self.found)[wanted]]
        keys = list(self.found.values_list("pk", flat=True)[wanted])
        near = Contribution.objects.public().filter(pk__in=keys).order_by()
        rows = {row["pk"]: row for row in _line_values(near)}
        return [_line(rows[key], today) for key in keys if key in rows]


def _line_values(found: "QuerySet[Contribution]") -> Any:
    return found.annotate(excerpt=Left("text", EXCERPT)).values(*_LINE_COLUMNS)


def proposal_page(
    activity: Activity, filters: ProposalFilters, number: str | int
) -> "Page[ProposalLine]":
    """Return one page of the list: one query near the start, two when the list is narrowed or far.

    The unfiltered list is counted by the activity's own counter; a number that does not exist
    gives the nearest page.
    """
    known = None if filters.is_narrowed else activity.contributions_count
    lines: Any = ProposalRows(proposals_of(activity, filters), known)
    return Paginator(lines, PER_PAGE).get_page(number)


def line_of(contribution: Contribution, today: date) -> ProposalLine:
    """Return what the list shows of a proposal read with everything it joins."""
    case, commune = contribution.case, contribution.commune
    values = {
        "title": contribution.title,
        "excerpt": contribution.text[:EXCERPT],
        "public_place": contribution.public_place,
        "college": contribution.college,
        "college_label": contribution.college_label,
        "channel": contribution.channel,
        "withdrawn_at": contribution.withdrawn_at,
        "supports_count": contribution.supports_count,
        "comments_count": contribution.comments_count,
        "language": contribution.language,
        "author__public_name": contribution.author.public_name,
        "theme__name": contribution.theme.name if contribution.theme else None,
        "commune__name": commune.name if commune else None,
        "commune__short_name": commune.short_name if commune else None,
        "neighbourhood__name": (
            contribution.neighbourhood.name if contribution.neighbourhood else None
        ),
        "case__number": case.number,
        "case__state": case.state,
        "case__outcome": case.outcome,
        "case__promised_on": case.promised_on,
        "case__answered_on": case.answered_on,
    }
    return _line(values, today)


def _line(row: dict[str, Any], today: date) -> ProposalLine:
    state, label = answer_state(
        row["case__state"],
        row["case__outcome"],
        row["case__promised_on"],
        withdrawn=row["withdrawn_at"] is not None,
        today=today,
    )
    area = row["neighbourhood__name"] or row["commune__short_name"] or row["commune__name"]
    return ProposalLine(
        number=row["case__number"],
        title=row["title"],
        excerpt=row["excerpt"],
        author=row["author__public_name"],
        college=row["college"],
        college_label=row["college_label"] or str(College(row["college"]).label),
        theme=row["theme__name"] or "",
        place=", ".join(part for part in (row["public_place"], area) if part),
        channel=row["channel"],
        supports=row["supports_count"],
        comments=row["comments_count"],
        state=state,
        state_label=label,
        promised_on=row["case__promised_on"] if row["case__state"] in OPEN_STATES else None,
        answered_on=(
            row["case__answered_on"] if row["case__state"] == CaseState.ANSWERED else None
        ),
        language=row["language"],
    )


def answer_state(
    state: str, outcome: str, promised_on: date | None, *, withdrawn: bool, today: date
) -> tuple[str, str]:
    """Return the shape and the words of what became of a proposal."""
    if withdrawn:
        return "withdrawn", _("withdrawn by its author")
    if state == CaseState.ANSWERED:
        return outcome, str(Outcome(outcome).label)
    if state in OPEN_STATES and promised_on and promised_on < today:
        return "late", _("answer overdue")
    return state, str(CaseState(state).label)


def similar_lines(
    activity: Activity, text: str, *, excluding: int | None = None
) -> list[ProposalLine]:
    """Return the public proposals that resemble a text, as lines of a list."""
    today = timezone.localdate()
    found: Iterable[Contribution] = similar_contributions(activity, text, excluding=excluding)
    return [line_of(contribution, today) for contribution in found]


def readable_proposal(activity: Activity, number: str, actor: Actor) -> Contribution | None:
    """Return a proposal an actor may read, in one query: public, or their own."""
    if not NUMBER.fullmatch(number):
        return None
    asked = Contribution.objects.select_related(
        "author", "theme", "commune", "neighbourhood", "case__organisation", "case__department"
    )
    try:
        # Only what the page shows: boundaries are heavy. `get` and no order: ordering a select
        # this wide costs more than running it.
        found = asked.only(*_PAGE_COLUMNS).get(activity=activity, case__number=number)
    except Contribution.DoesNotExist:
        return None
    # The page has the activity and its space at hand: the proposal must not read them again.
    found.activity = activity
    return found if can_read(actor, found) else None
