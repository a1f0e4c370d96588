"""The shared vocabulary, read once a minute."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.text import slugify

from ..logic.glossary import Word, words_of
from ..models import GlossaryPage, GlossaryTerm
from .directory import Entry

GLOSSARY_KEY = "home.glossary"
GLOSSARY_SECONDS = 60


@dataclass(frozen=True)
class Glossary:
    """Every term, by key, and the pages (one per language) that list them."""

    words: tuple[Word, ...]
    definitions: dict[int, str]
    pages: tuple[Entry, ...]

    def page_in(self, language: str) -> Entry | None:
        """Return the glossary page of a language, or of another one."""
        pages = sorted(self.pages, key=lambda page: page.language != language)
        return pages[0] if pages else None


def anchor_of(term: str) -> str:
    """Return the place of a term on the glossary page."""
    return f"mot-{slugify(term)}"


def glossary() -> Glossary:
    """Return the shared vocabulary, at most a minute old."""
    found: Glossary | None = cache.get(GLOSSARY_KEY)
    if found is None:
        found = _read()
        cache.set(GLOSSARY_KEY, found, GLOSSARY_SECONDS)
    return found


def forget_glossary() -> None:
    """Make the next page read the vocabulary again."""
    cache.delete(GLOSSARY_KEY)


def _read() -> Glossary:
    rows = list(GlossaryTerm.objects.values_list("pk", "term", "acronym", "definition"))
    pages = GlossaryPage.objects.live().select_related("locale").order_by("path")
    return Glossary(
        words=words_of((pk, term, acronym) for pk, term, acronym, _definition in rows),
        definitions={pk: definition for pk, _term, _acronym, definition in rows},
        pages=tuple(
            Entry(
                page_id=page.pk,
                path=page.path,
                url_path=page.url_path,
                title=page.title,
                language=page.locale.language_code,
                translation_key=page.translation_key,
            )
            for page in pages
        ),
    )
