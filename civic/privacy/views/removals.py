"""What was removed, when and by whom, and the proof that words stand nowhere any more."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed, Refusal

from ..forms import WordsForm
from ..policies import can_see_removals
from ..registry import privacy_registry
from ..selectors import place_label, removal_lines
from ..selectors import removals as removals_of
from ..services.removal import Proof, prove_removal, purge_words

PER_PAGE = 30


@never_cache
@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
def removals(request: HttpRequest) -> HttpResponse:
    """List the removals; look for words everywhere; an administrator removes them from copies."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not can_see_removals(actor):
        raise PermissionDenied(_("This is for the data-protection officer."))
    form, proof, status = WordsForm(), None, 200
    if request.method == "POST":
        form = WordsForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                if "purge" in request.POST:
                    return _purged(request, actor, form.cleaned_data["words"])
                proof = prove_removal(actor=actor, words=form.cleaned_data["words"])
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from refusal
            except Refusal as refusal:
                form.add_error("words", str(refusal.message))
            else:
                # What was typed is not shown again: a screen is left open, a page is printed.
                form, status = WordsForm(), 200
    page = Paginator(removals_of(actor), PER_PAGE).get_page(request.GET.get("p", 1))
    marks = proof.entry.details["marks"] if proof else ()
    context: dict[str, Any] = {
        "form": form,
        "proof": _shown(proof) if proof else None,
        "page_of_lines": page,
        "lines": removal_lines(page.object_list, marks),
        "copies": [str(label) for label in privacy_registry.purge_labels.values()],
        "may_purge": actor.is_administrator,
    }
    return render(request, "privacy/admin_removals.html", context, status=status)


def _shown(proof: Proof) -> dict[str, Any]:
    return {
        "moment": proof.entry.moment,
        "tables": proof.tables,
        "files": proof.files,
        "places": [
            {"label": place_label(place.where), "where": place.where, "count": place.count}
            | {"keys": ", ".join(place.keys)}
            for place in proof.places
        ],
    }


def _purged(request: HttpRequest, actor: Actor, words: list[str]) -> HttpResponse:
    changed = purge_words(actor=actor, words=words)
    count = sum(changed.values())
    said = (
        ngettext(
            "The words left %(n)s copy. Look for them now, to prove it.",
            "The words left %(n)s copies. Look for them now, to prove it.",
            count,
        )
        % {"n": count}
        if count
        else _("These words stood in no copy.")
    )
    messages.success(request, said)
    return redirect("removals")
