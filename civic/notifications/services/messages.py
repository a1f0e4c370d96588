"""Text messages: written short, sent once, told otherwise when they do not arrive."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from civic.accounts.enums import ContactPreference
from civic.accounts.logic.mobile import mobile_number
from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM, Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked

from ..enums import Level, NoticeState, Reported
from ..logic.segments import shortened
from ..models import Notice, Preference
from ..selectors import message_code
from .gateway import NotReachable, send_message
from .ways import first_state_by, medium_for

MAX_ATTEMPTS = 5
MOST_PARTS = 3


def deliver_message(notices: Sequence[Notice], words: str) -> bool:
    """Hand over what one person is told as one message; return whether the gateway took it.

    A number that cannot be written to, a person who chose another way meanwhile, a gateway that
    refuses five times: the news are told otherwise, by somebody.
    """
    person = notices[0].person
    keys = [notice.pk for notice in notices]
    number = ""
    if person.contact_preference == ContactPreference.SMS:
        number = mobile_number(person.phone)
    try:
        if not number:
            raise NotReachable
        send_message(
            key=notices[0].mail_key,
            to=number,
            text=written(notices[0], words),
            callback=settings.BASE_URL
            + reverse("message_state", args=[message_code(notices[0].pk, "state")]),
        )
    except NotReachable:
        tell_otherwise(keys)
        return False
    except OSError:
        put_back(keys)
        tell_otherwise(
            Notice.objects.filter(pk__in=keys, attempts__gte=MAX_ATTEMPTS).values_list(
                "pk", flat=True
            )
        )
        return False
    Notice.objects.filter(pk__in=keys).update(state=NoticeState.SENT, sent_at=timezone.now())
    return True


def written(notice: Notice, words: str) -> str:
    """Return the message: who writes, the news in a line, the link where it is read and stopped."""
    link = settings.BASE_URL + reverse("message", args=[message_code(notice.pk)])
    with translation.override(notice.person.language):
        ending = _("%(link)s STOP on this link") % {"link": link}
        if notice.organisation is not None:
            words = _("%(body)s: %(words)s") % {"body": notice.organisation.label, "words": words}
        return shortened(words, ending, MOST_PARTS)


def put_back(keys: Sequence[int]) -> None:
    """Let a later try send what could not leave, unless it was tried often enough."""
    Notice.objects.filter(pk__in=keys, attempts__lt=MAX_ATTEMPTS).update(state=NoticeState.PENDING)


def tell_otherwise(keys: Iterable[int]) -> None:
    """Give news that a message does not carry to a letter, a mail, or somebody who calls."""
    for notice in Notice.objects.filter(pk__in=keys).select_related("person").order_by("pk"):
        medium = medium_for(notice.person, but_sms=True)
        Notice.objects.filter(pk=notice.pk).update(
            medium=medium,
            state=first_state_by(medium),
            attempts=0,
            mail_key="",
            claimed_at=None,
            sent_at=None,
        )


def report_message(*, notices: Sequence[Notice], state: str) -> None:
    """Take the word of the gateway on one message it carried; said twice, it changes nothing."""
    if state not in Reported.values:
        raise Refusal(_("This state is not one of a message."), code="state")
    keys = [notice.pk for notice in notices]
    with transaction.atomic():
        sent = list(
            locked(Notice.objects.filter(pk__in=keys, state=NoticeState.SENT)).order_by("pk")
        )
        if state == Reported.DELIVERED:
            Notice.objects.filter(pk__in=[notice.pk for notice in sent]).update(
                state=NoticeState.DELIVERED
            )
        elif state == Reported.FAILED:
            tell_otherwise([notice.pk for notice in sent])
        else:
            _stop(SYSTEM, notices[0].person)
        for notice in sent:
            record(
                actor=SYSTEM,
                action="notice.message_reported",
                target=notice,
                organisation_id=notice.organisation_id,
                state=str(state),
            )


def stop_messages(*, actor: Actor) -> None:
    """Send no more messages: nothing but receipts and answers is told, and those by another way."""
    if actor.person is None:
        raise NotAllowed(_("Sign in first."))
    with transaction.atomic():
        _stop(actor, actor.person)


def _stop(actor: Actor, person: Person) -> None:
    fresh = locked(Person.objects.filter(pk=person.pk)).get()
    if fresh.contact_preference != ContactPreference.SMS:
        return
    Preference.objects.filter(person=fresh).exclude(kind="").delete()
    Preference.objects.update_or_create(person=fresh, kind="", defaults={"level": Level.MUTED})
    fresh.contact_preference = _way_without_messages(fresh)
    fresh.sms_agreed_at = None
    fresh.save(update_fields=["contact_preference", "sms_agreed_at"])
    record(actor=actor, action="person.messages_stopped", target=fresh)


def _way_without_messages(person: Person) -> ContactPreference:
    if person.email and person.email_confirmed:
        return ContactPreference.EMAIL
    return ContactPreference.LETTER if person.postal_address else ContactPreference.DESK
