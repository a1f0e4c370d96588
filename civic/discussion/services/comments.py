"""Post a comment: one lock on what is discussed, one transaction, nothing twice."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import VERIFIED_COLLEGES
from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import key_of, record
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.enums import Act, PublicationRule
from civic.participation.logic.texts import clean_text
from civic.participation.models import Activity
from civic.participation.policies import can_submit_as
from civic.participation.services.limits import spend
from civic.participation.services.phases import is_open, why_closed
from civic.privacy.enums import ScreeningState
from civic.privacy.models import HoldReason
from civic.privacy.services.screening import findings_in, screen

from ..enums import MAX_LENGTH, Stance
from ..models import Comment
from ..registry import discussion_registry
from ..selectors.conclusions import refusal_once_concluded
from .threads import Place, make_room
from .visibility import shown, tell_after_commit

PER_PERSON = 30
PER_SECONDS = 600


def post_comment(
    *,
    actor: Actor,
    target: models.Model,
    person: Person,
    text: str,
    stance: str = Stance.NEUTRAL,
    reply_to: Comment | int | None = None,
    channel: str = Channel.ONLINE,
    submission_key: UUID | None = None,
    language: str = "fr",
    said_at: datetime | None = None,
) -> Comment:
    """Store a comment of a person about what is discussed, at its place in the thread.

    The same submission gives the same comment. `said_at` (aware) is when it was written on paper:
    the discussion must have been open then. A reply past the last level stands beside what it
    answers and names it. Raises NotAllowed, TooMany, or Refusal with a field: a text that is empty
    or too long, an unknown stance, a comment that can no longer be answered, a phase that is
    closed, an identity that is not sure enough. A comment the guard holds is returned held:
    `selectors.fate_of` says what happens next.
    """
    discussed = discussion_registry.of(target)
    activity: Activity = target.activity  # type: ignore[attr-defined]
    if not can_submit_as(actor, person.pk, channel, activity.space):
        raise NotAllowed(_("You may not comment in this person's name."))
    text = clean_text(text)
    _check_shape(text, stance)
    if channel == Channel.ONLINE and person.assurance_level < activity.assurance_level:
        raise Refusal(
            _("Confirm who you are first: this discussion asks for it."), code="assurance_too_low"
        )
    moment = said_at if channel != Channel.ONLINE else None
    if not is_open(activity, Act.COMMENT, moment):
        raise why_closed(activity, Act.COMMENT, moment)
    answered_id = reply_to.pk if isinstance(reply_to, Comment) else reply_to
    organisation_id = activity.space.organisation_id
    hold = HoldReason.BEFORE if activity.publication_rule == PublicationRule.BEFORE else ""
    # Nine comments out of ten have nothing to decide: they are born public, which spares looking
    # for earlier decisions on words that did not exist.
    is_clean = not hold and not findings_in(text, organisation_id=organisation_id)
    with transaction.atomic():
        # One lock for the whole discussion: the counter on this row is written anyway, and orders
        # are read then written.
        fresh = locked(discussed.rows().filter(pk=target.pk)).get()
        earlier, answered = _named(fresh, person, submission_key, answered_id)
        if earlier is not None:
            return earlier
        if not fresh.is_public or fresh.withdrawn_at is not None:
            raise Refusal(_("What is not public is not commented on."), code="not_public")
        concluded = refusal_once_concluded(fresh, moment)
        if concluded is not None:
            raise concluded
        if channel == Channel.ONLINE and not actor.is_administrator:
            spend(act="comment", who=f"person:{person.pk}", at_most=PER_PERSON, seconds=PER_SECONDS)
        if answered_id is not None and answered is None:
            raise Refusal(
                _("The comment you answer is no longer there: post yours as a new one."),
                code="reply_to_missing",
                field="reply_to",
            )
        place = make_room(answered) if answered else Place()
        comment = Comment(
            content_type=ContentType.objects.get_for_model(discussed.model),
            object_pk=str(fresh.pk),
            site_id=settings.SITE_ID,
            comment=text,
            person=person,
            stance=stance,
            answered=answered,
            channel=channel,
            college=person.college,
            college_label=_capacity(person, activity.space.organisation.name),
            entered_by=None if channel == Channel.ONLINE else actor.user,
            submission_key=submission_key,
            language=language,
            thread_id=place.thread_id,
            parent_id=place.parent_id,
            level=place.level,
            order=place.order,
            screening=ScreeningState.RELEASED if is_clean else ScreeningState.HELD,
            held_for="" if is_clean else HoldReason.NEW,
            released_at=timezone.now() if is_clean else None,
        )
        comment.save(force_insert=True)
        if is_clean:
            shown(comment)
        else:
            screen(instance=comment, organisation_id=organisation_id, hold=hold)
        record(
            actor=actor,
            action="comment.posted",
            target=comment,
            organisation_id=organisation_id,
            about=key_of(fresh),
            answered=answered.pk if answered else None,
            channel=str(channel),
        )
        if not comment.is_public:
            tell_after_commit(comment)
    return comment


def _check_shape(text: str, stance: str) -> None:
    if not text:
        raise Refusal(_("Write your comment."), code="text_missing", field="text")
    if len(text) > MAX_LENGTH:
        raise Refusal(
            _("Your comment has %(length)s characters; %(max)s at most. Shorten it a little.")
            % {"length": len(text), "max": MAX_LENGTH},
            code="text_too_long",
            field="text",
        )
    if stance not in Stance.values:
        raise Refusal(_("Choose a stance of the list."), code="unknown_stance", field="stance")


def _named(
    target: models.Model, person: Person, submission_key: UUID | None, answered_id: int | None
) -> tuple[Comment | None, Comment | None]:
    """Return what this submission has already stored, and the public comment it answers."""
    wanted = Q()
    if submission_key is not None:
        wanted |= Q(submission_key=submission_key)
    if answered_id is not None:
        wanted |= Q(pk=answered_id)
    earlier = answered = None
    kind = ContentType.objects.get_for_model(target).pk
    for comment in Comment.objects.filter(wanted) if wanted else ():
        here = comment.object_pk == str(target.pk) and comment.content_type_id == kind
        if submission_key is not None and comment.submission_key == submission_key:
            if not here or comment.person_id != person.pk:
                raise Refusal(
                    _("This form has already been sent. Open the page again to write another."),
                    code="already_sent",
                )
            earlier = comment
        elif here and comment.is_public:
            answered = comment
    return earlier, answered


def _capacity(person: Person, organisation: str) -> str:
    """Return in what capacity somebody speaks: an institution is never a bare first name."""
    if person.college_label or person.college not in VERIFIED_COLLEGES:
        return person.college_label
    return organisation
