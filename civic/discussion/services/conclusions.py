"""Close a discussion with written conclusions linked to what was said, and open it again."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import key_of, record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.core.services.events import append_event
from civic.core.services.keeping import forget_kept
from civic.participation.logic.texts import clean_line, clean_text
from civic.privacy.services.screening import findings_in

from ..enums import MAX_CITED, MAX_LENGTH, MAX_POINTS
from ..models import Comment, ConclusionPoint, ThreadConclusion
from ..policies import can_conclude
from ..registry import discussion_registry
from ..selectors.conclusions import CLOSED_VERSION, standing_conclusions
from ..tasks import tell_of_conclusions_later

SHORTEST = 20


@dataclass(frozen=True)
class PointDraft:
    """A paragraph of conclusions and the keys of the comments it rests on."""

    text: str
    comments: Sequence[int] = field(default_factory=tuple)


def close_discussion(
    *,
    actor: Actor,
    target: models.Model,
    points: Sequence[PointDraft],
    keep_findings_because: str = "",
) -> ThreadConclusion:
    """Close the discussion of a row; nobody comments after it, and participants are told.

    Each point has a text and rests on public comments of this discussion, except where nobody
    commented. Raises NotAllowed, or Refusal with a field: no point, a point too short or too long,
    a point that rests on nothing or on what is not public here, a text that names somebody without
    a reason to stay, a discussion that is already closed.
    """
    discussed = discussion_registry.of(target)
    organisation = target.activity.space.organisation  # type: ignore[attr-defined]
    if not can_conclude(actor, target.activity.space):  # type: ignore[attr-defined]
        raise NotAllowed(_("Only the facilitators and moderators of this discussion may close it."))
    drafts = [PointDraft(clean_text(one.text), tuple(one.comments)) for one in points]
    drafts = [one for one in drafts if one.text or one.comments]
    because = clean_line(keep_findings_because)[:250]
    _check_points(drafts)
    spans = [
        span for one in drafts for span in findings_in(one.text, organisation_id=organisation.pk)
    ]
    if spans and not because:
        raise Refusal(
            _(
                "These conclusions would publish « %(words)s ». "
                "Rewrite them, or say why it may stay."
            )
            % {"words": " », « ".join(span.text for span in spans)},
            code="finding",
            field="text",
        )
    with transaction.atomic():
        # The lock of posting: a comment is either before the conclusions or refused.
        fresh = locked(discussed.rows().filter(pk=target.pk)).get()
        if not fresh.is_public:
            raise Refusal(_("What is not public has no discussion to close."), code="not_public")
        if standing_conclusions(fresh).exists():
            raise Refusal(_("This discussion is already closed."), code="already_closed")
        cited = _cited(fresh, drafts)
        conclusion = ThreadConclusion.objects.create(
            content_type=ContentType.objects.get_for_model(discussed.model),
            object_id=fresh.pk,
            organisation=organisation,
            by=actor.user,
            closed_at=timezone.now(),
            kept_because=because if spans else "",
        )
        for position, draft in enumerate(drafts, start=1):
            point = ConclusionPoint.objects.create(
                conclusion=conclusion, position=position, text=draft.text
            )
            point.comments.set([cited[pk] for pk in dict.fromkeys(draft.comments)])
        append_event(
            stream=f"{discussed.stream}{fresh.pk}",
            kind="discussion.closed",
            payload={"conclusion": conclusion.pk},
        )
        record(
            actor=actor,
            action="discussion.closed",
            target=conclusion,
            organisation_id=organisation.pk,
            about=key_of(fresh),
            points=len(drafts),
            comments=len(cited),
            kept_findings=bool(spans),
        )
        _forget()
        transaction.on_commit(lambda: tell_of_conclusions_later.enqueue(conclusion.pk), robust=True)
    return conclusion


def reopen_discussion(*, actor: Actor, target: models.Model, reason: str) -> ThreadConclusion:
    """Open a closed discussion again, with a reason; its conclusions stay in the record.

    Raises NotAllowed, or Refusal: no reason, or a discussion that is not closed.
    """
    discussed = discussion_registry.of(target)
    organisation = target.activity.space.organisation  # type: ignore[attr-defined]
    if not can_conclude(actor, target.activity.space):  # type: ignore[attr-defined]
        raise NotAllowed(
            _("Only the facilitators and moderators of this discussion may open it again.")
        )
    reason = clean_line(reason)
    if not 10 <= len(reason) <= 500:
        raise Refusal(
            _("Say in a sentence why the discussion is open again (500 characters at most)."),
            code="reason_missing",
            field="reason",
        )
    with transaction.atomic():
        fresh = locked(discussed.rows().filter(pk=target.pk)).get()
        conclusion = standing_conclusions(fresh).first()
        if conclusion is None:
            raise Refusal(_("This discussion is not closed."), code="not_closed")
        conclusion.reopened_at = timezone.now()
        conclusion.reopened_by = actor.user
        conclusion.reopened_because = reason
        conclusion.save(update_fields=["reopened_at", "reopened_by", "reopened_because"])
        append_event(
            stream=f"{discussed.stream}{fresh.pk}",
            kind="discussion.reopened",
            payload={"conclusion": conclusion.pk},
        )
        record(
            actor=actor,
            action="discussion.reopened",
            target=conclusion,
            organisation_id=organisation.pk,
            about=key_of(fresh),
        )
        _forget()
    return conclusion


def _forget() -> None:
    forget_kept()
    cache.delete(CLOSED_VERSION)
    transaction.on_commit(lambda: cache.delete(CLOSED_VERSION), robust=True)


def _check_points(drafts: list[PointDraft]) -> None:
    if not drafts:
        raise Refusal(_("Write at least one conclusion."), code="conclusion_missing", field="text")
    if len(drafts) > MAX_POINTS:
        raise Refusal(
            _("Keep to %(max)s conclusions: put together those that say the same.")
            % {"max": MAX_POINTS},
            code="too_many_points",
            field="text",
        )
    for draft in drafts:
        if not SHORTEST <= len(draft.text) <= MAX_LENGTH:
            raise Refusal(
                _("A conclusion has between %(min)s and %(max)s characters.")
                % {"min": SHORTEST, "max": MAX_LENGTH},
                code="conclusion_length",
                field="text",
            )
        if len(draft.comments) > MAX_CITED:
            raise Refusal(
                _("A conclusion rests on %(max)s comments at most.") % {"max": MAX_CITED},
                code="too_many_comments",
                field="comments",
            )


def _cited(target: models.Model, drafts: list[PointDraft]) -> dict[int, Comment]:
    wanted = {pk for draft in drafts for pk in draft.comments}
    public = Comment.objects.public().about(target)
    found = {comment.pk: comment for comment in public.filter(pk__in=wanted)}
    if wanted - set(found):
        raise Refusal(
            _("A comment you chose is not public any more: choose again."),
            code="comment_missing",
            field="comments",
        )
    if any(not draft.comments for draft in drafts) and public.exists():
        raise Refusal(
            _("Choose the comments each conclusion rests on."),
            code="comments_missing",
            field="comments",
        )
    return found
