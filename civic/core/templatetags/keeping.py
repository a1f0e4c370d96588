"""Keep a part of a page that every visitor reads alike."""

from django import template
from django.conf import settings
from django.core.cache import cache
from django.template import Context, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import mark_safe

register = template.Library()


class KeptNode(template.Node):
    def __init__(self, nodelist: NodeList, key: FilterExpression) -> None:
        self.nodelist = nodelist
        self.key = key

    def render(self, context: Context) -> str:
        key = self.key.resolve(context)
        if not key:
            return self.nodelist.render(context)
        written = cache.get(key)
        if written is None:
            written = self.nodelist.render(context)
            cache.set(key, str(written), settings.KEPT_SECONDS)
        return mark_safe(written)


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Write `{% kept key %}…{% endkept %}` once for everybody; an empty key keeps nothing.

    What is inside must not hold a form's token nor anything of the visitor. Give it lazy values:
    they are then not read at all while the part is kept.
    """
    try:
        _name, key = token.split_contents()
    except ValueError as error:
        raise template.TemplateSyntaxError("« kept » takes one key.") from error
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, parser.compile_filter(key))
