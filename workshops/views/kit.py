"""The communication kit of a workshop and of a mixed group."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from civic.core.logic.dates import written_day
from civic.desk.selectors.kit import KitSubject
from civic.desk.views.kit import show_kit
from civic.participation.models import Session

from ..models import MixedGroupPage, Workshop, WorkshopPage
from ..selectors.groups import group_of

AT_MOST = 3


def workshop_kit(
    request: HttpRequest, page: WorkshopPage, piece: str = "", extension: str = ""
) -> HttpResponseBase:
    """Show the kit of a workshop, or a piece of it."""
    return show_kit(request, page, _workshop, piece, extension)


def group_kit(
    request: HttpRequest, page: MixedGroupPage, piece: str = "", extension: str = ""
) -> HttpResponseBase:
    """Show the kit of a mixed group, or a piece of it."""
    return show_kit(request, page, _group, piece, extension)


def _workshop(page: Any) -> KitSubject:
    found = Workshop.objects.select_related("space__organisation").get(pk=page.workshop_id)
    coming = _coming(found.space_id)
    return KitSubject(
        kind=_("Workshop"),
        question=page.title,
        summary=page.introduction or found.purpose,
        space=found.space,
        url=settings.BASE_URL + page.get_absolute_url(),
        when=tuple(_when(session) for session in coming) or (_no_date(),),
        where=tuple(dict.fromkeys(session.place for session in coming if session.place)),
        act=_("Come and work at the same tables as officers and elected officials."),
        phone=found.contact_phone,
    )


def _group(page: Any) -> KitSubject:
    found = group_of(page)
    coming = _coming(found.space_id)
    return KitSubject(
        kind=_("Mixed group"),
        question=found.question,
        summary=page.introduction,
        space=found.space,
        url=settings.BASE_URL + page.get_absolute_url(),
        when=tuple(_when(session) for session in coming)
        or (
            _("Until %(day)s") % {"day": written_day(found.term_ends_on)}
            if found.term_ends_on >= timezone.localdate()
            else _("It ended on %(day)s") % {"day": written_day(found.term_ends_on)},
        ),
        where=tuple(dict.fromkeys(session.place for session in coming if session.place)),
        act=_("Follow the group, read what it writes, tell it what you think."),
        phone=found.contact_phone,
        answer_due_on=None if getattr(found, "reply", None) else found.reply_due_on,
    )


def _no_date() -> str:
    return _("The next date is announced soon")


def _coming(space_id: int) -> list[Session]:
    return list(
        Session.objects.filter(
            space_id=space_id, ends_at__gt=timezone.now(), cancelled_at=None
        ).order_by("starts_at", "pk")[:AT_MOST]
    )


def _when(session: Session) -> str:
    starts = timezone.localtime(session.starts_at)
    return _("%(day)s at %(hour)s") % {
        "day": written_day(starts.date(), "l j F"),
        "hour": formats.time_format(starts.time(), "TIME_FORMAT"),
    }
