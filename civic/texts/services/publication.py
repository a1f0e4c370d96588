"""What the site search and the list of what one follows know of a public text."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils import timezone, translation

from civic.audit.services import key_of
from civic.core.services.search import SearchDocument, index
from civic.notifications.registry import Shown

from ..models import Text, TextVersion
from ..selectors.addresses import text_url
from ..selectors.reading import sections_of_version

_EXCERPT = 300


def shown_texts(keys: Sequence[int]) -> dict[int, Shown]:
    """Return how public texts are called and where they are read, in one query."""
    return {
        text.pk: Shown(title=text.title, url=text_url(text))
        for text in Text.objects.public().filter(pk__in=keys)
    }


def document_of(version: TextVersion) -> SearchDocument:
    """Return what the site search knows of a text: the words of its last version."""
    text = version.text
    sections = sections_of_version(version)
    words = tuple(line.text for section in sections for line in section.paragraphs)
    headings = tuple(section.heading for section in sections if section.heading)
    with translation.override(settings.LANGUAGE_CODE):
        url = text_url(text)
    return SearchDocument(
        key=key_of(text),
        kind="text",
        title=text.title,
        url=url,
        texts=(text.introduction, *headings, *words),
        excerpt=(text.introduction or (words[0] if words else ""))[:_EXCERPT],
        organisation_id=text.organisation_id,
        happened_on=timezone.localdate(version.published_at),
    )


def index_text(version: TextVersion) -> None:
    """Write the search entry of a text as its new version reads."""
    index(lambda: document_of(version))


def text_documents() -> Iterator[SearchDocument]:
    """Return every public text, to rebuild the site search."""
    for text in Text.objects.public().joined().order_by("pk"):
        version = text.versions.get(number=text.version)
        version.text = text
        yield document_of(version)
