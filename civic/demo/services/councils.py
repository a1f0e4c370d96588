"""Load the neighbourhood councils, their members and meetings, and three hundred requests."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from civic.accounts.enums import VERIFIED_COLLEGES
from civic.accounts.models import Person, RoleAssignment
from civic.accounts.policies import SYSTEM
from civic.cases.enums import CaseState, Outcome
from civic.cases.models import Case, Request, Transfer
from civic.cases.selectors import suggest_types
from civic.cases.services.cases import answer_case, move_case, withdraw_case
from civic.cases.services.details import NO_DETAILS, Details
from civic.cases.services.requests import file_request
from civic.cases.services.routing import transfer_case
from civic.core.enums import Channel
from civic.participation.services.sessions import publish_minutes
from civic.territory.models import CityDepartment, CompetenceHolder
from neighbourhood_councils.models import NeighbourhoodCouncil
from neighbourhood_councils.services.councils import (
    create_council,
    schedule_meeting,
    set_membership,
)

from ..logic.content import entries
from .guard import let_through
from .pages import ROOT
from .points import point_along, point_in
from .voices import Voices
from .world import World

# What is planned is planned for the season that follows.
PLANNED_AHEAD = timedelta(days=75)


def load_councils(world: World) -> None:
    """Create the six councils and what they follow."""
    for entry in entries("councils"):
        council = create_council(
            actor=SYSTEM,
            organisation=world.organisations[entry["organisation"]],
            title=entry["name"],
            slug=entry["key"],
            sheet_name=entry["sheet_name"],
            neighbourhood=world.neighbourhoods[entry["neighbourhood"]],
            contact_phone=entry["contact_phone"],
            contact_email=entry["contact_email"],
        )
        world.spaces[entry["key"]] = council.space
        # Shown on the home page of the intercommunality, which answers part of the requests.
        council.space.territories.add(world.organisations[ROOT])
        for page in council.pages.all():
            page.introduction = entry["introduction"][:600]
            page.save_revision(clean=False).publish()
        _load_members(world, council, entry)
        _load_meetings(world, council, entry)
    _load_requests(world)


def _load_members(world: World, council: NeighbourhoodCouncil, entry: dict[str, Any]) -> None:
    for member in entry["members"]:
        actor = world.cast.get(member["person"] or "")
        person = actor.person if actor else None
        if person is None:
            college = member["college"]
            person = Person.objects.create(
                public_name=member["display_name"],
                college=college,
                college_label=member["college_label"],
                college_verified_at=timezone.now() if college in VERIFIED_COLLEGES else None,
                organisation=council.space.organisation,
                neighbourhood=council.neighbourhood,
            )
        set_membership(
            actor=SYSTEM,
            council=council,
            person=person,
            college=member["college"],
            function=member["function"],
            term_starts_on=world.calendar.day(member["term_starts_in_days"]),
            term_ends_on=world.calendar.day(member["term_ends_in_days"]),
        )
    chair = world.cast.get(entry["chair"] or "")
    if chair is not None and chair.user is not None:
        RoleAssignment.objects.filter(user=chair.user, role="chair").update(
            space_id=council.space_id
        )


def _load_meetings(world: World, council: NeighbourhoodCouncil, entry: dict[str, Any]) -> None:
    for meeting in [entry["next_meeting"], *entry["past_meetings"]]:
        starts_at = world.calendar.moment(meeting["starts_in_days"], meeting["start_time"])
        session = schedule_meeting(
            actor=SYSTEM,
            council=council,
            title=meeting["title"],
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=meeting["duration_minutes"]),
            place=meeting["place"],
            address=meeting["address"],
            how_to_come=meeting["how_to_come"],
            agenda="\n".join(meeting["agenda"]),
        )
        if meeting["minutes"]:
            publish_minutes(
                actor=SYSTEM,
                session=session,
                minutes=meeting["minutes"],
                attendance_count=meeting["attendance_count"],
                keep_findings_because="Relu par le conseil.",
            )


def _load_requests(world: World) -> None:
    voices = Voices(world, "requests")
    for entry in entries("requests"):
        request = _request(world, voices, entry)
        case = request.case
        for hop in entry["transfers"]:
            case = transfer_case(
                actor=SYSTEM,
                case=case,
                organisation=world.organisations[hop["to_organisation"]],
                department=world.department(hop["to_organisation"], hop["to_department"]),
                reason=hop["reason"],
            )
            Transfer.objects.filter(case=case).update(moved_at=world.calendar.past(hop["days_ago"]))
        _bring_to_its_state(world, case, entry)


def _request(world: World, voices: Voices, entry: dict[str, Any]) -> Request:
    first = entry["transfers"][0] if entry["transfers"] else None
    organisation = first["from_organisation"] if first else entry["organisation"]
    department = first["from_department"] if first else entry["department"]
    # What a council asks as such has nobody behind it to name.
    asks = entry["college"] == "resident"
    request = file_request(
        actor=SYSTEM,
        organisation=world.organisations[entry["commune"]],
        title=entry["title"],
        text=entry["text"],
        place=entry["place"] or "",
        **_where(world, entry),
        person=voices.pick("resident", entry["channel"], entry["commune"]) if asks else None,
        channel=entry["channel"],
        college=entry["college"],
        neighbourhood=world.neighbourhoods[entry["neighbourhood"]],
        space_id=world.spaces[entry["council"]].pk,
        department=None if entry["to_route"] else world.department(organisation, department),
        said_on=world.calendar.day(-entry["received_days_ago"]),
        closed_before=entry["state"] == CaseState.CLOSED_BEFORE,
        imported={"imported_answer": entry["imported_answer"] or ""},
    )
    if not entry["held"]:
        request = let_through(world, request)
    # Of who holds it in the end, wherever it came in.
    holder = world.department(entry["organisation"], entry["department"])
    kind = _kind(world, entry, holder)
    Request.objects.filter(pk=request.pk).update(
        created_at=world.calendar.past(entry["received_days_ago"]),
        # Told to nobody when it was asked: its promise is that of the department.
        request_type=kind,
        theme=kind.theme if kind else None,
    )
    return request


def _kind(world: World, entry: dict[str, Any], department: CityDepartment | None) -> Any:
    """Return the type the words speak of, among those the department answers for."""
    # What a table brought was never sorted; what is to be routed neither.
    if entry["channel"] == Channel.IMPORT or entry["to_route"] or department is None:
        return None
    for said in suggest_types(f"{entry['title']} {entry['text']}"):
        if department.pk in _answering(world).get(said.request_type.competence_id, ()):
            return said.request_type
    return None


def _answering(world: World) -> dict[int | None, set[int | None]]:
    if not world.answering:
        for competence, department in CompetenceHolder.objects.values_list(
            "competence_id", "department_id"
        ):
            world.answering.setdefault(competence, set()).add(department)
    return world.answering


def _where(world: World, entry: dict[str, Any]) -> dict[str, Any]:
    area = world.neighbourhoods[entry["neighbourhood"]]
    if entry["place"]:
        return point_along(area, entry["place"], entry["key"])
    return point_in(area, entry["key"]) if entry["channel"] == Channel.ONLINE else {}


def _bring_to_its_state(world: World, case: Case, entry: dict[str, Any]) -> None:
    state = entry["state"]
    if entry["answered_days_ago"] is not None:
        outcome = entry["outcome"]
        answered_on = world.calendar.day(-entry["answered_days_ago"])
        answer_case(
            actor=SYSTEM,
            case=case,
            outcome=outcome,
            reason=entry["reason"],
            next_steps=entry["next_steps"],
            receiving_body_name=entry.get("receiving_body_name", ""),
            answered_as=case.department.name if case.department else "",
            answered_on=answered_on,
            planned_for=answered_on + PLANNED_AHEAD if outcome == Outcome.PLANNED else None,
            keep_findings_because="Relu avant publication.",
            details=_works(entry.get("works")),
        )
    elif state == CaseState.WITHDRAWN:
        withdraw_case(actor=SYSTEM, case=case)
    elif state not in {CaseState.RECEIVED, CaseState.CLOSED_BEFORE, case.state}:
        move_case(actor=SYSTEM, case=case, state=state)
    case.refresh_from_db()


def _works(works: dict[str, str] | None) -> Details:
    """Return what some answers say of their cost."""
    if works is None:
        return NO_DETAILS
    return Details(
        cost=Decimal(works["cost"]),
        cost_covers=works["cost_covers"],
        budget_line=works.get("budget_line", ""),
    )
