"""A file of an answer: to whom it is given, and the screen that destroys one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from civic.core.exceptions import NotAllowed, Refusal, TooMany
from civic.privacy.views.visits import signed_in, visitor

from ..enums import AnswerFileKind, CaseOrigin
from ..models import AnswerFile, Case
from ..policies import can_answer
from ..services.answer_files import add_answer_file, remove_answer_file, waiting_files
from ..services.proof import proves
from .proving import code_in
from .subjects import SubjectsOf

_TYPES = {AnswerFileKind.PDF: "application/pdf", AnswerFileKind.PICTURE: "image/webp"}
# It may be taken away at any moment: never kept for ever.
_FIVE_MINUTES = "public, max-age=300"
_FOR_ONE = "private, no-store"


def _file_of(key: UUID) -> AnswerFile:
    return get_object_or_404(
        AnswerFile.objects.select_related("case__organisation", "case__department"), key=key
    )


@require_safe
def answer_file(
    request: HttpRequest, key: UUID, kind: str, subjects_of: SubjectsOf
) -> HttpResponse:
    """Give a file to anybody once its answer is public; before, to the staff and to who asked."""
    file = _file_of(key)
    subject = subjects_of([file.case]).get(file.case_id)
    is_public = file.published_on is not None and subject is not None and subject.is_public
    if kind != file.kind or not (is_public or _may_see(request, file)):
        raise Http404("No published file has this address.")
    with file.file.open("rb") as stored:
        content = stored.read()
    return HttpResponse(
        content,
        content_type=_TYPES[AnswerFileKind(file.kind)],
        headers={
            "Cache-Control": _FIVE_MINUTES if is_public else _FOR_ONE,
            "Content-Disposition": content_disposition_header(
                file.kind == AnswerFileKind.PDF, f"{file.title}.{file.kind}"
            )
            or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Referrer-Policy": "no-referrer",
        },
    )


def take_files(request: HttpRequest, case: Case, sent_as: str) -> list[str]:
    """Take the files away that are ticked, keep those that were sent; return what was refused."""
    actor: Any = request.actor
    taken = set(request.POST.getlist("details-remove"))
    for file in waiting_files(case) if taken else ():
        if str(file.key) in taken:
            remove_answer_file(actor=actor, file=file)
    refusals = []
    for upload in request.FILES.getlist(sent_as):
        try:
            add_answer_file(actor=actor, case=case, upload=upload)
        except NotAllowed:
            raise
        except Refusal as refusal:
            refusals.append(str(refusal.message))
    return refusals


def _may_see(request: HttpRequest, file: AnswerFile) -> bool:
    actor = visitor(request)
    if actor is not None and can_answer(actor, file.case):
        return True
    if file.published_on is None or file.case.origin != CaseOrigin.REQUEST:
        return False
    try:
        return proves(file.case, code_in(request))
    except TooMany:
        return False


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer_file_remove(request: HttpRequest, key: UUID, subjects_of: SubjectsOf) -> HttpResponse:
    """Ask, then destroy a file that should not have been joined."""
    file = _file_of(key)
    actor: Any = request.actor
    if not can_answer(actor, file.case):
        raise NotAllowed(_("Only the department that holds this case may answer it."))
    subject = subjects_of([file.case])[file.case_id]
    if request.method == "POST":
        remove_answer_file(actor=actor, file=file)
        messages.success(request, _("The file is destroyed; the answer stays."))
        return redirect(subject.url or "inbox")
    return render(
        request,
        "cases/answer_file_remove.html",
        {"file": file, "subject": subject, "back": reverse("inbox")},
    )
