"""What the loaders share: the calendar, and the rows already made, by key."""

from dataclasses import dataclass, field

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.participation.models import Activity, Contribution, Space
from civic.territory.models import (
    CityDepartment,
    Neighbourhood,
    Organisation,
    OrganisationPage,
    Theme,
)

from ..logic.content import Calendar


@dataclass
class World:
    """The demo territory while it is being loaded."""

    calendar: Calendar
    organisations: dict[str, Organisation] = field(default_factory=dict)
    departments: dict[tuple[str, str], CityDepartment] = field(default_factory=dict)
    neighbourhoods: dict[str, Neighbourhood] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    homes: dict[str, OrganisationPage] = field(default_factory=dict)
    cast: dict[str, Actor] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    by_college: dict[str, list[Person]] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)
    contributions: dict[str, Contribution] = field(default_factory=dict)
    # The departments that answer for each competence, by their keys.
    answering: dict[int | None, set[int | None]] = field(default_factory=dict)

    def department(self, organisation: str, slug: str | None) -> CityDepartment | None:
        """Return a department by organisation and short address, or None."""
        return self.departments.get((organisation, slug)) if slug else None
