"""Read a text, one of its paragraphs, the list of texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from civic.accounts.enums import College
from civic.core.services.keeping import kept_key
from civic.discussion.models import Comment
from civic.discussion.selectors import fate_of
from civic.discussion.views.commenting import SAID
from civic.participation.enums import Act
from civic.participation.selectors import last_day, standings
from civic.participation.views.acting import actor_of

from ..enums import TextState
from ..logic.numbering import letter_of
from ..models import Paragraph, ParagraphClaim, Text, TextVersion
from ..selectors.addresses import paragraph_url, text_url
from ..selectors.amendments import amendments_of
from ..selectors.changes import history_of, page_of_revision
from ..selectors.lineage import lineage_of
from ..selectors.reading import (
    ParagraphLine,
    SectionLine,
    Share,
    anchor_of,
    attribution_of,
    labels_of,
    latest_version,
    sections_of,
    sections_of_version,
)
from .calling import paragraph_crumb, paragraph_of, shown, text_of

TEXTS_PER_PAGE = 25
FROM: dict[str, Any] = {
    College.RESIDENT: gettext_lazy("from residents"),
    College.TECHNICAL_OFFICER: gettext_lazy("from technical officers"),
    College.ELECTED_OFFICIAL: gettext_lazy("from elected officials"),
    College.ASSOCIATION: gettext_lazy("from associations"),
    College.COUNCIL: gettext_lazy("from neighbourhood councils"),
    College.BUSINESS: gettext_lazy("from businesses"),
}


# Each list of the page of a paragraph has pages of its own.
AMENDMENTS, HISTORY = "amendements", "histoire"
# A link to a revision says which one: its page of the history follows.
REVISION = "revision"


@require_safe
def text_list(request: HttpRequest) -> HttpResponse:
    """Show the texts everybody reads, the latest first."""
    texts = Text.objects.public().joined().order_by("-started_at", "-pk")
    page = Paginator(texts, TEXTS_PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"text": text, "url": text_url(text)} for text in page.object_list]
    return render(request, "texts/text_list.html", {"texts": page, "rows": rows})


@require_safe
def read(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a whole text, as it reads now or as a version froze it."""
    text = text_of(request, slug)
    asked = _asked_version(request, text)
    acts = standings(text.activity)
    amending = acts[Act.AMEND]
    closing = next(
        (acts[act].closes_at for act in (Act.AMEND, Act.COMMENT) if acts[act].is_open), None
    )
    letter = _("Version %(letter)s") % {"letter": letter_of(asked)} if asked else ""
    return shown(
        request,
        "texts/read.html",
        text,
        # Lazy: while the parts of the page are kept for everybody, no paragraph is read.
        whole=SimpleLazyObject(lambda: _whole(text, asked)),
        head_key=kept_key(request, "text.head", text.pk, asked),
        body_key=kept_key(request, "text.body", text.pk, asked),
        is_version=bool(asked),
        can_amend=not asked and amending.is_open and text.state != TextState.ADOPTED,
        closes_on=last_day(closing) if closing else None,
        crumbs=((letter, ""),) if asked else (),
    )


@dataclass(frozen=True)
class _Whole:
    """All the words of a text and what was said of them; `version` when an earlier one is read."""

    sections: list[SectionLine]
    version: TextVersion | None
    latest: TextVersion | None
    sentence: str
    lines: list[ParagraphLine]

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def changed(self) -> int:
        return sum(line.changed for line in self.lines)

    @property
    def amendments(self) -> int:
        return sum(line.amendments for line in self.lines)

    @property
    def waiting(self) -> int:
        return sum(line.waiting for line in self.lines)

    @property
    def comments(self) -> int:
        return sum(line.comments for line in self.lines)


