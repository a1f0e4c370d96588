"""Create a mixed group, set its seats, open it."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from civic.accounts.enums import College
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.enums import SpaceKind
from civic.participation.models import Phase, Space
from civic.participation.services.phases import PhaseDraft, set_phases
from civic.participation.services.public_words import checked_reason, checked_text
from civic.participation.services.spaces import create_space, publish_space
from civic.territory.models import Organisation, OrganisationPage

from ..enums import GroupOrigin
from ..logic.seats import shortages
from ..models import (
    Derogation,
    MixedGroup,
    MixedGroupPage,
    WorkshopIndexPage,
)
from ..policies import can_derogate, can_host_group, can_set_up_groups
from ..selectors.groups import quotas_of, seated_by_college
from .group_notices import tell_opened
from .group_texts import check_alive

DETAILS = frozenset({"contact_name", "contact_phone", "consultation_space"})


def create_group(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    question: str,
    mandate: str,
    term_starts_on: date,
    term_ends_on: date,
    origin: str = GroupOrigin.REFERRAL,
    asked_by: Organisation | None = None,
    reply_due_on: date | None = None,
    public_on: date | None = None,
    slug: str = "",
    territories: Iterable[Organisation] = (),
    with_page: bool = True,
    **details: Any,
) -> MixedGroup:
    """Create a group and, where the organisation has a branch of the site, its published page.

    `public_on` is the day from which everybody reads its documents; `details` are columns among
    `DETAILS`. Raises NotAllowed, or Refusal with the field.
    """
    if not can_set_up_groups(actor, organisation):
        raise NotAllowed(_("You may not create a mixed group for this organisation."))
    _check_details(details)
    _check_asked_by(origin, asked_by, organisation)
    _check_dates(term_starts_on, term_ends_on, reply_due_on)
    question, mandate = _checked_words(question, mandate, organisation)
    with transaction.atomic():
        space = create_space(
            actor=actor,
            kind=SpaceKind.MIXED_GROUP,
            organisation=organisation,
            title=title,
            slug=slug,
            territories=territories,
        )
        phases = _write_phases(actor, space, term_starts_on, public_on)
        group = MixedGroup.objects.create(
            space=publish_space(actor=actor, space=space),
            question=question,
            mandate=mandate,
            origin=origin,
            asked_by=asked_by,
            term_starts_on=term_starts_on,
            term_ends_on=term_ends_on,
            reply_due_on=reply_due_on,
            public_from=phases[-1] if public_on else None,
            **details,
        )
        record(
            actor=actor,
            action="mixed_group.created",
            target=group,
            organisation_id=organisation.pk,
            origin=str(origin),
        )
        if with_page:
            _create_page(group)
    return group


def change_group(
    *,
    actor: Actor,
    group: MixedGroup,
    question: str,
    mandate: str,
    title: str = "",
    public_on: date | None = None,
    **details: Any,
) -> MixedGroup:
    """Change what is said of a group; its term and the reply date are public promises, and stay."""
    organisation = group.space.organisation
    if not can_set_up_groups(actor, organisation):
        raise NotAllowed(_("You may not change this group."))
    check_alive(group)
    _check_details(details)
    question, mandate = _checked_words(question, mandate, organisation)
    with transaction.atomic():
        fresh = locked(MixedGroup.objects.filter(pk=group.pk)).select_related("space").get()
        fresh.question, fresh.mandate = question, mandate
        for name, value in details.items():
            setattr(fresh, name, value)
        _move_opening(fresh, public_on)
        fresh.save()
        if title.strip():
            Space.objects.filter(pk=fresh.space_id).update(title=title.strip()[:150])
            fresh.space.title = title.strip()[:150]
        record(
            actor=actor,
            action="mixed_group.changed",
            target=fresh,
            organisation_id=organisation.pk,
            changed=sorted(details),
        )
    return fresh


def _checked_words(question: str, mandate: str, organisation: Organisation) -> tuple[str, str]:
    asked, _named = checked_text(
        question,
        organisation_id=organisation.pk,
        field="question",
        missing=_("Write the question put to the group."),
    )
    given, _named = checked_text(
        mandate,
        organisation_id=organisation.pk,
        field="mandate",
        missing=_("Say what the group must produce."),
    )
    return asked, given


def _check_details(details: dict[str, Any]) -> None:
    unknown = set(details) - DETAILS
    if unknown:
        raise TypeError(f"Unknown details of a mixed group: {', '.join(sorted(unknown))}")


def _check_asked_by(origin: str, asked_by: Organisation | None, home: Organisation) -> None:
    if origin not in GroupOrigin.values:
        raise Refusal(_("Say why the group works."), code="unknown_origin", field="origin")
    if origin == GroupOrigin.REFERRAL and asked_by is None:
        raise Refusal(_("Say which body asks the group."), code="asker_missing", field="asked_by")
    near = {home.pk, home.intercommunality_id}
    if asked_by is not None and asked_by.pk not in near:
        raise Refusal(
            _("Only this body, or the intercommunality it belongs to, may ask its group."),
            code="other_body",
            field="asked_by",
        )


def _check_dates(starts: date, ends: date, due: date | None) -> None:
    if ends <= starts:
        raise Refusal(_("A term ends after it starts."), code="term_reversed", field="term_ends_on")
    if due is not None and due <= starts:
        raise Refusal(
            _("The reply comes after the group has worked: check both dates."),
            code="reply_too_early",
            field="reply_due_on",
        )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _write_phases(actor: Actor, space: Space, starts: date, public_on: date | None) -> list[Phase]:
    begins = _midnight(starts)
    public_at = _midnight(public_on) if public_on else None
    drafts = []
    if public_at is None or public_at > begins:
        drafts.append(PhaseDraft(title=_("Between members"), starts_at=begins, ends_at=public_at))
    if public_at is not None:
        drafts.append(PhaseDraft(title=_("Open to everybody"), starts_at=public_at))
    return set_phases(actor=actor, space=space, phases=drafts)


def _move_opening(group: MixedGroup, public_on: date | None) -> None:
    if public_on is None:
        return
    moment = _midnight(public_on)
    if group.public_from_id is None:
        group.public_from = Phase.objects.create(
            space_id=group.space_id,
            title=_("Open to everybody"),
            position=group.space.phases.count(),
            starts_at=moment,
        )
    else:
        Phase.objects.filter(pk=group.public_from_id).update(starts_at=moment)
    before = group.space.phases.exclude(pk=group.public_from_id).filter(starts_at__lt=moment)
    before.update(ends_at=moment)


def open_group(
    *,
    actor: Actor,
    group: MixedGroup,
    derogation_reason: str = "",
    opened_at: datetime | None = None,
) -> MixedGroup:
    """Begin the work of a group; opening it twice keeps the first day.

    Below the minimum of a college the opening is refused, unless whoever may derogate says why:
    the reason is public for ever. Residents, officers and elected officials each need a member.
    `opened_at` is the moment it began, for a group written down afterwards.
    """
    if not can_host_group(actor, group) and not can_derogate(actor, group):
        raise NotAllowed(_("Only whoever runs this group opens it."))
    check_alive(group)
    now = timezone.now()
    moment = min(opened_at or now, now)
    with transaction.atomic():
        fresh = locked(MixedGroup.objects.filter(pk=group.pk)).select_related("space").get()
        if fresh.opened_at is not None:
            return fresh
        quotas = quotas_of(fresh)
        if not quotas:
            raise Refusal(_("Say first how many seats each college has."), code="no_quota")
        missing = shortages(quotas, seated_by_college(fresh))
        if missing:
            reason = _derogation_of(actor, fresh, missing, derogation_reason)
            for shortage in missing:
                Derogation.objects.create(
                    group=fresh,
                    reason=reason,
                    decided_by=actor.user,
                    decided_at=moment,
                    **asdict(shortage),
                )
        fresh.opened_at = moment
        fresh.save(update_fields=["opened_at"])
        record(
            actor=actor,
            action="mixed_group.opened",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            below=[shortage.college for shortage in missing],
        )
        tell_opened(fresh)
    return fresh


def _derogation_of(actor: Actor, group: MixedGroup, missing: Iterable[Any], reason: str) -> str:
    if not reason.strip():
        lacking = " ; ".join(
            _("%(college)s: %(seated)s of at least %(minimum)s")
            % {
                "college": College(one.college).label,
                "seated": one.seated,
                "minimum": one.minimum,
            }
            for one in missing
        )
        raise Refusal(
            _(
                "Members are missing (%(lacking)s). Invite more, or have a manager or an elected "
                "official say in public why it opens all the same."
            )
            % {"lacking": lacking},
            code="below_minimum",
            field="derogation_reason",
        )
    if not can_derogate(actor, group):
        raise NotAllowed(_("Only a manager or an elected official opens below the minimum."))
    return checked_reason(
        reason, organisation_id=group.space.organisation_id, field="derogation_reason"
    )


def _create_page(group: MixedGroup) -> MixedGroupPage | None:
    home = (
        OrganisationPage.objects.filter(
            organisation_id=group.space.organisation_id,
            locale__language_code=settings.LANGUAGE_CODE,
        )
        .order_by("depth", "pk")
        .first()
    )
    if home is None:
        return None
    listing = WorkshopIndexPage.objects.child_of(home).order_by("pk").first()
    if listing is None:
        with translation.override(settings.LANGUAGE_CODE):
            title = _("Workshops")
        listing = home.add_child(
            instance=WorkshopIndexPage(
                title=title, slug=_free_slug(home, title), locale=home.locale, show_in_menus=True
            )
        )
    page: MixedGroupPage = listing.add_child(
        instance=MixedGroupPage(
            title=group.space.title,
            slug=_free_slug(listing, group.space.slug),
            locale=listing.locale,
            group=group,
        )
    )
    page.save_revision().publish()
    return page


def _free_slug(parent: OrganisationPage | WorkshopIndexPage, text: str) -> str:
    base = slugify(text)[:200] or "groupe"
    taken = set(parent.get_children().values_list("slug", flat=True))
    candidates = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)
