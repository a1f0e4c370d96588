"""Reads of proposals: the list, its pages and filters, one proposal, similar ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import College
from civic.accounts.policies import Actor
from civic.cases.enums import OPEN_STATES, CaseState, Outcome
from civic.cases.models import Case
from civic.core.enums import Channel
from civic.participation.models import Activity, Contribution
from civic.participation.policies import can_read
from civic.participation.querysets import ContributionQuerySet
from civic.participation.selectors import communes_of, similar_contributions
from civic.territory.models import Organisation, Theme

from ..logic.filters import AnswerState, ProposalFilters, Sort

PER_PAGE = 20
EXCERPT = 240

_ORDERS = {
    Sort.NEWEST: ("-said_at", "-pk"),
    Sort.SUPPORTED: ("-supports_count", "-pk"),
    Sort.DISCUSSED: ("-comments_count", "-pk"),
}
_LINE_COLUMNS = (
    "title",
    "place",
    "college",
    "college_label",
    "channel",
    "said_at",
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
    """What a list can be narrowed by."""

    themes: list[Theme]
    communes: list[Organisation]

    def allowed(self) -> dict[str, frozenset[str]]:
        """Return the values each filter of the address may take."""
        return {
            "theme": frozenset(theme.slug for theme in self.themes),
            "commune": frozenset(commune.slug for commune in self.communes),
            "college": frozenset(College.values),
            "channel": frozenset(Channel.values),
        }


def filter_options(activity: Activity) -> FilterOptions:
    """Return the themes and communes of an activity."""
    return FilterOptions(
        themes=list(activity.themes.only("name", "slug", "position")),
        communes=list(communes_of(activity.space).only("name", "short_name", "slug")),
    )


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
            return found.filter(
                case__state__in=OPEN_STATES, case__promised_on__lt=timezone.localdate()
            )
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
        keys = list(self.found.values_list("pk", flat=True)[wanted])
        rows = {row.pk: row for row in _line_rows().filter(pk__in=keys)}
        today = timezone.localdate()
        return [line_of(rows[key], today) for key in keys if key in rows]


def _line_rows() -> "QuerySet[Contribution]":
    return (
        Contribution.objects.public()
        .for_list()
        .annotate(excerpt=Left("text", EXCERPT))
        .only(*_LINE_COLUMNS)
        .order_by()
    )


def proposal_page(
    activity: Activity, filters: ProposalFilters, number: str | int
) -> "Page[ProposalLine]":
    """Return one page of the list: two queries, three when the list is narrowed.

    The unfiltered list is counted by the activity's own counter; a number that does not exist
    gives the nearest page.
    """
    known = None if filters.is_narrowed else activity.contributions_count
    lines: Any = ProposalRows(proposals_of(activity, filters), known)
    return Paginator(lines, PER_PAGE).get_page(number)


def line_of(contribution: Contribution, today: date) -> ProposalLine:
    """Return what the list shows of a proposal."""
    case = contribution.case
    state, label = answer_state(case, contribution.withdrawn_at is not None, today)
    where = contribution.neighbourhood or contribution.commune
    place = contribution.place
    if where is not None:
        name = getattr(where, "label", None) or where.name
        place = f"{place}, {name}" if place else name
    excerpt: str | None = getattr(contribution, "excerpt", None)
    return ProposalLine(
        number=case.number,
        title=contribution.title,
        excerpt=excerpt if excerpt is not None else contribution.text[:EXCERPT],
        author=contribution.author.public_name,
        college=contribution.college,
        college_label=contribution.college_label or contribution.get_college_display(),
        theme=contribution.theme.name if contribution.theme else "",
        place=place,
        channel=contribution.channel,
        supports=contribution.supports_count,
        comments=contribution.comments_count,
        state=state,
        state_label=label,
        promised_on=case.promised_on if case.state in OPEN_STATES else None,
        answered_on=case.answered_on if case.state == CaseState.ANSWERED else None,
        language=contribution.language,
    )


def answer_state(case: Case, withdrawn: bool, today: date) -> tuple[str, str]:
    """Return the shape and the words of what became of a proposal."""
    if withdrawn:
        return "withdrawn", _("withdrawn by its author")
    if case.state == CaseState.ANSWERED:
        return case.outcome, str(Outcome(case.outcome).label)
    if case.state in OPEN_STATES and case.promised_on and case.promised_on < today:
        return "late", _("answer overdue")
    return case.state, str(CaseState(case.state).label)


def similar_lines(
    activity: Activity, text: str, *, excluding: int | None = None
) -> list[ProposalLine]:
    """Return the public proposals that resemble a text, as lines of a list."""
    today = timezone.localdate()
    found: Iterable[Contribution] = similar_contributions(activity, text, excluding=excluding)
    return [line_of(contribution, today) for contribution in found]


def readable_proposal(activity: Activity, number: str, actor: Actor) -> Contribution | None:
    """Return a proposal an actor may read, in one query: public, or their own."""
    found = (
        Contribution.objects.filter(activity=activity, case__number=number)
        .select_related(
            "author",
            "theme",
            "commune",
            "neighbourhood",
            "case__organisation",
            "case__department",
            "case__receiving_body",
        )
        .defer("stems")
        .first()
    )
    if found is None:
        return None
    # The page has the activity and its space at hand: the proposal must not read them again.
    found.activity = activity
    return found if can_read(actor, found) else None
