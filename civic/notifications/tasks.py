"""Background work: send a notice, once, and the daily summary."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from civic.accounts.models import Person
from civic.core.querysets import locked

from .enums import Level, Medium, NoticeState
from .models import Follow, Notice, Preference
from .registry import notice_registry
from .selectors import mute_token
from .services.messages import MAX_ATTEMPTS, deliver_message, put_back

# A worker killed while sending leaves its notice `sending`: after this delay another one takes
# it. A mail accepted by the server in the very second of the kill may then leave twice: its key is
# stored before it leaves, so that both are the same mail with the same Message-ID, of which the
# receiving side drops one.
ABANDONED_AFTER = timedelta(minutes=10)


@task(queue_name="mail")
def send_one(notice_id: int) -> None:
    """Send one immediate notice if nobody has taken it."""
    notice = _take(notice_id)
    if notice is not None and _still_wanted([notice]):
        _deliver([notice], template="notifications/notice", subject=notice.subject)


def _take(notice_id: int) -> Notice | None:
    """Claim a notice: the state changes in one conditional update, so one worker wins."""
    taken = Notice.objects.filter(pk=notice_id, state=NoticeState.PENDING).update(
        state=NoticeState.SENDING,
        claimed_at=timezone.now(),
        attempts=F("attempts") + 1,
        mail_key=f"notice-{notice_id}",
    )
    return Notice.objects.select_related("person").get(pk=notice_id) if taken else None


def _deliver(notices: list[Notice], *, template: str, subject: str) -> bool:
    person = notices[0].person
    if notices[0].medium == Medium.SMS:
        return deliver_message(notices, subject)
    abouts = {notice.about for notice in notices}
    with translation.override(person.language):
        for notice in notices:
            notice.mute_url = _mute_url(person, notice.about)
        # A mail about one object mutes that object; a summary of several mutes them all.
        one_click = _mute_url(person, abouts.pop() if len(abouts) == 1 else "")
        text = render_to_string(
            f"{template}.txt",
            {"person": person, "notices": notices, "base_url": settings.BASE_URL},
        )
    message = EmailMessage(
        subject=subject,
        body=text,
        to=[person.email],
        headers={
            "Message-ID": f"<{notices[0].mail_key}@civic.invalid>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{settings.BASE_URL}{one_click}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    keys = [notice.pk for notice in notices]
    try:
        message.send()
    except OSError:
        put_back(keys)
        Notice.objects.filter(pk__in=keys, attempts__gte=MAX_ATTEMPTS).update(
            state=NoticeState.FAILED
        )
        return False
    Notice.objects.filter(pk__in=keys).update(state=NoticeState.SENT, sent_at=timezone.now())
    return True


def _mute_url(person: Person, target: str) -> str:
    return reverse("mute_link", kwargs={"token": mute_token(person.pk, target)})


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
        if notice is not None and _still_wanted([notice]):
            sent += _deliver([notice], template="notifications/notice", subject=notice.subject)
    return sent


def _still_wanted(notices: list[Notice]) -> list[Notice]:
    """Leave out what was muted, or taken back from the public, since it was written."""
    person_id = notices[0].person_id
    abouts = {notice.about for notice in notices}
    muted = set(
        Follow.objects.filter(person_id=person_id, target__in=abouts, muted=True).values_list(
            "target", flat=True
        )
    )
    kinds = set(
        Preference.objects.filter(person_id=person_id, level=Level.MUTED).values_list(
            "kind", flat=True
        )
    )
    followable = {about for about in abouts if about.partition(":")[0] in notice_registry.finders}
    taken_back = followable - set(notice_registry.shown(followable))
    refused = [
        notice.pk
        for notice in notices
        if not _is_essential(notice.kind)
        and (
            notice.about in muted
            or notice.about in taken_back
            or notice.kind in kinds
            or "" in kinds
        )
    ]
    if refused:
        Notice.objects.filter(pk__in=refused).update(state=NoticeState.MUTED)
    return [notice for notice in notices if notice.pk not in refused]


def _is_essential(kind: str) -> bool:
    declared = notice_registry.kinds.get(kind)
    return declared is not None and declared.essential


def send_digests() -> int:
    """Send each person one summary of what waits, one block per object; return the number sent."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    had_theirs = Notice.objects.filter(
        state__in=[NoticeState.SENT, NoticeState.DELIVERED],
        mail_key__startswith="digest-",
        sent_at__gte=today,
    ).values("person_id")
    people = list(
        Notice.objects.filter(state=NoticeState.PENDING, level=Level.DIGEST)
        # One summary a day: what comes later waits for tomorrow's, unless one was interrupted.
        .filter(~Q(mail_key="") | ~Q(person_id__in=had_theirs))
        .order_by("person_id")
        .values_list("person_id", flat=True)
        .distinct()[:500]
    )
    sent = 0
    for person_id in people:
        notices = _take_digest(person_id)
        if notices:
            with translation.override(notices[0].person.language):
                subject = translation.ngettext(
                    "%(count)s thing that moved", "%(count)s things that moved", len(notices)
                ) % {"count": len(notices)}
            sent += _deliver(notices, template="notifications/digest", subject=subject)
    return sent


def _take_digest(person_id: int) -> list[Notice]:
    """Claim one summary: first the one an outage interrupted, as it was, then what waits."""
    with transaction.atomic():
        waiting = list(
            locked(
                Notice.objects.filter(
                    person_id=person_id, state=NoticeState.PENDING, level=Level.DIGEST
                )
            )
            .select_related("person")
            .order_by("about", "-pk")
        )
        begun = sorted({notice.mail_key for notice in waiting if notice.mail_key})
        if begun:
            notices = [notice for notice in waiting if notice.mail_key == begun[0]]
            key = begun[0]
        else:
            # Somebody who chose another way meanwhile is told the rest by that one, tomorrow.
            alike = [notice for notice in waiting if notice.medium == waiting[0].medium]
            notices = _still_wanted(alike) if alike else []
            key = f"digest-{min(notice.pk for notice in notices)}" if notices else ""
        for notice in notices:
            notice.mail_key = key
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(
            state=NoticeState.SENDING,
            claimed_at=timezone.now(),
            attempts=F("attempts") + 1,
            mail_key=key,
        )
    return notices
