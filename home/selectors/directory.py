"""The branches of the site, with their faces and menus: read once a minute, then from memory."""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any, cast

from django.core.cache import cache
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from civic.core.selectors import (
    RESTRICTIONS_KEY,
    ROOTS_KEY,
    forget_what_was_read,
    once_per_request,
    page_url,
    roots_for,
)
from civic.territory.models import Organisation, OrganisationPage
from civic.territory.selectors import stylesheet_url
from consultations.models import BallotPage, CallForProposalsPage, ConsultationPage
from neighbourhood_councils.models import CouncilPage
from workshops.models import MixedGroupPage, WorkshopPage

from ..models import ContentPage

DIRECTORY_KEY = "home.directory"
DIRECTORY_SECONDS = 60
LOGO_FILTER = "max-320x96|format-webp"
STEP = Page.steplen


@dataclass(frozen=True)
class Logo:
    """A logo ready to be shown; `file` is itself, so that it reads like an image."""

    url: str
    width: int
    height: int

    @property
    def file(self) -> "Logo":
        return self


@dataclass(frozen=True)
class Face:
    """What every page shows of the organisation it belongs to."""

    pk: int
    slug: str
    kind: str
    name: str
    short_name: str
    contact_phone: str
    contact_email: str
    contact_address: str
    desk_hours: str
    stylesheet_url: str
    logo: Logo | None = None

    @property
    def label(self) -> str:
        return self.short_name or self.name


@dataclass(frozen=True)
class Entry:
    """A page of a menu; `path` is its place in the tree."""

    page_id: int
    path: str
    url_path: str
    title: str
    language: str
    translation_key: uuid.UUID

    @property
    def url(self) -> str:
        return page_url(cast(Page, self))


@dataclass(frozen=True)
class Branch:
    """The home page of an organisation in one language, and its menus."""

    home: Entry
    face: Face
    sections: tuple[Entry, ...] = ()
    footer: tuple[Entry, ...] = ()

    @property
    def url(self) -> str:
        return self.home.url


@dataclass(frozen=True)
class Directory:
    """Every published branch; a page belongs to the deepest one above it."""

    branches: tuple[Branch, ...]
    spaces: dict[int, tuple[Entry, ...]] = field(default_factory=dict)
    activities: dict[int, tuple[Entry, ...]] = field(default_factory=dict)

    def branch_above(self, path: str) -> Branch | None:
        """Return the nearest branch above a place in the tree, itself included."""
        above = [branch for branch in self.branches if path.startswith(branch.home.path)]
        return max(above, key=lambda branch: len(branch.home.path), default=None)

    def in_language(self, branch: Branch, language: str) -> Branch:
        """Return a branch as read in a language: what has no translation stays as it is."""
        key = branch.home.translation_key
        same = [other for other in self.branches if other.home.translation_key == key]
        same.sort(key=lambda other: (other.home.language != language, other is not branch))
        read = same[0]
        for other in same[1:]:
            read = replace(
                read,
                sections=_merged(read.sections, other.sections),
                footer=_merged(read.footer, other.footer),
            )
        return read

    def of_organisation(self, organisation_id: int, language: str) -> Branch | None:
        """Return the branch of an organisation, in a language where it exists."""
        mine = [branch for branch in self.branches if branch.face.pk == organisation_id]
        mine.sort(key=lambda branch: branch.home.language != language)
        return mine[0] if mine else None

    def page_of_space(self, space_id: int, branch: Branch) -> Entry | None:
        """Return the page that shows a space, rather the one of a branch and its language."""
        return _preferred(self.spaces.get(space_id, ()), branch)

    def page_of_activity(self, activity_id: int, branch: Branch) -> Entry | None:
        """Return the page that shows an activity, rather the one of a branch."""
        return _preferred(self.activities.get(activity_id, ()), branch)

    def titles(self) -> dict[str, Entry]:
        """Return the pages known by heart, by their place in the tree."""
        known: dict[str, Entry] = {}
        for branch in self.branches:
            known[branch.home.path] = branch.home
            known |= {entry.path: entry for entry in (*branch.sections, *branch.footer)}
        return known


def _merged(first: tuple[Entry, ...], second: tuple[Entry, ...]) -> tuple[Entry, ...]:
    translated = {entry.translation_key for entry in first}
    return (*first, *(entry for entry in second if entry.translation_key not in translated))


def _preferred(entries: tuple[Entry, ...], branch: Branch) -> Entry | None:
    return min(
        entries,
        key=lambda entry: (
            not entry.path.startswith(branch.home.path),
            entry.language != branch.home.language,
            entry.path,
        ),
        default=None,
    )


# The directory as this process last built or fetched it, with the version it had in the cache:
# a request then reads a short string from the cache and not every branch of the territory.
_held: tuple[str, Directory] | None = None


