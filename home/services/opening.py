"""Open a territory: its first organisation, its pages, its groups, its administrator."""

import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlparse

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, Locale, Page, Site

from civic.accounts.models import User
from civic.accounts.policies import Actor, SystemActor
from civic.accounts.services.sign_in import user_for_email
from civic.audit.services import record
from civic.core.blocks import BodyBlock
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.territory.enums import OrganisationKind
from civic.territory.models import Organisation, OrganisationPage
from civic.territory.policies import can_seed_branches
from civic.territory.services.branches import seed_branch
from civic.territory.services.rows import create_organisation

from ..logic.opening_texts import opening_texts
from ..models import ContentPage, GlossaryPage, GlossaryTerm
from ..selectors.directory import forget_directory
from ..selectors.freshness import forget_lists
from .setup_code import check_setup_code, forget_setup_code
from .staff import follow_every_role

FIRST_RUN = SystemActor("first run")


@dataclass
class Opened:
    """What an opening made: nothing is made twice."""

    organisation: Organisation
    home: OrganisationPage
    is_new: bool
    administrator: User | None = None
    pages: list[str] = field(default_factory=list)


def open_with_code(*, code: str, name: str, kind: str, email: str, **facts: Any) -> Opened:
    """Open a fresh installation for whoever holds its setup code.

    Raises Refusal when the code is wrong, or when somebody opened it meanwhile.
    """
    check_setup_code(code)
    with transaction.atomic():
        _locked_root()
        if Organisation.objects.exists():
            raise Refusal(_("This site is open already: sign in."), code="already_open")
        opened = open_territory(actor=FIRST_RUN, name=name, kind=kind, email=email, **facts)
        transaction.on_commit(forget_setup_code)
    return opened


def open_territory(*, actor: Actor, name: str, kind: str, email: str = "", **facts: Any) -> Opened:
    """Open the first organisation of an installation and name its first administrator.

    `facts` are columns of the organisation: short_name, code, contact_phone, contact_email,
    contact_address, desk_hours, accent. Repeated with the same name, it completes what is
    missing and changes nothing else. Raises NotAllowed, or Refusal with its field.
    """
    if not can_seed_branches(actor):
        raise NotAllowed(_("Only an administrator opens a territory."))
    with transaction.atomic():
        _locked_root()
        wanted = " ".join(name.split())
        first = Organisation.objects.order_by("pk").first()
        mine = Organisation.objects.filter(name__iexact=wanted).first()
        if first is not None and mine is None:
            raise Refusal(
                _("This site already belongs to « %(name)s ».") % {"name": first.name},
                code="already_open",
                field="name",
            )
        organisation = mine or create_organisation(
            actor=actor, name=wanted, kind=kind, **_given(facts)
        )
        opened = open_branch(actor=actor, organisation=organisation)
        opened.is_new = mine is None
        if email:
            opened.administrator = name_administrator(actor=actor, email=email)
        transaction.on_commit(forget_setup_code)
    return opened


def add_commune(*, actor: Actor, name: str, **facts: Any) -> Opened:
    """Add a commune to the intercommunality and open its branch, below it."""
    if not can_seed_branches(actor):
        raise NotAllowed(_("Only an administrator adds a commune."))
    with transaction.atomic():
        _locked_root()
        parent = Organisation.objects.filter(kind=OrganisationKind.INTERCOMMUNALITY).first()
        if parent is None:
            raise Refusal(
                _(
                    "This site belongs to one commune. Several communes share a site that was "
                    "opened for their intercommunality."
                ),
                code="no_intercommunality",
            )
        organisation = create_organisation(
            actor=actor,
            name=" ".join(name.split()),
            kind=OrganisationKind.COMMUNE,
            intercommunality=parent,
            **_given(facts),
        )
        return open_branch(actor=actor, organisation=organisation)


def open_branch(*, actor: Actor, organisation: Organisation, with_texts: bool = True) -> Opened:
    """Give an organisation its home, its sections, its groups and its workflow; safe to repeat.

    The first branch also receives the pages every site needs: those that only the body itself
    can complete stay drafts. `with_texts=False` leaves the words to the caller.
    """
    if not can_seed_branches(actor):
        raise NotAllowed(_("Only an administrator opens a branch."))
    with transaction.atomic():
        root = _locked_root()
        home = OrganisationPage.objects.filter(organisation=organisation).order_by("path").first()
        opened = Opened(organisation, home, is_new=home is None)  # type: ignore[arg-type]
        texts = opening_texts(name=organisation.label, reach=_reach(organisation))
        if home is None:
            home = opened.home = _new_home(organisation, root)
        sections = _add_sections(opened, texts["sections"])
        if with_texts:
            if home.depth == root.depth + 1:
                _add_texts(opened, texts)
            if opened.is_new:
                _write_home(opened, texts["home"])
        seed_branch(actor=actor, page=home)
        if opened.is_new or sections:
            record(
                actor=actor,
                action="branch.opened",
                target=home,
                organisation_id=organisation.pk,
                pages=opened.pages,
            )
        follow_every_role()
        for forget in (forget_directory, forget_lists):
            transaction.on_commit(forget)
    return opened


