"""Whom to write to, call, or tell at the desk; how many answers were handed over."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.core.logic.numbers import written_number
from civic.notifications.enums import Medium, NoticeState
from civic.notifications.models import Notice
from civic.territory.models import Organisation

from ..enums import CallOutcome, LetterState
from ..models import Letter

TRIES = 3


def waiting_by(organisation: Organisation, medium: str) -> "QuerySet[Notice]":
    """Return what waits to be told by a medium, the longest waiting first."""
    return (
        Notice.objects.filter(
            organisation=organisation, state=NoticeState.TO_CONTACT, medium=medium
        )
        .select_related("person")
        .order_by("created_at", "pk")
    )


def letters_to_write(organisation: Organisation) -> "QuerySet[Notice]":
    """Return what waits for a letter that is not written yet, person by person."""
    live = Letter.objects.filter(notices=OuterRef("pk")).exclude(state=LetterState.RETURNED)
    return (
        waiting_by(organisation, Medium.LETTER)
        .filter(~Exists(live), ~Q(person__postal_address=""))
        .order_by("person_id", "created_at", "pk")
    )


def calls_to_make(organisation: Organisation) -> "QuerySet[Notice]":
    """Return who waits for a call, with the number of tries without an answer."""
    return waiting_by(organisation, Medium.TELEPHONE).annotate(
        tries=Count("calls", filter=Q(calls__outcome=CallOutcome.NO_ANSWER))
    )


@dataclass(frozen=True)
class HandedOver:
    """Of what had to be told without e-mail, how much was; counts by medium."""

    by_medium: dict[str, tuple[int, int]]

    @property
    def told(self) -> int:
        return sum(told for told, _owed in self.by_medium.values())

    @property
    def owed(self) -> int:
        return sum(owed for _told, owed in self.by_medium.values())

    @property
    def sentence(self) -> str:
        if not self.owed:
            return _("Nobody has asked yet to be answered otherwise than by e-mail.")
        return ngettext(
            "%(share)s%% of answers without e-mail were handed over (%(told)s of %(owed)s).",
            "%(share)s%% of answers without e-mail were handed over (%(told)s of %(owed)s).",
            self.owed,
        ) % {
            "share": round(100 * self.told / self.owed),
            "told": written_number(self.told),
            "owed": written_number(self.owed),
        }

    def lines(self) -> list[str]:
        """Return a sentence per medium."""
        return [
            _("%(medium)s: %(told)s of %(owed)s")
            % {"medium": Medium(medium).label, "told": told, "owed": owed}
            for medium, (told, owed) in self.by_medium.items()
        ]


def handed_over(organisation_id: int) -> HandedOver:
    """Return how much of what is told without e-mail was told, in one query.

    A text message counts once the gateway took it, as a letter does once it is posted.
    """
    told = Q(state=NoticeState.DELIVERED) | Q(medium=Medium.SMS, state=NoticeState.SENT)
    leaving = Q(medium=Medium.SMS, state__in=[NoticeState.PENDING, NoticeState.SENDING])
    rows = (
        Notice.objects.filter(told | leaving | Q(state=NoticeState.TO_CONTACT))
        .filter(organisation_id=organisation_id)
        .exclude(medium=Medium.EMAIL)
        .order_by("medium")
        .values("medium")
        .annotate(
            told=Count("pk", filter=told),
            owed=Count("pk"),
        )
    )
    return HandedOver({row["medium"]: (row["told"], row["owed"]) for row in rows})
