"""Say in which language a text is, where it is not the language of the page (WCAG 3.1.2)."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ..selectors import site_roots

register = template.Library()


@register.simple_tag
def lang_of(source: Any) -> SafeString:
    """Write the `lang` attribute of a text that is not in the language of the interface.

    `source` is a language code, a page of the tree, or anything with a `language`; nothing is
    written when the language is the reader's or is not known.
    """
    code = language_of(source)
    if not code or code == get_language():
        return SafeString("")
    return format_html(' lang="{}"', code)


@register.simple_tag(takes_context=True)
def page_lang(context: Context) -> SafeString:
    """Write the `lang` attribute of what the page itself says, as `lang_of` does."""
    request = context.get("request")
    return lang_of(getattr(request, "served_page", None) or context.get("page"))


def language_of(source: Any) -> str:
    """Return the language of a text's holder; empty when it is not known."""
    if not source or isinstance(source, str):
        return source or ""
    language = getattr(source, "language", "")
    if language:
        return str(language)
    url_path = getattr(source, "url_path", None)
    roots = sorted(site_roots(), key=lambda root: -len(root.url_path))
    return next(
        (root.language for root in roots if url_path and url_path.startswith(root.url_path)), ""
    )
