"""What the desk holds about a person: given back, moved when two are one, erased."""

from collections.abc import Iterator
from typing import Any

from civic.accounts.models import Person
from civic.audit.services import key_of
from civic.privacy.services.removal import blank_rows

from ..models import CallPromise, Consent, Entry, Letter, Mandate, SheetImage
from .images import forget_images


def export_desk(person: Person) -> Iterator[dict[str, Any]]:
    """Return what was entered for a person, what they agreed to, who helps them."""
    for entry in Entry.objects.filter(person=person).select_related("mandate"):
        yield {
            "act": entry.act,
            "channel": entry.channel,
            "said_on": entry.said_on.isoformat(),
            "number": entry.number,
            "helper": entry.mandate.helper_name if entry.mandate else "",
        }
    for consent in Consent.objects.filter(person=person):
        yield {"agreed_to": consent.text, "how": consent.how, "on": consent.given_on.isoformat()}
    for mandate in Mandate.objects.filter(person=person):
        yield {"helper": mandate.helper_name, "until": mandate.ends_on.isoformat()}
    for promise in CallPromise.objects.filter(person=person):
        yield {"call": promise.about, "promised_for": promise.promised_at.isoformat()}


def merge_desk(kept: Person, absorbed: Person) -> int:
    """Give what was entered for one row of a human being to the other."""
    moved = 0
    for model in (Entry, Consent, Mandate, CallPromise):
        moved += model.objects.filter(person=absorbed).update(person=kept)
    # A batch holds one letter per person: where both have one, the absorbed row keeps nothing.
    mine = Letter.objects.filter(person=kept).values("batch_id")
    moved += Letter.objects.filter(person=absorbed).exclude(batch__in=mine).update(person=kept)
    return moved


def erase_desk(person: Person) -> int:
    """Forget the pictures, helpers, letters and promised calls of a person.

    The entries stay without a text, as the count of what was done; the consent stays the proof of
    what was agreed, on a row that names nobody any more.
    """
    images = SheetImage.objects.filter(sheet__entries__person=person).distinct()
    gone = forget_images(list(images))
    gone += Entry.objects.filter(person=person).update(typed={})
    gone += Mandate.objects.filter(person=person).update(helper_name="–", helper_body="")
    gone += Letter.objects.filter(person=person).delete()[0]
    gone += CallPromise.objects.filter(person=person).update(about="–", outcome="")
    return gone


def purge_typed(words: tuple[str, ...], instance: Any | None) -> int:
    """Blank words in what was typed from a sheet while it waits to be typed again."""
    entries = Entry.objects.exclude(typed={})
    if instance is not None:
        entries = entries.filter(result=key_of(instance))
    return blank_rows(entries, words, "typed")
