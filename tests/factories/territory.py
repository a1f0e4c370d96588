"""Organisations, departments, themes, neighbourhoods and the page tree of a small territory."""

from typing import Any

from django.db.models import F
from wagtail.models import Locale, Page, Site

from civic.territory.enums import OrganisationKind
from civic.territory.models import (
    CityDepartment,
    Neighbourhood,
    Organisation,
    OrganisationPage,
    Theme,
)


def make_intercommunality(**extra: Any) -> Organisation:
    values = {
        "kind": OrganisationKind.INTERCOMMUNALITY,
        "name": "Communauté de communes du Val de Brévanne",
        "short_name": "Val de Brévanne",
        "slug": "val-de-brevanne",
        "contact_phone": "05 36 49 00 10",
        "contact_email": "contact@example.org",
        "desk_hours": "du lundi au vendredi, 9 h – 17 h",
    }
    values |= extra
    slug = values.pop("slug")
    return Organisation.objects.get_or_create(slug=slug, defaults=values)[0]


def make_commune(slug: str = "saint-aurel", **extra: Any) -> Organisation:
    values = {
        "kind": OrganisationKind.COMMUNE,
        "name": {"saint-aurel": "Saint-Aurel-sur-Brévanne", "montfaucelle": "Montfaucelle"}.get(
            slug, slug.title()
        ),
        "intercommunality": make_intercommunality(),
        "contact_phone": "05 36 49 00 20",
        "contact_email": f"mairie@{slug}.example.org",
        "desk_hours": "du lundi au samedi, 9 h – 12 h",
    }
    return Organisation.objects.get_or_create(slug=slug, defaults=values | extra)[0]


def make_department(
    organisation: Organisation | None = None, slug: str = "voirie", **extra: Any
) -> CityDepartment:
    organisation = organisation or make_commune()
    values = {"name": slug.replace("-", " ").capitalize()} | extra
    return CityDepartment.objects.get_or_create(
        organisation=organisation, slug=slug, defaults=values
    )[0]


def make_neighbourhood(
    organisation: Organisation | None = None, slug: str = "faubourg-saint-loup", **extra: Any
) -> Neighbourhood:
    organisation = organisation or make_commune()
    values = {"name": slug.replace("-", " ").title()} | extra
    return Neighbourhood.objects.get_or_create(
        organisation=organisation, slug=slug, defaults=values
    )[0]


def make_theme(slug: str = "mobilites", **extra: Any) -> Theme:
    return Theme.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize()} | extra)[0]


def make_site() -> OrganisationPage:
    """Return the home page of the intercommunality, root of the default site."""
    page = OrganisationPage.objects.filter(organisation__slug="val-de-brevanne").first()
    if page is not None:
        return page
    french, _created = Locale.objects.get_or_create(language_code="fr")
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node()
    if root is None:
        # Without migrations (--nomigrations) the tree has no root.
        root = Page.add_root(instance=Page(title="Root", slug="root", locale=french))
    for stray in root.get_children():
        _take_out(stray)
    root = Page.objects.get(pk=root.pk)
    page = OrganisationPage(
        title="Val de Brévanne", slug="accueil", organisation=make_intercommunality()
    )
    root.add_child(instance=page)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "testserver", "root_page": page, "site_name": "Civic"},
    )
    from django.core.cache import cache

    cache.clear()
    return page


def _take_out(stray: Page) -> None:
    """Delete a page; Wagtail's first one without asking every table what points to it.

    Only the site does. Nearly every test begins here, and the asking takes as long as all the rest.
    """
    if stray.numchild or stray.specific_class is not Page:
        stray.delete()
        return
    Site.objects.filter(root_page=stray)._raw_delete("default")
    Page.objects.filter(pk=stray.pk)._raw_delete("default")
    Page.objects.filter(pk=stray.get_parent().pk).update(numchild=F("numchild") - 1)


def make_branch(slug: str = "saint-aurel") -> OrganisationPage:
    """Return the home page of a commune, below the intercommunality's."""
    page = OrganisationPage.objects.filter(organisation__slug=slug).first()
    if page is not None:
        return page
    organisation = make_commune(slug)
    page = OrganisationPage(title=organisation.name, slug=slug, organisation=organisation)
    make_site().add_child(instance=page)
    return page
