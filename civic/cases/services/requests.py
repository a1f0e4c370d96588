"""File what is asked of a public body."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.enums import Channel
from civic.privacy.services.screening import screen
from civic.territory.models import CityDepartment, Neighbourhood, Organisation, Theme

from ..enums import AssignedBy, CaseOrigin
from ..models import Request, RequestType
from ..registry import case_registry
from .assigning import recognise
from .cases import import_closed_case, open_case
from .places import set_request_place


def file_request(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    text: str,
    person: Person | None,
    channel: str,
    college: str,
    neighbourhood: Neighbourhood | None = None,
    space_id: int | None = None,
    request_type: RequestType | None = None,
    theme: Theme | None = None,
    department: CityDepartment | None = None,
    place: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    holder: Organisation | None = None,
    said_on: date | None = None,
    submission_key: UUID | None = None,
    hold: str = "",
    closed_before: bool = False,
    promised_from: date | None = None,
    imported: dict[str, Any] | None = None,
) -> Request:
    """Open the case of a request and screen its text; the same submission gives the same request.

    `organisation` is the body it is about, `holder` the one that answers when it is another.
    `imported` holds the columns only an import has: `imported_answer`, `source_texts`, `row_key`,
    `departments_text`, `said_on_text`. With `closed_before` the case is born closed, without an
    argued answer, outside the delay figures. `promised_from` is the day a delay was first
    announced, when that is not the day of reception. Without a department, the rule of the
    territory gives the case to who holds the competence; what no rule settles waits to be routed.
    Raises Refusal when the space takes no more requests; what was closed before is history, and
    is still written.
    """
    if submission_key is not None:
        earlier = Request.objects.filter(submission_key=submission_key).first()
        if earlier is not None:
            return earlier
    if space_id is not None and not closed_before:
        case_registry.check_open(space_id)
    with transaction.atomic():
        received_on = said_on or timezone.localdate()
        if closed_before:
            case = import_closed_case(
                origin=CaseOrigin.REQUEST,
                organisation=holder or organisation,
                department=department,
                received_on=received_on,
            )
        else:
            # A holder comes from the rule, asked before the form was shown.
            assigned_by = AssignedBy.RULE if holder and department else AssignedBy.FILING
            # A spreadsheet says its departments, or leaves a person to read them.
            if department is None and holder is None and channel != Channel.IMPORT:
                request_type, route = recognise(
                    f"{title} {text}", organisation, neighbourhood, request_type
                )
                holder = route.organisation
                if route.is_sure:
                    department, assigned_by = route.department, AssignedBy.RULE
            case = open_case(
                origin=CaseOrigin.REQUEST,
                organisation=holder or organisation,
                department=department,
                assigned_by=assigned_by,
                request_type_id=request_type.pk if request_type else None,
                received_on=received_on,
                promised_from=promised_from,
            )
        request = Request(
            case=case,
            organisation=organisation,
            neighbourhood=neighbourhood,
            space_id=space_id,
            request_type=request_type,
            theme_id=_theme_of(theme, request_type),
            title=title.strip(),
            text=text.strip(),
            place=place.strip(),
            latitude=latitude,
            longitude=longitude,
            person=person,
            channel=channel,
            college=college,
            said_on=said_on,
            entered_by=actor.user,
            submission_key=submission_key,
            **(imported or {}),
        )
        set_request_place(request)
        request.save()
        screen(instance=request, organisation_id=organisation.pk, hold=hold)
        record(
            actor=actor,
            action="request.filed",
            target=request,
            organisation_id=organisation.pk,
            case=case.pk,
        )
    return request


def _theme_of(chosen: Theme | None, request_type: RequestType | None) -> int | None:
    if chosen is not None:
        return chosen.pk
    return request_type.theme_id if request_type else None
