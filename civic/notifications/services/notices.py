"""Tell somebody something, once."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation

from civic.accounts.models import Person
from civic.audit.services import key_of
from civic.privacy.services.removal import blank_rows
from civic.territory.models import Organisation

from ..enums import Level, NoticeState
from ..logic.levels import level_for
from ..models import Follow, Notice, Preference
from ..registry import notice_registry
from ..tasks import send_one
from .ways import first_state_by, medium_for

FOLLOWED = "followed"


def notify(
    *,
    person: Person,
    kind: str,
    about: str,
    subject: str,
    body: str,
    url: str,
    organisation: Organisation | None = None,
    key: str = "",
    to_unconfirmed: bool = False,
) -> Notice | None:
    """Tell one person one thing, once: a repeat with the same key writes nothing.

    Runs inside the caller's transaction; the mail, or the text message of whoever chose them,
    leaves after commit. Somebody without a confirmed e-mail, or who asked for a letter or a call,
    goes on the list of people to contact;
    `to_unconfirmed` writes to an address given for somebody, which an invitation is for.
    Returns None when the notice existed already.
    """
    notices = notify_all(
        people=[person],
        kind=kind,
        about=about,
        subject=subject,
        body=body,
        url=url,
        organisation=organisation,
        key=key,
        to_unconfirmed=to_unconfirmed,
    )
    return notices[0] if notices else None


def notify_all(
    *,
    people: Iterable[Person],
    kind: str,
    about: str,
    subject: str,
    body: str,
    url: str,
    organisation: Organisation | None = None,
    key: str = "",
    to_unconfirmed: bool = False,
) -> list[Notice]:
    """Tell several people the same thing in a constant number of queries."""
    declared = notice_registry.kinds[kind]
    told = {person.pk: person for person in people if person.erased_at is None}
    keys = {pk: f"{kind}|{about}|{key}|{pk}"[:200] for pk in told}
    muted = set(
        Follow.objects.filter(person_id__in=told, target=about, muted=True).values_list(
            "person_id", flat=True
        )
    )
    preferences: dict[int, list[tuple[str, str]]] = {}
    for row in Preference.objects.filter(person_id__in=told, kind__in=["", kind]):
        preferences.setdefault(row.person_id, []).append((row.kind, row.level))
    written: list[Notice] = []
    for pk, person in told.items():
        level = level_for(
            default=declared.level,
            essential=declared.essential,
            preferences=preferences.get(pk, ()),
            kind=kind,
            muted=pk in muted,
        )
        written.append(
            Notice(
                person=person,
                kind=kind,
                about=about,
                once_key=keys[pk],
                organisation=organisation,
                subject=subject[:200],
                body=body,
                url=url,
                level=level,
                medium=medium_for(person, to_unconfirmed=to_unconfirmed),
                state=_first_state(person, level, to_unconfirmed),
            )
        )
    saved = _save_each_once(written)
    leaving = [
        notice.pk
        for notice in saved
        if notice.state == NoticeState.PENDING and notice.level == Level.IMMEDIATE
    ]
    if leaving:
        transaction.on_commit(lambda: _enqueue(leaving))
    return saved


def tell_followers(
    *,
    target: str,
    subject: Callable[[], str],
    body: Callable[[], str],
    organisation: Organisation,
    key: str,
    kind: str = FOLLOWED,
    also: Iterable[Person] = (),
) -> int:
    """Tell whoever follows an object, each in their language; return how many are told.

    `subject` and `body` are called once per language. What the public cannot read is told to
    nobody. `also` are people concerned who did not ask to follow.
    """
    followers = Person.objects.filter(
        pk__in=Follow.objects.filter(target=target, muted=False).values("person_id"),
        erased_at=None,
    )
    people = {person.pk: person for person in (*also, *followers)}
    told = 0
    for language in sorted({person.language for person in people.values()}):
        with translation.override(language):
            shown = notice_registry.shown([target]).get(target)
            if shown is None:
                continue
            told += len(
                notify_all(
                    people=[person for person in people.values() if person.language == language],
                    kind=kind,
                    about=target,
                    subject=subject(),
                    body=body(),
                    url=shown.url,
                    organisation=organisation,
                    key=key,
                )
            )
    return told


def _enqueue(keys: Sequence[int]) -> None:
    for key in keys:
        send_one.enqueue(key)


def _save_each_once(notices: list[Notice]) -> list[Notice]:
    try:
        with transaction.atomic():
            return Notice.objects.bulk_create(notices)
    except IntegrityError:
        # Somebody told one of them meanwhile: write the others one by one.
        saved = []
        for notice in notices:
            try:
                with transaction.atomic():
                    notice.pk = None
                    notice.save(force_insert=True)
            except IntegrityError:
                continue
            saved.append(notice)
        return saved


def _first_state(person: Person, level: Level, to_unconfirmed: bool) -> NoticeState:
    if level == Level.MUTED:
        return NoticeState.MUTED
    return first_state_by(medium_for(person, to_unconfirmed=to_unconfirmed))


def withdraw_notices(*, about: str, key: str) -> int:
    """Take back what waits to be told under a key: it leaves neither by mail nor by letter."""
    return Notice.objects.filter(
        about=about,
        once_key__contains=f"|{about}|{key}|",
        state__in=[NoticeState.PENDING, NoticeState.TO_CONTACT],
    ).update(state=NoticeState.MUTED, body="")


def purge_notices(words: tuple[str, ...], instance: Any | None) -> int:
    """Blank words in what people were or will be told of a row, or of anything."""
    notices = Notice.objects.all()
    if instance is not None:
        notices = notices.filter(about__in=_told_about(instance))
    return blank_rows(notices, words, "subject", "body")


def _told_about(instance: Any) -> set[str]:
    """Return what notices about a row are about: itself, its case, what it comments."""
    keys = {key_of(instance)}
    for related in (getattr(instance, "case", None), getattr(instance, "content_object", None)):
        if related is not None:
            keys.add(key_of(related))
    return keys
