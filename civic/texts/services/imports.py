"""Write a document that was read and looked at into an empty text."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import Refusal
from civic.core.services.events import append_event
from civic.participation.logic.texts import clean_line, clean_text
from civic.participation.models import Draft
from civic.participation.services.drafts import save_draft

from ..enums import Origin
from ..logic.attribution import first_runs
from ..logic.documents import Document
from ..models import Paragraph, ParagraphRevision, Section, Text
from .writing import (
    check_names_nobody,
    check_not_adopted,
    checked_words,
    locked_text,
    moment_of,
    writer_of,
)

KEPT_AS = "document"


def keep_document(*, actor: Actor, text: Text, document: Document) -> Draft:
    """Keep what was read of a document until somebody has looked at it; the text stays empty."""
    writer_of(actor, text)
    _check_empty(text)
    return save_draft(activity=text.activity, data={KEPT_AS: document.as_data()})


def kept_document(text: Text, key: str) -> Document | None:
    """Return the document that was kept under a key for a text."""
    draft = Draft.objects.filter(activity=text.activity, key=key).first()
    data = draft.data.get(KEPT_AS) if draft else None
    return Document.from_data(data) if data else None


def import_document(
    *,
    actor: Actor,
    text: Text,
    document: Document,
    keep_findings_because: str = "",
    written_at: datetime | None = None,
) -> int:
    """Write the articles and paragraphs of a document; returns how many paragraphs there are.

    Raises Refusal when the text already holds words, or when a paragraph names somebody and no
    reason to keep it is given: nothing is written then.
    """
    person = writer_of(actor, text)
    sections = [section for section in document.sections if section.heading or section.paragraphs]
    for section in sections:
        section.heading = clean_line(section.heading)
        section.paragraphs = [clean_text(words) for words in section.paragraphs]
    if not keep_findings_because.strip():
        _check_names_nobody(text, document)
    with transaction.atomic():
        fresh = locked_text(text)
        check_not_adopted(fresh)
        _check_empty(fresh)
        moment = moment_of(actor, fresh, written_at)
        made = Section.objects.bulk_create(
            Section(
                text=fresh,
                heading=section.heading,
                level=section.level,
                numbered=section.numbered,
                position=position,
            )
            for position, section in enumerate(sections, start=1)
        )
        words = [
            (row, position, checked_words(fresh, one, keep_findings_because="checked"))
            for row, section in zip(made, sections, strict=True)
            for position, one in enumerate((one for one in section.paragraphs if one), start=1)
        ]
        paragraphs = Paragraph.objects.bulk_create(
            Paragraph(text=fresh, section=row, position=position) for row, position, _one in words
        )
        revisions = ParagraphRevision.objects.bulk_create(
            ParagraphRevision(
                paragraph=paragraph,
                number=1,
                text=one,
                author=person,
                college=person.college,
                college_label=person.college_label,
                at=moment,
                origin=Origin.IMPORT,
                runs=first_runs(one, person.college),
            )
            for paragraph, (_row, _position, one) in zip(paragraphs, words, strict=True)
        )
        for paragraph, revision in zip(paragraphs, revisions, strict=True):
            paragraph.current = revision
        Paragraph.objects.bulk_update(paragraphs, ["current"], batch_size=500)
        record(
            actor=actor,
            action="text.imported",
            target=fresh,
            organisation_id=fresh.organisation_id,
            format=document.format,
            paragraphs=len(paragraphs),
            left_out=document.left_out,
            kept_findings=bool(keep_findings_because.strip()),
        )
        append_event(stream=f"text:{fresh.pk}", kind="text.imported", payload={})
    return len(paragraphs)


def _check_empty(text: Text) -> None:
    if text.paragraphs.exists():
        raise Refusal(
            _(
                "This text already holds paragraphs: a document is imported into an empty text. "
                "Start another text for it."
            ),
            code="not_empty",
        )


def _check_names_nobody(text: Text, document: Document) -> None:
    for section in document.sections:
        check_names_nobody(text, section.heading)
        for words in section.paragraphs:
            check_names_nobody(text, words)
