"""Ask councils for their opinion, keep what each says, and owe them a reply by a public date."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.cases.models.case import MIN_REASON
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.services.public_words import checked_reason, checked_text
from civic.participation.services.replies import checked_reply
from civic.territory.models import Organisation

from ..enums import OpinionStance
from ..models import (
    CouncilOpinion,
    CouncilReply,
    CouncilReplyPostponement,
    NeighbourhoodCouncil,
    Referral,
)
from ..policies import can_give_opinion, can_reply_to, can_set_up_councils
from .council_notices import tell_asked, tell_reply_given, tell_reply_postponed
from .referral_search import index_referral

VOTES = ("votes_for", "votes_against", "abstentions")
MOST_VOTES = 500


def open_referral(
    *,
    actor: Actor,
    organisation: Organisation,
    councils: Sequence[NeighbourhoodCouncil],
    title: str,
    question: str,
    opinions_due_on: date,
    reply_due_on: date,
    context: str = "",
    own_initiative: bool = False,
    asked_by: Organisation | None = None,
    opened_on: date | None = None,
) -> Referral:
    """Put a question to one or several councils of an organisation; members are told.

    A chair opens one on the initiative of their own council; a manager asks for the authority, or
    shares a theme between councils. `asked_by` owes the reply: the organisation, or the
    intercommunality above it. Raises NotAllowed, or Refusal with the field.
    """
    authority = asked_by or organisation
    _check_opens(actor, organisation, councils, own_initiative)
    _check_asked(organisation, councils, authority)
    opened = min(opened_on or timezone.localdate(), timezone.localdate())
    if not opened < opinions_due_on < reply_due_on:
        raise Refusal(
            _("The opinions are due after today, and the reply after the opinions."),
            code="dates",
            field="opinions_due_on" if opinions_due_on <= opened else "reply_due_on",
        )
    words = _checked_words(organisation, title, question, context)
    with transaction.atomic():
        referral = Referral.objects.create(
            organisation=organisation,
            own_initiative=own_initiative,
            asked_by=authority,
            opened_on=opened,
            opinions_due_on=opinions_due_on,
            reply_due_on=reply_due_on,
            **words,
        )
        CouncilOpinion.objects.bulk_create(
            CouncilOpinion(referral=referral, council=council) for council in councils
        )
        record(
            actor=actor,
            action="referral.opened",
            target=referral,
            organisation_id=organisation.pk,
            councils=[council.pk for council in councils],
            own_initiative=own_initiative,
        )
        index_referral(referral)
        tell_asked(referral, councils)
    return referral


def _check_opens(
    actor: Actor,
    organisation: Organisation,
    councils: Sequence[NeighbourhoodCouncil],
    own_initiative: bool,
) -> None:
    if can_set_up_councils(actor, organisation):
        return
    own = len(councils) == 1 and can_give_opinion(actor, councils[0].space)
    if not (own_initiative and own):
        raise NotAllowed(
            _("A chair acts for their own council; a manager asks several for their opinion.")
        )


def _check_asked(
    organisation: Organisation,
    councils: Sequence[NeighbourhoodCouncil],
    authority: Organisation,
) -> None:
    if not councils:
        raise Refusal(_("Choose a council at least."), code="no_council", field="councils")
    for council in councils:
        if council.space.organisation_id != organisation.pk:
            raise Refusal(
                _("These councils belong to several communes."), code="other", field="councils"
            )
        if council.is_closed:
            raise Refusal(
                _("The council « %(council)s » is closed.") % {"council": council},
                code="closed",
                field="councils",
            )
    if authority.pk not in {organisation.pk, organisation.intercommunality_id}:
        raise Refusal(
            _("Only this body, or the intercommunality it belongs to, owes the reply."),
            code="other_body",
            field="asked_by",
        )


def _checked_words(
    organisation: Organisation, title: str, question: str, context: str
) -> dict[str, str]:
    title = " ".join(title.split())[:150]
    if not title:
        raise Refusal(_("Say the subject in a few words."), code="title_missing", field="title")
    asked, _named = checked_text(
        question,
        organisation_id=organisation.pk,
        field="question",
        missing=_("Write the question put to the councils."),
    )
    if context.strip():
        context, _named = checked_text(
            context, organisation_id=organisation.pk, field="context", missing=""
        )
    return {"title": title, "question": asked[:300], "context": context.strip()}


def publish_opinion(
    *,
    actor: Actor,
    opinion: CouncilOpinion,
    stance: str,
    text: str,
    adopted_on: date | None = None,
    keep_findings_because: str = "",
    **votes: int | None,
) -> CouncilOpinion:
    """Publish what one council says; it never changes, whatever is concluded with the others.

    `votes` are numbers among `VOTES`. Raises NotAllowed, or Refusal with the field.
    """
    space = opinion.council.space
    if not can_give_opinion(actor, space):
        raise NotAllowed(_("Only the chair of this council, or its staff, publishes its opinion."))
    if stance not in OpinionStance.values:
        raise Refusal(_("Say the position of the council."), code="stance", field="stance")
    if not set(votes) <= set(VOTES):
        raise TypeError(f"Not the votes of a council: {sorted(votes)}")
    for name, count in votes.items():
        if count is not None and not 0 <= count <= MOST_VOTES:
            raise Refusal(_("Give a number of votes."), code="votes", field=name)
    day = adopted_on or timezone.localdate()
    if day > timezone.localdate():
        raise Refusal(
            _("An opinion is adopted before it is published: check the date."),
            code="future",
            field="adopted_on",
        )
    kept, named = checked_text(
        text,
        organisation_id=space.organisation_id,
        field="text",
        missing=_("Write what the council says."),
        keep_findings_because=keep_findings_because,
    )
    if len(kept) < MIN_REASON:
        raise Refusal(
            _("Say more than a formula: at least %(min)s characters.") % {"min": MIN_REASON},
            code="text_too_short",
            field="text",
        )
    with transaction.atomic():
        referral = locked(Referral.objects.filter(pk=opinion.referral_id)).get()
        if CouncilReply.objects.filter(referral=referral).exists():
            raise Refusal(_("The reply is published already."), code="replied")
        fresh = CouncilOpinion.objects.select_related("council__space", "referral").get(
            pk=opinion.pk
        )
        if fresh.published_at is not None:
            raise Refusal(_("This opinion is published: it does not change."), code="published")
        fresh.stance, fresh.text, fresh.adopted_on = stance, kept, day
        for name, count in votes.items():
            setattr(fresh, name, count)
        fresh.published_at = timezone.now()
        fresh.save()
        record(
            actor=actor,
            action="referral.opinion_published",
            target=fresh,
            organisation_id=space.organisation_id,
            stance=str(stance),
            kept_findings=named,
        )
        index_referral(referral)
    return fresh


def write_deliberation(
    *, actor: Actor, referral: Referral, text: str, deliberated_on: date | None = None
) -> Referral:
    """Write what the councils concluded together, at town scale, once each has said its own.

    A council that said nothing by its date no longer holds the others back.
    """
    if not can_set_up_councils(actor, referral.organisation):
        raise NotAllowed(_("Only a manager writes what the councils concluded together."))
    kept = checked_reason(text, organisation_id=referral.organisation_id, field="text")
    day = deliberated_on or timezone.localdate()
    if day > timezone.localdate():
        raise Refusal(_("This day has not come yet."), code="future", field="deliberated_on")
    with transaction.atomic():
        fresh = locked(Referral.objects.filter(pk=referral.pk)).get()
        if fresh.opinions.count() < 2:
            raise Refusal(_("One council alone deliberates by itself."), code="one_council")
        if fresh.deliberated_on is not None:
            raise Refusal(_("What was concluded is published already."), code="published")
        _check_opinions_given(fresh)
        fresh.deliberation, fresh.deliberated_on = kept, day
        fresh.save(update_fields=["deliberation", "deliberated_on"])
        record(
            actor=actor,
            action="referral.deliberated",
            target=fresh,
            organisation_id=fresh.organisation_id,
        )
        index_referral(fresh)
    return fresh


def _check_opinions_given(referral: Referral) -> None:
    waited = referral.opinions.filter(published_at=None).exists()
    if waited and timezone.localdate() <= referral.opinions_due_on:
        raise Refusal(
            _("Some councils have not given their opinion: their date is not past."),
            code="waiting",
        )
    if not referral.opinions.filter(published_at__isnull=False).exists():
        raise Refusal(_("No council has given its opinion yet."), code="no_opinion")


def publish_reply(*, actor: Actor, referral: Referral, **reply: Any) -> CouncilReply:
    """Publish what the authority does with the opinions, and why; members are told, whole.

    `reply` is outcome, reason, next_steps and decided_by. Raises NotAllowed or Refusal.
    """
    if not can_reply_to(actor, referral):
        raise NotAllowed(_("Only an elected official who decides for this body signs its reply."))
    checked = checked_reply(organisation_id=referral.organisation_id, **reply)
    with transaction.atomic():
        fresh = locked(Referral.objects.filter(pk=referral.pk)).select_related("organisation").get()
        if CouncilReply.objects.filter(referral=fresh).exists():
            raise Refusal(_("The reply is published already."), code="replied")
        _check_opinions_given(fresh)
        published = CouncilReply.objects.create(
            referral=fresh,
            due_on=fresh.reply_due_on,
            published_at=timezone.now(),
            signed_by=actor.user,
            **checked,
        )
        record(
            actor=actor,
            action="referral.replied",
            target=published,
            organisation_id=fresh.organisation_id,
            outcome=str(published.outcome),
        )
        index_referral(fresh)
        tell_reply_given(fresh, published)
    return published


def postpone_reply(*, actor: Actor, referral: Referral, due_on: date, reason: str) -> Referral:
    """Move the day of the reply, with a reason that stays on the page; members are told."""
    if not can_reply_to(actor, referral):
        raise NotAllowed(_("Only an elected official who decides for this body moves its date."))
    why = checked_reason(reason, organisation_id=referral.organisation_id)[:300]
    if due_on <= timezone.localdate():
        raise Refusal(_("Give a day to come."), code="past", field="due_on")
    with transaction.atomic():
        fresh = locked(Referral.objects.filter(pk=referral.pk)).select_related("organisation").get()
        if CouncilReply.objects.filter(referral=fresh).exists():
            raise Refusal(_("The reply is published already."), code="replied")
        if due_on == fresh.reply_due_on:
            return fresh
        CouncilReplyPostponement.objects.create(
            referral=fresh, due_before=fresh.reply_due_on, due_after=due_on, reason=why
        )
        fresh.reply_due_on = due_on
        fresh.save(update_fields=["reply_due_on"])
        record(
            actor=actor,
            action="referral.reply_postponed",
            target=fresh,
            organisation_id=fresh.organisation_id,
            due_on=due_on.isoformat(),
        )
        tell_reply_postponed(fresh, why)
    return fresh
