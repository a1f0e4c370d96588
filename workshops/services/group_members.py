"""Invite people to a mixed group, write down what they answer, never beyond the seats."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import VERIFIED_COLLEGES, AssuranceLevel, College
from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.accounts.services.people import create_person
from civic.analysis.selectors import has_taken_part_before
from civic.audit.services import record
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.services.public_words import checked_text

from ..enums import AgeBand, Gender
from ..logic.seats import is_full
from ..models import GroupMembership, MemberTraits, MixedGroup
from ..policies import can_host_group
from ..selectors.groups import quotas_of, seated_by_college
from .group_notices import tell_invited
from .group_texts import check_alive


def invite_member(
    *,
    actor: Actor,
    group: MixedGroup,
    person: Person,
    college: str,
    substitute_of: GroupMembership | None = None,
) -> GroupMembership:
    """Invite somebody for the term of the group; inviting again sends the invitation again.

    The college is copied now. Somebody without e-mail goes on the list of people to write to or
    call. Raises NotAllowed, or Refusal with the field: no seat for the college, a college nobody
    verified, a member already.
    """
    if not can_host_group(actor, group):
        raise NotAllowed(_("Only whoever runs this group invites its members."))
    check_alive(group)
    _check_college(group, person, college)
    _check_substitute(group, college, substitute_of)
    with transaction.atomic():
        fresh = locked(MixedGroup.objects.filter(pk=group.pk)).get()
        membership = GroupMembership.objects.filter(group=fresh, person=person).first()
        if membership is not None and membership.is_seated:
            raise Refusal(
                _("%(name)s is a member already.") % {"name": person.public_name},
                code="member_already",
                field="person",
            )
        membership = membership or GroupMembership(group=fresh, person=person)
        membership.college, membership.substitute_of = college, substitute_of
        membership.invited_at = timezone.now()
        membership.accepted_at = membership.declined_at = membership.left_at = None
        membership.answered_by, membership.named = "", False
        membership.term_starts_on = fresh.term_starts_on
        membership.term_ends_on = fresh.term_ends_on
        membership.save()
        membership.group = group
        tell_invited(membership)
        record(
            actor=actor,
            action="mixed_group.invited",
            target=membership,
            organisation_id=group.space.organisation_id,
            group=group.pk,
            college=str(college),
        )
    return membership


def invite_by_email(
    *,
    actor: Actor,
    group: MixedGroup,
    email: str,
    public_name: str,
    college: str,
    substitute_of: GroupMembership | None = None,
) -> GroupMembership:
    """Invite whoever reads an address; somebody known by it keeps their name."""
    if not can_host_group(actor, group):
        raise NotAllowed(_("Only whoever runs this group invites its members."))
    address = email.strip().lower()
    with transaction.atomic():
        known = Person.objects.filter(
            email__iexact=address, email_confirmed=True, erased_at=None
        ).first()
        # Whoever was invited by this address and has not answered is not created twice.
        known = (
            known
            or Person.objects.filter(
                email__iexact=address, erased_at=None, group_memberships__group=group
            ).first()
        )
        person = known or create_person(
            public_name=public_name, email=address, organisation=group.space.organisation
        )
        return invite_member(
            actor=actor, group=group, person=person, college=college, substitute_of=substitute_of
        )


def _check_college(group: MixedGroup, person: Person, college: str) -> None:
    if college not in {quota.college for quota in quotas_of(group)}:
        raise Refusal(_("This college has no seat in this group."), code="no_seat", field="college")
    if college in VERIFIED_COLLEGES and person.college != college:
        raise Refusal(
            _("Only somebody verified as such sits as a technical officer or an elected official."),
            code="college_not_verified",
            field="college",
        )


def _check_substitute(
    group: MixedGroup, college: str, substitute_of: GroupMembership | None
) -> None:
    if substitute_of is not None and (
        substitute_of.group_id != group.pk or substitute_of.college != college
    ):
        raise Refusal(
            _("A substitute stands for a member of the same college."),
            code="other_college",
            field="substitute_of",
        )


def answer_invitation(
    *,
    actor: Actor,
    membership: GroupMembership,
    accept: bool,
    channel: str = Channel.ONLINE,
    named: bool = False,
    interests: str = "",
    gender: str = "",
    age_band: str = "",
) -> GroupMembership:
    """Write down a yes or a no: one's own online, or somebody's by letter, telephone, desk.

    A yes takes a seat under the lock of the group; when the college is full it is refused and the
    invitation stays. Saying the same thing twice changes nothing. Raises NotAllowed or Refusal.
    """
    group = membership.group
    own = actor.person is not None and actor.person.pk == membership.person_id
    if not (own if channel == Channel.ONLINE else can_host_group(actor, group)):
        raise NotAllowed(_("This invitation is somebody else's."))
    check_alive(group)
    declared = _checked_interests(group, interests)
    if gender not in {"", *Gender.values} or age_band not in {"", *AgeBand.values}:
        raise Refusal(_("Choose among the list."), code="unknown_choice")
    with transaction.atomic():
        fresh_group = locked(MixedGroup.objects.filter(pk=group.pk)).get()
        fresh = GroupMembership.objects.select_related("person").get(pk=membership.pk)
        fresh.group = group
        if fresh.is_seated if accept else fresh.declined_at is not None:
            return fresh
        if not accept and fresh.is_seated:
            raise Refusal(_("This seat is taken: it is given back instead."), code="seated")
        if fresh_group.term_ends_on < timezone.localdate():
            raise Refusal(_("The term of this group is over."), code="term_over")
        now = timezone.now()
        fresh.accepted_at = now if accept else None
        fresh.declined_at = None if accept else now
        fresh.left_at = None
        fresh.answered_by = channel
        if accept:
            _check_seat_left(fresh_group, fresh)
            fresh.named, fresh.interests = named, declared
            fresh.first_time = not has_taken_part_before(
                fresh.person_id, space_id=group.space_id, moment=now
            )
        fresh.save()
        if accept:
            _keep_traits(fresh, gender, age_band)
            if channel == Channel.ONLINE:
                _confirm_address(fresh.person)
        record(
            actor=actor,
            action="mixed_group.accepted" if accept else "mixed_group.declined",
            target=fresh,
            organisation_id=group.space.organisation_id,
            group=group.pk,
            channel=str(channel),
        )
    return fresh


def _check_seat_left(group: MixedGroup, membership: GroupMembership) -> None:
    if membership.substitute_of_id is not None:
        return
    quotas = {quota.college: quota for quota in quotas_of(group)}
    seated = seated_by_college(group).get(membership.college, 0)
    if is_full(quotas.get(membership.college), seated):
        raise Refusal(
            _(
                "Every seat of the college « %(college)s » is taken. Your invitation is kept: "
                "call us, a seat may be given back, or a member may need a substitute."
            )
            % {"college": College(membership.college).label},
            code="full",
        )


def _checked_interests(group: MixedGroup, interests: str) -> str:
    if not interests.strip():
        return ""
    kept, _named = checked_text(
        interests,
        organisation_id=group.space.organisation_id,
        field="interests",
        missing="",
    )
    return kept[:300]


def _keep_traits(membership: GroupMembership, gender: str, age_band: str) -> None:
    if gender or age_band:
        MemberTraits.objects.update_or_create(
            membership=membership, defaults={"gender": gender, "age_band": age_band}
        )


def _confirm_address(person: Person) -> None:
    # The link was read where it was sent; an address somebody else confirmed stays theirs.
    if not person.email or person.email_confirmed:
        return
    if Person.objects.filter(email__iexact=person.email, email_confirmed=True).exists():
        return
    person.email_confirmed = True
    person.assurance_level = max(person.assurance_level, AssuranceLevel.EMAIL)
    person.save(update_fields=["email_confirmed", "assurance_level"])


def leave_group(*, actor: Actor, membership: GroupMembership) -> GroupMembership:
    """Give a seat back before the end of the term; what the group did together stays."""
    group = membership.group
    own = actor.person is not None and actor.person.pk == membership.person_id
    if not own and not can_host_group(actor, group):
        raise NotAllowed(_("This seat is somebody else's."))
    with transaction.atomic():
        locked(MixedGroup.objects.filter(pk=group.pk)).get()
        fresh = GroupMembership.objects.get(pk=membership.pk)
        if not fresh.is_seated:
            return fresh
        fresh.left_at, fresh.named = timezone.now(), False
        fresh.save(update_fields=["left_at", "named"])
        record(
            actor=actor,
            action="mixed_group.left",
            target=fresh,
            organisation_id=group.space.organisation_id,
            group=group.pk,
        )
    return fresh


def describe_member(*, actor: Actor, membership: GroupMembership, **words: Any) -> GroupMembership:
    """Write the declared interests and the training of a member; both are public.

    `words` are `interests` and `training`. A member declares for themselves, or whoever runs the
    group writes it down.
    """
    group = membership.group
    own = actor.person is not None and actor.person.pk == membership.person_id
    if not own and not can_host_group(actor, group):
        raise NotAllowed(_("This seat is somebody else's."))
    if not set(words) <= {"interests", "training"}:
        raise TypeError(f"Not a member's to say: {sorted(words)}")
    check_alive(group)
    for name, text in words.items():
        if text.strip():
            words[name], _named = checked_text(
                text, organisation_id=group.space.organisation_id, field=name, missing=""
            )
    with transaction.atomic():
        fresh = locked(GroupMembership.objects.filter(pk=membership.pk)).get()
        for name, text in words.items():
            setattr(fresh, name, text.strip()[: 200 if name == "training" else 300])
        fresh.save(update_fields=list(words))
        record(
            actor=actor,
            action="mixed_group.member_described",
            target=fresh,
            organisation_id=group.space.organisation_id,
            fields=sorted(words),
        )
    return fresh


def withdraw_traits(*, actor: Actor, membership: GroupMembership) -> None:
    """Delete what a member said of themselves for the comparison."""
    own = actor.person is not None and actor.person.pk == membership.person_id
    if not own and not can_host_group(actor, membership.group):
        raise NotAllowed(_("This seat is somebody else's."))
    with transaction.atomic():
        MemberTraits.objects.filter(membership=membership).delete()
        record(
            actor=actor,
            action="mixed_group.traits_deleted",
            target=membership,
            organisation_id=membership.group.space.organisation_id,
        )
