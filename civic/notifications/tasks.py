"""Background work: send a notice, once, and the daily summary."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from civic.core.querysets import locked

from .enums import Level, NoticeState
from .models import Notice

MAX_ATTEMPTS = 5
# A worker killed while sending leaves its notice `sending`: after this delay another one takes
# it. A mail accepted by the server in the very second of the kill may then leave twice; every
# mail carries the notice's key as its Message-ID, so that the receiving side drops the second.
ABANDONED_AFTER = timedelta(minutes=10)


@task(queue_name="mail")
def send_one(notice_id: int) -> None:
    """Send one immediate notice if nobody has taken it."""
    notice = _take(notice_id)
    if notice is not None:
        _deliver([notice], template="notifications/notice", subject=notice.subject)


def _take(notice_id: int) -> Notice | None:
    """Claim a notice: the state changes in one conditional update, so one worker wins."""
    taken = Notice.objects.filter(pk=notice_id, state=NoticeState.PENDING).update(
        state=NoticeState.SENDING, claimed_at=timezone.now(), attempts=F("attempts") + 1
    )
    return Notice.objects.select_related("person").get(pk=notice_id) if taken else None


def _deliver(notices: list[Notice], *, template: str, subject: str) -> bool:
    person = notices[0].person
    with translation.override(person.language):
        text = render_to_string(
            f"{template}.txt",
            {"person": person, "notices": notices, "base_url": settings.BASE_URL},
        )
    message = EmailMessage(
        subject=subject,
        body=text,
        to=[person.email],
        headers={
            "Message-ID": f"<notice-{notices[0].pk}-{len(notices)}@civic.invalid>",
            "Auto-Submitted": "auto-generated",
        },
    )
    keys = [notice.pk for notice in notices]
    try:
        message.send()
    except OSError:
        Notice.objects.filter(pk__in=keys, attempts__lt=MAX_ATTEMPTS).update(
            state=NoticeState.PENDING
        )
        Notice.objects.filter(pk__in=keys, attempts__gte=MAX_ATTEMPTS).update(
            state=NoticeState.FAILED
        )
        return False
    Notice.objects.filter(pk__in=keys).update(state=NoticeState.SENT, sent_at=timezone.now())
    return True


def send_pending() -> int:
    """Send what an outage or a killed worker left behind; return the number sent."""
    now = timezone.now()
    Notice.objects.filter(state=NoticeState.SENDING, claimed_at__lt=now - ABANDONED_AFTER).update(
        state=NoticeState.PENDING
    )
    waiting = Notice.objects.filter(
        state=NoticeState.PENDING,
        level=Level.IMMEDIATE,
        created_at__lt=now - timedelta(minutes=1),
    ).values_list("pk", flat=True)[:200]
    sent = 0
    for key in list(waiting):
        notice = _take(key)
        if notice is not None:
            sent += _deliver([notice], template="notifications/notice", subject=notice.subject)
    return sent


def send_digests() -> int:
    """Send each person one summary of what waits, one block per object; return the number sent."""
    people = list(
        Notice.objects.filter(state=NoticeState.PENDING, level=Level.DIGEST)
        .values_list("person_id", flat=True)
        .distinct()[:500]
    )
    sent = 0
    for person_id in people:
        with transaction.atomic():
            notices = list(
                locked(
                    Notice.objects.filter(
                        person_id=person_id, state=NoticeState.PENDING, level=Level.DIGEST
                    )
                )
                .select_related("person")
                .order_by("about", "-pk")
            )
            Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(
                state=NoticeState.SENDING,
                claimed_at=timezone.now(),
                attempts=F("attempts") + 1,
            )
        if notices:
            with translation.override(notices[0].person.language):
                subject = translation.ngettext(
                    "%(count)s thing that moved", "%(count)s things that moved", len(notices)
                ) % {"count": len(notices)}
            sent += _deliver(notices, template="notifications/digest", subject=subject)
    return sent
