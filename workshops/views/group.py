"""The public page of a mixed group, its sessions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import College
from civic.accounts.policies import Actor
from civic.analysis.logic.sameness import Share
from civic.core.selectors import page_url
from civic.core.services.keeping import kept, kept_key
from civic.participation.models import Session, SessionAttendance
from civic.privacy.views.visits import visitor
from civic.texts.registry import text_registry

from ..enums import RoomState
from ..models import GroupMembership, MixedGroup, MixedGroupPage, Room
from ..policies import can_host_group, can_reply
from ..selectors.composition import (
    Composition,
    composition_of,
    people_of,
)
from ..selectors.group_parts import GroupParts, parts_of
from ..selectors.groups import (
    group_of,
    is_open_to_everybody,
    members_of,
    reads_inside,
    sessions_in,
    standing_of,
)
from .workshop import COMING, PAST, paged, session_file

# Each list of the page has pages of its own; the names of a college are paged under its key.
DOCUMENTS = "documents"
ROWS, NAMES = 8, 50


def group_detail(request: HttpRequest, page: MixedGroupPage) -> HttpResponse:
    """Show a group: the question, whose turn it is, who sits, what is said, what is answered."""
    group = group_of(page)
    actor = visitor(request)
    members = list(members_of(group))
    seat = _seat(actor, members)
    inside = actor is not None and reads_inside(actor, group, seat)
    public = is_open_to_everybody(group)
    sessions = sessions_in(group)

    def measured() -> tuple[GroupParts, Composition, dict[str, str] | None]:
        parts = parts_of(group, inside=inside, public=public)
        return parts, composition_of(group, members=members, parts=parts), _consultation(group)

    # Nobody but a visitor has a key: documents and positions are then those of everybody. What is
    # read anyway is in it, and shows at once: a seat taken, an opening, a date that moves, a count.
    key = kept_key(
        request,
        "group",
        page.pk,
        public,
        group.opened_at,
        group.reply_due_on,
        sum(row.is_seated for row in members),
        sum(session.attendance_count or 0 for session in sessions),
    )
    parts, composition, consultation = kept(key, measured)
    now = timezone.now()

    def row_of(session: Session) -> dict[str, Any]:
        return _session_row(page, session, parts.attendance.get(session.pk, []))

    coming = [session for session in sessions if session.ends_at > now]
    past = [session for session in reversed(sessions) if session.ends_at <= now]
    context = {
        "page": page,
        "group": group,
        "standing": standing_of(group),
        "composition": composition,
        "gauge_table": _gauge_table(composition),
        "comparisons": [_comparison(one) for one in composition.comparisons],
        "colleges": _colleges(request, composition, members),
        "derogations": parts.derogations,
        "postponements": parts.postponements,
        "coming": paged(request, COMING, coming, ROWS, row_of),
        "coming_name": COMING,
        "past": paged(request, PAST, past, ROWS, row_of),
        "past_name": PAST,
        "inside": inside,
        "public": public,
        "public_from": group.public_from,
        "sits": seat is not None and group.opened_at is not None,
        "documents": paged(request, DOCUMENTS, parts.documents, ROWS),
        "documents_name": DOCUMENTS,
        "positions": _positions(page, group, composition, parts, inside, seat, actor),
        "consultation": consultation,
        "report": getattr(group, "report", None),
        "reply": getattr(group, "reply", None),
        "turns": [seconds for _college, seconds in parts.turns],
        "newcomers": _newcomers(composition),
        "tools": _tools(page, group, actor),
    }
    return render(request, "workshops/group_detail.html", context)


def _consultation(group: MixedGroup) -> dict[str, str] | None:
    space = group.consultation_space
    page = text_registry.page(space) if space is not None else None
    return {"title": page.title, "url": page_url(page)} if page is not None else None


def _seat(actor: Actor | None, members: list[GroupMembership]) -> GroupMembership | None:
    if actor is None or actor.person is None:
        return None
    key = actor.person.pk
    return next((row for row in members if row.person_id == key and row.is_seated), None)


def _gauge_table(composition: Composition) -> dict[str, Any]:
    reference = composition.reference
    columns: list[dict[str, Any]] = [
        {"label": _("College")},
        {"label": _("Seats"), "numeric": True},
        {"label": _("Target"), "numeric": True},
        {"label": _("Invited"), "numeric": True},
        {"label": _("Accepted"), "numeric": True},
        {"label": _("Present"), "numeric": True},
        {"label": _("Speech"), "numeric": True},
    ]
    if reference:
        columns.append({"label": _("Territory"), "numeric": True})
    rows = []
    for line in composition.lines:
        cells = [
            line.label.capitalize(),
            f"{line.minimum}–{line.maximum}",
            str(line.target),
            str(line.invited),
            str(line.accepted),
            "–" if line.present is None else str(line.present),
            _percent(line.speaking_share),
        ]
        if reference:
            cells.append(_percent(line.reference_share))
        rows.append({"cells": [{"text": text} for text in cells]})
    return {"columns": columns, "rows": rows}


def _percent(share: float | None) -> str:
    return "–" if share is None else _("%(percent)s %%") % {"percent": round(share)}


def _comparison(comparison: Any) -> dict[str, Any]:
    return {
        "comparison": comparison,
        "columns": [
            {"label": comparison.title.capitalize()},
            {"label": _("The group"), "numeric": True},
            {"label": comparison.label.capitalize(), "numeric": True},
        ],
        "rows": [{"cells": [{"text": text} for text in line]} for line in comparison.lines],
    }


def _colleges(
    request: HttpRequest, composition: Composition, members: list[GroupMembership]
) -> list[dict[str, Any]]:
    by_college: dict[str, list[GroupMembership]] = defaultdict(list)
    for row in members:
        if row.is_seated and row.substitute_of_id is None:
            by_college[row.college].append(row)
    substitutes = {
        row.substitute_of_id: row for row in members if row.is_seated and row.substitute_of_id
    }
    found = []
    for line in composition.lines:
        seated = by_college[line.college]
        named = sorted((row for row in seated if row.named), key=lambda row: row.person.public_name)
        found.append(
            {
                "line": line,
                "count": people_of(line.college, len(seated)),
                "members": paged(
                    request,
                    line.college,
                    named,
                    NAMES,
                    lambda row: _member(row, substitutes.get(row.pk)),
                ),
                "is_open": line.college in request.GET,
                "unnamed": len(seated) - len(named),
            }
        )
    return found


def _member(row: GroupMembership, substitute: GroupMembership | None) -> dict[str, Any]:
    return {
        "name": row.person.public_name,
        "capacity": row.person.college_label,
        "interests": row.interests,
        "training": row.training,
        "ends": row.term_ends_on,
        "substitute": substitute.person.public_name if substitute and substitute.named else "",
    }


def _positions(
    page: MixedGroupPage,
    group: MixedGroup,
    composition: Composition,
    parts: GroupParts,
    inside: bool,
    seat: GroupMembership | None,
    actor: Actor | None,
) -> list[dict[str, Any]]:
    hosts = actor is not None and can_host_group(actor, group)
    found = []
    for line in composition.lines:
        row = parts.positions.get(line.college)
        shown = row is not None and (row.published_at is not None or inside)
        may_write = group.opened_at is not None and (
            hosts or (seat is not None and seat.college == line.college)
        )
        found.append(
            {
                "college": line.college,
                "label": line.label,
                "position": row if shown else None,
                "url": page.url_of("position", college=line.college) if may_write else "",
            }
        )
    return found


def _newcomers(composition: Composition) -> list[str]:
    """Return what the members themselves say of the indicator, or nothing for too few of them."""
    share = Share(sum(line.first_time for line in composition.lines), composition.accepted)
    if share.percent is None:
        return []
    return [
        _("%(new)s of its %(seated)s members take part here for the first time (%(percent)s %%).")
        % {"new": share.part, "seated": share.whole, "percent": share.percent}
    ]


def _first_time(rows: Sequence[SessionAttendance]) -> str:
    share = Share(sum(row.first_time or 0 for row in rows), sum(row.count for row in rows))
    if not rows or share.percent is None:
        return ""
    return _("%(new)s of the %(all)s people present came for the first time.") % {
        "new": share.part,
        "all": share.whole,
    }


def counted(rows: Iterable[SessionAttendance]) -> list[SessionAttendance]:
    """Return who came by college, in the order of the colleges."""
    order = College.values
    return sorted(rows, key=lambda row: order.index(row.college))


def _session_row(
    page: MixedGroupPage, session: Session, rows: Iterable[SessionAttendance]
) -> dict[str, Any]:
    came = [people_of(row.college, row.count) for row in counted(rows) if row.count]
    room: Room | None = getattr(session, "room", None)
    return {
        "session": session,
        "url": page.url_of("session", session_id=session.pk),
        "cancelled_sentence": _("Cancelled") if session.cancelled_at else "",
        "came": ", ".join(came),
        "room_url": (
            reverse("room", args=[room.pk]) if room and room.state == RoomState.OPEN else ""
        ),
    }


def _tools(page: MixedGroupPage, group: MixedGroup, actor: Actor | None) -> list[dict[str, str]]:
    if actor is None:
        return []
    tools = []
    if can_host_group(actor, group):
        tools.append({"label": _("Run this group"), "url": page.url_of("manage")})
    reported = getattr(group, "report", None) is not None
    if reported and getattr(group, "reply", None) is None and can_reply(actor, group):
        tools.append({"label": _("Reply to the report"), "url": page.url_of("reply")})
    return tools


def session_of(page: MixedGroupPage, session_id: int) -> Session:
    """Return a session of the group a page shows, or a 404."""
    session = (
        Session.objects.filter(pk=session_id, space__mixed_group=page.group_id)
        .select_related("space__organisation", "room")
        .prefetch_related("attendance")
        .first()
    )
    if session is None:
        raise Http404(_("This session does not exist."))
    return session


def group_session(request: HttpRequest, page: MixedGroupPage, session_id: int) -> HttpResponse:
    """Show one session of the group: when, where, what for, who came as counts, what was said."""
    session = session_of(page, session_id)
    group = group_of(page)
    actor = visitor(request)
    hosts = actor is not None and can_host_group(actor, group)
    begun = session.starts_at <= timezone.now()
    came = list(session.attendance.all())
    context = {
        "page": page,
        "group": group,
        "row": _session_row(page, session, came),
        "session": session,
        "is_past": session.ends_at <= timezone.now(),
        "first_time": _first_time(came),
        "calendar_url": page.url_of("calendar", session_id=session.pk),
        "attendance_url": (
            page.url_of("attendance", session_id=session.pk)
            if hosts and begun and not session.cancelled_at
            else ""
        ),
        "attendance": [
            {"college": row.college, "label": College(row.college).label, "count": row.count}
            for row in counted(came)
        ],
        "extra_breadcrumbs": [
            {"title": session.title, "url": page.url_of("session", session_id=session.pk)}
        ],
    }
    return render(request, "workshops/group_session.html", context)


def calendar_file(request: HttpRequest, page: MixedGroupPage, session_id: int) -> HttpResponse:
    """Give a session of the group as a calendar file."""
    return session_file(page, session_of(page, session_id))
