"""What is due: contested, late, to route, today; each opened and answered in place."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from civic.core.logic.numbers import written_number
from civic.privacy.policies import READERS
from civic.privacy.selectors import count_open_findings
from civic.privacy.views.visits import signed_in

from ..enums import InboxPart
from ..selectors import inbox as waiting_for
from ..selectors.inbox import counts_of, part_of, within
from .opening import InboxLine, OpenCase, case_of, check_staff, line_of, open_case_of
from .subjects import SubjectsOf

CASES_PER_PAGE = 40


@dataclass(frozen=True)
class Group:
    """A part of the list; `count` is all it holds, on this page and on the others."""

    name: str
    title: str
    count: int
    lines: list[InboxLine]


@never_cache
@require_safe
@signed_in
def inbox(request: HttpRequest, subjects_of: SubjectsOf) -> HttpResponse:
    """List what waits for the actor's organisations or departments."""
    check_staff(request)
    number = request.GET.get("dossier", "")
    opened = None
    if number:
        case = case_of(request, number)
        if case is not None:
            opened = open_case_of(case, subjects_of, request.GET.get("modele", ""))
    return render_inbox(request, subjects_of, opened)


def render_inbox(
    request: HttpRequest, subjects_of: SubjectsOf, opened: OpenCase | None, status: int = 200
) -> HttpResponse:
    """Show the list, one case of it open, in a constant number of queries."""
    today = timezone.localdate()
    waiting = waiting_for(request.actor)
    counts = counts_of(waiting, today)
    part = request.GET.get("partie", "")
    page = Paginator(within(waiting, part, today), CASES_PER_PAGE).get_page(request.GET.get("page"))
    subjects = subjects_of(list(page))
    lines = [line_of(case, subjects[case.pk], today) for case in page if case.pk in subjects]
    if opened is not None:
        lines = _with_opened(lines, opened)
    held = count_open_findings(request.actor)
    context = {
        "groups": _groups(lines, counts),
        "opened": opened,
        "sentence": _sentence(counts),
        "parts": _parts(counts, part, held),
        "page": page,
        "together_url": reverse("answer_together"),
        "held_url": reverse("held") if request.actor.has_role_anywhere(*READERS) else "",
    }
    return render(request, "cases/inbox.html", context, status=status)


def _with_opened(lines: list[InboxLine], opened: OpenCase) -> list[InboxLine]:
    """The open case is shown even when it lies on another page of the list."""
    if any(line.case.pk == opened.line.case.pk for line in lines):
        return lines
    return [opened.line, *lines]


def _groups(lines: list[InboxLine], counts: dict[str, int]) -> list[Group]:
    today = timezone.localdate()
    groups = [
        Group(
            part.value,
            str(part.label),
            counts[part.value],
            [line for line in lines if part_of(line.case, today) is part],
        )
        for part in InboxPart
    ]
    return [group for group in groups if group.lines]


def _parts(counts: dict[str, int], chosen: str, held: int) -> list[dict[str, Any]]:
    """Return the ways to each part that is not empty, and to what the guard has found."""
    here = reverse("inbox")
    parts = [
        {
            "label": _("Everything"),
            "url": here,
            "current": not chosen,
            "count": sum(counts.values()),
        }
    ]
    parts += [
        {
            "label": str(part.label),
            "url": f"{here}?partie={part.value}",
            "current": chosen == part.value,
            "count": counts[part.value],
        }
        for part in InboxPart
        if counts[part.value]
    ]
    if held:
        parts.append(
            {
                "label": _("Words that may name somebody"),
                "url": reverse("held"),
                "current": False,
                "count": held,
            }
        )
    return parts


def _sentence(counts: dict[str, int]) -> str:
    total = sum(counts.values())
    if not total:
        return _("Nothing waits for you.")
    said = [
        ngettext("%(n)s case waits for an answer.", "%(n)s cases wait for an answer.", total)
        % {"n": written_number(total)}
    ]
    if counts[InboxPart.LATE]:
        said.append(
            ngettext("%(n)s is late.", "%(n)s are late.", counts[InboxPart.LATE])
            % {"n": written_number(counts[InboxPart.LATE])}
        )
    if counts[InboxPart.TODAY]:
        said.append(
            ngettext("%(n)s is due today.", "%(n)s are due today.", counts[InboxPart.TODAY])
            % {"n": written_number(counts[InboxPart.TODAY])}
        )
    return " ".join(said)
