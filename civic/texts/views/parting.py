"""Cut a paragraph in two, join two of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.views.acting import actor_of
from civic.privacy.views.visits import signed_in

from ..forms import CutForm, JoinForm, PlainForm
from ..models import Paragraph, Text
from ..selectors.addresses import paragraph_url
from ..selectors.reading import labels_of
from ..services.parting import following_paragraph, join_paragraphs, split_paragraph
from .calling import paragraph_crumb, paragraph_of, refusal_status, shown, writable_text

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@GET_OR_POST
@signed_in
def cut(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Cut a paragraph in two, where its writer leaves an empty line."""
    text = writable_text(request, slug)
    found = paragraph_of(text, key)
    form = CutForm(initial={"words": found.words, "base": _number(found)})
    if request.method != "POST":
        return _page(request, text, found, form, "texts/cut.html")
    form = CutForm(request.POST)
    if not form.is_valid():
        return _page(request, text, found, form, "texts/cut.html", status=422)
    first, second = form.parts()
    try:
        split_paragraph(
            actor=actor_of(request),
            paragraph=found,
            first=first,
            second=second,
            base_number=form.cleaned_data["base"],
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return refusal_status(_page(request, text, found, form, "texts/cut.html"), refusal)
    messages.success(
        request,
        _("Cut in two: what was said of this paragraph stays here, the end has its own address."),
    )
    return HttpResponseRedirect(paragraph_url(found))


@never_cache
@GET_OR_POST
@signed_in
def join(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Join a paragraph with the one that follows it in its article."""
    text = writable_text(request, slug)
    found = paragraph_of(text, key)
    following = following_paragraph(found)
    bases = {"base": _number(found), "other_base": _number(following) if following else 0}
    form = JoinForm(initial=bases)
    template = "texts/join.html"
    if request.method != "POST":
        return _page(request, text, found, form, template, following)
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _page(request, text, found, form, template, following, status=422)
    try:
        join_paragraphs(
            actor=actor_of(request),
            paragraph=found,
            base_number=form.cleaned_data["base"],
            other_base_number=form.cleaned_data["other_base"],
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        # What is looked at now is what the next sending is about.
        form = JoinForm(bases)
        form.is_valid()
        form.refuse(refusal)
        return refusal_status(_page(request, text, found, form, template, following), refusal)
    messages.success(request, _("Joined: the second paragraph keeps its address and leads here."))
    return HttpResponseRedirect(paragraph_url(found))


def _number(paragraph: Paragraph) -> int:
    return paragraph.current.number if paragraph.current else 0


def _page(
    request: HttpRequest,
    text: Text,
    found: Paragraph,
    form: PlainForm,
    template: str,
    following: Paragraph | None = None,
    status: int = 200,
) -> HttpResponse:
    labels = labels_of(text)
    number = labels.get(found.pk, "")
    title = _("Cut in two") if isinstance(form, CutForm) else _("Join with the next one")
    return shown(
        request,
        template,
        text,
        status=status,
        paragraph=found,
        number=number,
        following=following,
        following_number=labels.get(following.pk, "") if following else "",
        form=form,
        back_url=paragraph_url(found),
        crumbs=(paragraph_crumb(found, number), (title, "")),
    )
