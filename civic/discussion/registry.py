"""What is discussed: contributions, and whatever a higher app declares."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from civic.accounts.models import Person


def nobody(row: Any) -> None:
    """Stand for the author of what nobody signs alone."""


@dataclass(frozen=True)
class Discussed:
    """A model whose rows have a discussion.

    A row has an `activity` (whose phases open comments), a `title`, a `language`, `is_public`,
    `withdrawn_at` and a column `comments_count`; `related` is what reading these joins. `stream`
    is the prefix of its live events; `organisation` the path to who moderates it; `author_of` the
    person told of a comment.
    """

    model: type[models.Model]
    stream: str
    related: tuple[str, ...]
    organisation: str
    address_of: Callable[[Any], str | None]
    author_of: Callable[[Any], Person | None] = nobody

    def rows(self) -> models.QuerySet[Any]:
        """Return the rows joined with what a discussion asks of them."""
        return self.model._default_manager.select_related(*self.related)


@dataclass
class DiscussionRegistry:
    """Declarations gathered from `AppConfig.ready`."""

    discussed: dict[type[models.Model], Discussed] = field(default_factory=dict)

    def discuss(self, declared: Discussed) -> None:
        """Declare a model whose rows are discussed."""
        self.discussed[declared.model] = declared

    def of(self, target: models.Model | type[models.Model] | None) -> Discussed:
        """Return what was declared of a row or of a model."""
        model: Any = target if isinstance(target, type) else type(target)
        return self.discussed[model]


discussion_registry = DiscussionRegistry()
