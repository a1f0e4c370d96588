"""Ask something of a public body: one question per step, a draft kept, identify last."""

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.accounts.enums import ContactPreference
from civic.accounts.middleware import PERSON_SESSION_KEY, set_actor
from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.accounts.services.people import create_person, update_profile
from civic.accounts.services.sign_in import user_for_email
from civic.cases.logic.danger import seems_to_accuse, speaks_of_violence
from civic.cases.logic.titles import suggested_title
from civic.cases.models import Request
from civic.cases.services.photos import (
    PHOTOS_AT_MOST,
    add_draft_photo,
    describe_draft_photo,
    remove_draft_photo,
)
from civic.cases.services.places import precision_of
from civic.core.exceptions import Refusal
from civic.core.logic.dates import written_day
from civic.participation.views.acting import actor_of, spend_address, status_of
from civic.privacy.services.placing import blurred
from civic.privacy.services.screening import findings_in
from civic.territory.forms import CONFIRMED

from ..models import RequestIndexPage
from ..selectors.councils import organisation_above
from ..selectors.placing import Destination
from ..selectors.sheets import sheet_urls
from ..services.online_requests import sent_with, submit_request
from ..services.request_drafts import discard_draft, empty_draft
from .filing_forms import PhotosForm, PlaceForm, PlainForm, SubjectForm, TextForm, WhoForm
from .filing_steps import (
    NEARBY,
    PHOTOS,
    PLACE,
    SEND,
    STEPS,
    SUBJECT,
    TEXT,
    WHO,
    Filing,
    cookie_of,
    degrees,
    draft_in,
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, page: RequestIndexPage, step: str = TEXT) -> HttpResponse:
    """Show one question, or keep its answer and go on."""
    organisation = organisation_above(page)
    if step not in STEPS or organisation is None:
        raise Http404
    filing = Filing(request, page, organisation, draft_in(request, organisation))
    if filing.sent_as and request.method == "POST" and step in (SEND, WHO):
        # The second click of a double submit, or the form sent again from the history.
        return _sent_before(filing) or filing.go(TEXT)
    if filing.sent_as:
        filing.draft = None
    if step != TEXT and not filing.data.get("text"):
        return filing.go(TEXT)
    if step not in (TEXT, SUBJECT) and not filing.is_sure_of_text:
        return filing.go(SUBJECT)
    return _VIEWS[step](filing)


def _text(filing: Filing) -> HttpResponse:
    post = filing.request.POST
    if filing.request.method != "POST":
        return filing.show(TEXT, **_text_context(filing, TextForm(initial=filing.data)))
    if "discard" in post:
        if filing.draft is not None:
            discard_draft(draft=filing.draft)
        response = HttpResponseRedirect(filing.url(TEXT))
        response.delete_cookie(cookie_of(filing.organisation))
        return response
    form = TextForm(post)
    valid = form.is_valid()
    if speaks_of_violence(post.get("text", "")) and "not_violence" not in post:
        # Not kept on the server: this is not ours to hold, and whoever reads it may not be safe.
        context = _text_context(filing, form) | {"violence": True}
        return filing.show(TEXT, status=422, **context)
    # Kept as typed, right or wrong: a lost connection or a closed page loses nothing.
    filing.keep({"text": post.get("text", "")})
    if not valid:
        return filing.show(TEXT, status=422, **_text_context(filing, form))
    filing.keep(form.cleaned_data)
    return filing.go(SUBJECT)


def _text_context(filing: Filing, form: TextForm) -> dict[str, Any]:
    return {
        "form": form,
        "steps": filing.counted(TEXT),
        "began": bool(filing.data.get("text")),
        "violence": False,
        "draft_key": f"request-{filing.organisation.pk}",
        "here": filing.url(TEXT),
    }


