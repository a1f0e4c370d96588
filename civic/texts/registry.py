"""What higher apps declare: who writes in a kind of space, its page, what follows a version."""

from collections.abc import Callable
from dataclasses import dataclass, field

from wagtail.models import Page

from civic.accounts.policies import Actor
from civic.participation.models import Space

from .models import TextVersion

MayWrite = Callable[[Actor, Space], bool]
PageOf = Callable[[Space], Page | None]
OnVersion = Callable[[Actor, TextVersion], None]


@dataclass
class TextRegistry:
    """Declarations gathered from `AppConfig.ready`."""

    writers: dict[str, list[MayWrite]] = field(default_factory=dict)
    pages: dict[str, PageOf] = field(default_factory=dict)
    followers: dict[str, OnVersion] = field(default_factory=dict)

    def editors(self, space_kind: str, may_write: MayWrite) -> None:
        """Declare who writes in a kind of space, beside its organisation's facilitators."""
        found = self.writers.setdefault(space_kind, [])
        if may_write not in found:
            found.append(may_write)

    def page_of(self, space_kind: str, page_of: PageOf) -> None:
        """Declare how to find the public page of a space, in the active language, in one query."""
        self.pages[space_kind] = page_of

    def on_version(self, name: str, follow: OnVersion) -> None:
        """Declare what follows the publication of a version, in its transaction."""
        self.followers[name] = follow

    def version_published(self, actor: Actor, version: TextVersion) -> None:
        """Let everything declared follow the publication of a version."""
        for follow in self.followers.values():
            follow(actor, version)

    def may_write(self, actor: Actor, space: Space) -> bool:
        """Tell whether somebody declared that an actor writes in a space."""
        return any(may_write(actor, space) for may_write in self.writers.get(space.kind, []))

    def page(self, space: Space) -> Page | None:
        """Return the public page of a space, or None when no app declared it."""
        find = self.pages.get(space.kind)
        return find(space) if find else None


text_registry = TextRegistry()
