"""The kinds of notices, each with its default level."""

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


@dataclass
class NoticeRegistry:
    """Kinds declared by each app in `AppConfig.ready`."""

    kinds: dict[str, NoticeKind] = field(default_factory=dict)

    def declare(self, *kinds: NoticeKind) -> None:
        """Declare kinds of notices."""
        for kind in kinds:
            self.kinds[kind.key] = kind


notice_registry = NoticeRegistry()
