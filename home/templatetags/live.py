"""Lists and sentences that keep themselves up to date, for blocks and home pages."""

import uuid
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from civic.core.logic.numbers import written_number
from civic.participation.enums import Act, ActivityKind

from ..selectors import coverage, freshness, live
from ..selectors.directory import Branch, branch_of

register = template.Library()

ACTION_WORDS = {
    Act.CONTRIBUTE: lambda: _("Propose"),
    Act.VOTE: lambda: _("Vote"),
    Act.SUPPORT: lambda: _("Read and support"),
    Act.COMMENT: lambda: _("Read and comment"),
    Act.AMEND: lambda: _("Read and amend"),
}


@register.inclusion_tag("home/live/list.html", takes_context=True)
def live_list(context: Any, source: str, count: int) -> dict[str, Any]:
    """Show one live list of the branch the page belongs to; `source` is one of LIVE_LISTS."""
    request: HttpRequest = context["request"]
    branch = branch_of(request, page=context.get("page"))
    found: dict[str, Any] = {"source": source, "rows": [], "branch": branch, "sentence": None}
    if branch is None:
        return found
    if source == "coverage":
        return found | {"sentence": coverage_sentence(branch)}
    return found | {"rows": ROWS[source](branch, count)}


@register.simple_tag(takes_context=True)
def written_key(context: Any) -> str:
    """Name the written form of a page's body, kept half a minute.

    A preview is never kept, nor what a reader asked of a table inside the page.
    """
    request, page = context["request"], context["page"]
    # Wagtail previews a page through a request of its own making.
    if getattr(request, "is_dummy", False) or request.GET:
        return uuid.uuid4().hex
    return f"{page.pk}.{page.latest_revision_id}.{get_language()}.{freshness.version()}"


def _open_rows(branch: Branch, count: int) -> list[dict[str, Any]]:
    return [
        {
            "line": line,
            "kind": _kind_of(line),
            "action": ACTION_WORDS[line.act](),
            "figure": _said_so_far(line),
        }
        for line in live.open_activities(branch, count)
    ]


def _kind_of(line: live.OpenActivity) -> str:
    label = ActivityKind(line.kind).label
    return f"{str(label).capitalize()} – {line.space_title}"


def _said_so_far(line: live.OpenActivity) -> str:
    if line.kind != ActivityKind.CALL_FOR_PROPOSALS or not line.contributions:
        return ""
    return ngettext("%(n)s proposal so far.", "%(n)s proposals so far.", line.contributions) % {
        "n": written_number(line.contributions)
    }


def coverage_sentence(branch: Branch) -> dict[str, Any]:
    """Say how many answers were given out of those owed, and since when the oldest waits."""
    figures = coverage.coverage(branch.face.pk)
    return {
        "owed": figures.owed,
        "answered": figures.answered,
        "late": figures.late,
        "oldest_days": figures.oldest_days,
        "duplicates": figures.duplicates,
        "repeated_share": figures.repeated_share,
    }


ROWS = {
    "open_activities": _open_rows,
    "consultations": live.consultations,
    "decisions": live.decisions,
    "councils": live.councils,
    "sessions": live.sessions,
    "news": live.news,
}
