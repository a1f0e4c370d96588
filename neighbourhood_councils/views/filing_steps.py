"""The way through the questions of a request: what was typed, what comes next."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from civic.cases.models import RequestDraft, RequestPhoto, RequestType
from civic.cases.selectors import suggest_types
from civic.participation.views.acting import actor_of
from civic.territory.enums import OrganisationKind
from civic.territory.models import Neighbourhood, Organisation
from civic.territory.selectors import outlines_of, resolve_address

from ..models import RequestIndexPage
from ..selectors.nearby import Nearby, already_asked
from ..selectors.placing import Destination, destination_of
from ..services.request_drafts import keep_draft
from .filing_forms import OTHER, place_named

TEXT, SUBJECT, PLACE, PHOTOS = "texte", "sujet", "lieu", "photos"
NEARBY, SEND, WHO = "deja", "envoi", "qui"
STEPS = (TEXT, SUBJECT, PLACE, PHOTOS, NEARBY, SEND, WHO)
DRAFT_DAYS = 14
OUTLINES_SECONDS = 60
SUGGESTED_TYPES = 3
SALT = "neighbourhood_councils.request_draft"


@dataclass
class Filing:
    """One person's way through the questions: the page, its body, what was typed so far."""

    request: HttpRequest
    page: RequestIndexPage
    organisation: Organisation
    draft: RequestDraft | None

    @property
    def data(self) -> dict[str, Any]:
        """Return what was typed so far."""
        return self.draft.data if self.draft else {}

    @property
    def sent_as(self) -> str:
        """Return the number of what this draft became, once sent."""
        return str(self.data.get("sent", ""))

    @property
    def is_sure_of_text(self) -> bool:
        """Tell whether the first two questions were answered."""
        return bool(self.data.get("text") and self.data.get("title") and self.data.get("type"))

    def url(self, step: str) -> str:
        """Return the address of a step."""
        if step == TEXT:
            return self.page.url_of("file")
        return self.page.url_of("file_step", step=step)

    def keep(self, typed: dict[str, Any]) -> None:
        """Add what was typed to the draft."""
        self.draft = keep_draft(organisation=self.organisation, data=typed, draft=self.draft)

    @cached_property
    def suggested(self) -> list[RequestType]:
        """Return the types the words speak of."""
        said = suggest_types(str(self.data.get("text", "")), limit=SUGGESTED_TYPES)
        return [each.request_type for each in said]

    @cached_property
    def request_type(self) -> RequestType | None:
        """Return the type that was chosen; None for something else."""
        slug = self.data.get("type") or OTHER
        if slug == OTHER:
            return None
        return (
            RequestType.objects.filter(slug=slug, is_active=True)
            .select_related("competence", "theme")
            .first()
        )

    @cached_property
    def where(self) -> tuple[Organisation, Neighbourhood | None]:
        """Return the body it is about, and the neighbourhood when it is known."""
        commune, neighbourhood = place_named(str(self.data.get("where") or ""))
        return commune or self.organisation, neighbourhood

    @cached_property
    def destination(self) -> Destination:
        """Return who receives, follows and answers it, and by when."""
        organisation, neighbourhood = self.where
        return destination_of(
            organisation=organisation,
            neighbourhood=neighbourhood,
            request_type=self.request_type,
        )

    @cached_property
    def nearby(self) -> list[Nearby]:
        """Return what was already asked at the same place."""
        organisation, _neighbourhood = self.where
        typed = str(self.data.get("place", ""))
        known = [place.street for place in resolve_address(typed, organisation) if place.street]
        return already_asked(
            organisation=organisation,
            request_type=self.request_type,
            latitude=degrees(self.data.get("latitude")),
            longitude=degrees(self.data.get("longitude")),
            # A known street, without the number that a neighbour would not give alike.
            street=known[0] if known else typed,
            text=f"{self.data.get('title', '')} {self.data.get('text', '')}",
        )

    @property
    def photos(self) -> list[RequestPhoto]:
        """Return the photos already added."""
        return list(self.draft.photos.order_by("position", "pk")) if self.draft else []

    def outlines(self) -> dict[str, Any] | None:
        """Return what the map draws; None where nothing could be seen."""
        key = f"neighbourhood_councils.outlines.{self.organisation.pk}"
        found: dict[str, Any] | None = cache.get(key)
        if found is None:
            communes = Organisation.objects.filter(kind=OrganisationKind.COMMUNE)
            if self.organisation.kind == OrganisationKind.COMMUNE:
                communes = communes.filter(pk=self.organisation.pk)
            found = outlines_of(communes)
            cache.set(key, found, OUTLINES_SECONDS)
        return found if found["features"] else None

    def knows_who(self) -> bool:
        """Tell whether the person has an account: nothing is asked of them again."""
        actor = actor_of(self.request)
        return actor.user is not None and actor.person is not None

    def counted(self, step: str) -> dict[str, int]:
        """Return which question this is, of how many."""
        questions = [TEXT, SUBJECT, PLACE, PHOTOS, SEND]
        if not self.knows_who():
            questions.append(WHO)
        return {"current": questions.index(step) + 1, "total": len(questions)}

    def go(self, step: str) -> HttpResponse:
        """Redirect to a step."""
        return self.with_cookie(HttpResponseRedirect(self.url(step)))

    def with_cookie(self, response: HttpResponse) -> HttpResponse:
        """Give the browser the key of its draft, signed."""
        if self.draft is not None:
            response.set_signed_cookie(
                cookie_of(self.organisation),
                str(self.draft.key),
                salt=SALT,
                max_age=int(timedelta(days=DRAFT_DAYS).total_seconds()),
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    def show(self, step: str, *, status: int = 200, **extra: Any) -> HttpResponse:
        """Render a step with what all of them show."""
        context = {
            "page": self.page,
            "body": self.organisation,
            "extra_breadcrumbs": [{"title": _("Ask something"), "url": self.url(TEXT)}],
            **extra,
        }
        template = f"neighbourhood_councils/file_{_TEMPLATES[step]}.html"
        return self.with_cookie(render(self.request, template, context, status=status))


_TEMPLATES = {
    TEXT: "text",
    SUBJECT: "subject",
    PLACE: "place",
    PHOTOS: "photos",
    NEARBY: "nearby",
    SEND: "send",
    WHO: "who",
}


def degrees(kept: Any) -> float | None:
    """Return a coordinate of a draft, which also keeps what was refused as it was typed."""
    return kept if isinstance(kept, float) else None


def cookie_of(organisation: Organisation) -> str:
    """Return the name of the cookie that holds the key of a draft."""
    return f"demande_{organisation.pk}"


def draft_in(request: HttpRequest, organisation: Organisation) -> RequestDraft | None:
    """Return the draft this browser keeps the key of."""
    key = request.get_signed_cookie(cookie_of(organisation), default="", salt=SALT)
    if not key:
        return None
    return RequestDraft.objects.filter(organisation=organisation, key=key).first()
