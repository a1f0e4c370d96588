"""What repeats what: the original of a duplicate, the duplicates of an original."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from civic.cases.models import DuplicateLink, Request
from civic.privacy.enums import ScreeningState

from .sheets import sheet_urls

# What is asked by a whole street is not two hundred links in a sentence.
NAMED = 12


@dataclass(frozen=True)
class Linked:
    """A request on the other end of a link: its number, and its sheet when it is public."""

    number: str
    title: str
    url: str


@dataclass(frozen=True)
class Repeats:
    """How often something was asked; `times` counts the original and each of its duplicates.

    `duplicates` are the first of them, `more` counts the others.
    """

    original: Linked | None
    duplicates: list[Linked]
    more: int = 0

    @property
    def times(self) -> int:
        return 1 + len(self.duplicates) + self.more


def original_of(request: Request) -> Request | None:
    """Return the earlier request a request repeats."""
    link = DuplicateLink.objects.filter(duplicate=request).select_related("original__case").first()
    return link.original if link else None


def originals_among(requests: "Iterable[Request] | QuerySet[Request]") -> dict[int, str]:
    """Return the number of the public request each of some requests repeats, in one query."""
    links = DuplicateLink.objects.filter(
        duplicate__in=requests, original__screening=ScreeningState.RELEASED
    )
    found = links.order_by().values_list("duplicate_id", "original__case__number")
    return dict(found)


def repeats_of(request: Request) -> Repeats:
    """Return both ends of the links of a request, in a constant number of queries.

    Of what the guard holds nothing is said but that it exists.
    """
    original = original_of(request)
    links = DuplicateLink.objects.filter(original=request)
    shown = links.select_related("duplicate__case").order_by("marked_at", "pk")[:NAMED]
    duplicates = [link.duplicate for link in shown]
    more = links.count() - NAMED if len(duplicates) == NAMED else 0
    both = [one for one in (original, *duplicates) if one is not None]
    urls = sheet_urls(one for one in both if one.is_public) if both else {}

    def linked(one: Request) -> Linked:
        return Linked(
            one.case.number if one.is_public else "",
            one.title if one.is_public else "",
            urls.get(one.pk, ""),
        )

    return Repeats(
        linked(original) if original is not None else None,
        [linked(one) for one in duplicates],
        more,
    )
