"""The files joined to an answer: checked by their content, published with it, taken away."""

import re
import unicodedata
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.privacy.services.screening import findings_in

from ..enums import OPEN_STATES
from ..logic.papers import NotAPaper, Paper, read_paper
from ..models import AnswerFile, Case
from ..models.details import LONGEST_TITLE
from ..policies import can_answer
from .stored import file_of, forget_with_files

FILES_AT_MOST = 5
_SEPARATORS = re.compile(r"[\s_]+")


def add_answer_file(*, actor: Actor, case: Case, upload: Any) -> AnswerFile:
    """Keep a file for the answer that is being written; nobody else sees it before.

    It is called as the file was, without its ending. Raises NotAllowed, or Refusal: too heavy,
    neither a PDF nor a picture, a PDF that is locked or does something, a name that says
    somebody's, too many files, a case answered meanwhile.
    """
    _check_may_answer(actor, case)
    title = title_of(str(upload.name))
    if found := findings_in(title, organisation_id=case.organisation_id):
        raise Refusal(
            _("« %(name)s » would publish « %(words)s »: give the file another name.")
            % {"name": upload.name, "words": " », « ".join(span.text for span in found)},
            code="finding",
            field="files",
        )
    paper = _read(upload)
    with transaction.atomic():
        fresh = locked(Case.objects.filter(pk=case.pk)).get()
        if fresh.state not in OPEN_STATES:
            raise Refusal(_("This case has already been answered."), code="already_answered")
        if waiting_files(fresh).count() >= FILES_AT_MOST:
            raise Refusal(
                _("%(max)d files at most: take one away to join another.") % {"max": FILES_AT_MOST},
                code="too_many_files",
                field="files",
            )
        return _kept(actor, fresh, title, paper)


def waiting_files(*cases: Case) -> "QuerySet[AnswerFile]":
    """Return the files that wait for the answer of a case, or of several, in one query."""
    return AnswerFile.objects.filter(case__in=cases, published_on=None).order_by("pk")


def publish_files(case: Case) -> None:
    """Publish the files that waited for the answer a case has just got, in its transaction."""
    waiting_files(case).update(
        published_on=case.answered_on, is_review=case.reviewed_on is not None
    )


def remove_answer_file(*, actor: Actor, file: AnswerFile) -> None:
    """Destroy a file, published or not; the journal keeps that there was one."""
    _check_may_answer(actor, file.case)
    with transaction.atomic():
        record(
            actor=actor,
            action="answer_file.removed",
            target=file,
            organisation_id=file.case.organisation_id,
            case=file.case_id,
            published=file.published_on is not None,
        )
        forget_with_files([file])


def title_of(name: str) -> str:
    """Return what a file is called by its name: "devis_place-du-marche.PDF"."""
    stem = PurePath(name.replace("\\", "/")).stem
    visible = "".join(
        char for char in unicodedata.normalize("NFC", stem) if unicodedata.category(char)[0] != "C"
    )
    words = _SEPARATORS.sub(" ", visible).strip()[:LONGEST_TITLE].strip()
    return words if any(char.isalnum() for char in words) else _("Document")


def _check_may_answer(actor: Actor, case: Case) -> None:
    if not can_answer(actor, case):
        raise NotAllowed(_("Only the department that holds this case may answer it."))


def _kept(actor: Actor, case: Case, title: str, paper: Paper) -> AnswerFile:
    file = AnswerFile(
        case=case,
        kind=paper.kind,
        title=title,
        size=len(paper.content),
        width=paper.width,
        height=paper.height,
        added_by=actor.user,
    )
    with file_of(file, f"file.{paper.kind}", paper.content):
        file.save(force_insert=True)
        record(
            actor=actor,
            action="answer_file.added",
            target=file,
            organisation_id=case.organisation_id,
            case=case.pk,
        )
    return file


def _read(upload: Any) -> Paper:
    if upload.size > settings.MAX_UPLOAD_BYTES:
        raise Refusal(
            _("« %(name)s » is too heavy: %(max)s MB at most.")
            % {"name": upload.name, "max": settings.MAX_UPLOAD_BYTES // 1_000_000},
            code="too_heavy",
            field="files",
        )
    try:
        return read_paper(upload)
    except NotAPaper as refused:
        raise Refusal(
            _why(refused.code) % {"name": upload.name}, code=refused.code, field="files"
        ) from refused


def _why(code: str) -> str:
    match code:
        case "locked":
            return _("« %(name)s » is locked by a password: send it without one.")
        case "active":
            return _(
                "« %(name)s » holds a program or another file: print it as a PDF, and send that."
            )
        case "too_many_pixels":
            return _("« %(name)s » is too large a picture to be opened safely.")
        case "animated":
            return _("« %(name)s » moves: send a still picture.")
        case "broken":
            return _("« %(name)s » is damaged and cannot be opened: make it again.")
        case _:
            return _("« %(name)s » is neither a PDF nor a picture (JPEG, PNG or WebP).")
