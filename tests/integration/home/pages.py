"""Pages of a small site: the intercommunality, two communes, their sections."""

from typing import Any

from wagtail.images import get_image_model
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page

from consultations.models import ConsultationIndexPage
from home.models import ContentPage, GlossaryPage, GlossaryTerm, NewsIndexPage, NewsPage
from tests.factories.territory import make_branch, make_site


def add_page(parent: Page, model: type[Page], title: str, **extra: Any) -> Page:
    page = model(title=title, **extra)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def make_content(parent: Page | None = None, title: str = "Comment participer", **extra: Any):
    return add_page(parent or make_site(), ContentPage, title, **extra)


def make_news(parent: Page | None = None, title: str = "La halle rouvre", **extra: Any):
    parent = parent or make_site()
    index = NewsIndexPage.objects.child_of(parent).first()
    if index is None:
        index = add_page(parent, NewsIndexPage, "Actualités", show_in_menus=True)
    return add_page(index, NewsPage, title, **extra)


def make_glossary(*terms: tuple[str, str, str]) -> GlossaryPage:
    for term, acronym, definition in terms:
        GlossaryTerm.objects.create(term=term, acronym=acronym, definition=definition)
    return add_page(make_site(), GlossaryPage, "Glossaire")


def make_two_communes() -> tuple[Page, Page]:
    return make_branch("saint-aurel"), make_branch("montfaucelle")


def make_consultations(parent: Page) -> ConsultationIndexPage:
    return add_page(parent, ConsultationIndexPage, "Concertations", show_in_menus=True)


def make_image(title: str = "Carte", collection: Collection | None = None) -> Image:
    root = make_collections()
    return get_image_model().objects.create(
        title=title, file=get_test_image_file(), collection=collection or root
    )


def make_collections() -> Collection:
    """Return the root of the collections, which a migration makes on a real site."""
    return Collection.get_first_root_node() or Collection.add_root(name="Root")
