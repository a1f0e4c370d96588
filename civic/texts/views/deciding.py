"""Decide on an amendment: both texts side by side, what changed since, the answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.core.exceptions import Refusal
from civic.participation.views.acting import actor_of, status_of

from ..enums import Aim
from ..forms import DecideForm
from ..logic.differences import difference
from ..models import AmendmentDetail, Text
from ..policies import can_decide
from ..selectors.addresses import own_amendment_url
from ..selectors.amendments import line_of
from ..selectors.reading import labels_of
from ..services.amendments import decide_amendment
from ..services.editing import Moved
from .calling import amendment_of, shown, text_of

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@GET_OR_POST
def decide(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Accept, adapt or reject an amendment, with the reason its author receives."""
    text = text_of(request, slug)
    found = amendment_of(request, text, number)
    if not can_decide(actor_of(request), found):
        raise PermissionDenied(_("Only those who answer for this body decide on an amendment."))
    current = found.paragraph.current
    moved = current is not None and current.pk != found.base_revision_id
    form = DecideForm(
        request.POST if request.method == "POST" else None,
        initial={"base": current.number if current else 1},
    )
    if request.method == "POST" and form.is_valid():
        try:
            decided = decide_amendment(
                actor=actor_of(request),
                amendment=found,
                decision=form.cleaned_data["decision"],
                reason=form.cleaned_data["reason"],
                next_steps=form.cleaned_data["next_steps"],
                words=form.cleaned_data["words"],
                base_number=form.cleaned_data["base"],
                keep_findings_because=form.cleaned_data["keep_findings_because"],
            )
        except Moved as refusal:
            # The next sending is about what the paragraph says now.
            data = request.POST.copy()
            data["base"] = str(refusal.current.number)
            form = DecideForm(data)
            form.refuse(refusal)
            return _decide_page(request, text, found, form, moved=True, status=409)
        except Refusal as refusal:
            form.refuse(refusal)
            return _decide_page(request, text, found, form, moved=moved, status=status_of(refusal))
        messages.success(request, _("The answer is given; its author receives it."))
        return HttpResponseRedirect(own_amendment_url(decided))
    status = 422 if request.method == "POST" else 200
    return _decide_page(request, text, found, form, moved=moved, status=status)


def _decide_page(
    request: HttpRequest,
    text: Text,
    found: AmendmentDetail,
    form: DecideForm,
    *,
    moved: bool,
    status: int,
) -> HttpResponse:
    found.paragraph.refresh_from_db()
    found.paragraph.text = text
    label = labels_of(text).get(found.paragraph_id, "")
    here = own_amendment_url(found)
    now = found.paragraph.words
    return shown(
        request,
        "texts/decide.html",
        text,
        status=status,
        line=line_of(found),
        contribution=found.contribution,
        number=label,
        form=form,
        moved=moved,
        since=difference(found.base_revision.text, now) if moved else None,
        removes=found.aim == Aim.REMOVE,
        back_url=here,
        crumbs=((found.contribution.title, here), (_("Decide"), "")),
    )
