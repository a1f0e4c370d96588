"""What higher apps declare about people: merging, the sections of one's account, erasure."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from .models import Person

# Moves what `absorbed` did to `kept` and returns the number of rows moved.
Merger = Callable[[Person, Person], int]

# From some organisations, and the number of a case or "", to a query of the keys of the people they
# know by one table; with a number, of whoever is behind that case alone.
Acquaintance = Callable[[Collection[int], str], "QuerySet[Any, Any]"]

# From some organisations to their places a role may be limited to: key and title.
PlacesOf = Callable[[Collection[int]], list[tuple[int, str]]]


def _no_places(organisations: Collection[int]) -> list[tuple[int, str]]:
    return []


@dataclass(frozen=True)
class AccountSection:
    """One section of « my contributions », paged: `name` is also the parameter of its pages.

    `found` gives every row of a person, ordered; `lines` turns the rows of one page into items
    with `title`, `url`, `meta` (a sentence), possibly `state`, `state_label` and `review_url`.
    """

    name: str
    label: Any
    found: Callable[[Person], "QuerySet[Any]"]
    lines: Callable[[Sequence[Any]], list[dict[str, Any]]]
    position: int = 0


def _not_declared(*args: Any) -> Any:
    raise RuntimeError("civic.privacy declares erasure and export when it starts.")


@dataclass
class PersonRegistry:
    """Declarations gathered from `AppConfig.ready`."""

    mergers: dict[str, Merger] = field(default_factory=dict)
    account_sections: dict[str, AccountSection] = field(default_factory=dict)
    acquaintances: dict[str, Acquaintance] = field(default_factory=dict)
    confirmed: list[Callable[[Person], Any]] = field(default_factory=list)
    places_of: PlacesOf = _no_places
    # Erasure and export belong to `civic.privacy`, which is above this app.
    erase: Callable[[Any, Person], Any] = _not_declared
    export: Callable[[Person], dict[str, Any]] = _not_declared

    def merge(self, name: str, merger: Merger) -> None:
        """Declare how one table follows when a person claims what was said on paper."""
        self.mergers[name] = merger

    def on_confirmed(self, handler: Callable[[Person], Any]) -> None:
        """Call a handler when an address is confirmed, or when what a guest wrote joins it.

        It runs inside the transaction that says so.
        """
        if handler not in self.confirmed:
            self.confirmed.append(handler)

    def meet(self, name: str, acquaintance: Acquaintance) -> None:
        """Declare one way an organisation knows somebody: a case, a registration, a seat."""
        self.acquaintances[name] = acquaintance

    def known_to(self, organisations: Collection[int], number: str = "") -> "QuerySet[Person]":
        """Return the people some organisations know, those behind one case when it is numbered."""
        known = Q(pk__in=[])
        for acquaintance in self.acquaintances.values():
            known |= Q(pk__in=acquaintance(organisations, number))
        return Person.objects.filter(known, erased_at=None)

    def section(self, section: AccountSection) -> None:
        """Declare a section of a person's account page."""
        self.account_sections[section.name] = section

    @property
    def sections(self) -> list[AccountSection]:
        return sorted(self.account_sections.values(), key=lambda section: section.position)


person_registry = PersonRegistry()
