"""What higher apps declare to the kernel at start-up: protected tables and search sources."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Trigger:
    """A forbidden write, as one trigger on each engine.

    `when` is an SQL condition on OLD/NEW, valid on both engines (empty: always); `operation` is
    INSERT, UPDATE or DELETE, `columns` restricts an UPDATE; `message` is what the database says.
    """

    name: str
    table: str
    operation: str
    message: str
    when: str = ""
    columns: tuple[str, ...] = ()


@dataclass
class Registry:
    """Declarations gathered from `AppConfig.ready`; order does not matter."""

    triggers: dict[str, Trigger] = field(default_factory=dict)
    search_sources: dict[str, Callable[[], Iterable[Any]]] = field(default_factory=dict)
    ticks: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    public_streams: set[str] = field(default_factory=set)
    announcements: list[Callable[[], str]] = field(default_factory=list)
    # Supplied by the demo alone: the people one may become in one click.
    demo_cast: Callable[[Any], list[dict[str, Any]]] | None = None

    def forbid(self, *triggers: Trigger) -> None:
        """Declare forbidden writes; they are installed after every migration."""
        for trigger in triggers:
            self.triggers[trigger.name] = trigger

    def every_minute(self, name: str, job: Callable[[Any], Any]) -> None:
        """Declare an idempotent job run by the minute tick with the present moment."""
        self.ticks[name] = job

    def stream_public(self, prefix: str) -> None:
        """Declare that the streams whose name starts with a prefix may be watched by anybody."""
        self.public_streams.add(prefix)

    def announce(self, line: Callable[[], str]) -> None:
        """Declare what the console says when the site starts; an empty line is not said."""
        self.announcements.append(line)

    def searchable(self, name: str, entries: Callable[[], Iterable[Any]]) -> None:
        """Declare a source of search entries, used to rebuild the index."""
        self.search_sources[name] = entries


registry = Registry()
