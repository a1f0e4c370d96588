"""Who held a request and since when; how often the first was not the one that answered."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from civic.core.enums import Channel
from civic.privacy.logic.masking import mask
from civic.privacy.services.screening import findings_in

from ..enums import AssignedBy, CaseState
from ..models import Assignment, Request
from ..models import Case as CaseRow


def holdings_of(case: CaseRow) -> list[dict[str, Any]]:
    """Return the entries of `components/trail.html`: each holder of a case, in one query."""
    held = case.assignments.select_related("organisation", "department").order_by("position")
    return [
        {
            "when": timezone.localdate(one.since),
            "text": _("With %(holder)s") % {"holder": one.holder}
            if one.position
            else _("Received by %(holder)s") % {"holder": one.holder},
            "state": "transferred" if one.position else "received",
            "detail": _why(one),
        }
        for one in held
    ]


def _why(held: Assignment) -> str:
    if not held.reason:
        return ""
    return mask(held.reason, findings_in(held.reason, organisation_id=held.organisation_id))


@dataclass(frozen=True)
class Misaddressed:
    """Answered requests of one kind, and those the first holder did not answer itself."""

    key: str
    label: str
    answered: int
    misaddressed: int

    @property
    def share(self) -> int:
        """Return the rate in per cent; 0 of nothing is 0."""
        return round(100 * self.misaddressed / self.answered) if self.answered else 0


def answered_requests(
    organisations: Collection[int] | None = None,
) -> "QuerySet[Request]":
    """Return the answered requests whose first holder is known, each marked `went_astray`.

    It did not when the body that received it had not chosen a department yet: sorting is not an
    error. Of some organisations: those they received or answer for.
    """
    first = Assignment.objects.filter(case=OuterRef("case"), position=0)
    requests = Request.objects.filter(case__state=CaseState.ANSWERED, case__assignments__position=0)
    if organisations is not None:
        requests = requests.filter(
            Q(organisation__in=organisations) | Q(case__organisation__in=organisations)
        )
    stayed = first.filter(organisation=OuterRef("case__organisation")).filter(
        Q(department=None) | Q(department=OuterRef("case__department"))
    )
    return requests.annotate(
        went_astray=Case(
            When(Exists(stayed), then=False), default=True, output_field=BooleanField()
        )
    ).order_by()


_BY: dict[str, tuple[str, str]] = {
    "type": ("request_type_id", "request_type__name"),
    "channel": ("channel", "channel"),
    "body": ("organisation_id", "organisation__name"),
}


def misaddressed(by: str, organisations: Collection[int] | None = None) -> list[Misaddressed]:
    """Return the misaddressed rate per type, channel or body, most numerous first, in one query."""
    key, label = _BY[by]
    label_of: Combinable = F(label)
    rows = (
        answered_requests(organisations)
        .values(group=F(key), name=label_of)
        .annotate(n=Count("pk"), astray=Count("pk", filter=Q(went_astray=True)))
    )
    found = [
        Misaddressed(str(row["group"] or ""), _label(by, row["name"]), row["n"], row["astray"])
        for row in rows
    ]
    return sorted(found, key=lambda row: (-row.misaddressed, -row.answered, row.label))


def _label(by: str, name: str | None) -> str:
    if not name:
        return pgettext("type of request", "not recognised")
    return str(Channel(name).label) if by == "channel" else name


@dataclass(frozen=True)
class RoutingFigures:
    """How requests reached a department: by the rule, or after a person read them."""

    filed: int
    by_rule: int
    assigned_later: int
    waiting: int
    median_hours: float | None

    @property
    def share_by_rule(self) -> int:
        return round(100 * self.by_rule / self.filed) if self.filed else 0


def routing_figures(organisations: Collection[int] | None = None) -> RoutingFigures:
    """Return the share assigned without a validation and the time others waited, in two queries.

    Counted on the first holders; whoever filed with a department chose it at once.
    """
    first = Assignment.objects.filter(position=0)
    if organisations is not None:
        first = first.filter(case__request__organisation__in=organisations)
    unsorted = first.filter(department=None)
    counts = first.aggregate(
        filed=Count("pk"),
        by_rule=Count("pk", filter=Q(department__isnull=False, assigned_by=AssignedBy.RULE)),
    )
    later = Assignment.objects.filter(
        case__in=unsorted.values("case"), position__gt=0, department__isnull=False
    )
    began = dict(unsorted.values_list("case_id", "since"))
    delays: dict[int, float] = {}
    for case_id, since in later.order_by("position").values_list("case_id", "since"):
        delays.setdefault(case_id, (since - began[case_id]).total_seconds() / 3600)
    ordered = sorted(delays.values())
    return RoutingFigures(
        **counts,
        assigned_later=len(ordered),
        waiting=len(began) - len(ordered),
        median_hours=ordered[(len(ordered) - 1) // 2] if ordered else None,
    )
