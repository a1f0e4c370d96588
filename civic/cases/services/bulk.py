"""File many requests of a table at once: same numbers, guard and journal as one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from civic.accounts.policies import Actor
from civic.audit.services import record_each
from civic.core.logic.stemming import search_document
from civic.privacy.services.holding import hold_new, store_findings
from civic.territory.models import CityDepartment, Neighbourhood, Organisation

from ..enums import CaseOrigin
from ..logic.numbering import new_number
from ..models import AnswerRules, Case, Request
from ..registry import case_registry
from ..selectors.delays import announced_days
from .cases import case_closed_before, case_to_open


@dataclass(frozen=True)
class RowToFile:
    """One request of a table; `imported` holds the columns only an import has."""

    title: str
    text: str
    department: CityDepartment | None
    said_on: date | None
    closed_before: bool
    imported: dict[str, Any]


def file_requests(
    *,
    actor: Actor,
    organisation: Organisation,
    rows: Sequence[RowToFile],
    channel: str,
    college: str,
    hold: str,
    neighbourhood: Neighbourhood | None = None,
    space_id: int | None = None,
    promised_from: date | None = None,
) -> list[Request]:
    """Open the cases of some requests of one space and hold them all, as `file_request` would.

    A dozen queries whatever their number. Raises IntegrityError when one of them was imported
    meanwhile, Refusal when the space takes no more requests.
    """
    if space_id is not None and not all(row.closed_before for row in rows):
        case_registry.check_open(space_id)
    today = timezone.localdate()
    calendar = AnswerRules.objects.of(organisation.pk).subdivision

    @cache
    def days_of(department_id: int | None) -> int:
        return announced_days(organisation.pk, department_id, CaseOrigin.REQUEST, None)

    with transaction.atomic():
        cases = []
        for row in rows:
            if row.closed_before:
                case = case_closed_before(
                    origin=CaseOrigin.REQUEST,
                    organisation=organisation,
                    department=row.department,
                    received_on=row.said_on or today,
                )
            else:
                case = case_to_open(
                    origin=CaseOrigin.REQUEST,
                    organisation=organisation,
                    department=row.department,
                    received_on=row.said_on or today,
                    working_days=days_of(row.department.pk if row.department else None),
                    calendar=calendar,
                    promised_from=promised_from,
                )
            cases.append(case)
        for case, number in zip(cases, _free_numbers(len(cases)), strict=True):
            case.number = number
        Case.objects.bulk_create(cases)
        requests = [
            Request(
                case=case,
                organisation=organisation,
                neighbourhood=neighbourhood,
                space_id=space_id,
                title=row.title.strip(),
                text=row.text.strip(),
                channel=channel,
                college=college,
                said_on=row.said_on,
                asked_on=row.said_on or case.received_on,
                entered_by=actor.user,
                stems=search_document(row.title.strip(), row.text.strip()),
                **row.imported,
            )
            for row, case in zip(rows, cases, strict=True)
        ]
        findings = hold_new(instances=requests, organisation_id=organisation.pk, hold=hold)
        Request.objects.bulk_create(requests)
        store_findings(instances=requests, findings=findings)
        record_each(
            actor=actor,
            action="request.filed",
            lines=((request, {"case": request.case_id}) for request in requests),
            organisation_id=organisation.pk,
        )
    return requests


def _free_numbers(count: int) -> Iterator[str]:
    """As many public numbers that nobody has."""
    found: set[str] = set()
    while len(found) < count:
        drawn = {new_number() for _one in range(count - len(found))} - found
        taken = Case.objects.filter(number__in=drawn).order_by().values_list("number", flat=True)
        found |= drawn - set(taken)
    return iter(found)
