"""Whether an installation was opened, and what its first people still have to do."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from civic.accounts.models import RoleAssignment
from civic.accounts.policies import Actor
from civic.territory.models import CityDepartment, Organisation, OrganisationPage
from civic.territory.models.organisation import DEFAULT_ACCENT
from consultations.models import Consultation, ConsultationIndexPage

from ..models import ContentPage
from .directory import directory


def is_opened() -> bool:
    """Tell whether this installation has its first organisation; asks the cache first."""
    return bool(directory().branches) or Organisation.objects.exists()


@dataclass(frozen=True)
class Step:
    """One thing to do before the first residents come."""

    title: str
    help: str
    url: str
    is_done: bool


def next_steps(actor: Actor) -> list[Step]:
    """Return what an administrator still has to do; empty for others and once all is done.

    Every step is read in one query, whatever the size of the territory.
    """
    if not actor.is_administrator:
        return []
    home = OrganisationPage.objects.select_related("organisation").order_by("path").first()
    if home is None:
        return []
    organisation: Organisation = home.organisation
    edit = reverse("organisations:edit", args=[organisation.pk])
    drafts = ContentPage.objects.descendant_of(home).filter(
        Q(live=False) | Q(has_unpublished_changes=True)
    )
    draft = drafts.order_by("path").first()
    consultations = ConsultationIndexPage.objects.descendant_of(home).order_by("path").first()
    steps = [
        Step(
            _("Choose the colour and the logo"),
            _("Its contrast is checked before it is saved."),
            edit,
            organisation.logo_id is not None or organisation.accent != DEFAULT_ACCENT,
        ),
        Step(
            _("Say how you are reached"),
            _("Telephone and desk hours stand at the foot of every page."),
            edit,
            bool(organisation.contact_phone and organisation.desk_hours),
        ),
        Step(
            _("Complete the legal pages, then publish them"),
            _("Legal notice, personal data, accessibility: what is missing is written in bold."),
            _edit_page(draft) if draft else "",
            draft is None,
        ),
        Step(
            _("Name the departments that answer"),
            _("Each contribution is owed an answer by one of them."),
            reverse("departments:index"),
            CityDepartment.objects.exists(),
        ),
        Step(
            _("Invite your colleagues"),
            _("Each with a role: they sign in with a code received by e-mail."),
            reverse("roles:index"),
            RoleAssignment.objects.exists(),
        ),
        Step(
            _("Open the first consultation"),
            _("Its question, who decides, when the answer is due, what is open."),
            reverse("wagtailadmin_explore", args=[consultations.pk]) if consultations else "",
            Consultation.objects.filter(is_published=True).exists(),
        ),
    ]
    return [] if all(step.is_done for step in steps) else steps


def _edit_page(page: Page | Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
