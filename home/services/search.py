"""Keep the site search equal to the published pages."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.html import strip_tags
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from civic.audit.services import key_of
from civic.core.models import BasePage
from civic.core.selectors import page_url
from civic.core.services.search import SearchDocument, index, remove_from_index
from civic.decisions.models import DecisionPage
from civic.territory.models import OrganisationPage
from consultations.models import ConsultationPage
from neighbourhood_councils.models import CouncilPage
from workshops.models import MixedGroupPage, WorkshopPage

from ..enums import SearchKind
from ..models import NewsPage
from ..selectors.directory import STEP
from ..selectors.pages import public_pages

EXCERPT_CHARACTERS = 300


def index_page(page: BasePage) -> None:
    """Write or remove the entry of one page, as it is published or not."""
    if page.live and public_pages().filter(pk=page.pk).exists():
        index(lambda: document_of(page, _organisations_by_path([page])))
    else:
        remove_page(page)


def index_branch(page: Page) -> None:
    """Write again the entries of a page and of everything below it."""
    for below in Page.objects.descendant_of(page, inclusive=True).specific().iterator():
        if isinstance(below, BasePage):
            index_page(below)


def remove_page(page: Page) -> None:
    """Remove the entry of a page."""
    remove_from_index(key_of(page))


def page_documents() -> Iterator[SearchDocument]:
    """Give the entries of every public page, to rebuild the index."""
    pages = [page for page in public_pages().specific() if isinstance(page, BasePage)]
    organisations = _organisations_by_path(pages)
    for page in pages:
        yield document_of(page, organisations)


def document_of(page: BasePage, organisations: dict[str, int]) -> SearchDocument:
    """Make the entry of a page; `organisations` is the owner of each branch, by its place."""
    texts = [text for text in (page.introduction, page.search_description) if text]
    texts += _texts_of_rows(page)
    body = getattr(page, "body", None)
    if body:
        texts += [
            strip_tags(get_text_for_indexing(text))
            for text in body.stream_block.get_searchable_content(body)
        ]
    with translation.override(page.locale.language_code):
        url = page_url(page)
    return SearchDocument(
        key=key_of(page),
        kind=_kind_of(page),
        title=page.title,
        url=url,
        texts=tuple(texts),
        excerpt=(texts[0] if texts else "")[:EXCERPT_CHARACTERS],
        organisation_id=_organisation_of(page, organisations),
        happened_on=_day_of(page),
    )


def _kind_of(page: BasePage) -> str:
    match page:
        case NewsPage():
            return SearchKind.NEWS
        case ConsultationPage():
            return SearchKind.CONSULTATION
        case DecisionPage():
            return SearchKind.DECISION
        case CouncilPage():
            return SearchKind.COUNCIL
        case WorkshopPage() | MixedGroupPage():
            return SearchKind.WORKSHOP
        case _:
            return SearchKind.PAGE


def _texts_of_rows(page: BasePage) -> list[str]:
    # A page that shows a row is found by what the row says.
    row: Any
    match page:
        case ConsultationPage():
            row = page.consultation
            texts = [row.question, row.what_is_open, row.what_is_fixed, row.decider]
        case DecisionPage():
            row = page.decision
            texts = [row.summary, row.question, row.context, row.legal_act]
        case WorkshopPage():
            row = page.workshop
            texts = [row.purpose, row.programme]
        case MixedGroupPage():
            row = page.group
            texts = [row.question, row.mandate]
        case _:
            texts = []
    return [text for text in texts if text]


def _day_of(page: BasePage) -> date | None:
    if isinstance(page, NewsPage):
        return page.published_on
    moment = page.last_published_at
    return timezone.localdate(moment) if moment else None


def _organisations_by_path(pages: list[BasePage]) -> dict[str, int]:
    paths = {page.path[: depth * STEP] for page in pages for depth in range(1, page.depth + 1)}
    if len(pages) > 1:
        homes = OrganisationPage.objects.all()
    else:
        homes = OrganisationPage.objects.filter(path__in=paths)
    return dict(homes.values_list("path", "organisation_id"))


def _organisation_of(page: BasePage, organisations: dict[str, int]) -> int | None:
    for depth in range(page.depth, 0, -1):
        owner = organisations.get(page.path[: depth * STEP])
        if owner is not None:
            return owner
    return None
