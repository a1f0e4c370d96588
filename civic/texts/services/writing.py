"""What every change of a paragraph goes through: who writes, which words, one more revision."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import VERIFIED_COLLEGES
from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.core.services.keeping import forget_kept
from civic.participation.logic.texts import clean_text
from civic.participation.models import Contribution
from civic.privacy.services.screening import findings_in

from ..enums import Origin, TextState
from ..logic.attribution import Runs, carried_runs, first_runs
from ..logic.limits import LONGEST_PARAGRAPH
from ..models import AmendmentDetail, Paragraph, ParagraphRevision, Text
from ..policies import can_publish, can_write


def writer_of(actor: Actor, text: Text) -> Person:
    """Return the person who writes; raise NotAllowed when they may not, or are nobody yet."""
    if not can_write(actor, text):
        raise NotAllowed(_("Only the members of this group, and those who run it, write here."))
    if actor.person is None:
        raise NotAllowed(_("Say who you are first: what is written is attributed to its author."))
    return actor.person


def moment_of(actor: Actor, text: Text, written_at: datetime | None) -> datetime:
    """Return when something was written: now, or the past moment of what is typed afterwards.

    Only those who run the space date what was written on paper; raises NotAllowed or Refusal.
    """
    now = timezone.now()
    if written_at is None:
        return now
    if not can_publish(actor, text):
        raise NotAllowed(_("Only those who run this space date what was written before."))
    if written_at > now:
        raise Refusal(_("This date is in the future."), code="future", field="written_at")
    return written_at


def check_not_adopted(text: Text) -> None:
    """Raise Refusal once a text is adopted: it is read, not changed."""
    if text.state == TextState.ADOPTED:
        raise Refusal(
            _("This text is adopted: it can be read and commented on, not changed."),
            code="adopted",
        )


def checked_words(text: Text, words: str, keep_findings_because: str = "") -> str:
    """Return the words of a paragraph cleaned; raise Refusal for a length or a name.

    A paragraph is public at once: what names somebody is refused, unless a reason to keep it is
    given.
    """
    words = clean_text(words)
    if len(words) > LONGEST_PARAGRAPH:
        raise Refusal(
            _("This paragraph has %(length)s characters; %(max)s at most. Cut it in two.")
            % {"length": len(words), "max": LONGEST_PARAGRAPH},
            code="text_too_long",
            field="text",
        )
    if not keep_findings_because.strip():
        check_names_nobody(text, words)
    return words


def check_names_nobody(text: Text, words: str) -> None:
    """Raise Refusal with the words that may name or reach somebody."""
    spans = findings_in(words, organisation_id=text.organisation_id)
    if spans:
        raise Refusal(
            _("This would publish « %(words)s ». Rewrite it, or say why it may stay.")
            % {"words": " », « ".join(span.text for span in spans)},
            code="finding",
            field="text",
        )


def locked_text(text: Text) -> Text:
    """Lock a text for a change of its order, with its activity and its space."""
    forget_kept()
    return locked(Text.objects.filter(pk=text.pk).joined()).get()


def locked_paragraph(paragraph: Paragraph) -> Paragraph:
    """Lock a paragraph, with its present words."""
    # The lock first, then the words: a joined row read while waiting is the one of before.
    locked(Paragraph.objects.filter(pk=paragraph.pk)).get()
    return Paragraph.objects.select_related(
        "current", "text__activity__space__organisation", "section"
    ).get(pk=paragraph.pk)


def append_revision(
    paragraph: Paragraph,
    words: str,
    *,
    author: Person,
    college: str = "",
    college_label: str = "",
    origin: str = Origin.EDIT,
    amendment: AmendmentDetail | None = None,
    causes: Iterable[Contribution] = (),
    at: datetime | None = None,
    runs: Runs | None = None,
) -> ParagraphRevision:
    """Add the next revision of a locked paragraph; empty words remove it from the text.

    The college is the author's unless it was copied earlier, when the amendment was written. `runs`
    says who wrote each word where the words themselves do not change.
    """
    forget_kept()
    last = paragraph.revisions.order_by("number").last()
    college = college or author.college
    moment = at or timezone.now()
    revision = ParagraphRevision.objects.create(
        paragraph=paragraph,
        number=last.number + 1 if last else 1,
        text=words,
        author=author,
        college=college,
        college_label=college_label or _capacity(author, college, paragraph.text),
        at=moment,
        origin=origin,
        amendment=amendment,
        runs=runs if runs is not None else _runs(last, words, college),
    )
    wanted = {cause.pk for cause in causes}
    if amendment is not None:
        wanted.add(amendment.contribution_id)
    revision.causes.set(wanted)
    paragraph.current = revision
    paragraph.removed_at = None if words else moment
    paragraph.save(update_fields=["current", "removed_at"])
    return revision


def _runs(last: ParagraphRevision | None, words: str, college: str) -> Runs:
    if last is not None and last.text:
        return carried_runs(last.text, last.runs, words, college)
    return first_runs(words, college)


def _capacity(person: Person, college: str, text: Text) -> str:
    # Somebody who speaks in the authority's name is never a bare first name.
    if person.college_label or college not in VERIFIED_COLLEGES:
        return person.college_label
    return text.activity.space.organisation.name