def name_administrator(*, actor: Actor, email: str) -> User:
    """Make an address the one of an administrator, who signs in with a code; safe to repeat."""
    if not actor.is_administrator:
        raise NotAllowed(_("Only an administrator names another one."))
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise Refusal(
            _("Write the address as name@example.org."), code="email", field="email"
        ) from error
    with transaction.atomic():
        user = user_for_email(email)
        if not (user.is_superuser and user.is_staff):
            user.is_superuser = user.is_staff = True
            user.save(update_fields=["is_superuser", "is_staff"])
            record(actor=actor, action="administrator.named", target=user)
    return user


def _given(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in ("", None)}


def _reach(organisation: Organisation) -> str:
    parts = (
        organisation.contact_phone,
        organisation.contact_email,
        organisation.contact_address,
        organisation.desk_hours,
    )
    return " · ".join(part for part in parts if part)


def _locked_root() -> Page:
    """Return the root of the tree, locked: two openings at once become one after the other."""
    language = settings.LANGUAGE_CODE
    locale, _created = Locale.objects.get_or_create(language_code=language)
    root = locked(Page.objects.filter(depth=1)).order_by("path").first()
    if root is None:
        root = Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    return root


def _new_home(organisation: Organisation, root: Page) -> OrganisationPage:
    parent: Page = root
    address = "accueil"
    if OrganisationPage.objects.exists():
        above = OrganisationPage.objects.filter(
            organisation_id=organisation.intercommunality_id or 0
        ).first()
        if above is None:
            raise Refusal(
                _("Open the branch of its intercommunality first."), code="no_intercommunality"
            )
        parent, address = above, organisation.slug
    home = OrganisationPage(title=organisation.label, slug=address, organisation=organisation)
    _publish(parent, home)
    if parent is root:
        _become_the_site(home, root)
    return home


def _become_the_site(home: OrganisationPage, root: Page) -> None:
    served = urlparse(settings.BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": served.hostname or "localhost",
            "port": served.port or (443 if served.scheme == "https" else 80),
            "root_page": home,
            "site_name": home.title,
        },
    )
    # The page that welcomes developers to an empty Wagtail.
    for stray in Page.objects.child_of(root).exclude(pk=home.pk):
        if stray.specific_class is Page:
            stray.delete()


def _add_sections(opened: Opened, sections: list[dict[str, str]]) -> list[str]:
    added = []
    for entry in sections:
        model = apps.get_model(entry["model"])
        has_no_councils = opened.organisation.kind == OrganisationKind.INTERCOMMUNALITY
        if has_no_councils and model._meta.model_name == "councilindexpage":
            continue
        if model.objects.child_of(opened.home).exists():
            continue
        page = model(
            title=entry["title"],
            slug=entry["slug"],
            introduction=entry["introduction"],
            show_in_menus=True,
        )
        _publish(opened.home, page)
        added.append(entry["slug"])
    opened.pages += added
    return added


def _add_texts(opened: Opened, texts: dict[str, Any]) -> None:
    home = opened.home
    for entry in texts["pages"]:
        if Page.objects.child_of(home).filter(slug=entry["slug"]).exists():
            continue
        page = ContentPage(
            title=entry["title"],
            slug=entry["slug"],
            introduction=entry["introduction"],
            in_footer=entry["in_footer"],
            show_in_menus=entry["in_menus"],
            body=_body(entry["body"]),
        )
        _publish(home, page, is_draft=not entry["published"])
        opened.pages.append(entry["slug"])
    glossary = texts["glossary"]
    if not GlossaryTerm.objects.exists():
        GlossaryTerm.objects.bulk_create(
            GlossaryTerm(term=term, definition=definition) for term, definition in glossary["terms"]
        )
    if not GlossaryPage.objects.child_of(home).exists():
        page = GlossaryPage(
            title=glossary["title"], slug=glossary["slug"], introduction=glossary["introduction"]
        )
        _publish(home, page)
        opened.pages.append(glossary["slug"])


def _write_home(opened: Opened, entry: dict[str, Any]) -> None:
    home = OrganisationPage.objects.get(pk=opened.home.pk)
    home.search_description = entry["search_description"]
    home.body = _body(entry["body"])
    home.save_revision().publish()


def _body(blocks: list[dict[str, Any]]) -> Any:
    return BodyBlock().to_python(
        [
            {"id": str(uuid.uuid4()), "type": block["type"], "value": _linked(block["value"])}
            for block in blocks
        ]
    )


def _linked(value: Any) -> Any:
    """Replace the short address of a page by the page of the site that has it."""
    if not isinstance(value, dict) or "link_page" not in value:
        return value
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    page = Page.objects.child_of(site.root_page).filter(slug=value["link_page"], live=True).first()
    return value | {"link_page": page.pk if page else None}


def _publish(parent: Page, page: Page, *, is_draft: bool = False) -> None:
    # The tree's own counters changed with the last page: it is read again.
    page.live = False
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    revision = page.save_revision()
    if not is_draft:
        revision.publish()
        page.refresh_from_db()
