"""Propose to change a paragraph; accept, adapt or reject, with a reason sent to the author."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.cases.enums import CaseState, Outcome
from civic.cases.models import Case
from civic.cases.services.cases import answer_case
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.enums import ContributionKind
from civic.participation.logic.texts import clean_text
from civic.participation.models import Condition
from civic.participation.services.contributions import submit_contribution
from civic.privacy.services.screening import findings_in

from ..enums import Aim, Origin, Verdict
from ..logic.limits import LONGEST_PARAGRAPH
from ..models import AmendmentDetail, Paragraph, ParagraphRevision
from ..policies import can_decide
from ..selectors.reading import labels_of
from .editing import Moved
from .writing import append_revision, check_not_adopted, checked_words, locked_paragraph, moment_of

LONGEST_WHY = 1_500
SHORTEST_WHY = 10
OUTCOMES = {
    Verdict.ACCEPTED: Outcome.ACCEPTED,
    Verdict.ADAPTED: Outcome.ADAPTED,
    Verdict.REJECTED: Outcome.NOT_RETAINED,
}


def submit_amendment(
    *,
    actor: Actor,
    paragraph: Paragraph,
    base: ParagraphRevision,
    person: Person,
    words: str,
    why: str,
    aim: str = Aim.CHANGE,
    channel: str = Channel.ONLINE,
    accepted_conditions: Iterable[Condition | int] = (),
    submission_key: UUID | None = None,
    language: str = "fr",
    said_at: datetime | None = None,
) -> AmendmentDetail:
    """Keep what a person proposes to write in place of a paragraph; it is owed an argued answer.

    `base` is the revision they read. Raises NotAllowed, TooMany, or Refusal with a field: a phase
    that is closed, words that are the same, no reason, a reason that names somebody.
    """
    text = paragraph.text
    check_not_adopted(text)
    words, why = clean_text(words), clean_text(why)
    if base.paragraph_id != paragraph.pk:
        raise Refusal(_("These words are of another paragraph."), code="other_paragraph")
    if paragraph.removed_at is not None:
        raise Refusal(
            _("This paragraph was removed meanwhile; its history can be read."), code="removed"
        )
    _check_words(aim, base, words)
    _check_why(text.organisation_id, why)
    removes = aim == Aim.REMOVE
    label = labels_of(text).get(paragraph.pk, "")
    title = (_("Remove %(number)s") if removes else _("Amend %(number)s")) % {"number": label}
    with transaction.atomic():
        contribution = submit_contribution(
            actor=actor,
            activity=text.activity,
            person=person,
            title=title,
            text=why if removes else words,
            channel=channel,
            accepted_conditions=accepted_conditions,
            submission_key=submission_key,
            language=language,
            kind=ContributionKind.AMENDMENT,
            said_at=said_at,
        )
        amendment, _created = AmendmentDetail.objects.get_or_create(
            contribution=contribution,
            defaults={
                "paragraph": paragraph,
                "base_revision": base,
                "aim": aim,
                "why": "" if removes else why,
            },
        )
    return amendment


def _check_words(aim: str, base: ParagraphRevision, words: str) -> None:
    if aim not in Aim.values:
        raise Refusal(_("Say what you propose."), code="aim_missing", field="aim")
    if aim == Aim.REMOVE:
        return
    if not words:
        raise Refusal(
            _("Write the paragraph as you would like it, or propose to remove it."),
            code="text_missing",
            field="words",
        )
    if len(words) > LONGEST_PARAGRAPH:
        raise Refusal(
            _("This text is too long (%(length)s characters): %(max)s at most.")
            % {"length": len(words), "max": LONGEST_PARAGRAPH},
            code="text_too_long",
            field="words",
        )
    if words == base.text:
        raise Refusal(
            _("These are the words of the paragraph: change them as you would like them."),
            code="unchanged",
            field="words",
        )


def _check_why(organisation_id: int, why: str) -> None:
    if len(why) < SHORTEST_WHY:
        raise Refusal(
            _("Say why in a sentence: it is what convinces."), code="why_missing", field="why"
        )
    if len(why) > LONGEST_WHY:
        raise Refusal(
            _("Shorten it a little: %(max)s characters at most.") % {"max": LONGEST_WHY},
            code="text_too_long",
            field="why",
        )
    if findings_in(why, organisation_id=organisation_id):
        raise Refusal(
            _("This reason will be public and seems to name or reach somebody: rewrite it."),
            code="finding",
            field="why",
        )


def decide_amendment(
    *,
    actor: Actor,
    amendment: AmendmentDetail,
    decision: str,
    reason: str,
    next_steps: str,
    words: str = "",
    base_number: int | None = None,
    keep_findings_because: str = "",
    decided_at: datetime | None = None,
) -> AmendmentDetail:
    """Accept, adapt or reject an amendment; its author receives the argued answer.

    Accepted, its words become the paragraph's, under its author's name and college. When the
    paragraph has changed since it was written, or when it is adapted, `words` are those to write
    and `base_number` the revision they were brought together with: without them `Moved` says what
    the paragraph says now. Raises NotAllowed, or Refusal with a field, as `answer_case` does.
    """
    if not can_decide(actor, amendment):
        raise NotAllowed(_("Only those who answer for this body decide on an amendment."))
    if decision not in Verdict.values:
        raise Refusal(_("Say what you decide."), code="decision_missing", field="decision")
    text = amendment.paragraph.text
    moment = moment_of(actor, text, decided_at) if decided_at else timezone.now()
    words = checked_words(text, words, keep_findings_because)
    if decision == Verdict.ADAPTED and not words:
        raise Refusal(_("Write the paragraph as it becomes."), code="text_missing", field="words")
    with transaction.atomic():
        paragraph = locked_paragraph(amendment.paragraph)
        queryset = AmendmentDetail.objects.filter(pk=amendment.pk)
        # The lock is the paragraph's: a decision locks cases first, then the amendment.
        fresh = queryset.select_related(
            "contribution__case", "contribution__author", "base_revision"
        ).get()
        _check_waits(fresh)
        check_not_adopted(paragraph.text)
        if decision != Verdict.REJECTED:
            _apply(actor, fresh, paragraph, decision, words, base_number, moment)
        # The verdict follows the answer, whose refusals have words: see `follow_the_answer`.
        answer_case(
            actor=actor,
            case=fresh.contribution.case,
            outcome=OUTCOMES[Verdict(decision)],
            reason=reason,
            next_steps=next_steps,
            keep_findings_because=keep_findings_because,
            answered_on=timezone.localdate(moment),
        )
        fresh.refresh_from_db()
        record(
            actor=actor,
            action=f"text.amendment_{decision}",
            target=fresh,
            organisation_id=text.organisation_id,
            contribution=fresh.contribution_id,
            revision=paragraph.current_id,
        )
    return fresh


def _check_waits(amendment: AmendmentDetail) -> None:
    contribution = amendment.contribution
    if contribution.withdrawn_at is not None or contribution.case.state == CaseState.WITHDRAWN:
        raise Refusal(_("Its author withdrew this amendment."), code="withdrawn")
    if amendment.decision:
        raise Refusal(_("Somebody has already decided on this amendment."), code="already_answered")
    if not contribution.is_public:
        raise Refusal(_("This amendment is still being read: publish it first."), code="not_public")


def _apply(
    actor: Actor,
    amendment: AmendmentDetail,
    paragraph: Paragraph,
    decision: str,
    words: str,
    base_number: int | None,
    moment: datetime,
) -> None:
    """Write what was accepted as the next revision of the locked paragraph."""
    current = paragraph.current
    if current is None:
        raise Refusal(_("This paragraph has no words."), code="removed")
    proposed = amendment.proposed_text
    merged = bool(words) and words != proposed
    moved = current.pk != amendment.base_revision_id
    # What was brought together was brought together with the words of that revision only.
    if (moved and not words) or (words and base_number != current.number and moved):
        raise Moved(current)
    contribution = amendment.contribution
    if decision == Verdict.ADAPTED or merged:
        if actor.person is None:
            raise NotAllowed(
                _("Say who you are first: what is written is attributed to its author.")
            )
        append_revision(
            paragraph,
            words,
            author=actor.person,
            origin=Origin.AMENDMENT,
            amendment=amendment,
            at=moment,
        )
    elif proposed != current.text:
        append_revision(
            paragraph,
            proposed,
            author=contribution.author,
            college=contribution.college,
            college_label=contribution.college_label,
            origin=Origin.AMENDMENT,
            amendment=amendment,
            at=moment,
        )


def follow_the_answer(case: Case) -> None:
    """Give an amendment the verdict of its answer, wherever the answer was given.

    Answered in a decision or in the inbox, its words are not written by themselves: its page says
    that they still have to be.
    """
    said = getattr(case, "contribution", None)
    if said is None or said.kind != ContributionKind.AMENDMENT:
        return
    amendment = AmendmentDetail.objects.filter(contribution=said, decision="").first()
    if amendment is None:
        return
    verdicts = {outcome.value: verdict for verdict, outcome in OUTCOMES.items()}
    amendment.decision = verdicts.get(case.outcome, Verdict.REJECTED)
    amendment.reason = case.reason
    amendment.decided_by, amendment.decided_at = case.answered_by, timezone.now()
    amendment.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
