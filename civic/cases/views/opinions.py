"""What whoever asked says of the answers, for the departments that gave them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed
from civic.opendata.resources import DOWNLOADS, download
from civic.privacy.views.visits import signed_in

from ..enums import SatisfactionReason
from ..policies import ANSWERERS
from ..resources import SatisfactionDownload
from ..selectors.satisfaction import satisfactions_for
from .subjects import SubjectsOf

OPINIONS_PER_PAGE = 20


@never_cache
@require_safe
@signed_in
def opinions(request: HttpRequest, subjects_of: SubjectsOf) -> HttpResponse:
    """List what is said of an officer's answers, those with words or all of them."""
    said = satisfactions_for(_officer(request))
    worded = said.filter(words__isnull=False)
    shows_all = request.GET.get("avis") == "tous"
    counts = {False: worded.count(), True: said.count()}
    page = Paginator(said if shows_all else worded, OPINIONS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    subjects = subjects_of([one.case for one in page])
    here = reverse("opinions")
    context = {
        "lines": [
            {
                "said": one,
                "words": getattr(one, "words", None),
                "subject": subjects.get(one.case_id),
                "about": [
                    SatisfactionReason(reason).label
                    for reason in SatisfactionReason.values
                    if getattr(one, reason)
                ],
            }
            for one in page
        ],
        "page": page,
        "tabs": [
            {
                "label": label,
                "url": f"{here}?avis=tous" if every else here,
                "current": shows_all is every,
                "count": counts[every],
            }
            for every, label in ((False, _("With words")), (True, _("All of them")))
        ],
        "downloads": [
            {"label": form.label, "url": reverse("opinions_export", args=[form.extension])}
            for form in DOWNLOADS.values()
        ],
    }
    return render(request, "cases/opinions.html", context)


@never_cache
@require_safe
@signed_in
def opinions_export(request: HttpRequest, format: str) -> HttpResponseBase:
    """Give all that is said of an officer's answers as a file."""
    return download(
        request,
        SatisfactionDownload(),
        satisfactions_for(_officer(request)),
        extension=format,
        name=_("satisfaction"),
        title=_("What is said of the answers"),
    )


def _officer(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.has_role_anywhere(*ANSWERERS):
        raise NotAllowed(_("This is the inbox of the departments that answer."))
    return actor
