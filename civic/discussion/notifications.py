"""What people are told about a discussion."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.accounts.models import Person, RoleAssignment
from civic.audit.services import key_of
from civic.notifications.enums import Level
from civic.notifications.registry import NoticeKind
from civic.notifications.services.notices import notify, notify_all

from .models import Comment, Report, ThreadConclusion
from .policies import MODERATORS
from .registry import discussion_registry
from .selectors import removed_sentence
from .selectors.conclusions import ANCHOR

REPLY = NoticeKind("comment.reply", gettext_lazy("somebody answers my comment"))
NEW = NoticeKind("comment.new", gettext_lazy("somebody comments on what I wrote"))
FATE = NoticeKind(
    "comment.fate",
    gettext_lazy("a moderator publishes or hides my comment"),
    level=Level.IMMEDIATE,
    essential=True,
)
REPORTED = NoticeKind(
    "moderation.report",
    gettext_lazy("something waits for a moderator"),
    level=Level.IMMEDIATE,
)
CONCLUDED = NoticeKind(
    "discussion.closed", gettext_lazy("a discussion I took part in is closed with conclusions")
)
KINDS = (REPLY, NEW, FATE, REPORTED, CONCLUDED)


@contextmanager
def _in_the_language_of(person: Person) -> Iterator[None]:
    with translation.override(person.language):
        yield


def address_of(comment: Comment, discussed: Any) -> str:
    """Return the lasting address of a comment; empty while no page shows what it is about."""
    address = discussion_registry.of(discussed).address_of(discussed)
    return f"{address}?commentaire={comment.pk}#comment-{comment.pk}" if address else ""


def tell_of_comment(comment: Comment, *, discussed: Any) -> None:
    """Tell whoever was answered, and the author of what is discussed, of a public comment.

    A comment that waits is told to the moderators instead.
    """
    if not comment.is_public:
        _tell_moderators(
            discussed.activity.space.organisation_id,
            about=key_of(comment),
            subject=gettext_lazy("A comment waits for a moderator"),
            body=discussed.title,
            screen="held",
        )
        return
    told = {comment.person_id}
    people = [(comment.answered.person, REPLY)] if comment.answered else []
    author = discussion_registry.of(discussed).author_of(discussed)
    if author is not None:
        people.append((author, NEW))
    for person, kind in people:
        if person.pk in told:
            continue
        told.add(person.pk)
        with _in_the_language_of(person):
            subject = _("%(name)s answers you") if kind is REPLY else _("%(name)s comments")
            notify(
                person=person,
                kind=kind.key,
                about=key_of(discussed),
                subject=subject % {"name": comment.person.public_name},
                body=f"{discussed.title}\n\n{comment.comment}",
                url=address_of(comment, discussed),
                organisation=discussed.activity.space.organisation,
                key=f"comment:{comment.pk}",
            )


def tell_fate(comment: Comment, *, discussed: Any) -> None:
    """Tell the author of a comment that a moderator hid it, by which rule, or shows it."""
    person = comment.person
    with _in_the_language_of(person):
        if comment.is_public:
            subject, body = _("Your comment is published"), comment.comment
        else:
            subject = _("Your comment was hidden")
            body = f"{removed_sentence(comment)}\n\n{comment.comment}"
        notify(
            person=person,
            kind=FATE.key,
            about=key_of(discussed),
            subject=subject,
            body=f"{discussed.title}\n\n{body}",
            url=address_of(comment, discussed),
            organisation=discussed.activity.space.organisation,
            # The same comment may be hidden, shown and hidden again.
            key=f"comment:{comment.pk}:{timezone.now():%Y%m%d%H%M%S}",
        )


def tell_of_conclusions(conclusion: ThreadConclusion) -> None:
    """Tell whoever commented, and the author of what is discussed, what was concluded."""
    declared = discussion_registry.of(conclusion.content_type.model_class())
    discussed = declared.rows().get(pk=conclusion.object_id)
    spoke = Comment.objects.public().about(discussed).values("person_id")
    people = set(Person.objects.filter(pk__in=spoke, erased_at=None))
    author = declared.author_of(discussed)
    if author is not None:
        people.add(author)
    body = "\n\n".join(point.text for point in conclusion.points.all())
    for language in sorted({person.language for person in people}):
        with translation.override(language):
            address = declared.address_of(discussed)
            notify_all(
                people=[person for person in people if person.language == language],
                kind=CONCLUDED.key,
                about=key_of(discussed),
                subject=_("The discussion of « %(title)s » is closed: its conclusions")
                % {"title": discussed.title},
                body=body,
                url=f"{address}#{ANCHOR}" if address else "",
                organisation=conclusion.organisation,
                key=f"conclusion:{conclusion.pk}",
            )


def tell_moderators(report: Report) -> None:
    """Tell the moderators of an organisation of a report."""
    _tell_moderators(
        report.organisation_id,
        about=key_of(report),
        subject=gettext_lazy("A published text was reported"),
        body=f"{report.get_rule_display()}\n\n{report.text}".strip(),
        screen="moderation_queue",
    )


def _tell_moderators(
    organisation_id: int, *, about: str, subject: object, body: str, screen: str
) -> None:
    held = RoleAssignment.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=timezone.now()),
        role__in=MODERATORS,
        organisation_id=organisation_id,
        user__is_active=True,
    )
    people = Person.objects.filter(user__in=held.values("user"), erased_at=None)
    for person in people.select_related("user"):
        with _in_the_language_of(person):
            notify(
                person=person,
                kind=REPORTED.key,
                about=about,
                subject=str(subject),
                body=str(body),
                url=reverse(screen),
                key="moderation",
            )
