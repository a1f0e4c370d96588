"""Rich text of the public site: links between pages lead where the reader's language is."""

from django.utils.html import escape
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from .selectors import page_url


class PublicPageLink(PageLinkHandler):
    """A link to a page: one query for all those of a text, none for their addresses."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        pages = Page.objects.in_bulk({int(attrs["id"]) for attrs in attrs_list if "id" in attrs})
        return [cls._opening(pages.get(int(attrs.get("id", 0)))) for attrs in attrs_list]

    @staticmethod
    def _opening(page: Page | None) -> str:
        # A page taken back leaves its words, without a link to nowhere.
        if page is None or not page.live:
            return "<a>"
        return f'<a href="{escape(page_url(page))}">'


@hooks.register("register_rich_text_features", order=100)
def links_between_pages(features: FeatureRegistry) -> None:
    """Replace Wagtail's own page links, which know nothing of the language prefix."""
    features.register_link_type(PublicPageLink)
