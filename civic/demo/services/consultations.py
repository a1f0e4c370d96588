"""Load the consultations: framing, calendar, proposals, comments, supports, ballot, decision."""

import random
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Count
from wagtail.documents.models import Document
from wagtail.models import Collection

from civic.accounts.enums import AssuranceLevel
from civic.accounts.policies import SYSTEM
from civic.participation.models import Activity, Contribution
from civic.participation.services.activities import (
    ConditionDraft,
    create_activity,
    set_conditions,
)
from civic.participation.services.contributions import submit_contribution
from civic.participation.services.phases import PhaseDraft, set_phases
from civic.privacy.models import ProcessingSheet
from civic.territory.enums import OrganisationKind
from civic.territory.models import Organisation
from civic.voting.models import Support
from consultations.models import (
    BallotPage,
    CallForProposalsPage,
    Consultation,
    ConsultationIndexPage,
    ConsultationPage,
)
from consultations.services.framing import create_consultation
from consultations.services.publication import publish_consultation, publish_outcome

from ..logic.content import entries
from .ballots import prepare_ballot
from .guard import let_through
from .points import point_in
from .voices import Voices
from .world import World

SUPPORTS = 2_000
MAIN = "plan-climat"
# As the rule of the ballot says in plain words.
VOTING_AGE = 15
# A resident of the cast has an answered proposal among her contributions.
OF_AMINA = "cargo-ecole"


def load_consultations(world: World) -> None:
    """Create the three consultations, their pages and what was said in them."""
    for entry in entries("consultations"):
        consultation = _consultation(world, entry)
        page = _page(world, entry, consultation)
        for activity_entry in entry["activities"]:
            activity = Activity.objects.select_related("space__organisation", "department").get(
                pk=world.activities[activity_entry["key"]].pk
            )
            world.activities[activity_entry["key"]] = activity
            _activity_page(page, activity, activity_entry)
    _load_proposals(world)
    _load_supports(world)


def _consultation(world: World, entry: dict[str, Any]) -> Consultation:
    organisation = world.organisations[entry["organisation"]]
    published = entry.get("notice_published_days_ago")
    consultation = create_consultation(
        actor=SYSTEM,
        organisation=organisation,
        title=entry["title"],
        slug=entry["slug"],
        preset=entry["preset"],
        territories=_territories(world, entry),
        question=entry["question"],
        participation_level=entry["participation_level"],
        decider=entry["decider"],
        how_decided=entry["how_decided"],
        what_is_open=entry["what_is_open"],
        what_is_fixed=entry["what_is_fixed"],
        answer_due_on=world.calendar.day(entry["answer_due_in_days"]),
        contact_name=entry["contact_name"],
        contact_phone=entry["contact_phone"],
        contact_email=entry["contact_email"],
        offline_way=entry["offline_way"],
        notice_published_on=world.calendar.day(-published) if published else None,
        file_to_consult=_file_of(entry),
    )
    world.spaces[entry["key"]] = consultation.space
    for activity_entry in entry["activities"]:
        _activity(world, entry, consultation, activity_entry)
    set_phases(
        actor=SYSTEM,
        space=consultation.space,
        phases=[_phase(world, phase) for phase in entry["phases"]],
    )
    consultation = publish_consultation(actor=SYSTEM, consultation=consultation)
    if published:
        consultation.space.published_at = world.calendar.past(published, 9)
        consultation.space.save(update_fields=["published_at"])
    return consultation


def _territories(world: World, entry: dict[str, Any]) -> list[Organisation]:
    if entry["key"] == MAIN:
        # The plan concerns every commune, whether it has its own branch of the site or not.
        return [
            organisation
            for organisation in world.organisations.values()
            if organisation.kind == OrganisationKind.COMMUNE
        ]
    return [world.organisations[slug] for slug in entry["territories"]]


def _file_of(entry: dict[str, Any]) -> Document:
    lines = "\n".join(f"- {title}" for title in entry["documents"])
    text = f"{entry['title']}\n\n{entry['question']}\n\nPièces du dossier :\n{lines}\n"
    return Document.objects.create(
        title=f"Dossier – {entry['title']}",
        file=ContentFile(text.encode(), name=f"dossier-{entry['slug']}.txt"),
        collection=Collection.get_first_root_node(),
    )


def _phase(world: World, phase: dict[str, Any]) -> PhaseDraft:
    starts, ends = phase["starts_in_days"], phase["ends_in_days"]
    return PhaseDraft(
        title=phase["title"],
        text=phase["text"],
        starts_at=None if starts is None else world.calendar.moment(starts, "08:00"),
        ends_at=None if ends is None else world.calendar.moment(ends, "20:00"),
        approximate=phase["approximate"],
        opens=[(world.activities[act["activity"]], act["act"]) for act in phase["open_acts"]],
    )


