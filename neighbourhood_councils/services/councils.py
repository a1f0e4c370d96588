"""Set a council up: its space, its page, its members, its meetings."""

from datetime import date, datetime
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from civic.accounts.enums import VERIFIED_COLLEGES, College
from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.core.services.placing import place_page
from civic.participation.enums import SpaceKind
from civic.participation.models import Session, Space
from civic.participation.services.public_words import checked_text
from civic.participation.services.sessions import schedule_session
from civic.participation.services.spaces import create_space, publish_space
from civic.territory.models import Neighbourhood, Organisation, OrganisationPage

from ..models import CouncilIndexPage, CouncilMembership, CouncilPage, NeighbourhoodCouncil
from ..policies import can_set_up_councils


def create_council(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    sheet_name: str = "",
    neighbourhood: Neighbourhood | None = None,
    slug: str = "",
    contact_phone: str = "",
    contact_email: str = "",
    with_page: bool = True,
) -> NeighbourhoodCouncil:
    """Create a council and, where the organisation has a branch of the site, its published page.

    The page is placed under the branch's list of councils, which is created when it is missing.
    Raises NotAllowed, or Refusal with the field: no title, a neighbourhood of another commune.
    """
    if not can_set_up_councils(actor, organisation):
        raise NotAllowed(_("You may not create a council for this organisation."))
    title = _checked_title(title, neighbourhood, organisation)
    with transaction.atomic():
        space = create_space(
            actor=actor,
            kind=SpaceKind.COUNCIL,
            organisation=organisation,
            title=title,
            slug=slug,
        )
        council = NeighbourhoodCouncil.objects.create(
            space=space,
            neighbourhood=neighbourhood,
            sheet_name=sheet_name.strip()[:120],
            contact_phone=contact_phone,
            contact_email=contact_email,
        )
        record(
            actor=actor,
            action="council.created",
            target=council,
            organisation_id=organisation.pk,
            space=space.pk,
        )
        if with_page:
            council.space = publish_space(actor=actor, space=space)
            _create_page(council)
    return council


def _create_page(council: NeighbourhoodCouncil) -> CouncilPage | None:
    home = (
        OrganisationPage.objects.filter(
            organisation_id=council.space.organisation_id,
            locale__language_code=settings.LANGUAGE_CODE,
        )
        .order_by("depth", "pk")
        .first()
    )
    if home is None:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Neighbourhood councils")
    page = CouncilPage(title=council.space.title, slug=council.space.slug, council=council)
    placed = place_page(home=home, section=CouncilIndexPage, title=title, page=page)
    return cast(CouncilPage, placed)


def update_council(
    *,
    actor: Actor,
    council: NeighbourhoodCouncil,
    title: str,
    sheet_name: str = "",
    neighbourhood: Neighbourhood | None = None,
    contact_phone: str = "",
    contact_email: str = "",
    is_closed: bool = False,
) -> NeighbourhoodCouncil:
    """Change what is said of a council; its requests, members and address stay."""
    organisation = council.space.organisation
    if not can_set_up_councils(actor, organisation):
        raise NotAllowed(_("You may not change this council."))
    title = _checked_title(title, neighbourhood, organisation)
    with transaction.atomic():
        fresh = locked(NeighbourhoodCouncil.objects.filter(pk=council.pk)).get()
        fresh.sheet_name = sheet_name.strip()[:120]
        fresh.neighbourhood = neighbourhood
        fresh.contact_phone, fresh.contact_email = contact_phone, contact_email
        fresh.is_closed = is_closed
        fresh.save()
        Space.objects.filter(pk=fresh.space_id).update(title=title)
        record(
            actor=actor,
            action="council.changed",
            target=fresh,
            organisation_id=organisation.pk,
            is_closed=is_closed,
        )
    return fresh


def _checked_title(
    title: str, neighbourhood: Neighbourhood | None, organisation: Organisation
) -> str:
    title = " ".join(title.split())[:150]
    if not title:
        raise Refusal(_("Give the council a name."), code="title_missing", field="title")
    if neighbourhood is not None and neighbourhood.organisation_id != organisation.pk:
        raise Refusal(
            _("This neighbourhood belongs to another commune."),
            code="other_commune",
            field="neighbourhood",
        )
    return title