@once_per_request
def directory() -> Directory:
    """Return the branches of the site, at most a minute old."""
    global _held  # noqa: PLW0603
    version = cache.get(DIRECTORY_KEY)
    if version is not None:
        if _held is not None and _held[0] == version:
            return _held[1]
        found: Directory | None = cache.get(f"{DIRECTORY_KEY}.{version}")
        if found is not None:
            _held = (version, found)
            return found
    version, built = uuid.uuid4().hex, _build()
    cache.set(f"{DIRECTORY_KEY}.{version}", built, DIRECTORY_SECONDS * 2)
    cache.set(DIRECTORY_KEY, version, DIRECTORY_SECONDS)
    _held = (version, built)
    return built


def forget_directory() -> None:
    """Make the next request read the branches and menus again."""
    cache.delete_many([DIRECTORY_KEY, ROOTS_KEY, RESTRICTIONS_KEY])
    forget_what_was_read()


def _build() -> Directory:
    homes = list(
        OrganisationPage.objects.live()
        .select_related("organisation__logo", "locale")
        .defer("body")
        .order_by("path")
    )
    faces = {page.organisation_id: face_of(page.organisation) for page in homes}
    menus = _menus({page.path for page in homes})
    return Directory(
        branches=tuple(
            Branch(
                home=_entry(page),
                face=faces[page.organisation_id],
                sections=tuple(menus[page.path]["sections"]),
                footer=tuple(menus[page.path]["footer"]),
            )
            for page in homes
        ),
        spaces=_pages_by(
            (ConsultationPage, "consultation__space_id"),
            (WorkshopPage, "workshop__space_id"),
            (MixedGroupPage, "group__space_id"),
            (CouncilPage, "council__space_id"),
        ),
        activities=_pages_by((CallForProposalsPage, "activity_id"), (BallotPage, "activity_id")),
    )


def _pages_by(*sources: tuple[type[Page], str]) -> dict[int, tuple[Entry, ...]]:
    found: dict[int, tuple[Entry, ...]] = {}
    for model, column in sources:
        pages = model.objects.live().select_related("locale").annotate(_shows=F(column))
        # Only the page's own table is read: its text would weigh on every rebuild.
        for page in pages.defer_streamfields().order_by("path"):
            found[page._shows] = (*found.get(page._shows, ()), _entry(page))
    return found


def _menus(home_paths: set[str]) -> dict[str, dict[str, list[Entry]]]:
    menus: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: {"sections": [], "footer": []})
    depths = {len(path) // STEP + 1 for path in home_paths}
    at_the_foot = set(
        ContentPage.objects.live().filter(in_footer=True).values_list("pk", flat=True)
    )
    children = Page.objects.live().filter(depth__in=depths).select_related("locale")
    for page in children.order_by("path"):
        above = page.path[:-STEP]
        if above not in home_paths or page.path in home_paths:
            continue
        if page.show_in_menus:
            menus[above]["sections"].append(_entry(page))
        if page.pk in at_the_foot:
            menus[above]["footer"].append(_entry(page))
    return menus


def _entry(page: Page) -> Entry:
    return Entry(
        page_id=page.pk,
        path=page.path,
        url_path=page.url_path,
        title=page.title,
        language=page.locale.language_code,
        translation_key=page.translation_key,
    )


def face_of(organisation: Organisation) -> Face:
    """Return what pages show of an organisation."""
    return Face(
        pk=organisation.pk,
        slug=organisation.slug,
        kind=organisation.kind,
        name=organisation.name,
        short_name=organisation.short_name,
        contact_phone=organisation.contact_phone,
        contact_email=organisation.contact_email,
        contact_address=organisation.contact_address,
        desk_hours=organisation.desk_hours,
        stylesheet_url=stylesheet_url(organisation),
        logo=_logo_of(organisation),
    )


def _logo_of(organisation: Organisation) -> Logo | None:
    if organisation.logo is None:
        return None
    try:
        rendition = organisation.logo.get_rendition(LOGO_FILTER)
    except (OSError, ValueError):
        # The file is gone or cannot be read: a page without its logo is still a page.
        return None
    return Logo(rendition.url, rendition.width, rendition.height)


def branch_of(request: HttpRequest, page: Page | None = None) -> Branch | None:
    """Return the branch a request is about: above its page or address, or the root of its site.

    `page` stands for the served page in a preview, which is not served.
    """
    known = directory()
    language = get_language() or "fr"
    served: Any = getattr(request, "served_page", None) or page
    branch = known.branch_above(served.path) if isinstance(served, Page) else None
    branch = branch or _branch_at(request.path, site_branch(request))
    return known.in_language(branch, language) if branch else None


def _branch_at(path: str, site: Branch | None) -> Branch | None:
    # An address that leads nowhere, or a preview, still has the face of its commune.
    if site is None:
        return None
    below = [
        branch
        for branch in directory().branches
        if branch.home.path.startswith(site.home.path) and path.startswith(branch.url)
    ]
    return max(below, key=lambda branch: len(branch.url), default=site)


def site_branch(request: HttpRequest) -> Branch | None:
    """Return the branch at the root of the site of a request."""
    known = directory()
    language = get_language() or "fr"
    roots = sorted(roots_for(request), key=lambda root: root.language != language)
    by_page = {branch.home.page_id: branch for branch in known.branches}
    for root in roots:
        if root.page_id in by_page:
            return known.in_language(by_page[root.page_id], language)
    return None
