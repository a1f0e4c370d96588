"""The communication kit of a council: when it meets, how to ask, what became of what was asked."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from civic.desk.selectors.kit import KitSubject, coming_sessions, when_lines, where_lines
from civic.desk.views.kit import show_kit

from ..models import CouncilPage
from ..selectors.councils import council_of
from ..selectors.said import said_in_council


def council_kit(
    request: HttpRequest, page: CouncilPage, piece: str = "", extension: str = ""
) -> HttpResponseBase:
    """Show the kit of a council, or a piece of it."""
    return show_kit(request, page, _council, piece, extension, said_in_council)


def _council(page: Any) -> KitSubject:
    council = council_of(page)
    coming = coming_sessions(council.space_id)
    return KitSubject(
        kind=_("Neighbourhood council"),
        question=_("%(council)s: what must change?")
        % {"council": council.neighbourhood.name if council.neighbourhood else page.title},
        summary=page.introduction
        or _("Whatever you ask gets a number, somebody who answers and a promised date."),
        space=council.space,
        url=settings.BASE_URL + page.get_absolute_url(),
        when=when_lines(coming) or (_("The next date is announced soon"),),
        where=where_lines(coming),
        act=_("Come and say it, or send it: each request gets a number, a date and an answer."),
        phone=council.contact_phone,
        email=council.contact_email,
    )
