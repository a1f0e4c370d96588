"""Underline the words of the glossary: the definition is one key-press away, without a script."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..logic.glossary import mark_words
from ..selectors.glossary import anchor_of, glossary

register = template.Library()


@register.simple_tag(takes_context=True)
def glossed(context: Any, text: Any) -> SafeString:
    """Show a rich text; each term of the glossary is underlined once per page.

    A term is a button that opens its definition; a browser that cannot do so shows the
    definition in the text.
    """
    html = str(text)
    shared = glossary()
    seen = _seen_on(context)
    terms = {word.key: word.term for word in shared.words}
    page = shared.page_in(get_language() or "fr")

    def mark(key: int, written: str) -> str:
        seen.add(key)
        definition = shared.definitions[key]
        more = (
            format_html(
                ' <a href="{}#{}">{}</a>', page.url, anchor_of(terms[key]), _("In the glossary")
            )
            if page is not None
            else ""
        )
        return format_html(
            '<button type="button" class="term" popovertarget="definition-{}">{}</button>'
            '<span class="definition" id="definition-{}" popover><b>{}</b> {}{}</span>',
            key,
            mark_safe(written),
            key,
            terms[key],
            definition,
            more,
        )

    return mark_safe(mark_words(html, shared.words, frozenset(seen), mark))


def _seen_on(context: Any) -> set[int]:
    request = context.get("request")
    if request is None:
        return set()
    seen: set[int] | None = getattr(request, "_glossary_seen", None)
    if seen is None:
        seen = request._glossary_seen = set()
    return seen