def _subject(filing: Filing) -> HttpResponse:
    text = str(filing.data.get("text", ""))
    suggested = filing.suggested
    chosen = filing.data.get("type") or (suggested[0].slug if suggested else "")
    if suggested and chosen not in {kind.slug for kind in suggested} | {"autre"}:
        suggested = [*([filing.request_type] if filing.request_type else []), *suggested]
    initial = {"title": filing.data.get("title") or suggested_title(text), "type": chosen}
    posted = filing.request.method == "POST"
    form = SubjectForm(
        filing.request.POST if posted else None, suggested=suggested, initial=initial
    )
    context: dict[str, Any] = {
        "form": form,
        "steps": filing.counted(SUBJECT),
        "previous_url": filing.url(TEXT),
        "words": _words_to_change(filing, text),
        "accuses": seems_to_accuse(text),
    }
    if not posted:
        return filing.show(SUBJECT, **context)
    filing.keep({"title": filing.request.POST.get("title", "")})
    if not form.is_valid():
        return filing.show(SUBJECT, status=422, **context)
    filing.keep({"title": form.cleaned_data["title"], "type": form.cleaned_data["type"]})
    return filing.go(PLACE)


def _words_to_change(filing: Filing, text: str) -> list[str]:
    spans = findings_in(text, organisation_id=filing.organisation.pk)
    return list(dict.fromkeys(span.text for span in spans))


def _place(filing: Filing) -> HttpResponse:
    posted = filing.request.method == "POST"
    # What was typed before is looked at again: who comes back to correct it reads what is wrong.
    typed_before = filing.data if filing.data.get("place") else None
    form = PlaceForm(
        filing.request.POST if posted else typed_before,
        organisation=filing.organisation,
        initial=filing.data,
    )
    context: dict[str, Any] = {
        "form": form,
        "steps": filing.counted(PLACE),
        "previous_url": filing.url(SUBJECT),
        "outlines": filing.outlines(),
        "hint": filing.request_type.hint if filing.request_type else "",
    }
    if not posted:
        return filing.show(PLACE, **context)
    # A box that is no longer shown or ticked confirms nothing more.
    typed = {name: filing.request.POST.get(name, "") for name in (*form.fields, CONFIRMED)}
    filing.keep(typed)
    if not form.is_valid():
        return filing.show(PLACE, status=422, **context)
    filing.keep(form.cleaned_data)
    return filing.go(PHOTOS)


def _photos(filing: Filing) -> HttpResponse:
    if filing.request.method != "POST" or filing.draft is None:
        return filing.show(PHOTOS, **_photos_context(filing, PhotosForm()))
    post, draft = filing.request.POST, filing.draft
    if key := post.get("remove"):
        remove_draft_photo(draft=draft, key=key)
        return filing.go(PHOTOS)
    for photo in filing.photos:
        if (said := post.get(f"alt-{photo.key}")) is not None:
            describe_draft_photo(draft=draft, key=str(photo.key), alt_text=said)
    # Each file is judged by itself below: a field holds one, and would refuse the list of them.
    form = PhotosForm(post)
    form.is_valid()
    uploads = filing.request.FILES.getlist("photos")
    for upload in uploads:
        try:
            add_draft_photo(draft=draft, upload=upload)
        except Refusal as refusal:
            form.add_error("photos", f"{upload.name}: {refusal.message}")
    if form.errors:
        return filing.show(PHOTOS, status=422, **_photos_context(filing, form))
    if uploads:
        return filing.go(PHOTOS)
    return filing.go(NEARBY if filing.nearby else SEND)


def _photos_context(filing: Filing, form: PhotosForm) -> dict[str, Any]:
    photos = filing.photos
    return {
        "form": form,
        "photos": photos,
        "most": PHOTOS_AT_MOST,
        "can_add": len(photos) < PHOTOS_AT_MOST,
        "steps": filing.counted(PHOTOS),
        "previous_url": filing.url(PLACE),
    }


def _nearby(filing: Filing) -> HttpResponse:
    if not filing.nearby:
        return HttpResponseRedirect(filing.url(SEND))
    urls = sheet_urls(each.request for each in filing.nearby)
    rows = [
        {
            "request": each.request,
            "metres": each.metres,
            "holder": each.request.case.department or each.request.case.organisation,
            "target": f"cases.request:{each.request.pk}",
            "url": urls.get(each.request.pk, ""),
        }
        for each in filing.nearby
    ]
    return filing.show(NEARBY, rows=rows, next_url=filing.url(SEND), previous_url=filing.url(PLACE))


