"""What is done at the desk: acts, each with what it covers online; what products add to targets."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from civic.accounts.models import Person
from civic.accounts.policies import Actor

from .enums import SheetKind


@dataclass(frozen=True)
class Given:
    """What an agent typed for somebody; `said_at` is aware, `data` holds the fields of the act."""

    actor: Actor
    person: Person
    channel: str
    said_at: datetime
    data: dict[str, Any]
    conditions: tuple[int, ...] = ()
    submission_key: UUID | None = None
    language: str = "fr"


@dataclass(frozen=True)
class Done:
    """What an act wrote: the row, the number to give to the person, a sentence for the receipt."""

    result: models.Model
    number: str = ""
    promised_on: Any = None
    said: str = ""
    # Shown once on the receipt and kept nowhere.
    secret: str = ""


@dataclass(frozen=True)
class DeskAct:
    """One act of the desk.

    `covers` are the acts a phase opens, `online` the routes where a person does the same alone.
    `typed` names the fields compared when a sheet is typed twice; an act that `leaves_no_entry`
    (a vote) is written nowhere beside its own table.
    """

    key: str
    label: Any
    perform: Callable[[Given], Done]
    sheet: SheetKind | None = None
    covers: frozenset[str] = frozenset()
    online: frozenset[str] = frozenset()
    typed: tuple[str, ...] = ()
    needs_consent: bool = True
    leaves_no_entry: bool = False


@dataclass
class DeskRegistry:
    """Declarations gathered from `AppConfig.ready`."""

    acts: dict[str, DeskAct] = field(default_factory=dict)
    # Gives where a request of a space is about: a neighbourhood, or None.
    neighbourhood_of: Callable[[int], Any] = lambda space_id: None
    # Give the public address of a space's page, or "" for a space of another kind.
    space_addresses: dict[str, Callable[[int], str]] = field(default_factory=dict)

    def locate_space(self, kind: str, address_of: Callable[[int], str]) -> None:
        """Declare how to find the public page of a kind of space."""
        self.space_addresses[kind] = address_of

    def address_of_space(self, space_id: int) -> str:
        """Return the public address of a space's page; empty while no page shows it."""
        for find in self.space_addresses.values():
            if address := find(space_id):
                return address
        return ""

    def act(self, *acts: DeskAct) -> None:
        """Declare acts; a higher app declares those of its own objects."""
        for act in acts:
            self.acts[act.key] = act


desk_registry = DeskRegistry()
