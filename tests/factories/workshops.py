"""A workshop with a session, and its page."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from civic.accounts.policies import SYSTEM
from civic.participation.models import Session
from civic.participation.services.sessions import schedule_session
from tests.factories.territory import make_intercommunality, make_site
from workshops.models import Workshop, WorkshopIndexPage, WorkshopPage
from workshops.services.workshops import create_workshop


def make_workshop(slug: str = "atelier-climat") -> Workshop:
    return create_workshop(
        actor=SYSTEM,
        organisation=make_intercommunality(),
        title="Atelier du plan climat",
        slug=slug,
        purpose="Trier ensemble les propositions et dire ce qui presse.",
        contact_phone="05 36 49 00 11",
    )


def make_session(workshop: Workshop | None = None, **extra: Any) -> Session:
    start = timezone.now() + timedelta(days=10)
    values = {
        "title": "Première séance",
        "starts_at": start,
        "ends_at": start + timedelta(hours=3),
        "place": "Salle des fêtes",
        "capacity": 2,
    }
    space = (workshop or make_workshop()).space
    cancelled_at = extra.pop("cancelled_at", None)
    session = schedule_session(actor=SYSTEM, space=space, **(values | extra))
    if cancelled_at is not None:
        session.cancelled_at, session.cancelled_reason = cancelled_at, "La salle est inondée."
        session.save()
    return session


def make_workshop_page(workshop: Workshop) -> WorkshopPage:
    site = make_site()
    index = WorkshopIndexPage(title="Ateliers", slug="ateliers")
    site.add_child(instance=index)
    page = WorkshopPage(title=workshop.space.title, slug=workshop.space.slug, workshop=workshop)
    index.add_child(instance=page)
    return page
