"""Reads of notices."""

import base64
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from civic.accounts.enums import Role
from civic.accounts.models import Person
from civic.accounts.policies import Actor

from .enums import NoticeState
from .models import Follow, Notice
from .registry import Shown, notice_registry

MUTE_SALT = "civic.notifications.mute"
MESSAGE_SALT = "civic.notifications.message"
FOLLOWED_PER_PAGE = 20
CONTACTERS = (Role.DESK, Role.OFFICER, Role.COMMUNICATIONS)


def to_contact(actor: Actor) -> "QuerySet[Notice]":
    """Return whom the actor's organisations must write to or call, the longest waiting first."""
    waiting = Notice.objects.filter(state=NoticeState.TO_CONTACT).select_related(
        "person", "organisation"
    )
    if not actor.is_administrator:
        waiting = waiting.filter(organisation_id__in=actor.organisations_for(*CONTACTERS))
    return waiting.order_by("created_at", "pk")


@dataclass(frozen=True)
class Followed:
    """One object a person follows or has muted."""

    target: str
    shown: Shown
    is_muted: bool


def followed_by(person: Person, number: str | None = None) -> "Page[Followed]":
    """Return a page of what a person follows or has muted, the latest first, less what is gone."""
    follows = Follow.objects.filter(person=person).order_by("-created_at", "-pk")
    page: Any = Paginator(follows, FOLLOWED_PER_PAGE).get_page(number)
    rows = list(page.object_list)
    shown = notice_registry.shown(row.target for row in rows)
    page.object_list = [
        Followed(row.target, shown[row.target], row.muted) for row in rows if row.target in shown
    ]
    return page


def standing_of(person: Person | None, target: str) -> str:
    """Return "followed", "muted" or "none"; a reader nobody knows costs no query."""
    if person is None:
        return "none"
    muted = Follow.objects.filter(person=person, target=target).values_list("muted", flat=True)
    match list(muted):
        case [True]:
            return "muted"
        case [False]:
            return "followed"
        case _:
            return "none"


def mute_token(person_id: int, target: str) -> str:
    """Return the token of a link that mutes an object, or everything for an empty target.

    It lets nobody in and lasts as long as the secret key: a mail may be read years later.
    """
    return signing.dumps([person_id, target], salt=MUTE_SALT, compress=True)


def message_code(notice_id: int, purpose: str = "read") -> str:
    """Return the short signed code of a text message; `purpose` tells reading from reporting."""
    digest = salted_hmac(MESSAGE_SALT, f"{purpose}:{notice_id}", algorithm="sha256").digest()
    return f"{int_to_base36(notice_id)}-{base64.b32encode(digest)[:12].decode().lower()}"


def message_of(code: str, purpose: str = "read") -> list[Notice]:
    """Return what a text message told, all of one person; nothing for a wrong code."""
    try:
        notice_id = base36_to_int(code.partition("-")[0])
    except ValueError:
        return []
    if not constant_time_compare(code, message_code(notice_id, purpose)):
        return []
    first = Notice.objects.filter(pk=notice_id, person__erased_at=None).exclude(mail_key="").first()
    if first is None:
        return []
    told = Notice.objects.filter(person_id=first.person_id, mail_key=first.mail_key)
    return list(told.select_related("person", "organisation").order_by("pk"))


def read_mute_token(token: str) -> tuple[Person, str] | None:
    """Return whose link it is and what it mutes; None for a wrong one or an erased person."""
    try:
        person_id, target = signing.loads(token, salt=MUTE_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = Person.objects.filter(pk=person_id, erased_at=None).first()
    return (person, target) if person else None
