"""Place a page below the home of a branch, in the section that lists pages of its kind."""

from django.utils.text import slugify
from wagtail.models import Page

from ..models import BasePage


def place_page(*, home: Page, section: type[BasePage], title: str, page: BasePage) -> BasePage:
    """Publish a page in a section of a branch; the section is made, with `title`, when it misses.

    The caller has checked who may; the address is the page's slug, or the next one free.
    """
    listing = section.objects.child_of(home).order_by("path").first()
    if listing is None:
        listing = home.add_child(
            instance=section(
                title=title,
                slug=free_page_slug(home, title),
                locale=home.locale,
                show_in_menus=True,
            )
        )
    page.slug = free_page_slug(listing, page.slug or page.title)
    page.locale = listing.locale
    placed: BasePage = listing.add_child(instance=page)
    placed.save_revision().publish()
    return placed


def free_page_slug(parent: Page, text: str) -> str:
    """Return a short address that no page below a parent has."""
    base = slugify(text)[:200] or "page"
    taken = set(parent.get_children().values_list("slug", flat=True))
    candidates = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)
