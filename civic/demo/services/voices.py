"""Who says what in the demo."""

import random
from collections.abc import Sequence

from django.utils import timezone

from civic.accounts.enums import VERIFIED_COLLEGES, College
from civic.accounts.models import Person
from civic.core.enums import OFFLINE_CHANNELS

from .world import World

# These speak in their body's name rather than in their own.
BODIES = frozenset({College.ASSOCIATION, College.COUNCIL, College.BUSINESS})


class Voices:
    """Give each text an author of its college; who speaks offline has no e-mail when possible."""

    def __init__(self, world: World, seed: str) -> None:
        self._world = world
        self._draw = random.Random(seed)  # noqa: S311 - a reproducible demo, not a secret

    def pick(
        self, college: str, channel: str, commune: str | None = None, label: str | None = None
    ) -> Person:
        """Return somebody of a college and capacity, from the commune when there is one."""
        if label or college in BODIES:
            return self._speaking_as(college, label or "", commune)
        people = self._world.by_college[college]
        offline = channel in OFFLINE_CHANNELS
        fitting = [person for person in people if bool(person.email) != offline] or people
        if commune:
            organisation = self._world.organisations[commune]
            near = [person for person in fitting if person.organisation_id == organisation.pk]
            fitting = near or fitting
        return self._draw.choice(fitting)

    def _speaking_as(self, college: str, label: str, commune: str | None) -> Person:
        people = self._world.by_college.setdefault(college, [])
        same: Sequence[Person] = [person for person in people if person.college_label == label]
        if same:
            return self._draw.choice(same)
        residents = self._world.by_college[College.RESIDENT]
        person = Person.objects.create(
            public_name=(
                label if label and college in BODIES else self._draw.choice(residents).public_name
            )[:80],
            college=college,
            college_label=label[:120],
            college_verified_at=timezone.now() if college in VERIFIED_COLLEGES else None,
            organisation=self._world.organisations.get(commune or ""),
        )
        people.append(person)
        return person