def _activity(
    world: World, entry: dict[str, Any], consultation: Consultation, data: dict[str, Any]
) -> Activity:
    processing = data.get("processing")
    sheet = None
    if processing:
        sheet = ProcessingSheet.objects.create(
            organisation=consultation.space.organisation, **processing
        )
    options: dict[str, Any] = {"processing_sheet": sheet}
    if data["kind"] == "ballot":
        options |= {"minimum_age": VOTING_AGE, "assurance_level": AssuranceLevel.EMAIL}
    if "answer_working_days" in data:
        options["answer_working_days"] = data["answer_working_days"]
    if "with_place" in data:
        options["with_place"] = data["with_place"]
    activity = create_activity(
        actor=SYSTEM,
        space=consultation.space,
        kind=data["kind"],
        title=data["title"],
        slug=data["slug"],
        themes=world.themes.values() if entry["key"] == MAIN else (),
        department=world.department(entry["organisation"], data.get("department")),
        **options,
    )
    conditions = data.get("conditions") or []
    if conditions:
        set_conditions(
            actor=SYSTEM,
            activity=activity,
            conditions=[ConditionDraft(**condition) for condition in conditions],
        )
    if data["kind"] == "ballot":
        prepare_ballot(activity, data["ballot"])
    world.activities[data["key"]] = activity
    return activity


def _page(world: World, entry: dict[str, Any], consultation: Consultation) -> ConsultationPage:
    home = world.homes[entry["organisation"]]
    page = ConsultationPage(
        title=entry["title"],
        slug=entry["slug"],
        introduction=entry["summary"],
        consultation=consultation,
    )
    ConsultationIndexPage.objects.child_of(home).get().add_child(instance=page)
    return page


def _activity_page(page: ConsultationPage, activity: Activity, data: dict[str, Any]) -> None:
    model = BallotPage if data["kind"] == "ballot" else CallForProposalsPage
    page.add_child(
        instance=model(
            title=data["title"],
            slug=data["slug"],
            introduction=data["introduction"],
            activity=activity,
        )
    )


def _load_proposals(world: World) -> None:
    voices = Voices(world, "proposals")
    for entry in entries("proposals"):
        activity = world.activities[
            "propositions" if entry["consultation"] == MAIN else "propositions-mediatheque"
        ]
        person = voices.pick(
            entry["college"], entry["channel"], entry["commune"], entry["college_label"]
        )
        amina = world.cast["amina"].person
        if entry["key"] == OF_AMINA and amina is not None:
            person = amina
        contribution = submit_contribution(
            actor=SYSTEM,
            activity=activity,
            person=person,
            title=entry["title"],
            text=entry["text"],
            theme=world.themes.get(entry["theme"]),
            commune=world.organisations.get(entry["commune"] or ""),
            neighbourhood=world.neighbourhoods.get(entry["neighbourhood"] or ""),
            place=entry["place"] or "",
            **_point(world, entry),
            channel=entry["channel"],
            accepted_conditions=list(activity.conditions.all()),
            said_at=world.calendar.past(entry["days_ago"], 9 + len(entry["key"]) % 11),
            people_count=entry["people_count"],
        )
        world.contributions[entry["key"]] = let_through(world, contribution)


def _point(world: World, entry: dict[str, Any]) -> dict[str, Any]:
    """Return a point of the map for what names a place: always the same, inside its commune."""
    area = world.neighbourhoods.get(entry["neighbourhood"] or "") or world.organisations.get(
        entry["commune"] or ""
    )
    return point_in(area, entry["key"]) if entry["place"] or entry["neighbourhood"] else {}


def _load_supports(world: World) -> None:
    draw = random.Random("supports")  # noqa: S311
    weights = {entry["key"]: entry["supports"] for entry in entries("proposals")}
    whole = sum(
        entry["supports"] for entry in entries("proposals") if entry["consultation"] == MAIN
    )
    share = SUPPORTS / whole
    rows = []
    for key, weight in weights.items():
        contribution = world.contributions[key]
        count = min(round(weight * share), len(world.people))
        for person in draw.sample(world.people, count):
            rows.append(
                Support(
                    contribution=contribution,
                    person=person,
                    channel="online" if person.email else draw.choice(["paper", "desk"]),
                    college=person.college,
                )
            )
    Support.objects.bulk_create(rows, batch_size=500)
    counted = Support.objects.values("contribution_id").annotate(total=Count("pk")).order_by()
    totals = {row["contribution_id"]: row["total"] for row in counted}
    contributions = list(world.contributions.values())
    for contribution in contributions:
        contribution.supports_count = totals.get(contribution.pk, 0)
    Contribution.objects.bulk_update(contributions, ["supports_count"])


def reload_contributions(world: World) -> None:
    """Read the contributions again with their cases, after others wrote to them."""
    found = Contribution.objects.select_related("case").in_bulk(
        [contribution.pk for contribution in world.contributions.values()]
    )
    world.contributions = {
        key: found[contribution.pk] for key, contribution in world.contributions.items()
    }


def publish_outcomes(world: World) -> None:
    """Mark the closed consultation's outcome as published on its day."""
    for entry in entries("consultations"):
        days = entry.get("outcome_published_days_ago")
        if days is None:
            continue
        consultation = Consultation.objects.get(space=world.spaces[entry["key"]])
        publish_outcome(
            actor=SYSTEM,
            consultation=consultation,
            published_on=world.calendar.day(-days),
        )
