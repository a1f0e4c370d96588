"""Publish a version of a text: its paragraphs, as they read at that moment, for ever."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.services.events import append_event
from civic.participation.logic.texts import clean_line, clean_text

from ..enums import TextState
from ..models import Text, TextVersion, VersionParagraph
from ..policies import can_publish
from ..registry import text_registry
from ..selectors.reading import sections_of
from .notices import tell_version
from .publication import index_text
from .writing import check_names_nobody, check_not_adopted, locked_text, moment_of


def publish_version(
    *,
    actor: Actor,
    text: Text,
    title: str,
    note: str = "",
    published_at: datetime | None = None,
) -> TextVersion:
    """Freeze the text as its next version (A, B…); the first one makes it public.

    Raises NotAllowed, or Refusal: no paragraph, nothing that changed since the last version, words
    that name somebody.
    """
    if not can_publish(actor, text):
        raise NotAllowed(_("Only those who run this space publish a version of its texts."))
    title, note = clean_line(title), clean_text(note)
    if not title or len(title) > 150:
        raise Refusal(
            _("Give this version a name of %(max)s characters at most.") % {"max": 150},
            code="title_missing",
            field="title",
        )
    if len(note) > 1_000:
        raise Refusal(
            _("Shorten it a little: %(max)s characters at most.") % {"max": 1_000},
            code="text_too_long",
            field="note",
        )
    check_names_nobody(text, f"{title}\n{note}")
    with transaction.atomic():
        fresh = locked_text(text)
        check_not_adopted(fresh)
        rows = _rows(fresh)
        if not rows:
            raise Refusal(_("Write a paragraph first."), code="empty")
        _check_something_changed(fresh, rows)
        version = TextVersion.objects.create(
            text=fresh,
            number=fresh.version + 1,
            title=title,
            note=note,
            published_at=moment_of(actor, fresh, published_at),
            published_by=actor.user,
        )
        for row in rows:
            row.version = version
        VersionParagraph.objects.bulk_create(rows)
        fresh.version = version.number
        fresh.state = TextState.OPEN
        fresh.save(update_fields=["version", "state"])
        record(
            actor=actor,
            action="text.version_published",
            target=version,
            organisation_id=fresh.organisation_id,
            text=fresh.pk,
            paragraphs=len(rows),
        )
        append_event(
            stream=f"text:{fresh.pk}", kind="text.version", payload={"version": version.number}
        )
        index_text(version)
        tell_version(version)
        text_registry.version_published(actor, version)
    return version


def _rows(text: Text) -> list[VersionParagraph]:
    rows: list[VersionParagraph] = []
    for section in sections_of(text):
        for line in section.paragraphs:
            if line.paragraph.current is None:
                continue
            rows.append(
                VersionParagraph(
                    paragraph=line.paragraph,
                    revision=line.paragraph.current,
                    position=len(rows) + 1,
                    label=line.number,
                    section_key=section.key,
                    section_number=section.number,
                    heading=section.heading,
                    level=section.level,
                )
            )
    return rows


def _check_something_changed(text: Text, rows: list[VersionParagraph]) -> None:
    if not text.version:
        return
    former = list(
        text.versions.get(number=text.version).rows.values_list(
            "paragraph_id", "revision_id", "label", "heading"
        )
    )
    now = [(row.paragraph_id, row.revision_id, row.label, row.heading) for row in rows]
    if former == now:
        raise Refusal(_("Nothing changed since the last version."), code="unchanged")
