"""Prepare workshops; their sessions are those of `civic.participation.services.sessions`."""

from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.core.services.placing import place_page
from civic.participation.enums import RegistrationState, SpaceKind
from civic.participation.logic.texts import clean_line, clean_text
from civic.participation.models import Registration, Space
from civic.participation.services.spaces import free_slug
from civic.privacy.services.screening import findings_in
from civic.territory.models import Organisation, OrganisationPage

from ..models import Workshop, WorkshopIndexPage, WorkshopPage

ORGANISERS = (Role.FACILITATOR, Role.MANAGER, Role.COMMUNICATIONS)
LINES = ("contact_name", "contact_phone")
TEXTS = ("purpose", "programme")
DETAILS = (*LINES, *TEXTS, "consultation_space")


def create_workshop(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    slug: str = "",
    keep_findings_because: str = "",
    **details: Any,
) -> Workshop:
    """Prepare a workshop; `details` are `DETAILS`, of which only the purpose is needed.

    Raises NotAllowed, or Refusal with the field: no title, no purpose, a text that is too long or
    names somebody without a reason to stay, a consultation that is not shown in this branch.
    """
    if not actor.has_role(*ORGANISERS, at=organisation):
        raise NotAllowed(_("You may not prepare a workshop here."))
    space = Space(
        kind=SpaceKind.WORKSHOP,
        organisation=organisation,
        title=_checked_title(title),
        published_at=timezone.now(),
    )
    workshop = Workshop(space=space)
    _write(workshop, details, keep_findings_because)
    with transaction.atomic():
        space.slug = free_slug(slug or space.title)
        space.save()
        workshop.space = space
        workshop.save()
        record(
            actor=actor,
            action="workshop.created",
            target=workshop,
            organisation_id=organisation.pk,
        )
    return workshop


def change_workshop(
    *,
    actor: Actor,
    workshop: Workshop,
    title: str,
    keep_findings_because: str = "",
    **details: Any,
) -> Workshop:
    """Change what is said of a workshop; its address, its sessions and who registered stay."""
    if not actor.has_role(*ORGANISERS, at=workshop.space):
        raise NotAllowed(_("You may not change this workshop."))
    title = _checked_title(title)
    with transaction.atomic():
        fresh = locked(Workshop.objects.filter(pk=workshop.pk)).select_related("space").get()
        if fresh.space.archived_at is not None:
            raise Refusal(_("This workshop is archived: nothing in it changes."), code="archived")
        _write(fresh, details, keep_findings_because, title)
        fresh.save()
        fresh.space.title = title
        fresh.space.save(update_fields=["title"])
        record(
            actor=actor,
            action="workshop.changed",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            fields=sorted(details),
        )
    return fresh


def show_workshop(*, actor: Actor, workshop: Workshop) -> WorkshopPage:
    """Publish the page of a workshop that no page shows, in the workshops of its branch.

    A page taken down before is published again. Raises NotAllowed, or Refusal when the
    organisation has no branch of the site.
    """
    if not actor.has_role(*ORGANISERS, at=workshop.space):
        raise NotAllowed(_("You may not publish this workshop."))
    with transaction.atomic():
        fresh = locked(Workshop.objects.filter(pk=workshop.pk)).select_related("space").get()
        page = WorkshopPage.objects.filter(workshop=fresh).order_by("-live", "pk").first()
        if page is not None and page.live:
            return page
        _set_published(fresh.space, published=True)
        if page is not None:
            page.save_revision().publish()
        else:
            page = _new_page(fresh)
        record(
            actor=actor,
            action="workshop.shown",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            page=page.pk,
        )
    return page


def unpublish_workshop(*, actor: Actor, workshop: Workshop) -> Workshop:
    """Take the pages of a workshop down; raise Refusal while somebody has a place to come."""
    if not actor.has_role(*ORGANISERS, at=workshop.space):
        raise NotAllowed(_("You may not take this workshop down."))
    with transaction.atomic():
        fresh = locked(Workshop.objects.filter(pk=workshop.pk)).select_related("space").get()
        expected = Registration.objects.filter(
            session__space=fresh.space_id,
            session__starts_at__gt=timezone.now(),
            session__cancelled_at=None,
        ).exclude(state=RegistrationState.CANCELLED)
        if expected.exists():
            raise Refusal(
                _("People are expected at a session: cancel it first, so that they are told."),
                code="expected",
            )
        for page in WorkshopPage.objects.filter(workshop=fresh, live=True):
            # Who may is decided above: a facilitator has no right to publish in the tree.
            page.unpublish()
        _set_published(fresh.space, published=False)
        record(
            actor=actor,
            action="workshop.unpublished",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
        )
    return fresh


def _new_page(workshop: Workshop) -> WorkshopPage:
    home: Page | None = (
        OrganisationPage.objects.filter(
            organisation_id=workshop.space.organisation_id,
            locale__language_code=settings.LANGUAGE_CODE,
        )
        .order_by("depth", "pk")
        .first()
    )
    if home is None:
        raise Refusal(
            _("This organisation has no branch of the site to show the workshop in."),
            code="no_branch",
        )
    with translation.override(settings.LANGUAGE_CODE):
        section = _("Workshops")
    page = WorkshopPage(title=workshop.space.title, slug=workshop.space.slug, workshop=workshop)
    placed = place_page(home=home, section=WorkshopIndexPage, title=section, page=page)
    return cast(WorkshopPage, placed)


def _set_published(space: Space, *, published: bool) -> None:
    space.published_at = (space.published_at or timezone.now()) if published else None
    space.save(update_fields=["published_at"])


def _checked_title(title: str) -> str:
    title = clean_line(title)
    if not title:
        raise Refusal(_("Give the workshop a title."), code="title_missing", field="title")
    longest = Space._meta.get_field("title").max_length or 0
    if len(title) > longest:
        raise Refusal(
            _("This title is too long: %(max)s characters at most.") % {"max": longest},
            code="too_long",
            field="title",
        )
    return title


def _write(
    workshop: Workshop, details: dict[str, Any], keep_findings_because: str, title: str = ""
) -> None:
    unknown = set(details) - set(DETAILS)
    if unknown:
        raise TypeError(f"Not the details of a workshop: {', '.join(sorted(unknown))}")
    for name, value in details.items():
        setattr(workshop, name, _clean(name, value))
    if not workshop.purpose:
        raise Refusal(_("Say what the workshop is for."), code="purpose_missing", field="purpose")
    organisation_id = workshop.space.organisation_id
    consultation = workshop.consultation_space
    if consultation is not None and not (
        Space.objects.shown_in(organisation_id).filter(pk=consultation.pk).exists()
    ):
        raise Refusal(
            _("This consultation belongs to another body and is not shown here."),
            code="other_body",
            field="consultation_space",
        )
    try:
        workshop.clean_fields(exclude=["space"])
    except ValidationError as errors:
        field, messages = next(iter(errors.message_dict.items()))
        raise Refusal(" ".join(messages), code="invalid", field=field) from errors
    if keep_findings_because.strip():
        return
    texts = {"title": title or workshop.space.title} | {
        name: getattr(workshop, name) for name in TEXTS
    }
    for name, text in texts.items():
        spans = findings_in(text, organisation_id=organisation_id)
        if spans:
            raise Refusal(
                _("This would publish « %(words)s ». Rewrite it, or say why it may stay.")
                % {"words": " », « ".join(span.text for span in spans)},
                code="finding",
                field=name,
            )


def _clean(name: str, value: Any) -> Any:
    if name in LINES:
        return clean_line(value or "")
    return clean_text(value or "") if name in TEXTS else value
