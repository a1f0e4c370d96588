"""Start a text, give it its order, write one paragraph at a time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from civic.cases.logic.numbering import parse_number
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.models import Contribution, Space
from civic.participation.views.acting import actor_of, status_of
from civic.privacy.views.visits import signed_in

from ..enums import CLAIM_MINUTES
from ..forms import ParagraphForm, SectionForm, StartForm, WordsForm
from ..logic.differences import difference
from ..models import Paragraph, Section, Text
from ..policies import can_write_in
from ..registry import text_registry
from ..selectors.addresses import paragraph_url
from ..selectors.reading import labels_of, sections_of
from ..services.claims import Claimed, claim_paragraph, release_claim
from ..services.editing import (
    Moved,
    add_paragraph,
    move_paragraph,
    remove_paragraph,
    write_paragraph,
)
from ..services.texts import add_section, change_section, move_section, remove_section, start_text
from .calling import paragraph_crumb, paragraph_of, refusal_status, shown, writable_text

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@GET_OR_POST
@signed_in
def start(request: HttpRequest) -> HttpResponse:
    """Start a text in a space one writes in."""
    slug = request.GET.get("espace", "")
    space = Space.objects.filter(slug=slug).select_related("organisation").first()
    if space is None:
        raise Http404
    actor = actor_of(request)
    if not can_write_in(actor, space):
        raise NotAllowed(_("Only the members of this group, and those who run it, write here."))
    page = text_registry.page(space)
    if page is not None:
        request.served_page = page  # type: ignore[attr-defined]
    form = StartForm(request.POST if request.method == "POST" else None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = start_text(actor=actor, space=space, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            return HttpResponseRedirect(reverse("text_structure", kwargs={"slug": made.slug}))
    context = {
        "form": form,
        "space": space,
        "extra_breadcrumbs": [{"title": _("Start a text"), "url": ""}],
    }
    return render(request, "texts/start.html", context, status=status)


@never_cache
@GET_OR_POST
@signed_in
def structure(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a text its articles and paragraphs, move them, take them out."""
    text = writable_text(request, slug)
    section_form, paragraph_form = SectionForm(prefix="article"), ParagraphForm()
    status = 200
    chosen = _number(request.POST.get("section"))
    if request.method == "POST":
        asked = request.POST.get("act", "")
        if asked in ("add_section", "change_section"):
            section_form = SectionForm(request.POST, prefix="article")
        elif asked == "add_paragraph":
            paragraph_form = ParagraphForm(request.POST)
        try:
            anchor = _structured(request, text, asked, section_form, paragraph_form)
            if anchor is not None:
                return HttpResponseRedirect(f"{request.path}#{anchor}" if anchor else request.path)
            status = 422
        except NotAllowed:
            raise
        except Refusal as refusal:
            form = paragraph_form if asked == "add_paragraph" else section_form
            if form.is_bound:
                form.refuse(refusal)
            else:
                messages.error(request, str(refusal.message))
            status = status_of(refusal)
    return shown(
        request,
        "texts/structure.html",
        text,
        status=status,
        sections=sections_of(text),
        section_form=section_form,
        paragraph_form=paragraph_form,
        chosen=chosen,
        is_empty=not text.paragraphs.exists(),
        crumbs=((_("Order of the text"), ""),),
    )


def _structured(
    request: HttpRequest,
    text: Text,
    asked: str,
    section_form: SectionForm,
    paragraph_form: ParagraphForm,
) -> str | None:
    """Do what a button asks; return the anchor to go back to, None for a form to correct."""
    actor = actor_of(request)
    if asked == "add_section":
        if not section_form.is_valid():
            return None
        add_section(actor=actor, text=text, **section_form.cleaned_data)
        return "fin"
    if asked.startswith("paragraph_"):
        found = _paragraph(text, request.POST.get("paragraph"))
        if asked == "paragraph_remove":
            remove_paragraph(actor=actor, paragraph=found)
            messages.success(
                request, _("The paragraph is taken out; its history can still be read.")
            )
            return ""
        move_paragraph(actor=actor, paragraph=found, up=asked == "paragraph_up")
        return f"plan-{str(found.key)[:8]}"
    section = text.sections.filter(pk=_number(request.POST.get("section"))).first()
    if section is None:
        raise Http404
    section.text = text
    return _section_changed(actor, section, asked, section_form, paragraph_form)


