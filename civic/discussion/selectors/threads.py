"""Reads of a discussion: a page of threads in a constant number of queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Min, Model, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.accounts.enums import VERIFIED_COLLEGES, College
from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.core.enums import Channel
from civic.core.logic.numbers import written_number
from civic.participation.enums import PublicationRule
from civic.participation.models import Activity, Contribution
from civic.privacy.enums import ScreeningState
from civic.privacy.models import HoldReason

from ..enums import COUNTED_STANCES, Rule, Stance
from ..models import Comment, Report
from ..policies import MODERATORS
from ..querysets import thread_seen_by
from ..registry import Discussed, discussion_registry

THREADS_PER_PAGE = 20
TEXTS_PER_PAGE = 25


@dataclass
class ThreadLine:
    """One comment as the thread shows it to one reader.

    `removed` says why the text is not shown; `waiting` tells its author why others do not see it
    yet and what happens next. `has_replies` opens a nested list after it, `closes` has one element
    per nested list that ends with it.
    """

    comment: Comment
    key: str
    college: str
    stance: str
    institution: str
    mention: str
    removed: str
    waiting: str
    has_replies: bool = False
    closes: range = range(0)

    @property
    def heading_level(self) -> int:
        """Return the level of its heading, below the title of the discussion."""
        return 4 if self.comment.level else 3

    @property
    def is_offline(self) -> bool:
        return self.comment.channel != Channel.ONLINE

    @property
    def takes_a_stance(self) -> bool:
        return self.comment.stance != Stance.NEUTRAL


@dataclass(frozen=True)
class StanceCount:
    """How many public comments take one stance; `sentence` says it in words."""

    stance: str
    count: int

    @property
    def sentence(self) -> str:
        match self.stance:
            case Stance.FOR:
                words = ngettext("%(n)s for", "%(n)s for", self.count)
            case Stance.AGAINST:
                words = ngettext("%(n)s against", "%(n)s against", self.count)
            case _:
                words = ngettext("%(n)s question", "%(n)s questions", self.count)
        return words % {"n": written_number(self.count)}


@dataclass(frozen=True)
class ThreadPage:
    """A page of threads; `page` is paged by threads, `total` counts public comments."""

    lines: list[ThreadLine]
    page: Page[Any]
    total: int
    stances: list[StanceCount]


def thread_page(
    target: Model,
    page: int | str = 1,
    *,
    person: Person | None = None,
    comment_id: int | None = None,
) -> ThreadPage:
    """Return a page of the discussion of a row, in two queries whatever its size.

    The reader sees what is public, a line for what was hidden, and their own comments. With
    `comment_id` the page is the one that holds that comment.
    """
    person_id = person.pk if person else None
    comments = Comment.objects.about(target)
    seen = thread_seen_by(person_id)
    public = Q(screening=ScreeningState.RELEASED)
    wanted = {f"stance_{stance}": Q(stance=stance) & public for stance in COUNTED_STANCES}
    wanted |= {"total": public, "threads": seen}
    if comment_id is not None:
        asked = comments.filter(pk=comment_id).values("thread_id")[:1]
        wanted["before"] = seen & Q(thread_id__lt=Subquery(asked))
    counts = comments.aggregate(**{name: Count("pk", filter=q) for name, q in wanted.items()})
    if comment_id is not None:
        page = counts["before"] // THREADS_PER_PAGE + 1
    shown = Paginator(range(counts["threads"]), THREADS_PER_PAGE).get_page(page)
    first = shown.start_index() - 1 if counts["threads"] else 0
    roots = comments.filter(seen).order_by("thread_id").values("thread_id")
    flat = (
        comments.filter(thread_id__in=roots[first : first + THREADS_PER_PAGE])
        .select_related("person")
        .order_by("thread_id", "order")
    )
    return ThreadPage(
        lines=list(_lines(list(flat), person_id)),
        page=shown,
        total=counts["total"],
        stances=[
            StanceCount(stance.value, counts[f"stance_{stance}"]) for stance in COUNTED_STANCES
        ],
    )


def _lines(comments: list[Comment], person_id: int | None) -> Iterator[ThreadLine]:
    by_key = {comment.pk: comment for comment in comments}
    # Thousands of lines share a few words: they are translated once.
    words = {str(value): str(label) for value, label in (*College.choices, *Stance.choices)}
    lines = [_line(comment, by_key, person_id, words) for comment in _visible(comments, person_id)]
    levels = [line.comment.level for line in lines[1:]] + [0]
    for line, following in zip(lines, levels, strict=False):
        line.has_replies = following > line.comment.level
        line.closes = range(max(0, line.comment.level - following))
        yield line


def _visible(comments: Iterable[Comment], person_id: int | None) -> list[Comment]:
    """Keep what the reader sees, and whatever stands above it in its thread."""
    kept: list[Comment] = []
    level_needed = 0
    for comment in reversed(list(comments)):
        has_shown_replies = comment.level < level_needed
        own = person_id is not None and comment.person_id == person_id
        if comment.is_public or comment.held_for == HoldReason.HIDDEN or own or has_shown_replies:
            kept.append(comment)
            level_needed = comment.level
    return kept[::-1]


def _line(
    comment: Comment,
    by_key: dict[int, Comment],
    person_id: int | None,
    words: dict[str, str],
) -> ThreadLine:
    own = person_id is not None and comment.person_id == person_id
    hidden = comment.held_for == HoldReason.HIDDEN
    mention = ""
    # Past the last level a reply stands beside what it answers: it names whom it answers.
    if comment.answered_id is not None and comment.answered_id != comment.parent_id:
        answered = by_key.get(comment.answered_id)
        mention = answered.person.public_name if answered else ""
    removed = ""
    if hidden:
        removed = removed_sentence(comment)
    elif not comment.is_public and not own:
        removed = _("This comment is being read again by a moderator.")
    return ThreadLine(
        comment=comment,
        key=str(comment.pk),
        college=words[comment.college],
        stance=words[comment.stance],
        institution=comment.college_label if comment.college in VERIFIED_COLLEGES else "",
        mention=mention,
        removed=removed,
        waiting=fate_of(comment) if own and not hidden and not comment.is_public else "",
    )


def removed_sentence(comment: Comment) -> str:
    """Return the line shown in place of a hidden comment: the rule it breaks."""
    if comment.removed_rule:
        return _("Comment hidden by a moderator: it %(rule)s.") % {
            "rule": Rule(comment.removed_rule).label
        }
    return _("Comment hidden by a moderator.")


def fate_of(comment: Comment) -> str:
    """Return what its author reads: who sees the comment, and what happens next."""
    if comment.is_public:
        return _("Your comment is published: everybody can read it and answer it.")
    if comment.held_for == HoldReason.HIDDEN:
        return removed_sentence(comment)
    if comment.held_for == HoldReason.FINDING:
        return _(
            "You alone see this comment: it may name somebody or give a way to reach them. "
            "A moderator reads it, publishes it or tells you what to change."
        )
    return _(
        "You alone see this comment: here a moderator reads each one before it appears, "
        "then you are told."
    )


def rule_of_publication(activity: Activity) -> str:
    """Return what is told before writing: when a comment appears, and who reads it."""
    if activity.publication_rule == PublicationRule.BEFORE:
        return _("A moderator reads your comment before it appears.")
    return _("Your comment appears at once; moderators read it afterwards.")


def organisation_of(comment: Comment) -> int | None:
    """Return the organisation that moderates a comment."""
    declared = _declared(comment)
    return (
        declared.model._default_manager.filter(pk=comment.object_pk)
        .values_list(declared.organisation, flat=True)
        .first()
    )


def target_of(comment: Comment) -> Any:
    """Return what a comment is about, with its activity and its space."""
    return _declared(comment).rows().get(pk=comment.object_pk)


def _declared(comment: Comment) -> Discussed:
    return discussion_registry.of(comment.content_type.model_class())


def comments_of(person: Person) -> Iterator[dict[str, Any]]:
    """Yield what a person's own export says of their comments."""
    mine = Comment.objects.filter(person=person).select_related("content_type")
    for comment in mine.order_by("submit_date", "pk"):
        yield {
            "about": f"{comment.content_type.model}:{comment.object_pk}",
            "text": comment.comment,
            "stance": comment.stance,
            "channel": comment.channel,
            "public": comment.is_public,
            "date": comment.submit_date.isoformat(),
        }