def set_membership(
    *,
    actor: Actor,
    council: NeighbourhoodCouncil,
    person: Person,
    college: str,
    term_starts_on: date,
    term_ends_on: date | None = None,
    function: str = "",
    substitute_of: CouncilMembership | None = None,
    named: bool = True,
    interests: str = "",
) -> CouncilMembership:
    """Give a person a term in a council, or change the one that starts the same day.

    `interests` are public. Raises NotAllowed, or Refusal with the field: a college nobody
    verified, a term that ends before it starts, a substitute of somebody of another college.
    """
    if not can_set_up_councils(actor, council.space.organisation):
        raise NotAllowed(_("You may not change the members of this council."))
    if college not in College.values:
        raise Refusal(_("Choose a college."), code="college_missing", field="college")
    if college in VERIFIED_COLLEGES and person.college != college:
        raise Refusal(
            _("Only somebody verified as such sits as a technical officer or an elected official."),
            code="college_not_verified",
            field="college",
        )
    if term_ends_on is not None and term_ends_on <= term_starts_on:
        raise Refusal(_("A term ends after it starts."), code="term_reversed", field="term_ends_on")
    _check_substitute(council, person, college, substitute_of)
    if interests.strip():
        interests, _named = checked_text(
            interests,
            organisation_id=council.space.organisation_id,
            field="interests",
            missing=_("Write what this member declares."),
        )
    with transaction.atomic():
        membership, created = CouncilMembership.objects.update_or_create(
            council=council,
            person=person,
            term_starts_on=term_starts_on,
            defaults={
                "college": college,
                "function": " ".join(function.split())[:80],
                "term_ends_on": term_ends_on,
                "substitute_of": substitute_of,
                "named": named,
                "interests": interests.strip()[:300],
            },
        )
        record(
            actor=actor,
            action="council.member_added" if created else "council.member_changed",
            target=membership,
            organisation_id=council.space.organisation_id,
            council=council.pk,
            college=str(college),
        )
    return membership


def _check_substitute(
    council: NeighbourhoodCouncil,
    person: Person,
    college: str,
    substitute_of: CouncilMembership | None,
) -> None:
    if substitute_of is None:
        return
    if substitute_of.council_id != council.pk or substitute_of.college != college:
        raise Refusal(
            _("A substitute stands for a member of the same college."),
            code="other_college",
            field="substitute_of",
        )
    if substitute_of.person_id == person.pk or substitute_of.substitute_of_id is not None:
        raise Refusal(
            _("A substitute stands for a member who is not a substitute."),
            code="substitute_of_a_substitute",
            field="substitute_of",
        )


def schedule_meeting(
    *,
    actor: Actor,
    council: NeighbourhoodCouncil,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    address: str = "",
    how_to_come: str = "",
    agenda: str = "",
    keep_findings_because: str = "",
) -> Session:
    """Announce a meeting of a council; anybody may come, nobody registers.

    Raises as `schedule_session` does, and for a council that is closed.
    """
    if council.is_closed:
        raise Refusal(_("This council is closed: it meets no more."), code="closed")
    return schedule_session(
        actor=actor,
        space=council.space,
        keep_findings_because=keep_findings_because,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        address=address,
        how_to_come=how_to_come,
        agenda=agenda,
    )


def council_for_name(
    *, actor: Actor, organisation: Organisation, name: str
) -> NeighbourhoodCouncil:
    """Create the council that a table names and the site does not know.

    Its title is the name without its number; two imports at once make one council.
    """
    bare = name.lstrip("0123456789").lstrip(" .-‐‑–—:)").strip() or name
    with transaction.atomic():
        locked(Organisation.objects.filter(pk=organisation.pk)).get()
        existing = NeighbourhoodCouncil.objects.filter(
            space__organisation=organisation, sheet_name=name.strip()[:120]
        ).first()
        if existing is not None:
            return existing
        return create_council(actor=actor, organisation=organisation, title=bare, sheet_name=name)
