"""Addresses of pages, for blocks and lists."""

from django import template
from wagtail.models import Page

from ..selectors import page_url

register = template.Library()


@register.filter
def address(page: Page | None) -> str:
    """Give the address of a published page in the reader's language; empty for any other."""
    return page_url(page) if page is not None and page.live else ""
