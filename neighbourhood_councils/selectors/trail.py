"""Every hop of a request, without anything personal."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.audit.models import JournalEntry
from civic.audit.services import key_of
from civic.cases.enums import CaseState, Outcome
from civic.cases.models import Assignment, Case, Request, Transfer
from civic.core.enums import Channel
from civic.privacy.logic.masking import mask
from civic.privacy.services.screening import findings_in
from civic.territory.models import CityDepartment

from .follow_up import asked_on, state_of

_HOPS = ("case.routed", "case.moved", "case.review_asked", "case.withdrawn")


def trail_of(request: Request, labels: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Return the entries of `components/trail.html`, oldest first, in five queries at most.

    `labels` are what the organisation of the table calls the outcomes.
    """
    case = request.case
    entries = [*_beginning(request), *_transfers(case), *_hops(case)]
    if case.state == CaseState.ANSWERED and case.answered_on:
        state, label = state_of(case, labels or {})
        said = _("Answered: %(outcome)s") % {"outcome": label}
        detail = ""
        if case.outcome == Outcome.HANDED_OVER:
            body = case.receiving_body.name if case.receiving_body else case.receiving_body_name
            detail = _("Taken over by %(body)s") % {"body": body}
        entries.append(
            {"when": case.answered_on, "text": said, "state": state, "detail": detail, "rank": 9}
        )
    return sorted(entries, key=lambda entry: (entry["when"], entry["rank"]))


def _beginning(request: Request) -> list[dict[str, Any]]:
    case = request.case
    first = asked_on(request)
    entries = []
    if first is not None:
        channel = request.get_channel_display()
        entries.append(
            {
                "when": first,
                "text": _("Received by %(body)s") % {"body": request.organisation.label},
                "state": "received",
                "detail": channel if request.channel != Channel.IMPORT else "",
                "rank": 0,
            }
        )
    if request.channel == Channel.IMPORT:
        taken_on = timezone.localdate(request.created_at)
        if case.promised_on is None:
            text = _("Taken from the council's table, closed before, without an argued answer")
        else:
            text = _("Taken from the council's table: the announced delay runs from this day")
        entries.append({"when": taken_on, "text": text, "state": "import", "detail": "", "rank": 1})
    return entries


def _transfers(case: Case) -> list[dict[str, Any]]:
    hops = (
        Transfer.objects.filter(case=case)
        .select_related("from_organisation", "to_organisation", "to_department")
        .order_by("moved_at", "pk")
    )
    return [
        {
            "when": timezone.localdate(hop.moved_at),
            "text": _("Handed over by %(one)s to %(other)s")
            % {"one": hop.from_organisation.label, "other": _place(hop)},
            "state": "transferred",
            "detail": mask(
                hop.reason, findings_in(hop.reason, organisation_id=hop.to_organisation_id)
            ),
            "rank": 3,
        }
        for hop in hops
    ]


def _place(hop: Transfer) -> str:
    if hop.to_department is None:
        return hop.to_organisation.label
    return f"{hop.to_organisation.label} ({hop.to_department.name})"


def _hops(case: Case) -> list[dict[str, Any]]:
    lines = list(JournalEntry.objects.filter(target=key_of(case), action__in=_HOPS).order_by("pk"))
    routed = [line.details.get("after") for line in lines if line.action == "case.routed"]
    names = (
        dict(CityDepartment.objects.filter(pk__in=routed).values_list("pk", "name"))
        if routed
        else {}
    )
    held = [line.details.get("assignment") for line in lines]
    reasons = _reasons([pk for pk in held if pk is not None])
    return [
        {
            "when": timezone.localdate(line.moment),
            "detail": reasons.get(line.details.get("assignment"), ""),
            "rank": 4,
            **_hop(line, names),
        }
        for line in lines
    ]


def _reasons(assignments: list[int]) -> dict[int | None, str]:
    """Return why departments passed a request on, by assignment, naming nobody."""
    if not assignments:
        return {}
    rows = Assignment.objects.filter(pk__in=assignments).exclude(reason="")
    return {
        row.pk: mask(row.reason, findings_in(row.reason, organisation_id=row.organisation_id))
        for row in rows
    }


def _hop(line: JournalEntry, names: dict[int, str]) -> dict[str, str]:
    after = line.details.get("after", "")
    match line.action:
        case "case.routed":
            name = names.get(after, "")
            text = _("Given to the department %(name)s") % {"name": name} if name else _("Routed")
            return {"text": text, "state": "routed"}
        case "case.review_asked":
            return {"text": _("A review of the answer was asked for"), "state": "review"}
        case "case.withdrawn":
            return {"text": _("Withdrawn by whoever asked"), "state": "withdrawn"}
        case _:
            known = after in CaseState.values
            text = str(CaseState(after).label) if known else _("Moved")
            return {"text": text[:1].upper() + text[1:], "state": after if known else "moving"}


def held_since(case: Case, trail: list[dict[str, Any]]) -> date:
    """Return since when whoever holds a case holds it."""
    handed = [entry["when"] for entry in trail if entry["state"] in ("transferred", "routed")]
    return max(handed, default=case.received_on)
