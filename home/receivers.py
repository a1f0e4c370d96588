"""Wagtail says that a page was published, moved or removed: menus and search follow."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from civic.core.models import BasePage

from .selectors.directory import forget_directory
from .selectors.freshness import forget_lists
from .selectors.glossary import forget_glossary
from .services.search import index_branch, index_page, remove_page


def forget_pages() -> None:
    """Forget what was read of the tree, now and once the change is committed."""
    for forget in (forget_directory, forget_glossary, forget_lists):
        forget()
        # Another request may have read the tree again before the commit.
        transaction.on_commit(forget)


def published(sender: Any, instance: Page, **kwargs: Any) -> None:
    forget_pages()
    if isinstance(instance, BasePage):
        index_page(instance)


def unpublished(sender: Any, instance: Page, **kwargs: Any) -> None:
    forget_pages()
    remove_page(instance)


def moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    forget_pages()
    index_branch(Page.objects.get(pk=instance.pk))


def deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    # Each class of a page's inheritance says it is deleted: the last one has the key.
    if issubclass(sender, Page):
        forget_pages()
        remove_page(instance)


def restricted(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    forget_pages()
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        index_branch(page)


def listen() -> None:
    """Connect the receivers; called once, when the app is ready."""
    page_published.connect(published, dispatch_uid="home.published")
    page_unpublished.connect(unpublished, dispatch_uid="home.unpublished")
    page_slug_changed.connect(moved, dispatch_uid="home.slug_changed")
    post_page_move.connect(moved, dispatch_uid="home.moved")
    post_delete.connect(deleted, dispatch_uid="home.deleted")
    post_save.connect(restricted, sender=PageViewRestriction, dispatch_uid="home.restricted")
    post_delete.connect(restricted, sender=PageViewRestriction, dispatch_uid="home.freed")
