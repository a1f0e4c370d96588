"""What higher apps declare: where the public reads what was said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .models import Contribution

AddressOf = Callable[[Contribution], str | None]


@dataclass
class ParticipationRegistry:
    """Declarations gathered from `AppConfig.ready`."""

    addresses: dict[str, AddressOf] = field(default_factory=dict)

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