def _whole(text: Text, asked: int | None) -> _Whole:
    """Read a text as it is now, or as a version froze it."""
    latest = latest_version(text)
    version = None
    if asked is not None:
        version = latest if latest and latest.number == asked else text.versions.get(number=asked)
        version.text = text
        sections = sections_of_version(version)
    else:
        sections = sections_of(text, since=latest)
    lines = [line for section in sections for line in section.paragraphs]
    shares = attribution_of(line.paragraph for line in lines) if version is None else []
    return _Whole(sections, version, latest, attribution_sentence(shares), lines)


def _asked_version(request: HttpRequest, text: Text) -> int | None:
    asked = request.GET.get("version", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 5):
        raise Http404
    number = int(asked)
    if not 1 <= number <= text.version:
        raise Http404
    return number


def attribution_sentence(shares: Sequence[Share]) -> str:
    """Say which college wrote most of the words of a text."""
    if not shares:
        return ""
    first, *others = shares
    said = _("%(percent)s%% of the words come %(whom)s") % {
        "percent": first.percent,
        "whom": _from(first),
    }
    rest = [
        _("%(percent)s%% %(whom)s") % {"percent": share.percent, "whom": _from(share)}
        for share in others
    ]
    return f"{', '.join([said, *rest])}."


def _from(share: Share) -> str:
    return str(FROM.get(share.college, share.label))


@require_safe
def paragraph(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Show a paragraph: its words, its amendments side by side, its history, its discussion."""
    text = text_of(request, slug)
    return render_paragraph(request, text, paragraph_of(text, key))


def render_paragraph(
    request: HttpRequest, text: Text, found: Paragraph, *, status: int = 200, **extra: Any
) -> HttpResponse:
    """Render the page of a paragraph; `extra` may hold a refused form as `comment_form`."""
    acts = standings(text.activity)
    number = labels_of(text).get(found.pk, "")
    removed = found.removed_at is not None
    at = {"slug": text.slug, "key": found.key}
    claim = ParagraphClaim.objects.select_related("person").filter(paragraph=found).first()
    if claim is not None and not claim.is_held_at(timezone.now()):
        claim = None
    amending = acts[Act.AMEND]
    return shown(
        request,
        "texts/paragraph.html",
        text,
        status=status,
        paragraph=found,
        number=number,
        anchor=anchor_of(found.key),
        claim=claim,
        amendments=amendments_of(found, request.GET.get(AMENDMENTS)),
        amendments_name=AMENDMENTS,
        history=history_of(found, _history_page(request, found)),
        history_name=HISTORY,
        lineage=lineage_of(found),
        here=paragraph_url(found),
        can_amend=amending.is_open and not removed and text.state != TextState.ADOPTED,
        amend_closed=amending.sentence,
        closes_on=last_day(amending.closes_at) if amending.closes_at else None,
        comments_closed=_("This paragraph was removed: it is not commented on any more.")
        if removed
        else acts[Act.COMMENT].sentence,
        comment_url=reverse("text_comment", kwargs=at),
        report_url=reverse("text_report", kwargs=at),
        amend_url=reverse("text_amend", kwargs=at),
        write_url=reverse("text_write", kwargs=at),
        comment_said=said_of(request, found),
        crumbs=(paragraph_crumb(found, number),),
        **extra,
    )


def _history_page(request: HttpRequest, found: Paragraph) -> str | int | None:
    revision = request.GET.get(REVISION, "")
    if HISTORY in request.GET or not (revision.isascii() and revision.isdigit()):
        return request.GET.get(HISTORY)
    return page_of_revision(found, int(revision[:6]))


def said_of(request: HttpRequest, target: Any) -> str:
    """Return what becomes of the comment its author has just posted; empty otherwise."""
    key = request.GET.get("commentaire", "")
    person = actor_of(request).person
    if SAID not in request.GET or person is None or not key.isdecimal() or len(key) > 18:
        return ""
    posted = Comment.objects.about(target).filter(pk=int(key), person=person).first()
    return fate_of(posted) if posted else ""
