"""What a person's account, claim, copy and erasure hold of mixed groups."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from civic.accounts.models import Person

from ..models import GroupMembership, MemberTraits
from ..selectors.groups import invitation_token, pages_of_groups


def my_groups(person: Person) -> "QuerySet[GroupMembership]":
    """Return the seats somebody was offered, the latest first."""
    found = GroupMembership.objects.filter(person=person)
    return found.select_related("group__space").order_by("-invited_at", "-pk")


def group_lines(rows: Sequence[GroupMembership]) -> list[dict[str, Any]]:
    """Return the lines of an account page, in one query; an invitation leads to its answer."""
    pages = pages_of_groups([row.group_id for row in rows])
    return [
        {
            "title": row.group.space.title,
            "url": pages[row.group_id].url_of("invitation", token=invitation_token(row)),
            "meta": f"{row.get_college_display()} – {row.state.label}",
        }
        for row in rows
        if row.group_id in pages
    ]


def merge_memberships(kept: Person, absorbed: Person) -> int:
    """Give the seats of one row of a person to the other; a group sat in twice is sat in once."""
    mine = {row.group_id: row for row in GroupMembership.objects.filter(person=kept)}
    moved = 0
    for row in GroupMembership.objects.filter(person=absorbed):
        other = mine.get(row.group_id)
        if other is not None and (other.is_seated or not row.is_seated):
            row.delete()
            continue
        if other is not None:
            other.delete()
        row.person = kept
        row.save(update_fields=["person"])
        moved += 1
    return moved


def erase_memberships(person: Person) -> int:
    """Leave a seat in the counts and nothing that says whose it was."""
    rows = GroupMembership.objects.filter(person=person)
    MemberTraits.objects.filter(membership__in=rows).delete()
    return rows.update(named=False, interests="", training="")


def export_memberships(person: Person) -> Iterator[dict[str, Any]]:
    """Return the groups a person was invited to, and what they said there."""
    rows = GroupMembership.objects.filter(person=person).select_related("group__space", "traits")
    for row in rows.order_by("pk"):
        traits = getattr(row, "traits", None)
        yield {
            "group": row.group.space.title,
            "college": row.college,
            "invited_at": row.invited_at.isoformat(),
            "state": str(row.state.value),
            "named": row.named,
            "interests": row.interests,
            "training": row.training,
            "gender": traits.gender if traits else "",
            "age_band": traits.age_band if traits else "",
        }
