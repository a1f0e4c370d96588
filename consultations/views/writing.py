"""Write a proposal: one question per step, a draft kept on the server, identify last."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.accounts.middleware import PERSON_SESSION_KEY, set_actor
from civic.accounts.models import Person
from civic.accounts.views.identify import identify_step
from civic.cases.logic.clock import add_working_days
from civic.core.exceptions import Refusal
from civic.core.logic.dates import written_day
from civic.participation.enums import Act, PublicationRule
from civic.participation.models import Activity
from civic.participation.selectors import (
    conditions_left,
    draft_of,
    last_day,
    standing,
    submitted_with,
)
from civic.participation.services.contributions import submit_contribution
from civic.participation.services.drafts import discard_draft
from civic.territory.forms import CONFIRMED
from civic.territory.models import Theme

from ..forms import PlaceForm, SendForm, WordsForm, place_from
from ..models import CallForProposalsPage
from .calling import (
    activity_of,
    actor_of,
    spend_address,
    status_of,
)
from .steps import PLACE, SALT, SEND, SIMILAR, STEPS, WHO, WORDS, Writing, cookie_of


def _writing(request: HttpRequest, page: CallForProposalsPage) -> Writing:
    activity = activity_of(request, page)
    key = request.get_signed_cookie(cookie_of(activity), default="", salt=SALT)
    return Writing(request, page, activity, draft_of(activity, key or None))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, page: CallForProposalsPage, step: str = WORDS) -> HttpResponse:
    """Show one question of the form, or keep its answer and go on."""
    if step not in STEPS:
        raise Http404
    writing = _writing(request, page)
    if writing.sent_as and request.method == "POST" and step in (SEND, WHO):
        # The second click of a double submit, or the form sent again from the history.
        return _sent_before(writing) or writing.go(WORDS)
    if writing.sent_as:
        writing.draft = None
    if step != WORDS and not writing.has_words:
        return writing.go(WORDS)
    refusal = _closed(writing)
    if refusal is not None and request.method != "POST":
        return writing.show(WORDS, **(_words_context(writing) | {"refusal": refusal}))
    return _VIEWS[step](writing, refusal)


def _closed(writing: Writing) -> str | None:
    contribute = standing(writing.activity, Act.CONTRIBUTE)
    return None if contribute.is_open else contribute.sentence


def _words_context(writing: Writing, form: WordsForm | None = None) -> dict[str, Any]:
    closes_at = standing(writing.activity, Act.CONTRIBUTE).closes_at
    return {
        "form": form or WordsForm(initial=writing.data),
        "steps": writing.counted(WORDS),
        "began": bool(writing.data.get("title") or writing.data.get("text")),
        "closes_on": last_day(closes_at) if closes_at else None,
        "write_url": writing.url(WORDS),
        "draft_key": f"proposal-{writing.activity.pk}",
    }


def _words(writing: Writing, closed: str | None) -> HttpResponse:
    post = writing.request.POST
    if writing.request.method != "POST":
        return writing.show(WORDS, **_words_context(writing))
    if "discard" in post:
        if writing.draft is not None:
            discard_draft(draft=writing.draft)
        response = HttpResponseRedirect(writing.url(WORDS))
        response.delete_cookie(cookie_of(writing.activity))
        return response
    form = WordsForm(post)
    valid = form.is_valid()
    # Kept as typed, right or wrong: a lost connection or a closed page loses nothing.
    writing.keep({"title": post.get("title", ""), "text": post.get("text", "")})
    if closed is not None:
        form.add_error(None, closed)
        return writing.show(WORDS, status=409, **_words_context(writing, form))
    if not valid:
        return writing.show(WORDS, status=422, **_words_context(writing, form))
    writing.keep(form.cleaned_data)
    return writing.go(writing.after(WORDS))


def _similar(writing: Writing, closed: str | None) -> HttpResponse:
    found = writing.similar()
    following = writing.url(writing.after(SIMILAR))
    if not found:
        return HttpResponseRedirect(following)
    can_support = standing(writing.activity, Act.SUPPORT).is_open
    return writing.show(
        SIMILAR,
        similar=found,
        can_support=can_support,
        next_url=following,
        previous_url=writing.url(WORDS),
    )


def _place_context(writing: Writing, form: PlaceForm) -> dict[str, Any]:
    return {
        "form": form,
        "steps": writing.counted(PLACE),
        "previous_url": writing.url(WORDS),
        "outlines": writing.outlines(),
    }


def _place(writing: Writing, closed: str | None) -> HttpResponse:
    if writing.request.method != "POST":
        form = writing.place_form()
        if not form.asks_something:
            return writing.go(SEND)
        return writing.show(PLACE, **_place_context(writing, form))
    form = writing.place_form(writing.request.POST)
    # A box that is no longer shown or ticked confirms nothing more.
    typed = {name: writing.request.POST.get(name, "") for name in (*form.fields, CONFIRMED)}
    writing.keep(typed)
    valid = form.is_valid()
    if closed is not None:
        form.add_error(None, closed)
    if closed is not None or not valid:
        status = 409 if closed is not None else 422
        return writing.show(PLACE, status=status, **_place_context(writing, form))
    writing.keep({name: form.cleaned_data[name] for name in form.fields if name != "theme"})
    return writing.go(SEND)


def _send(writing: Writing, closed: str | None) -> HttpResponse:
    conditions = conditions_left(writing.activity, actor_of(writing.request).person)
    if writing.request.method != "POST":
        form = SendForm(conditions=conditions, initial=_ticked(writing))
        return writing.show(SEND, **_send_context(writing, form))
    form = SendForm(writing.request.POST, conditions=conditions)
    valid = form.is_valid()
    if closed is not None:
        form.add_error(None, closed)
        return writing.show(SEND, status=409, **_send_context(writing, form))
    if not valid:
        return writing.show(SEND, status=422, **_send_context(writing, form))
    writing.keep({"accepted": form.accepted(), "ready": True})
    if not writing.knows_who():
        return writing.go(WHO)
    person = actor_of(writing.request).person
    return _submit(writing, person, form)  # type: ignore[arg-type]


def _ticked(writing: Writing) -> dict[str, bool]:
    return {f"condition_{key}": True for key in writing.data.get("accepted", [])}


def _send_context(writing: Writing, form: SendForm) -> dict[str, Any]:
    data = writing.data
    _commune, neighbourhood = place_from(str(data.get("where", "")))
    where = neighbourhood or _commune
    theme = _theme_of(writing)
    knows_who = writing.knows_who()
    return {
        "form": form,
        "steps": writing.counted(SEND),
        "title": data["title"],
        "text": data["text"],
        "theme": theme.name if theme else "",
        "where": where.name if where else "",
        "place": data.get("place", ""),
        "has_point": _degrees(data.get("latitude")) is not None,
        "words_url": writing.url(WORDS),
        "place_url": writing.url(PLACE) if writing.asks_place else "",
        "previous_url": writing.before(SEND),
        "what_next": what_follows(writing.activity),
        "person_name": actor_of(writing.request).person.public_name if knows_who else "",  # type: ignore[union-attr]
        "sheet": writing.activity.processing_sheet,
        "minimum_age": writing.activity.minimum_age,
        "draft_key": f"proposal-{writing.activity.pk}",
    }


def what_follows(activity: Activity) -> list[str]:
    """Return what happens after sending, as sentences: who reads it, when, the promised date."""
    organisation = activity.space.organisation
    promised = add_working_days(timezone.localdate(), activity.answer_working_days)
    if activity.publication_rule == PublicationRule.BEFORE:
        appears = _("A person reads it first, then it appears: everybody can then support it.")
    else:
        appears = _(
            "It appears at once, and moderators read it afterwards. If it seems to name somebody, "
            "a person reads it first."
        )
    answers = activity.department.name if activity.department else organisation.name
    return [
        _("You receive a number, with which you are told where it stands."),
        appears,
        _("%(who)s owes you an argued answer by %(date)s.")
        % {"who": answers, "date": written_day(promised)},
    ]


def _theme_of(writing: Writing) -> Theme | None:
    slug = writing.data.get("theme") or ""
    return writing.activity.themes.filter(slug=slug).first() if slug else None


def _who(writing: Writing, closed: str | None) -> HttpResponse:
    if not writing.data.get("ready"):
        return writing.go(SEND)
    if closed is not None:
        return writing.go(SEND)
    person = identify_step(
        writing.request,
        next_url=writing.url(WHO),
        assurance_level=writing.activity.assurance_level,
        back_url=writing.url(SEND),
        button=_("Send my proposal"),
        context={"step": writing.counted(WHO)} if not writing.knows_who() else None,
    )
    if isinstance(person, HttpResponse):
        return writing.with_cookie(person)
    # The button of the step before said "send": identifying was the last thing missing.
    conditions = conditions_left(writing.activity, person)
    return _submit(writing, person, SendForm(conditions=conditions, initial=_ticked(writing)))


def _submit(writing: Writing, person: Person, form: SendForm) -> HttpResponse:
    data = writing.data
    commune, neighbourhood = place_from(str(data.get("where", "")))
    try:
        spend_address(writing.request, "contribute")
        contribution = submit_contribution(
            actor=actor_of(writing.request),
            activity=writing.activity,
            person=person,
            title=data["title"],
            text=data["text"],
            theme=_theme_of(writing),
            commune=commune,
            neighbourhood=neighbourhood,
            place=data.get("place", ""),
            latitude=_degrees(data.get("latitude")),
            longitude=_degrees(data.get("longitude")),
            place_confirmed=data.get(CONFIRMED) is True,
            accepted_conditions=data.get("accepted", []),
            submission_key=UUID(data["submission_key"]),
            language=get_language() or "fr",
        )
    except Refusal as refusal:
        if refusal.code == "already_submitted" and (answer := _sent_before(writing)):
            return answer
        if not form.is_bound:
            form = SendForm(_posted(form), conditions=form.conditions)
            form.is_valid()
        form.refuse(refusal)
        response = writing.show(SEND, status=status_of(refusal), **_send_context(writing, form))
        if retry_after := getattr(refusal, "retry_after", 0):
            response["Retry-After"] = str(retry_after)
        return response
    # The words leave the draft; its key stays, so that a second click finds the same receipt.
    emptied = {"title": "", "text": "", "place": "", "ready": False}
    emptied |= {"latitude": None, "longitude": None}
    writing.keep(emptied | {"sent": contribution.number})
    receipt_url = writing.page.url_of("receipt", number=contribution.number)
    return writing.with_cookie(HttpResponseRedirect(receipt_url))


def _degrees(kept: Any) -> float | None:
    # A draft also keeps what was refused, as it was typed.
    return kept if isinstance(kept, float) else None


def _sent_before(writing: Writing) -> HttpResponse | None:
    """Lead to the receipt of what this draft became, when it was sent already.

    A guest's two clicks may be two people to the site: the draft's signed cookie proves that one
    browser wrote it, which becomes the person of the first click again.
    """
    earlier = submitted_with(writing.activity, writing.data.get("submission_key"))
    if earlier is None:
        return None
    if earlier.author.user_id is None:
        writing.request.session[PERSON_SESSION_KEY] = earlier.author_id
        set_actor(writing.request)
    return HttpResponseRedirect(writing.page.url_of("receipt", number=earlier.number))


def _posted(form: SendForm) -> dict[str, str]:
    return {name: "on" for name, ticked in form.initial.items() if ticked}


_VIEWS = {WORDS: _words, SIMILAR: _similar, PLACE: _place, SEND: _send, WHO: _who}
