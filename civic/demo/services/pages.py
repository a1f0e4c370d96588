"""Load the website: the tree of pages, their bodies, news, glossary."""

import uuid
from typing import Any

from wagtail.models import Page

from civic.accounts.policies import SYSTEM
from civic.core.blocks import BodyBlock
from civic.territory.models import OrganisationPage
from home.models import ContentPage, GlossaryPage, GlossaryTerm, NewsIndexPage, NewsPage
from home.services.opening import open_branch
from neighbourhood_councils.models import RequestIndexPage

from ..logic.content import content, entries
from .images import draw_maps
from .world import World

ROOT = "val-de-brevanne"
BRANCHES = (ROOT, "saint-aurel", "montfaucelle")


def load_tree(world: World) -> None:
    """Create the three branches with their lists of consultations, councils, news."""
    for slug in BRANCHES:
        opened = open_branch(actor=SYSTEM, organisation=world.organisations[slug], with_texts=False)
        world.homes[slug] = opened.home


def _add(world: World, branch: str, page: Page, *, in_menus: bool = True) -> Page:
    page.show_in_menus = in_menus
    home = OrganisationPage.objects.get(pk=world.homes[branch].pk)
    home.add_child(instance=page)
    return page


def load_texts(world: World) -> None:
    """Write the bodies of the homes, the content pages, the news and the glossary."""
    site = content("site")
    images = draw_maps(world, site["images"])
    pages: dict[str, Page] = {}
    for entry in site["pages"]:
        pages[entry["slug"]] = _add(
            world,
            entry["organisation"],
            ContentPage(
                title=entry["title"],
                slug=entry["slug"],
                introduction=entry["introduction"],
                search_description=entry["search_description"],
                in_footer=entry["in_footer"],
            ),
            in_menus=entry["show_in_menus"],
        )
    references = {slug: page.pk for slug, page in pages.items()}
    for slug in BRANCHES:
        asking = RequestIndexPage.objects.child_of(world.homes[slug]).get()
        references[f"{slug}/{asking.slug}"] = asking.pk
    for entry in site["pages"]:
        _write_body(pages[entry["slug"]], entry["body"], references, images)
    for entry in site["homes"]:
        home = OrganisationPage.objects.get(pk=world.homes[entry["organisation"]].pk)
        home.search_description = entry["search_description"]
        _write_body(home, entry["body"], references, images)
    _load_news(world, references, images)
    _load_glossary(world)


def _load_news(world: World, references: dict[str, int], images: dict[str, int]) -> None:
    for entry in entries("news"):
        home = world.homes[entry["organisation"]]
        index = NewsIndexPage.objects.child_of(home).get()
        page = NewsPage(
            title=entry["title"],
            slug=entry["slug"],
            introduction=entry["summary"],
            published_on=world.calendar.day(entry["day"]),
        )
        index.add_child(instance=page)
        _write_body(page, entry["body"], references, images)


def _load_glossary(world: World) -> None:
    GlossaryTerm.objects.bulk_create(
        GlossaryTerm(
            term=entry["term"],
            acronym=entry["acronym"] or "",
            definition=entry["definition"],
            more=entry.get("details") or "",
        )
        for entry in entries("glossary")
    )
    _add(
        world,
        ROOT,
        GlossaryPage(
            title="Les mots de la participation",
            slug="glossaire",
            introduction="Les mêmes mots, dits simplement, partout sur ce site.",
        ),
        in_menus=False,
    )


def _write_body(
    page: Any, blocks: list[dict[str, Any]], references: dict[str, int], images: dict[str, int]
) -> None:
    page.body = BodyBlock().to_python(
        [
            {
                "id": str(uuid.uuid4()),
                "type": block["type"],
                "value": _resolved(block["value"], references, images),
            }
            for block in blocks
        ]
    )
    page.save()
    page.save_revision(clean=False).publish()


def _resolved(value: Any, references: dict[str, int], images: dict[str, int]) -> Any:
    """Replace the short address of a page, and the key of an image, by its row."""
    if not isinstance(value, dict):
        return value
    resolved = dict(value)
    for name in ("page", "link_page"):
        if name in resolved:
            resolved[name] = references.get(resolved[name] or "")
    if "image" in resolved:
        resolved["image"] = images[resolved["image"]]
    return resolved
