"""Reads of decisions: what a page shows, what answers a case, which answers repeat themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.cases.enums import CaseState, Outcome
from civic.cases.models import Case
from civic.core.models import BasePage
from civic.participation.models import Contribution, Space
from civic.participation.registry import participation_registry
from civic.territory.models import Organisation, OrganisationPage

from ..enums import OPEN_COMMITMENTS, DecisionState
from ..logic.duplicates import Duplicates, duplicates_in
from ..models import Commitment, CommitmentNote, DecisionItem, DecisionPage, ReasonedDecision
from ..policies import FOLLOWERS

DECISIONS_PER_PAGE = 20

KEPT = (Outcome.ACCEPTED, Outcome.DONE, Outcome.PLANNED)
ADAPTED = (Outcome.ADAPTED,)
SET_ASIDE = (Outcome.NOT_RETAINED, Outcome.NOT_POSSIBLE, Outcome.HANDED_OVER)


@dataclass(frozen=True)
class ItemLine:
    """One answer of a decision: what it answers is named only when it is public."""

    key: int
    anchor: str
    number: str
    outcome: str
    outcome_label: str
    title: str
    url: str
    reason: str
    next_steps: str


@dataclass(frozen=True)
class ItemGroup:
    """What was kept, adapted or set aside."""

    key: str
    title: str
    lines: list[ItemLine]


@dataclass(frozen=True)
class AnsweredBy:
    """The signed decision that answered a case; `url` leads to its line, empty without a page."""

    decision: ReasonedDecision
    url: str


def organisation_above(page: BasePage) -> Organisation | None:
    """Return the organisation of the branch a page stands in."""
    home = (
        OrganisationPage.objects.ancestor_of(page)
        .select_related("organisation")
        .order_by("-depth")
        .first()
    )
    return home.organisation if home else None


def in_language(pages: Iterable[DecisionPage]) -> DecisionPage | None:
    """Return the translation of a page for the active language, or any of them."""
    found = list(pages)
    wanted = get_language() or "fr"
    return next((p for p in found if p.locale.language_code == wanted), found[0] if found else None)


def published_pages() -> "QuerySet[DecisionPage]":
    """Return the pages of decisions anybody reads, without their blocks."""
    return DecisionPage.objects.live().select_related("locale").defer("body").order_by("pk")


@dataclass(frozen=True)
class DecisionLine:
    """One line of the list of decisions."""

    decision: ReasonedDecision
    url: str
    kept: int
    adapted: int
    set_aside: int


def decision_lines(organisation: Organisation, page: int | str = 1) -> Page[DecisionLine]:
    """Return a page of the signed decisions shown in a branch, the latest first, in 3 queries."""
    found = (
        ReasonedDecision.objects.filter(
            state=DecisionState.SIGNED,
            space__in=Space.objects.shown_in(organisation.pk),
            pages__live=True,
        )
        .annotate(
            kept=Count("items", filter=Q(items__outcome__in=KEPT), distinct=True),
            adapted=Count("items", filter=Q(items__outcome__in=ADAPTED), distinct=True),
            set_aside=Count("items", filter=Q(items__outcome__in=SET_ASIDE), distinct=True),
        )
        .prefetch_related(Prefetch("pages", published_pages(), to_attr="shown_pages"))
        .order_by("-decided_on", "-pk")
    )
    shown = Paginator(found, DECISIONS_PER_PAGE).get_page(page)
    lines = []
    for decision in shown.object_list:
        target = in_language(decision.shown_pages)
        if target is not None:
            lines.append(
                DecisionLine(
                    decision=decision,
                    url=target.get_absolute_url(),
                    kept=decision.kept,
                    adapted=decision.adapted,
                    set_aside=decision.set_aside,
                )
            )
    shown.object_list = lines
    return shown


def decision_of_page(page: DecisionPage) -> ReasonedDecision:
    """Return the decision of a page, with what the page reads besides its items."""
    return ReasonedDecision.objects.select_related("space__organisation", "legal_act_document").get(
        pk=page.decision_id
    )


def item_groups(decision: ReasonedDecision) -> list[ItemGroup]:
    """Return the answers of a decision, grouped by what became of each.

    One query, and one per activity for the addresses of what is answered.
    """
    items = list(
        DecisionItem.objects.filter(decision=decision)
        .select_related("case__contribution__activity", "case__request")
        .order_by("position", "pk")
    )
    addresses = participation_registry.addresses_of(
        filter(None, (_contribution_of(item.case) for item in items))
    )
    lines = [(item.outcome, _item_line(item, addresses)) for item in items]
    groups = (
        ("accepted", _("What was kept"), KEPT),
        ("adapted", _("What was kept in part"), ADAPTED),
        ("not_retained", _("What was set aside"), SET_ASIDE),
    )
    found = [
        ItemGroup(key, title, [line for outcome, line in lines if outcome in outcomes])
        for key, title, outcomes in groups
    ]
    return [group for group in found if group.lines]


def _contribution_of(case: Case) -> Contribution | None:
    contribution: Contribution | None = getattr(case, "contribution", None)
    return contribution if contribution is not None and contribution.is_public else None


def _item_line(item: DecisionItem, addresses: dict[int, str]) -> ItemLine:
    case = item.case
    # What is not public is named by its number alone.
    title = _("No. %(number)s") % {"number": case.number}
    said = _contribution_of(case) or getattr(case, "request", None)
    if said is not None and said.is_public:
        title = said.title
    return ItemLine(
        key=item.pk,
        anchor=anchor_of(case),
        number=case.number,
        outcome=item.outcome,
        outcome_label=str(Outcome(item.outcome).label),
        title=title,
        url=addresses.get(case.pk, ""),
        reason=item.reason,
        next_steps=item.next_steps,
    )


def anchor_of(case: Case) -> str:
    """Return the anchor of the line of a decision that answers a case."""
    return f"reponse-{case.number}"


@dataclass(frozen=True)
class CommitmentLine:
    """One promise of a decision with its dated notes, the first one first; `days_late` from 1."""

    commitment: Commitment
    notes: list[CommitmentNote]
    days_late: int


def commitment_lines(decision: ReasonedDecision, today: date) -> list[CommitmentLine]:
    """Return what a decision promises, what was said of it since, and the answers it carries out.

    In three queries.
    """
    promised = (
        Commitment.objects.filter(decision=decision)
        .select_related("department")
        .prefetch_related(
            Prefetch(
                "notes", CommitmentNote.objects.order_by("done_on", "pk"), to_attr="milestones"
            ),
            Prefetch(
                "carries_out",
                DecisionItem.objects.only("pk", "position", "case_id").order_by("position", "pk"),
            ),
        )
        .order_by("position", "due_on")
    )
    return [_commitment_line(commitment, today) for commitment in promised]


def _commitment_line(commitment: Commitment, today: date) -> CommitmentLine:
    waits = commitment.state in OPEN_COMMITMENTS
    late = (today - commitment.expected_on).days if waits else 0
    return CommitmentLine(commitment, commitment.milestones, max(0, late))  # type: ignore[attr-defined]


def followed_commitments(actor: Actor) -> "QuerySet[Commitment]":
    """Return what signed decisions promise and an actor follows, the earliest date first.

    A role in one department follows what is given to it, a role in one space what it decided.
    """
    found = (
        Commitment.objects.filter(decision__state=DecisionState.SIGNED)
        .select_related("decision__space__organisation", "department")
        .annotate(expected=Coalesce("postponed_to", "due_on"))
        .order_by("expected", "pk")
    )
    if actor.is_administrator:
        return found
    mine = Q(pk__in=[])
    for grant in actor.grants:
        if grant.role not in FOLLOWERS:
            continue
        place = Q(decision__space__organisation=grant.organisation_id)
        if grant.department_id is not None:
            place = Q(
                department=grant.department_id, department__organisation=grant.organisation_id
            )
        if grant.space_id is not None:
            place &= Q(decision__space=grant.space_id)
        mine |= place
    return found.filter(mine)


def late_commitments(actor: Actor) -> "QuerySet[Commitment]":
    """Return the promises an actor follows whose announced date has passed, the oldest first."""
    return followed_commitments(actor).filter(
        state__in=OPEN_COMMITMENTS, expected__lt=timezone.localdate()
    )


def address_of(decision: ReasonedDecision, anchor: str = "") -> str:
    """Return the public address of a decision in the active language; empty without a page."""
    page = in_language(published_pages().filter(decision=decision))
    if page is None:
        return ""
    return f"{page.get_absolute_url()}#{anchor}" if anchor else page.get_absolute_url()


def decision_item_of(case: Case) -> AnsweredBy | None:
    """Return the signed decision that answered a case, in one query; none for a case not answered.

    The address is the decision's page in the active language, at the line of the case.
    """
    if case.state not in (CaseState.ANSWERED, CaseState.REVIEW):
        return None
    decision = (
        ReasonedDecision.objects.filter(state=DecisionState.SIGNED, items__case=case)
        .prefetch_related(Prefetch("pages", published_pages(), to_attr="shown_pages"))
        .order_by("-signed_at")
        .first()
    )
    if decision is None:
        return None
    page = in_language(decision.shown_pages)
    return AnsweredBy(
        decision=decision, url=f"{page.get_absolute_url()}#{anchor_of(case)}" if page else ""
    )


def duplicates_of(decision: ReasonedDecision) -> Duplicates:
    """Return which answers of a decision are the same words, by the number of their case."""
    items = DecisionItem.objects.filter(decision=decision).select_related("case")
    return duplicates_in({item.case.number: item.reason for item in items.order_by("pk")})


def repeated_in(groups: Iterable[ItemGroup]) -> int:
    """Return how many answers of a page nearly repeat another one."""
    lines = [line for group in groups for line in group.lines]
    return duplicates_in({line.number: line.reason for line in lines}).repeated