def _section_changed(
    actor: Any,
    section: Section,
    asked: str,
    section_form: SectionForm,
    paragraph_form: ParagraphForm,
) -> str | None:
    anchor = f"plan-{str(section.key)[:8]}"
    if asked == "add_paragraph":
        if not paragraph_form.is_valid():
            return None
        made = add_paragraph(actor=actor, section=section, **paragraph_form.cleaned_data)
        return f"plan-{str(made.key)[:8]}"
    if asked == "change_section":
        if not section_form.is_valid():
            return None
        change_section(actor=actor, section=section, **section_form.cleaned_data)
        return anchor
    if asked == "section_remove":
        remove_section(actor=actor, section=section)
        return ""
    if asked in ("section_up", "section_down"):
        move_section(actor=actor, section=section, up=asked == "section_up")
        return anchor
    raise Http404


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _paragraph(text: Text, key: str | None) -> Paragraph:
    try:
        return paragraph_of(text, UUID(key or ""))
    except ValueError:
        raise Http404 from None


@never_cache
@GET_OR_POST
@signed_in
def write(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Hold a paragraph and write it; words that meet others are shown beside them."""
    text = writable_text(request, slug)
    found = paragraph_of(text, key)
    here = paragraph_url(found)
    actor = actor_of(request)
    if request.method == "POST" and "release" in request.POST:
        release_claim(actor=actor, paragraph=found)
        return HttpResponseRedirect(here)
    taking = request.method == "POST" and "take_over" in request.POST
    if request.method == "POST" and not taking:
        return _saved(request, text, found)
    try:
        claim = claim_paragraph(actor=actor, paragraph=found, take_over=taking)
    except Claimed as refusal:
        return _write_page(request, text, found, WordsForm(), claimed=refusal, status=409)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return HttpResponseRedirect(here)
    if taking:
        messages.info(request, _("You hold this paragraph now; who held it has been told."))
        return HttpResponseRedirect(request.path)
    number = found.current.number if found.current else 0
    form = WordsForm(initial={"words": found.words, "base": number})
    return _write_page(request, text, found, form, until=claim.expires_at)


def _saved(request: HttpRequest, text: Text, found: Paragraph) -> HttpResponse:
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _write_page(request, text, found, form, status=422)
    try:
        causes = _causes(form.cleaned_data["causes"])
        write_paragraph(
            actor=actor_of(request),
            paragraph=found,
            words=form.cleaned_data["words"],
            base_number=form.cleaned_data["base"] or 0,
            causes=causes,
            keep_findings_because=form.cleaned_data["keep_findings_because"],
        )
    except Moved as refusal:
        # The next saving is about what the paragraph says now.
        data = request.POST.copy()
        data["base"] = str(refusal.current.number)
        form = WordsForm(data)
        form.refuse(refusal)
        return _write_page(request, text, found, form, moved=refusal, status=409)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return refusal_status(_write_page(request, text, found, form), refusal)
    messages.success(request, _("Saved: the change is in the history, with your college."))
    return HttpResponseRedirect(paragraph_url(found))


def _causes(typed: str) -> list[Contribution]:
    found = []
    for word in typed.replace(",", " ").replace(";", " ").split():
        number = parse_number(word)
        cause = (
            Contribution.objects.public()
            .filter(case__number=number)
            .select_related("case", "activity")
            .first()
            if number
            else None
        )
        if cause is None:
            raise Refusal(
                _("« %(number)s » is not the number of a public contribution.") % {"number": word},
                code="unknown_number",
                field="causes",
            )
        found.append(cause)
    return found


def _write_page(
    request: HttpRequest,
    text: Text,
    found: Paragraph,
    form: WordsForm,
    *,
    status: int = 200,
    until: Any = None,
    claimed: Claimed | None = None,
    moved: Moved | None = None,
) -> HttpResponse:
    number = labels_of(text).get(found.pk, "")
    typed = str(form["words"].value() or "")
    return shown(
        request,
        "texts/write.html",
        text,
        status=status,
        paragraph=found,
        number=number,
        form=form,
        claimed=claimed,
        held_until=formats.time_format(timezone.localtime(until), "TIME_FORMAT") if until else "",
        minutes=CLAIM_MINUTES,
        hold_url=reverse("text_hold", kwargs={"slug": text.slug, "key": found.key}),
        meeting=difference(moved.current.text, typed) if moved else None,
        current_author=moved.current.author.public_name if moved else "",
        back_url=paragraph_url(found),
        draft_key=f"paragraph-{found.pk}",
        crumbs=(paragraph_crumb(found, number), (_("Write"), "")),
    )


@never_cache
@require_POST
@signed_in
def hold(request: HttpRequest, slug: str, key: UUID) -> JsonResponse:
    """Go on holding a paragraph while one types; says until when, or who holds it now."""
    text = writable_text(request, slug)
    try:
        claim = claim_paragraph(actor=actor_of(request), paragraph=paragraph_of(text, key))
    except Refusal as refusal:
        return JsonResponse({"held": False, "detail": str(refusal.message)}, status=409)
    until = formats.time_format(timezone.localtime(claim.expires_at), "TIME_FORMAT")
    words = _("You hold this paragraph until %(time)s.") % {"time": until}
    return JsonResponse({"held": True, "detail": words})
