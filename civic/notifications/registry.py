"""The kinds of notices, each with its default level; the objects one may follow."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .enums import Level


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice; `essential` ones (a receipt, the answer to me) are not a choice."""

    key: str
    label: Any
    level: Level = Level.DIGEST
    essential: bool = False


@dataclass(frozen=True)
class Shown:
    """How an object one follows is called, and where the public reads it."""

    title: str
    url: str


# From keys of rows to those the public may read, in the active language and in a constant number
# of queries.
FindShown = Callable[[Sequence[int]], dict[int, Shown]]


@dataclass
class NoticeRegistry:
    """Kinds and followable objects declared by each app in `AppConfig.ready`."""

    kinds: dict[str, NoticeKind] = field(default_factory=dict)
    finders: dict[str, FindShown] = field(default_factory=dict)

    def followable(self, model: str, find: FindShown) -> None:
        """Declare that the rows of a model ("app.model") may be followed."""
        self.finders[model] = find

    def shown(self, targets: Iterable[str]) -> dict[str, Shown]:
        """Return what may be followed among some targets ("app.model:pk")."""
        wanted: dict[str, list[int]] = {}
        for target in targets:
            model, separator, key = target.partition(":")
            if separator and model in self.finders and key.isdecimal() and len(key) < 19:
                wanted.setdefault(model, []).append(int(key))
        return {
            f"{model}:{key}": shown
            for model, keys in wanted.items()
            for key, shown in self.finders[model](keys).items()
        }

    def declare(self, *kinds: NoticeKind) -> None:
        """Declare kinds of notices."""
        for kind in kinds:
            self.kinds[kind.key] = kind


notice_registry = NoticeRegistry()
