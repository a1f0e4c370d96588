"""The way through the steps of writing: what was typed, what comes next, what comes before."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from civic.participation.models import Activity, Draft
from civic.participation.selectors import communes_of
from civic.participation.services.drafts import save_draft
from civic.territory.selectors import outlines_of

from ..forms import PlaceForm
from ..models import CallForProposalsPage
from ..selectors import similar_lines
from .calling import actor_of, consultation_of

WORDS, SIMILAR, PLACE, SEND, WHO = "texte", "proches", "lieu", "envoi", "qui"
STEPS = (WORDS, SIMILAR, PLACE, SEND, WHO)
DRAFT_DAYS = 14
OUTLINES_SECONDS = 60
SALT = "civic.participation.draft"

TEMPLATES = {
    WORDS: "consultations/write_words.html",
    SIMILAR: "consultations/write_similar.html",
    PLACE: "consultations/write_place.html",
    SEND: "consultations/write_send.html",
}


@dataclass
class Writing:
    """One person's way through the steps: the page, the activity, what was typed so far."""

    request: HttpRequest
    page: CallForProposalsPage
    activity: Activity
    draft: Draft | None

    @property
    def data(self) -> dict[str, Any]:
        """Return what was typed so far."""
        return self.draft.data if self.draft else {}

    @property
    def has_words(self) -> bool:
        """Tell whether the first question was answered."""
        return bool(self.data.get("title") and self.data.get("text"))

    @property
    def sent_as(self) -> str:
        """Return the number of what this draft became, once sent."""
        return str(self.data.get("sent", ""))

    def url(self, step: str) -> str:
        """Return the address of a step."""
        if step == WORDS:
            return self.page.url_of("write")
        return self.page.url_of("write_step", step=step)

    def place_form(self, data: Any = None) -> PlaceForm:
        """Return the form of the second question."""
        return PlaceForm(data, activity=self.activity, initial=self.data)

    def outlines(self) -> dict[str, Any] | None:
        """Return what the map of the second question draws; None where nothing could be seen."""
        if not self.activity.with_place:
            return None
        key = f"consultations.outlines.{self.activity.space_id}"
        found: dict[str, Any] | None = cache.get(key)
        if found is None:
            found = outlines_of(communes_of(self.activity.space))
            cache.set(key, found, OUTLINES_SECONDS)
        return found if found["features"] else None

    @cached_property
    def asks_place(self) -> bool:
        """Tell whether the second question has anything to ask in this activity."""
        return self.place_form().asks_something

    def keep(self, typed: dict[str, Any]) -> None:
        """Add what was typed to the draft."""
        self.draft = save_draft(activity=self.activity, draft=self.draft, data=typed)

    def similar(self) -> list[dict[str, Any]]:
        """Return the proposals that resemble the draft, with where to support them."""
        text = f"{self.data.get('title', '')} {self.data.get('text', '')}"
        return [
            {
                "line": line,
                "url": self.page.url_of("detail", number=line.number),
                "support_url": self.page.url_of("support", number=line.number),
            }
            for line in similar_lines(self.activity, text)
        ]

    def after(self, step: str) -> str:
        """Return the step that follows one, leaving out those with nothing to ask or show."""
        match step:
            case "texte":
                return SIMILAR if self.similar() else self.after(SIMILAR)
            case "proches":
                return PLACE if self.asks_place else SEND
            case _:
                return SEND

    def before(self, step: str) -> str:
        """Return the address of the question before one."""
        if step == SEND and self.asks_place:
            return self.url(PLACE)
        return self.url(WORDS)

    def counted(self, step: str) -> dict[str, int]:
        """Return which question this is, of how many."""
        questions = [WORDS]
        if self.asks_place:
            questions.append(PLACE)
        questions.append(SEND)
        if not self.knows_who():
            questions.append(WHO)
        return {"current": questions.index(step) + 1, "total": len(questions)}

    def knows_who(self) -> bool:
        """Tell whether the person is known, as surely as the activity asks."""
        person = actor_of(self.request).person
        return person is not None and person.assurance_level >= self.activity.assurance_level

    def go(self, step: str) -> HttpResponse:
        """Redirect to a step."""
        return self.with_cookie(HttpResponseRedirect(self.url(step)))

    def with_cookie(self, response: HttpResponse) -> HttpResponse:
        """Give the browser the key of its draft, signed."""
        if self.draft is not None:
            response.set_signed_cookie(
                cookie_of(self.activity),
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
        consultation = consultation_of(self.activity)
        context = {
            "page": self.page,
            "activity": self.activity,
            "consultation": consultation,
            "list_url": self.page.get_absolute_url(),
            "refusal": "",
            "extra_breadcrumbs": [
                {"title": _("Write a proposal"), "url": self.page.url_of("write")}
            ],
            **extra,
        }
        response = render(self.request, TEMPLATES[step], context, status=status)
        return self.with_cookie(response)


def cookie_of(activity: Activity) -> str:
    """Return the name of the cookie that holds the key of a draft."""
    return f"brouillon_{activity.pk}"
