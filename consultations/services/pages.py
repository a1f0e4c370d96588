"""Lay out the pages of a consultation in its branch, and put them online with it."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.models import BasePage
from civic.participation.enums import ActivityKind
from civic.territory.models import OrganisationPage

from ..models import (
    BallotPage,
    CallForProposalsPage,
    Consultation,
    ConsultationIndexPage,
    ConsultationPage,
)
from ..policies import can_manage
from .rows import locked_consultation

_PAGE_OF: dict[str, type[BasePage]] = {
    ActivityKind.CALL_FOR_PROPOSALS: CallForProposalsPage,
    ActivityKind.BALLOT: BallotPage,
}


def lay_out_pages(*, actor: Actor, consultation: Consultation) -> ConsultationPage:
    """Give a consultation its page in its branch, and one below it to each of its activities.

    What exists is left as it is. Pages are drafts until the consultation is published, and online
    at once after. Raises Refusal when the organisation has no branch of its own.
    """
    if not can_manage(actor, consultation):
        raise NotAllowed(_("You may not change this consultation."))
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        page = fresh.pages.order_by("pk").first()
        if page is None:
            page = _added(
                actor,
                _index_of(actor, fresh),
                ConsultationPage,
                fresh.space.title,
                fresh.space.slug,
                consultation=fresh,
            )
            record(
                actor=actor,
                action="consultation.page_created",
                target=fresh,
                organisation_id=fresh.space.organisation_id,
                page=page.pk,
            )
        for activity in fresh.space.activities.order_by("pk"):
            model = _PAGE_OF.get(activity.kind)
            if model is not None and not model.objects.filter(activity=activity).exists():
                _added(actor, page, model, activity.title, activity.slug, activity=activity)
        if fresh.is_published:
            _put_online(actor, fresh)
    return ConsultationPage.objects.get(pk=page.pk)


def _put_online(actor: Actor, consultation: Consultation) -> None:
    """Publish the pages that were laid out as drafts; one that somebody took back stays so."""
    drafts: list[BasePage] = list(
        consultation.pages.filter(live=False, first_published_at=None).order_by("pk")
    )
    for model in _PAGE_OF.values():
        drafts += model.objects.filter(  # type: ignore[misc]
            activity__space=consultation.space_id, live=False, first_published_at=None
        ).order_by("pk")
    for page in drafts:
        # Whoever may publish a consultation may publish what shows it: the policy has said so.
        revision = page.get_latest_revision() or page.save_revision(user=actor.user)
        revision.publish(user=actor.user, skip_permission_checks=True)


def _index_of(actor: Actor, consultation: Consultation) -> ConsultationIndexPage:
    homes = OrganisationPage.objects.filter(
        organisation=consultation.space.organisation_id
    ).order_by("path")
    home = homes.filter(live=True).first() or homes.first()
    if home is None:
        raise Refusal(
            _("This organisation has no home on the site yet: ask an administrator to open it."),
            code="no_branch",
        )
    index = ConsultationIndexPage.objects.child_of(home).order_by("path").first()
    if index is not None:
        return index
    title = _("Consultations")
    index = _added(actor, home, ConsultationIndexPage, title, slugify(title), show_in_menus=True)
    index.get_latest_revision().publish(user=actor.user, skip_permission_checks=True)
    return ConsultationIndexPage.objects.get(pk=index.pk)


def _added(
    actor: Actor, parent: Page, model: type[BasePage], title: str, slug: str, **values: Any
) -> Any:
    page = model(title=title, slug=_free_slug(parent, slug), live=False, owner=actor.user, **values)
    parent.add_child(instance=page)
    page.save_revision(user=actor.user)
    return page


def _free_slug(parent: Page, wanted: str) -> str:
    taken = set(Page.objects.child_of(parent).values_list("slug", flat=True))
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
