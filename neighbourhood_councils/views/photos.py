"""A photo of a request, to whom it is shown; the screen of those that wait to be looked at."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from civic.accounts.policies import Actor
from civic.cases.enums import PhotoKind
from civic.cases.logic.numbering import parse_number
from civic.cases.logic.pictures import Rectangle
from civic.cases.models import Request, RequestPhoto
from civic.cases.models.photo import LONGEST_ALT
from civic.cases.policies import can_answer, can_move
from civic.cases.services.photos import add_photo, publish_photo, redact_photo, remove_photo
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.views.acting import actor_of
from civic.privacy.policies import can_decide_about
from civic.privacy.views.visits import signed_in, visitor

from ..selectors.photos import held_photos
from .filing_forms import PlainForm
from .filing_steps import draft_in

PHOTOS_PER_PAGE = 12
BLANK_RECTANGLES = 3
LETTER = "letter"
# Its address changes when it is burnt: a published one may be kept a while, never for ever.
_FIVE_MINUTES = "public, max-age=300"
_FOR_ONE = "private, no-store"


@require_safe
def photo_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give a published photo to anybody; one that waits to its author and to whoever reads it."""
    photo = (
        RequestPhoto.objects.select_related("request__case", "draft__organisation")
        .filter(key=key)
        .first()
    )
    if photo is None:
        raise Http404("No photo has this address.")
    is_public = photo.is_public and photo.request is not None and photo.request.is_public
    if not is_public and not _may_see(request, photo):
        raise Http404("No published photo has this address.")
    with photo.file.open("rb") as file:
        content = file.read()
    return HttpResponse(
        content,
        content_type="image/webp",
        headers={
            "Cache-Control": _FIVE_MINUTES if is_public else _FOR_ONE,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _may_see(request: HttpRequest, photo: RequestPhoto) -> bool:
    if photo.draft is not None:
        mine = draft_in(request, photo.draft.organisation)
        return mine is not None and mine.pk == photo.draft_id
    actor = visitor(request)
    if actor is None or photo.request is None:
        return False
    return (
        can_decide_about(actor, photo, photo.organisation_id)
        or can_answer(actor, photo.request.case)
        or (actor.person is not None and photo.request.person_id == actor.person.pk)
    )


class RectangleForm(forms.Form):
    """One rectangle to hide, in pixels of the photo as it is stored."""

    x = forms.IntegerField(label=gettext_lazy("from the left"), min_value=0, required=False)
    y = forms.IntegerField(label=gettext_lazy("from the top"), min_value=0, required=False)
    w = forms.IntegerField(label=gettext_lazy("width"), min_value=1, required=False)
    h = forms.IntegerField(label=gettext_lazy("height"), min_value=1, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a rectangle of which a side is missing."""
        data: dict[str, Any] = super().clean() or {}
        given = [data.get(name) is not None for name in self.fields]
        if any(given) and not all(given) and not self.errors:
            raise forms.ValidationError(gettext_lazy("Give the four numbers of this rectangle."))
        return data

    def rectangle(self) -> Rectangle | None:
        """Return the rectangle; None when nothing was typed."""
        data = self.cleaned_data
        if data.get("x") is None:
            return None
        return Rectangle(data["x"], data["y"], data["w"], data["h"])


class DescriptionForm(forms.Form):
    """What a photo shows, for those who do not see it."""

    alt_text = forms.CharField(
        label=gettext_lazy("What the photo shows"),
        help_text=gettext_lazy("Read aloud to those who do not see it. Name nobody."),
        max_length=LONGEST_ALT,
        error_messages={"required": gettext_lazy("Say in a few words what the photo shows.")},
    )


class AddPhotoForm(PlainForm):
    """A photo the staff adds: what was done, or the letter somebody wrote."""

    photos = forms.FileField(
        label=gettext_lazy("Photo"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": gettext_lazy("Choose a photo."),
            "empty": gettext_lazy("This file is empty: choose another one."),
        },
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            (PhotoKind.AFTER.value, gettext_lazy("what was done")),
            (PhotoKind.BEFORE.value, gettext_lazy("what was found there")),
            (LETTER, gettext_lazy("the letter or the e-mail received: for the staff alone")),
        ],
        widget=forms.RadioSelect,
        initial=PhotoKind.AFTER.value,
    )
    alt_text = forms.CharField(
        label=gettext_lazy("What the photo shows"), max_length=LONGEST_ALT, required=False
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def photo_add(request: HttpRequest, number: str) -> HttpResponse:
    """Add a photo to a request one answers: it waits to be looked at like any other."""
    found = get_object_or_404(
        Request.objects.select_related("case", "organisation"),
        case__number=parse_number(number) or "",
    )
    actor = actor_of(request)
    if not (can_answer(actor, found.case) or can_move(actor, found.case)):
        raise NotAllowed(_("Only the staff of this request adds a photo to it."))
    form = AddPhotoForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            what = form.cleaned_data["what"]
            try:
                add_photo(
                    actor=actor,
                    request=found,
                    upload=form.cleaned_data["photos"],
                    kind=PhotoKind.BEFORE if what == LETTER else what,
                    alt_text=form.cleaned_data["alt_text"],
                    is_restricted=what == LETTER,
                )
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("The photo is kept; it appears once looked at."))
                return redirect("photo_add", found.case.number)
    context = {
        "request_": found,
        "form": form,
        "photos": found.photos.order_by("is_restricted", "-kind", "position", "pk"),
    }
    return render(request, "neighbourhood_councils/photo_add.html", context, status=status)


Rectangles = forms.formset_factory(RectangleForm, extra=BLANK_RECTANGLES, max_num=40)


@never_cache
@require_safe
@signed_in
def photo_list(request: HttpRequest) -> HttpResponse:
    """List the photos that wait to be looked at, oldest first."""
    photos = held_photos(_reader(request))
    page = Paginator(photos, PHOTOS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "neighbourhood_councils/photo_list.html", {"photos_page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def photo_look(request: HttpRequest, photo_id: int) -> HttpResponse:
    """Look at a photo: hide what must be, then publish it or destroy it."""
    actor = _reader(request)
    photo = get_object_or_404(held_photos(actor), pk=photo_id)
    act = request.POST.get("act", "")
    rectangles = Rectangles(request.POST if act == "burn" else None, prefix="r")
    description = DescriptionForm(
        request.POST if act == "publish" else None, initial={"alt_text": photo.alt_text}
    )
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if done := _acted(actor, photo, act, rectangles, description):
                messages.success(request, done)
                return redirect("photo_look", photo.pk) if act == "burn" else redirect("photos")
        except NotAllowed:
            raise
        except Refusal as refusal:
            if act == "publish":
                description.add_error("alt_text", str(refusal.message))
            else:
                messages.error(request, str(refusal.message))
    context = {
        "photo": photo,
        "request_": photo.request,
        "rectangles": rectangles,
        "description": description,
    }
    return render(request, "neighbourhood_councils/photo_look.html", context, status=status)


def _acted(
    actor: Actor, photo: RequestPhoto, act: str, rectangles: Any, description: DescriptionForm
) -> str:
    if act == "burn" and rectangles.is_valid():
        drawn = [form.rectangle() for form in rectangles if form.has_changed()]
        redact_photo(actor=actor, photo=photo, rectangles=[each for each in drawn if each])
        return _("Hidden for good: the file that showed it no longer exists.")
    if act == "publish" and description.is_valid():
        publish_photo(actor=actor, photo=photo, alt_text=description.cleaned_data["alt_text"])
        return _("The photo is published with its request.")
    if act == "remove":
        remove_photo(actor=actor, photo=photo)
        return _("The photo is destroyed.")
    return ""


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not held_photos(actor).query.is_empty():
        return actor
    raise NotAllowed(_("Only those who read before publication look at photos."))
