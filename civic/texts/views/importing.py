"""Import a document into an empty text: send it, look at what was read, write it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.views.acting import actor_of
from civic.privacy.views.visits import signed_in

from ..exceptions import DocumentRefused
from ..forms import ImportForm, UploadForm
from ..logic.document_messages import left_out_sentences
from ..logic.documents import Document, read_document
from ..logic.numbering import Outline, numbers_of
from ..models import Text
from ..policies import can_write
from ..services.imports import import_document, keep_document, kept_document
from .calling import refusal_status, shown, text_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def import_text(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a document, show what was read of it, write it once somebody has said yes."""
    text = text_of(request, slug)
    if not can_write(actor_of(request), text):
        raise NotAllowed(_("Only the members of this group, and those who run it, write here."))
    if request.method == "POST" and "key" in request.POST:
        return _written(request, text)
    form = UploadForm(request.POST or None, request.FILES or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["document"]
        try:
            document = read_document(sent.read(), filename=sent.name)
            draft = keep_document(actor=actor_of(request), text=text, document=document)
        except DocumentRefused as refusal:
            form.add_error("document", refusal.message)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            confirm = ImportForm(initial={"key": draft.key})
            return _preview(request, text, document, confirm)
    return shown(
        request,
        "texts/import.html",
        text,
        status=status,
        form=form,
        is_empty=not text.paragraphs.exists(),
        crumbs=((_("Import a document"), ""),),
    )


def _written(request: HttpRequest, text: Text) -> HttpResponse:
    form = ImportForm(request.POST)
    document = kept_document(text, str(form.cleaned_data["key"])) if form.is_valid() else None
    if document is None:
        messages.error(request, _("This preview is no longer kept: send the document again."))
        return HttpResponseRedirect(request.path)
    try:
        count = import_document(
            actor=actor_of(request),
            text=text,
            document=document,
            keep_findings_because=form.cleaned_data["keep_findings_because"],
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return refusal_status(_preview(request, text, document, form), refusal)
    messages.success(
        request,
        ngettext("%(n)s paragraph was imported.", "%(n)s paragraphs were imported.", count)
        % {"n": count},
    )
    return HttpResponseRedirect(reverse("text_structure", kwargs={"slug": text.slug}))


def _preview(
    request: HttpRequest, text: Text, document: Document, form: ImportForm
) -> HttpResponse:
    outlines = [
        Outline(
            (rank, -1),
            section.heading,
            section.numbered,
            [(rank, place) for place in range(len(section.paragraphs))],
        )
        for rank, section in enumerate(document.sections)
    ]
    articles, numbers = numbers_of(outlines)
    rows = [
        {
            "heading": section.heading,
            "number": articles.get((rank, -1), ""),
            "level": section.level,
            "paragraphs": [
                {"number": numbers[rank, place], "words": words}
                for place, words in enumerate(section.paragraphs)
            ],
        }
        for rank, section in enumerate(document.sections)
    ]
    return shown(
        request,
        "texts/import_preview.html",
        text,
        document=document,
        rows=rows,
        count=document.paragraph_count,
        articles=len(articles),
        left_out=left_out_sentences(document.left_out),
        form=form,
        crumbs=((_("Import a document"), ""),),
    )
