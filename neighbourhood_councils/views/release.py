"""What waits to be read before it is published: in one council, or wherever one decides."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.accounts.enums import Role
from civic.cases.models import Request, SatisfactionWords
from civic.cases.policies import ANSWERERS
from civic.core.exceptions import NotAllowed
from civic.discussion.models import Comment
from civic.participation.models import Contribution
from civic.privacy.models import HoldReason
from civic.privacy.policies import READERS
from civic.privacy.views.reading import HeldKind, reading_screen
from civic.privacy.views.visits import signed_in

from ..enums import READING_WORKING_DAYS
from ..models import AgendaProposal, CouncilPage
from ..policies import can_read_held
from ..selectors.councils import council_of
from ..selectors.held import (
    held_comments,
    held_contributions,
    held_proposals,
    held_requests,
    held_words,
    oldest_held,
)

TEMPLATE = "privacy/reading.html"


def _describe_request(request: Request) -> str:
    parts = [
        _("No. %(number)s") % {"number": request.case.number},
        request.get_channel_display(),
        request.case.department.name if request.case.department else request.departments_text,
        formats.date_format(request.said_on, "SHORT_DATE_FORMAT") if request.said_on else "",
    ]
    return " · ".join(part for part in parts if part)


def _describe_contribution(contribution: Contribution) -> str:
    parts = [
        _("No. %(number)s") % {"number": contribution.case.number},
        contribution.activity.title,
        contribution.get_channel_display(),
    ]
    return " · ".join(parts)


def _describe_comment(comment: Comment) -> str:
    about = comment.content_object
    return _("on « %(title)s »") % {"title": about} if about is not None else ""


def _describe_proposal(proposal: AgendaProposal) -> str:
    return " · ".join([proposal.council.space.title, proposal.get_channel_display()])


def _describe_words(words: SatisfactionWords) -> str:
    said = words.satisfaction
    settled = _("settled") if said.is_satisfied else _("not settled")
    return " · ".join([settled, said.department.name] if said.department else [settled])


def _kind(
    name: str, label: str, model: Any, rows: "QuerySet[Any]", describe: Callable[[Any], str]
) -> HeldKind:
    return HeldKind(
        name=name,
        label=label,
        model=model,
        to_decide=rows.filter(held_for=HoldReason.FINDING),
        to_publish=rows.exclude(held_for=HoldReason.FINDING),
        describe=describe,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def held_list(request: HttpRequest, page: CouncilPage) -> HttpResponse:
    """Read the requests of one council that wait."""
    council = council_of(page)
    if not can_read_held(request.actor, council.space):
        raise NotAllowed(_("Only the chair of this council, or its staff, reads what is held."))
    rows = held_requests(request.actor, council.space_id)
    return reading_screen(
        request,
        kinds=[
            _kind("demandes", _("Requests"), Request, rows, _describe_request),
            _kind(
                "sujets",
                _("Subjects proposed"),
                AgendaProposal,
                held_proposals(request.actor, council.space_id),
                _describe_proposal,
            ),
        ],
        address=page.url_of("held"),
        template=TEMPLATE,
        oldest=oldest_held(rows),
        context={
            "title": _("Read before publication"),
            "place": page.title,
            "reading_days": READING_WORKING_DAYS,
            "back_url": page.url_of("table"),
            "back_label": _("See the follow-up table"),
            "extra_breadcrumbs": [{"title": _("Read before publication"), "url": ""}],
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def held_everywhere(request: HttpRequest) -> HttpResponse:
    """Read everything that waits wherever the reader decides: requests, contributions, comments."""
    if not request.actor.has_role_anywhere(*READERS):
        raise NotAllowed(_("Only moderators, chairs and their organisations read what is held."))
    answers = request.actor.has_role_anywhere(*ANSWERERS, Role.DESK)
    rows = held_requests(request.actor)
    kinds = [
        _kind("demandes", _("Requests"), Request, rows, _describe_request),
        _kind(
            "contributions",
            _("Contributions"),
            Contribution,
            held_contributions(request.actor),
            _describe_contribution,
        ),
        _kind(
            "commentaires", _("Comments"), Comment, held_comments(request.actor), _describe_comment
        ),
        _kind(
            "sujets",
            _("Subjects proposed"),
            AgendaProposal,
            held_proposals(request.actor),
            _describe_proposal,
        ),
        _kind(
            "avis",
            _("Words about the answers"),
            SatisfactionWords,
            held_words(request.actor),
            _describe_words,
        ),
    ]
    return reading_screen(
        request,
        kinds=kinds,
        address=reverse("held"),
        template=TEMPLATE,
        oldest=oldest_held(rows),
        context={
            "title": _("Read before publication"),
            "place": "",
            "reading_days": READING_WORKING_DAYS,
            # Whoever reads does not always answer: the inbox would refuse them.
            "back_url": reverse("inbox" if answers else "home"),
            "back_label": _("Go to the inbox") if answers else _("Go to the home page"),
            "extra_breadcrumbs": [],
        },
    )
