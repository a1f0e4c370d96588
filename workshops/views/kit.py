"""The communication kit of a workshop and of a mixed group."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.core.logic.dates import written_day
from civic.desk.selectors.kit import KitSubject, coming_sessions, when_lines, where_lines
from civic.desk.views.kit import show_kit

from ..models import MixedGroupPage, Workshop, WorkshopPage
from ..selectors.groups import group_of


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
    coming = coming_sessions(found.space_id)
    return KitSubject(
        kind=_("Workshop"),
        question=page.title,
        summary=page.introduction or found.purpose,
        space=found.space,
        url=settings.BASE_URL + page.get_absolute_url(),
        when=when_lines(coming) or (_no_date(),),
        where=where_lines(coming),
        act=_("Come and work at the same tables as officers and elected officials."),
        phone=found.contact_phone,
    )


def _group(page: Any) -> KitSubject:
    found = group_of(page)
    coming = coming_sessions(found.space_id)
    return KitSubject(
        kind=_("Mixed group"),
        question=found.question,
        summary=page.introduction,
        space=found.space,
        url=settings.BASE_URL + page.get_absolute_url(),
        when=when_lines(coming)
        or (
            _("Until %(day)s") % {"day": written_day(found.term_ends_on)}
            if found.term_ends_on >= timezone.localdate()
            else _("It ended on %(day)s") % {"day": written_day(found.term_ends_on)},
        ),
        where=where_lines(coming),
        act=_("Follow the group, read what it writes, tell it what you think."),
        phone=found.contact_phone,
        answer_due_on=None if getattr(found, "reply", None) else found.reply_due_on,
    )


def _no_date() -> str:
    return _("The next date is announced soon")
