"""What higher apps declare: where the public reads what was said."""

from collections.abc import Callable
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


participation_registry = ParticipationRegistry()