def public_counts() -> dict[int, int]:
    """Return the number of public comments of each contribution that has some, by its key."""
    rows = (
        Comment.objects.public()
        .filter(content_type=ContentType.objects.get_for_model(Contribution))
        .values_list("object_pk")
        .order_by("object_pk")
        .annotate(count=Count("pk"))
    )
    return {int(key): count for key, count in rows}


def reports_of(person: Person) -> Iterator[dict[str, Any]]:
    """Yield what a person's own export says of their reports."""
    for report in Report.objects.filter(person=person):
        yield {
            "rule": report.rule,
            "text": report.text,
            "date": report.created_at.isoformat(),
        }


@dataclass(frozen=True)
class ReportedText:
    """One reported text with its reports; `report` is any of them, settling it settles all."""

    report: Report
    kind: str
    title: str
    text: str
    author: str
    url: str
    reports: list[Report]


def reported_texts(actor: Actor, page: int | str = 1) -> Page[ReportedText]:
    """Return a page of the texts reported where an actor moderates, the first reported first.

    A constant number of queries: one for the page, one for the reports, two per kind of text.
    """
    waiting = Report.objects.open()
    if not actor.is_administrator:
        waiting = waiting.filter(organisation__in=actor.organisations_for(*MODERATORS))
    texts = (
        waiting.values("content_type", "object_id")
        .annotate(first=Min("created_at"))
        .order_by("first", "content_type", "object_id")
    )
    shown = Paginator(texts, TEXTS_PER_PAGE).get_page(page)
    wanted = Q(pk__in=[])
    for row in shown.object_list:
        wanted |= Q(content_type=row["content_type"], object_id=row["object_id"])
    by_text: dict[tuple[int, int], list[Report]] = {}
    texts_first = GenericPrefetch(
        "reported",
        [Comment.objects.select_related("person", "content_type"), Contribution.objects.all()],
    )
    for report in waiting.filter(wanted).select_related("person").prefetch_related(texts_first):
        by_text.setdefault((report.content_type_id, report.object_id), []).append(report)
    discussed = _discussed(reports[0].reported for reports in by_text.values())
    keys = [(row["content_type"], row["object_id"]) for row in shown.object_list]
    lines: Any = [_reported_text(by_text[key], discussed) for key in keys if key in by_text]
    filled: Any = shown
    filled.object_list = lines
    return filled


