"""What follows when a request becomes public, is taken back, or is answered."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from civic.audit.services import key_of
from civic.cases.enums import Outcome
from civic.cases.logic.proof import code_of
from civic.cases.models import Case, Request, Transfer
from civic.cases.selectors.details import extra_of
from civic.cases.services.places import set_request_place
from civic.core.logic.dates import written_day
from civic.core.services.keeping import forget_counted
from civic.core.services.search import SearchDocument, index, remove_from_index
from civic.notifications.services.notices import notify

from ..selectors.follow_up import asked_on
from ..selectors.follow_up_facts import FOLLOW_UP
from ..selectors.sheets import sheet_urls

REQUEST_ANSWERED = "request.answered"
_EXCERPT = 300
_AT_ONCE = 500


def request_released(request: Request) -> None:
    """Index a request the guard has just let through, and count it."""
    # The guard may have masked words since the table was read: they leave the index too.
    changed = set_request_place(request)
    if changed:
        request.save(update_fields=changed)
    request_placed(request)


def request_placed(request: Request) -> None:
    """Write again what the search knows of a public request, and forget the tables kept of it."""
    forget_counted(FOLLOW_UP)
    index(lambda: document_of(request))


def request_held(request: Request) -> None:
    """Take a request that was public out of the search and of the figures."""
    forget_counted(FOLLOW_UP)
    remove_from_index(key_of(request))


def request_moved(case: Case) -> None:
    """Count a request anew where it now stands."""
    forget_counted(FOLLOW_UP)


def request_handed_over(transfer: Transfer) -> None:
    """Count a request anew in the table of who holds it."""
    forget_counted(FOLLOW_UP)


def request_answered(case: Case) -> None:
    """Make the answer of a public request searchable, and tell whoever asked."""
    forget_counted(FOLLOW_UP)
    request = (
        Request.objects.select_related("case", "person", "organisation").filter(case=case).first()
    )
    if request is None:
        return
    if request.is_public:
        request_released(request)
    person = request.person
    if person is None or not person.has_a_way_to_be_answered:
        return
    with translation.override(person.language):
        parts = (
            str(Outcome(case.outcome).label),
            case.reason,
            case.next_steps,
            extra_of(case, code="" if request.is_public else code_of(case.number)).lines,
            case.private_message,
            what_one_may_do(case),
        )
        body = "\n\n".join(part for part in parts if part)
        notify(
            person=person,
            kind=REQUEST_ANSWERED,
            about=key_of(request),
            subject=_("Answered: your request %(number)s") % {"number": case.number},
            body=body,
            url=answer_address(case),
            organisation=request.organisation,
            key=f"answered:{case.answered_on}{':review' if case.reviewed_on else ''}",
        )


def answer_address(case: Case) -> str:
    """Return where whoever asked reads the answer, with the code that says it is them."""
    code = urlencode({"q": case.number, "code": code_of(case.number)})
    return f"{reverse('track')}?{code}"


def what_one_may_do(case: Case) -> str:
    """Say, below an answer, how to tell whether it is settled and until when to contest it."""
    last = case.rate_until
    if last is None:
        return ""
    words = {
        "day": written_day(last),
        "number": case.number,
        "code": code_of(case.number),
    }
    if case.reviewed_on is not None:
        return (
            _(
                "Is it settled? Say it in two clicks until %(day)s, below, or by telephone or at "
                "the desk with the number %(number)s and the code %(code)s."
            )
            % words
        )
    return (
        _(
            "Is it settled? Say it in two clicks until %(day)s, below, or by telephone or at the "
            "desk with the number %(number)s and the code %(code)s. If it is not, you may contest "
            "this answer once until that day: somebody else answers you."
        )
        % words
    )


def address_of(request: Request) -> str | None:
    """Return the address of a request's sheet, or None when no page shows it."""
    return sheet_urls([request]).get(request.pk)


def document_of(request: Request) -> SearchDocument | None:
    """Return what the site search knows of a public request, or None when no page shows it."""
    with translation.override(settings.LANGUAGE_CODE):
        url = address_of(request)
    return _document(request, url) if url else None


def _document(request: Request, url: str) -> SearchDocument:
    return SearchDocument(
        key=key_of(request),
        kind="request",
        title=request.title,
        url=url,
        texts=(request.text, request.public_place, request.imported_answer, request.case.reason),
        excerpt=request.text[:_EXCERPT],
        organisation_id=request.organisation_id,
        theme_id=request.theme_id,
        happened_on=asked_on(request),
    )


def request_documents() -> Iterator[SearchDocument]:
    """Return every public request, to rebuild the site search."""
    public = Request.objects.public().select_related("case").order_by("pk")
    last = 0
    while found := list(public.filter(pk__gt=last)[:_AT_ONCE]):
        with translation.override(settings.LANGUAGE_CODE):
            urls = sheet_urls(found)
        for request in found:
            if request.pk in urls:
                yield _document(request, urls[request.pk])
        last = found[-1].pk