def _send(filing: Filing) -> HttpResponse:
    form = PlainForm(filing.request.POST if filing.request.method == "POST" else None)
    if filing.request.method != "POST":
        return filing.show(SEND, **_send_context(filing, form))
    filing.keep({"ready": True})
    person = actor_of(filing.request).person
    if not filing.knows_who() or person is None:
        return filing.go(WHO)
    return _submit(filing, person, form, SEND)


def _send_context(filing: Filing, form: PlainForm) -> dict[str, Any]:
    data, to = filing.data, filing.destination
    organisation, neighbourhood = filing.where
    where = neighbourhood.name if neighbourhood else organisation.label
    shown = _shown_where(filing)
    return {
        "form": form,
        "steps": filing.counted(SEND),
        "title": data["title"],
        "text": data["text"],
        "type_name": filing.request_type.name if filing.request_type else _("Something else"),
        "where": ", ".join(part for part in (data.get("place", ""), where) if part),
        "shown_where": shown,
        "has_point": degrees(data.get("latitude")) is not None,
        "text_url": filing.url(TEXT),
        "subject_url": filing.url(SUBJECT),
        "place_url": filing.url(PLACE),
        "previous_url": filing.url(PHOTOS),
        "photos": filing.photos,
        "photos_url": filing.url(PHOTOS),
        "to": to,
        "what_next": what_follows(to),
        "knows_who": filing.knows_who(),
        "words": _words_to_change(
            filing, "\n".join((data["title"], data["text"], shown or data.get("place", "")))
        ),
    }


def _shown_where(filing: Filing) -> str:
    """Return what everybody will read of the place; empty where it is what was typed."""
    organisation, neighbourhood = filing.where
    place = str(filing.data.get("place", ""))
    shown = blurred(
        place=place,
        latitude=None,
        longitude=None,
        precision=precision_of(filing.request_type, organisation),
        organisation=organisation,
        neighbourhood=neighbourhood,
    )
    return shown.label if shown.label != place else ""


def what_follows(to: Destination) -> list[str]:
    """Return what happens after sending, as sentences: the number, who reads it, who answers."""
    follows = [_("You receive a number, with which you are told where it stands.")]
    if to.council is not None:
        follows.append(
            _("%(council)s follows it in its public table.") % {"council": to.council.space.title}
        )
    follows.append(
        _(
            "If your text names nobody, everybody can read it at once; otherwise a person reads "
            "it first."
        )
    )
    follows.append(
        _(
            "%(who)s owes you an argued answer by %(date)s at the latest: %(days)d working days "
            "are announced here."
        )
        % {
            "who": to.holder_label,
            "date": written_day(to.promised_on),
            "days": to.working_days,
        }
    )
    follows.append(_("If it is for another body, it is handed over: same number, same date."))
    return follows


def _who(filing: Filing) -> HttpResponse:
    if not filing.data.get("ready"):
        return filing.go(SEND)
    person = actor_of(filing.request).person
    if filing.knows_who() and person is not None:
        # Signed in on the way: the button of the step before said "send".
        return _submit(filing, person, PlainForm({}), SEND)
    posted = filing.request.method == "POST"
    form = WhoForm(
        filing.request.POST if posted else None, initial={"how": ContactPreference.EMAIL.value}
    )
    if posted and form.is_valid():
        return _submit(filing, person, form, WHO)
    return filing.show(WHO, status=422 if posted else 200, **_who_context(filing, form))


def _who_context(filing: Filing, form: PlainForm) -> dict[str, Any]:
    sign_in = urlencode({"next": filing.url(WHO)})
    return {
        "form": form,
        "steps": filing.counted(WHO),
        "previous_url": filing.url(SEND),
        "sign_in_url": f"{reverse('account_login')}?{sign_in}",
    }


