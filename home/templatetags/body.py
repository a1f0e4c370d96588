"""Lay out the body of a page: what its blocks are grouped into."""

from dataclasses import dataclass, field
from typing import Any

from django import template

from civic.core.templatetags.addresses import address

register = template.Library()

# These say their own title: each is a section by itself.
TITLED = frozenset({"live_list", "follow_up_table", "key_figures"})


@dataclass
class Part:
    """A section of a page: a title (perhaps empty) and the blocks below it."""

    title: str
    blocks: list[Any] = field(default_factory=list)


@register.simple_tag
def hero_of(body: Any) -> Any:
    """Give the hero block of a body, or None; it is shown above everything else."""
    return next((block for block in body if block.block_type == "hero"), None)


@register.simple_tag
def parts_of(body: Any) -> list[Part]:
    """Group the blocks of a body into sections: a heading takes what follows it."""
    parts: list[Part] = []
    for block in body:
        if block.block_type == "hero":
            continue
        if block.block_type == "heading":
            parts.append(Part(str(block.value)))
        elif block.block_type in TITLED and block.value["title"]:
            parts.append(Part(block.value["title"], [block]))
        elif not parts or _ends(parts[-1]):
            parts.append(Part("", [block]))
        else:
            parts[-1].blocks.append(block)
    return parts


def _ends(part: Part) -> bool:
    return bool(part.blocks) and part.blocks[-1].block_type in TITLED


@register.simple_tag
def hero_actions(value: Any) -> list[dict[str, str]]:
    """Give the button of a hero, when the editor named a page and a label."""
    target = address(value["link_page"])
    return [{"label": value["link_label"], "url": target}] if target and value["link_label"] else []