def hidden_comments(actor: Actor) -> list[Comment]:
    """Return the latest comments hidden where an actor moderates, in two queries."""
    hidden = Comment.objects.hidden().select_related("person").order_by("-pk")
    if not actor.is_administrator:
        hidden = hidden.filter(moderated_by(actor.organisations_for(*MODERATORS)))
    return list(hidden[:TEXTS_PER_PAGE])


def moderated_by(organisations: Iterable[int]) -> Q:
    """Return the condition of the comments that some organisations moderate."""
    kept, here = list(organisations), Q(pk__in=[])
    for declared in discussion_registry.discussed.values():
        mine = declared.model._default_manager.filter(**{f"{declared.organisation}__in": kept})
        here |= Q(
            content_type=ContentType.objects.get_for_model(declared.model),
            object_pk__in=mine.order_by()
            .annotate(written=Cast("pk", CharField()))
            .values("written"),
        )
    return here


def with_what_they_are_about(comments: "QuerySet[Comment]") -> "QuerySet[Comment]":
    """Join to some comments what each is about, in one query per kind."""
    rows = [declared.rows() for declared in discussion_registry.discussed.values()]
    return comments.prefetch_related(GenericPrefetch("content_object", rows))


def _key(text: Any) -> tuple[type[Model], int]:
    if isinstance(text, Comment):
        return _declared(text).model, int(text.object_pk)
    return type(text), text.pk


def _discussed(texts: Iterable[Any]) -> dict[tuple[type[Model], int], Any]:
    keys: dict[type[Model], set[int]] = {}
    for text in texts:
        if text is not None:
            model, key = _key(text)
            keys.setdefault(model, set()).add(key)
    return {
        (model, row.pk): row
        for model, wanted in keys.items()
        for row in discussion_registry.of(model).rows().filter(pk__in=wanted)
    }


def _reported_text(reports: list[Report], rows: dict[tuple[type[Model], int], Any]) -> ReportedText:
    text: Any = reports[0].reported
    is_comment = isinstance(text, Comment)
    discussed = rows[_key(text)]
    address = discussion_registry.of(discussed).address_of(discussed) or ""
    if is_comment and address:
        address = f"{address}?commentaire={text.pk}#comment-{text.pk}"
    return ReportedText(
        report=reports[0],
        kind=str(text._meta.verbose_name),
        title=discussed.title,
        text=text.comment if is_comment else text.text,
        author=str(text.person if is_comment else discussed.author),
        url=address,
        reports=reports,
    )
