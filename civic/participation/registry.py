"""What higher apps declare: where the public reads what was said, and the steps of its trail."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from .models import Contribution

AddressOf = Callable[[Contribution], str | None]


@dataclass(frozen=True)
class TrailStep:
    """One step between what somebody said and what it caused; `url` is its public page or ""."""

    kind: str
    label: str
    title: str
    url: str = ""
    on: date | None = None
    text: str = ""


# From keys of contributions to their steps, in a constant number of queries; what is not public
# has no step.
StepsOf = Callable[[Sequence[int]], dict[int, list[TrailStep]]]


@dataclass
class ParticipationRegistry:
    """Declarations gathered from `AppConfig.ready`."""

    addresses: dict[str, AddressOf] = field(default_factory=dict)
    trail: dict[str, tuple[int, StepsOf]] = field(default_factory=dict)

    def trace(self, name: str, position: int, steps_of: StepsOf) -> None:
        """Declare steps of the trail; below 50 is where a contribution comes from, above is after.

        Positions: 10 session and card, 60 synthesis, 65 text, 70 decision, commitments and works.
        """
        self.trail[name] = (position, steps_of)

    def trail_of(
        self, contributions: Sequence[int], *, first: int = 0, last: int = 100
    ) -> dict[int, list[TrailStep]]:
        """Return the steps of each contribution in order, in the declared number of queries.

        `first` and `last` leave out the positions that cannot hold anything.
        """
        found: dict[int, list[TrailStep]] = {pk: [] for pk in contributions}
        declared = [entry for entry in self.trail.values() if first <= entry[0] <= last]
        for _position, steps_of in sorted(declared, key=lambda entry: entry[0]):
            for pk, steps in steps_of(contributions).items():
                found[pk].extend(steps)
        return found

    def locate(self, activity_kind: str, address_of: AddressOf) -> None:
        """Declare how to find the public address of a contribution of a kind of activity.

        The function is called under the language wanted; it returns None while no page shows the
        activity.
        """
        self.addresses[activity_kind] = address_of

    def address_of(self, contribution: Contribution) -> str | None:
        """Return the public address of a contribution, or None when no page shows it."""
        find = self.addresses.get(contribution.activity.kind)
        return find(contribution) if find else None

    def addresses_of(self, contributions: Iterable[Contribution]) -> dict[int, str]:
        """Return addresses by case, finding the page of each activity once.

        The address of a contribution ends with its number, which is all that differs inside an
        activity. Contributions come with their case and activity.
        """
        starts: dict[int, str | None] = {}
        found: dict[int, str] = {}
        for contribution in contributions:
            if contribution.activity_id not in starts:
                address = self.address_of(contribution)
                starts[contribution.activity_id] = address and address.removesuffix(
                    f"{contribution.number}/"
                )
            if start := starts[contribution.activity_id]:
                found[contribution.case_id] = f"{start}{contribution.number}/"
        return found


participation_registry = ParticipationRegistry()
