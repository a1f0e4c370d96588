"""Create, share, publish and archive what a consultation, a workshop and a council are."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.territory.models import Organisation

from ..models import Space
from ..policies import can_set_up


def create_space(
    *,
    actor: Actor,
    kind: str,
    organisation: Organisation,
    title: str,
    slug: str = "",
    territories: Iterable[Organisation] = (),
) -> Space:
    """Create an unpublished space, shown in the branches of its territories once published."""
    if not can_set_up(actor, organisation):
        raise NotAllowed(_("You may not prepare anything for this organisation."))
    title = title.strip()
    if not title:
        raise Refusal(_("Give it a title."), code="title_missing", field="title")
    with transaction.atomic():
        space = Space.objects.create(
            kind=kind,
            organisation=organisation,
            title=title,
            slug=free_slug(slug or title),
        )
        space.territories.set(territories)
        record(
            actor=actor,
            action="space.created",
            target=space,
            organisation_id=organisation.pk,
            kind=str(kind),
        )
    return space


def free_slug(text: str) -> str:
    """Return a short address nobody uses yet, made from a text."""
    base = slugify(text)[:44].strip("-") or "espace"
    taken = set(Space.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def share_space(*, actor: Actor, space: Space, territories: Iterable[Organisation]) -> Space:
    """Choose the other branches a space is shown in."""
    if not can_set_up(actor, space):
        raise NotAllowed(_("You may not prepare anything for this organisation."))
    with transaction.atomic():
        space.territories.set(territories)
        record(
            actor=actor,
            action="space.shared",
            target=space,
            organisation_id=space.organisation_id,
            territories=sorted(space.territories.values_list("pk", flat=True)),
        )
    return space


def publish_space(*, actor: Actor, space: Space) -> Space:
    """Make a space public; publishing it twice keeps the first date."""
    if not can_set_up(actor, space):
        raise NotAllowed(_("You may not publish for this organisation."))
    with transaction.atomic():
        fresh = locked(Space.objects.filter(pk=space.pk)).get()
        if fresh.published_at is None:
            fresh.published_at = timezone.now()
            fresh.save(update_fields=["published_at"])
            record(
                actor=actor,
                action="space.published",
                target=fresh,
                organisation_id=fresh.organisation_id,
            )
    return fresh


def archive_space(*, actor: Actor, space: Space) -> Space:
    """Close a space for good: it stays readable, nothing in it can be changed."""
    if not can_set_up(actor, space):
        raise NotAllowed(_("You may not archive for this organisation."))
    with transaction.atomic():
        fresh = locked(Space.objects.filter(pk=space.pk)).get()
        if fresh.published_at is None:
            raise Refusal(_("What was never published is not archived."), code="wrong_state")
        if fresh.archived_at is None:
            fresh.archived_at = timezone.now()
            fresh.save(update_fields=["archived_at"])
            record(
                actor=actor,
                action="space.archived",
                target=fresh,
                organisation_id=fresh.organisation_id,
            )
    return fresh
