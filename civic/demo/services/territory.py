"""Load the organisations, neighbourhoods, departments, competences and themes."""

from typing import Any

from civic.cases.enums import CaseOrigin
from civic.cases.models import AnswerTemplate, RequestType, ServiceLevel
from civic.privacy.models import PublicName
from civic.territory.models import (
    CityDepartment,
    Competence,
    CompetenceHolder,
    Neighbourhood,
    Organisation,
    Theme,
)

from ..logic.content import content
from .world import World


def load_territory(world: World) -> None:
    """Create the invented intercommunality and its thirty-six communes."""
    data = content("territory")
    geometry = _geometry_of("communes")
    parent = _organisation(data["intercommunality"], None, geometry)
    world.organisations[parent.slug] = parent
    communes = Organisation.objects.bulk_create(
        _organisation(commune, parent, geometry, save=False) for commune in data["communes"]
    )
    world.organisations |= {commune.slug: commune for commune in communes}
    for position, theme in enumerate(data["themes"]):
        world.themes[theme["slug"]] = Theme.objects.create(
            slug=theme["slug"], name=theme["name"], position=position
        )
    _load_neighbourhoods(world)
    _load_departments(world, data)
    _load_competences(world, data)
    _load_request_types(world, data)
    _load_typed_answers(world, data)
    PublicName.objects.bulk_create(
        PublicName(
            name=entry["name"],
            reason=entry["reason"][:200],
            organisation=world.organisations.get(entry["organisation"] or ""),
        )
        for entry in data["public_names"]
    )


def _geometry_of(name: str) -> dict[str, Any]:
    return {
        feature["properties"]["slug"]: feature["geometry"] for feature in content(name)["features"]
    }


def _organisation(
    data: dict[str, Any],
    parent: Organisation | None,
    geometry: dict[str, Any],
    *,
    save: bool = True,
) -> Organisation:
    contact = data["contact"]
    organisation = Organisation(
        kind=data["kind"],
        name=data["name"],
        short_name=data.get("short_name", ""),
        slug=data["slug"],
        code=data["code"],
        population=data["population"],
        intercommunality=parent,
        boundary=geometry.get(data["slug"]),
        contact_phone=contact["phone"],
        contact_email=contact["email"],
        contact_address=contact["address"],
        desk_hours=contact["desk_hours"],
    )
    if accent := data.get("accent"):
        organisation.accent = accent
    if save:
        organisation.save()
    return organisation


def _load_neighbourhoods(world: World) -> None:
    for feature in content("neighbourhoods")["features"]:
        properties = feature["properties"]
        world.neighbourhoods[properties["slug"]] = Neighbourhood.objects.create(
            organisation=world.organisations[properties["commune"]],
            name=properties["name"],
            slug=properties["slug"],
            boundary=feature["geometry"],
            streets=properties.get("streets", []),
        )


def _load_departments(world: World, data: dict[str, Any]) -> None:
    rows = [(world.organisations[entry["organisation"]], entry) for entry in data["departments"]]
    served = {organisation.slug for organisation, _entry in rows}
    rows += [
        (organisation, data["default_department"])
        for slug, organisation in world.organisations.items()
        if slug not in served
    ]
    departments = CityDepartment.objects.bulk_create(
        CityDepartment(
            organisation=organisation,
            name=entry["name"],
            slug=entry["slug"],
            email=entry.get("email", ""),
            aliases=entry.get("aliases", []),
        )
        for organisation, entry in rows
    )
    for department, (organisation, _entry) in zip(departments, rows, strict=True):
        world.departments[organisation.slug, department.slug] = department
    ServiceLevel.objects.bulk_create(
        ServiceLevel(
            organisation=organisation,
            department=department,
            origin=CaseOrigin.REQUEST,
            working_days=entry["announced_working_days"],
        )
        for department, (organisation, entry) in zip(departments, rows, strict=True)
    )


def _load_competences(world: World, data: dict[str, Any]) -> None:
    parent = world.organisations[data["intercommunality"]["slug"]]
    holders = []
    for entry in data["competences"]:
        competence = Competence.objects.create(code=entry["code"], name=entry["name"])
        if entry.get("also_in"):
            # Held for the whole territory, and by a commune that did not hand it over: an overlap.
            slug = entry["departments"][parent.slug]
            holders.append(
                CompetenceHolder(
                    competence=competence,
                    territory=parent,
                    holder=parent,
                    department=world.department(parent.slug, slug),
                )
            )
        for organisation in world.organisations.values():
            if organisation == parent or organisation.slug in entry.get("nobody_in", ()):
                continue
            if entry.get("also_in"):
                if organisation.slug in entry["also_in"]:
                    holders.append(
                        CompetenceHolder(
                            competence=competence,
                            territory=organisation,
                            holder=organisation,
                            department=world.department(
                                organisation.slug, data["default_department"]["slug"]
                            ),
                        )
                    )
                continue
            holder = parent if entry["holder"] == "intercommunality" else organisation
            slug = entry["departments"].get(holder.slug, data["default_department"]["slug"])
            holders.append(
                CompetenceHolder(
                    competence=competence,
                    territory=organisation,
                    holder=holder,
                    department=world.department(holder.slug, slug),
                )
            )
    CompetenceHolder.objects.bulk_create(holders)


def _load_request_types(world: World, data: dict[str, Any]) -> None:
    competences = {competence.code: competence for competence in Competence.objects.all()}
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    types = RequestType.objects.bulk_create(
        RequestType(
            slug=entry["slug"],
            name=entry["name"],
            competence=competences.get(entry["competence"]),
            theme=themes.get(entry["theme"]),
            hint=entry["hint"],
            words=entry["words"],
            place_precision=entry.get("place_precision", ""),
            position=position,
        )
        for position, entry in enumerate(data["request_types"])
    )
    by_slug = {request_type.slug: request_type for request_type in types}
    ServiceLevel.objects.bulk_create(
        ServiceLevel(
            organisation=world.organisations[entry["organisation"]],
            origin=CaseOrigin.REQUEST,
            request_type=by_slug[entry["request_type"]],
            working_days=entry["announced_working_days"],
        )
        for entry in data["type_delays"]
    )


def _load_typed_answers(world: World, data: dict[str, Any]) -> None:
    types = {request_type.slug: request_type for request_type in RequestType.objects.all()}
    AnswerTemplate.objects.bulk_create(
        AnswerTemplate(
            organisation=world.organisations[entry["organisation"]],
            department=(
                world.department(entry["organisation"], entry["department"])
                if entry["department"]
                else None
            ),
            request_type=types.get(entry["request_type"]),
            name=entry["name"],
            outcome=entry["outcome"],
            reason=entry["reason"],
            next_steps=entry["next_steps"],
            position=position,
        )
        for position, entry in enumerate(data["typed_answers"])
    )