def _person_from(filing: Filing, known: Person | None, data: dict[str, Any]) -> Person:
    """Return who asks: the guest of this browser with what they gave, or somebody new."""
    if known is None:
        person = create_person(
            public_name=_("Resident"),
            legal_name=data["name"],
            phone=data["phone"],
            postal_address=data["postal_address"],
            contact_preference=data["how"],
            organisation=filing.where[0] if filing.where[1] else None,
            language=(get_language() or "fr")[:2],
        )
        filing.request.session[PERSON_SESSION_KEY] = person.pk
        set_actor(filing.request)
        return person
    given = {name: data[name] for name in ("phone", "postal_address") if data[name]}
    return update_profile(actor=Actor(person=known), contact_preference=data["how"], **given)


def _submit(filing: Filing, person: Person | None, form: PlainForm, step: str) -> HttpResponse:
    data = filing.data
    organisation, neighbourhood = filing.where
    contact = form.cleaned_data if isinstance(form, WhoForm) else {}
    try:
        spend_address(filing.request, "request")
        if isinstance(form, WhoForm):
            person = _person_from(filing, person, contact)
        if person is None:
            return filing.go(WHO)
        asked = submit_request(
            actor=Actor(person=person),
            person=person,
            organisation=organisation,
            neighbourhood=neighbourhood,
            request_type=filing.request_type,
            title=data["title"],
            text=data["text"],
            place=data.get("place", ""),
            latitude=degrees(data.get("latitude")),
            longitude=degrees(data.get("longitude")),
            place_confirmed=data.get(CONFIRMED) is True,
            submission_key=UUID(data["submission_key"]),
            draft=filing.draft,
        )
    except Refusal as refusal:
        if refusal.field == "place":
            return filing.go(PLACE)
        form.refuse(refusal)
        context = _who_context(filing, form) if step == WHO else _send_context(filing, form)
        response = filing.show(step, status=status_of(refusal), **context)
        if retry_after := getattr(refusal, "retry_after", 0):
            response["Retry-After"] = str(retry_after)
        return response
    if filing.draft is not None:
        empty_draft(draft=filing.draft, number=asked.case.number)
    return _after(filing, asked, str(contact.get("email") or ""), contact.get("how", ""))


def _after(filing: Filing, asked: Request, email: str, how: str) -> HttpResponse:
    """Lead to the receipt; by the code that confirms an address, when one was given."""
    receipt_url = filing.page.url_of("receipt", number=asked.case.number)
    if how != ContactPreference.EMAIL or not email:
        return filing.with_cookie(HttpResponseRedirect(receipt_url))
    # The request is filed already: an address mistyped or a code never read loses nothing.
    messages.success(
        filing.request,
        _("It is received under the number %(number)s. Type the code to be answered by e-mail.")
        % {"number": asked.case.number},
    )
    LoginCodeVerificationProcess.initiate(
        request=filing.request, user=user_for_email(email), email=email
    )
    address = f"{reverse('account_confirm_login_code')}?{urlencode({'next': receipt_url})}"
    return filing.with_cookie(HttpResponseRedirect(address))


def _sent_before(filing: Filing) -> HttpResponse | None:
    """Lead to the receipt of what this draft became, when it was sent already.

    A guest's two clicks may be two people to the site: the draft's signed cookie proves that one
    browser wrote it, which becomes the person of the first click again.
    """
    earlier = sent_with(filing.data.get("submission_key"))
    if earlier is None:
        return None
    person = earlier.person
    if person is not None and person.user_id is None and person.erased_at is None:
        filing.request.session[PERSON_SESSION_KEY] = person.pk
        set_actor(filing.request)
    return HttpResponseRedirect(filing.page.url_of("receipt", number=earlier.case.number))


_VIEWS = {
    TEXT: _text,
    SUBJECT: _subject,
    PLACE: _place,
    PHOTOS: _photos,
    NEARBY: _nearby,
    SEND: _send,
    WHO: _who,
}
