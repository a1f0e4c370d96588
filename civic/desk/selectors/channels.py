"""What was said, by channel: paper, desk and telephone beside online, for anything public."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Aggregate, CharField, Count, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from civic.cases.models import Request
from civic.core.enums import OFFLINE_CHANNELS, Channel
from civic.core.logic.numbers import written_number
from civic.discussion.models import Comment
from civic.participation.enums import RegistrationState
from civic.participation.models import Contribution, Registration
from civic.voting.enums import BallotState
from civic.voting.models import RollEntry, Support

from ..models import SecondTyping

_SECONDS = 60
# A channel with fewer votes than this would say who voted what when the result is known.
FEWEST_VOTES = 5

WHAT: dict[str, Any] = {
    "contributions": gettext_lazy("Contributions"),
    "requests": gettext_lazy("Requests"),
    "supports": gettext_lazy("Supports"),
    "comments": gettext_lazy("Comments"),
    "registrations": gettext_lazy("Registrations"),
    "votes": gettext_lazy("Votes"),
}


# The fields of `ByChannel` that say how faithfully sheets are typed.
_TYPING: dict[str, Aggregate] = {
    "sheets_typed_twice": Count("pk"),
    "characters": Sum("characters"),
    "differing": Sum("differing"),
}


@dataclass(frozen=True)
class ByChannel:
    """Counts by what was done then by channel; `error` is the share of characters mistyped."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    sheets_typed_twice: int = 0
    characters: int = 0
    differing: int = 0

    def total(self, what: str) -> int:
        return sum(self.counts.get(what, {}).values())

    def offline(self, what: str) -> int:
        return sum(self.counts.get(what, {}).get(channel, 0) for channel in OFFLINE_CHANNELS)

    @property
    def main(self) -> str:
        """Return what counts most here: what is owed an answer, then whatever there is."""
        return next((what for what in WHAT if self.total(what)), "")

    @property
    def sentence(self) -> str:
        """Return the share said otherwise than online, in words."""
        everything = sum(self.total(what) for what in self.counts)
        offline = sum(self.offline(what) for what in self.counts)
        if not everything:
            return ""
        if not offline:
            return _("Everything was said online so far; paper and telephone count the same.")
        return ngettext(
            "%(offline)s of %(total)s act was done on paper, at the desk, by telephone or in a "
            "meeting (%(share)s%%).",
            "%(offline)s of %(total)s acts were done on paper, at the desk, by telephone or in a "
            "meeting (%(share)s%%).",
            everything,
        ) % {
            "offline": written_number(offline),
            "total": written_number(everything),
            "share": round(100 * offline / everything),
        }

    @property
    def typing_sentence(self) -> str:
        """Return how faithful the typing of sheets is; empty before the first second typing."""
        if not self.sheets_typed_twice or not self.characters:
            return ""
        rate = 100 * self.differing / self.characters
        return ngettext(
            "%(sheets)s sheet was typed twice by two people: %(rate)s%% of characters differ.",
            "%(sheets)s sheets were typed twice by two people: %(rate)s%% of characters differ.",
            self.sheets_typed_twice,
        ) % {
            "sheets": written_number(self.sheets_typed_twice),
            "rate": formats.number_format(rate, decimal_pos=1),
        }

    @property
    def columns(self) -> list[dict[str, Any]]:
        """Return the columns of `components/table.html`: what, then each channel used, a total."""
        return [
            {"label": _("What")},
            *({"label": Channel(channel).label, "numeric": True} for channel in self._channels),
            {"label": _("Together"), "numeric": True},
        ]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the rows of `components/table.html`."""
        return [
            {
                "cells": [
                    {"text": str(label)},
                    *(
                        {"text": written_number(self.counts[what].get(channel, 0))}
                        for channel in self._channels
                    ),
                    {"text": written_number(self.total(what))},
                ]
            }
            for what, label in WHAT.items()
            if self.total(what)
        ]

    @property
    def _channels(self) -> list[str]:
        used = {channel for counts in self.counts.values() for channel in counts}
        return [channel for channel in Channel.values if channel in used]


def by_channel(spaces: Sequence[int], activities: Sequence[int] | None = None) -> ByChannel:
    """Return what was done by channel in some spaces, or in some of their activities.

    One query, and none for a minute.
    """
    key = f"desk.by_channel.{'-'.join(map(str, spaces))}.{'-'.join(map(str, activities or ()))}"
    found: ByChannel | None = cache.get(key)
    if found is None:
        found = _counted(list(spaces), None if activities is None else list(activities))
        cache.set(key, found, _SECONDS)
    return found


def _counted(spaces: list[int], activities: list[int] | None) -> ByChannel:
    counts: dict[str, dict[str, int]] = {}
    first, *others = _queries(spaces, activities)
    for row in first.union(*others, all=True):
        counts.setdefault(row["what"], {})[row["channel"]] = row["count"]
    typing = {what: counts.pop(what)[Channel.PAPER] or 0 for what in _TYPING}
    _keep_votes_secret(counts)
    offline = {channel for found in counts.values() for channel in found} & set(OFFLINE_CHANNELS)
    return ByChannel(counts, **typing) if offline else ByChannel(counts)


def _queries(spaces: list[int], activities: list[int] | None) -> list["QuerySet[Any, Any]"]:
    inside = {"activity__space__in": spaces}
    if activities is not None:
        inside = {"activity__in": activities}
    contributions = Contribution.objects.public().filter(**inside).order_by()
    roll = RollEntry.objects.filter(
        **{f"ballot__{name}": value for name, value in inside.items()},
        ballot__state=BallotState.CLOSED,
        voted_on__isnull=False,
    )
    # What is commented on is named by its type and its key as a text.
    discussed = contributions.annotate(key=Cast("pk", CharField())).values("key")
    comments = Comment.objects.public().filter(
        content_type=ContentType.objects.get_for_model(Contribution), object_pk__in=discussed
    )
    queries = [
        _grouped(contributions, "contributions"),
        _grouped(Support.objects.filter(contribution__in=contributions.values("pk")), "supports"),
        _grouped(comments, "comments"),
        _grouped(roll, "votes"),
    ]
    if activities is None:
        queries += [
            _grouped(Request.objects.public().filter(space_id__in=spaces), "requests"),
            _grouped(
                Registration.objects.filter(session__space__in=spaces).exclude(
                    state=RegistrationState.CANCELLED
                ),
                "registrations",
            ),
        ]
    return queries + [_typed(spaces, what, number) for what, number in _TYPING.items()]


def _grouped(rows: "QuerySet[Any]", what: str) -> "QuerySet[Any, Any]":
    return (
        rows.order_by()
        .annotate(what=Value(what, output_field=CharField()))
        .values("what", "channel")
        .annotate(count=Count("pk"))
        .values("what", "channel", "count")
    )


def _typed(spaces: list[int], what: str, number: Aggregate) -> "QuerySet[Any, Any]":
    return (
        SecondTyping.objects.filter(space_id__in=spaces)
        .order_by()
        .annotate(
            what=Value(what, output_field=CharField()),
            channel=Value(Channel.PAPER.value, output_field=CharField()),
        )
        .values("what", "channel")
        .annotate(count=number)
        .values("what", "channel", "count")
    )


def _keep_votes_secret(counts: dict[str, dict[str, int]]) -> None:
    votes = counts.get("votes", {})
    if any(count < FEWEST_VOTES for count in votes.values()):
        counts.pop("votes", None)
