"""Answers without e-mail: letters to print and post, calls to make, promised calls."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.enums import Medium
from civic.notifications.models import Notice
from civic.notifications.services.follows import mark_delivered
from civic.territory.models import Organisation

from ..enums import CallOutcome
from ..forms import CalledForm, CallOutcomeForm, MoveForm, ReturnedForm
from ..models import CallPromise, Letter, LetterBatch
from ..policies import can_contact
from ..selectors.calls import calls_due, kept_calls
from ..selectors.contact import (
    TRIES,
    calls_to_make,
    handed_over,
    letters_to_write,
    waiting_by,
)
from ..services.calls import keep_call, move_call
from ..services.letters import (
    mark_posted,
    mark_printed,
    mark_returned,
    record_call,
    write_letters,
)
from .place import actor_of, at_contact, at_telephone, status_of

BATCHES = 12
CALLS = 20
# Each list of the page of calls has pages of its own.
AT_DESK = "guichet"
PROMISED = "promis"


@at_contact
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show who waits for a letter and the batches; gather one more."""
    if request.method == "POST":
        try:
            made = write_letters(actor=actor_of(request), organisation=organisation)
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.info(request, str(refusal.message))
            return redirect("desk_letters", place=organisation.slug)
        return redirect("desk_letter_batch", place=organisation.slug, batch_id=made.pk)
    batches = LetterBatch.objects.filter(organisation=organisation).annotate(count=Count("letters"))
    context = {
        "desk": organisation,
        "people": letters_to_write(organisation)
        .order_by()
        .aggregate(people=Count("person", distinct=True))["people"],
        "batches": Paginator(batches.order_by("-pk"), BATCHES).get_page(request.GET.get("page")),
        "told": handed_over(organisation.pk),
    }
    return render(request, "desk/letters.html", context)


@at_contact
@require_http_methods(["GET", "HEAD", "POST"])
def letter_batch(request: HttpRequest, organisation: Organisation, batch_id: int) -> HttpResponse:
    """Print the letters of a batch, post them, tick off one that came back."""
    found = get_object_or_404(
        LetterBatch.objects.select_related("organisation"), pk=batch_id, organisation=organisation
    )
    form = ReturnedForm()
    opened, status = 0, 200
    if request.method == "POST":
        act = request.POST.get("act", "")
        try:
            if act == "printed":
                mark_printed(actor=actor_of(request), batch=found)
            elif act == "posted":
                mark_posted(actor=actor_of(request), batch=found)
            else:
                form = ReturnedForm(request.POST)
                named = request.POST.get("letter", "")
                letter = get_object_or_404(
                    Letter.objects.select_related("batch__organisation"),
                    pk=int(named) if named.isascii() and named.isdigit() else 0,
                    batch=found,
                )
                opened = letter.pk
                reason = request.POST.get("reason", "")
                mark_returned(actor=actor_of(request), letter=letter, reason=reason)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.is_valid()
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            return redirect("desk_letter_batch", place=organisation.slug, batch_id=found.pk)
    context = {
        "desk": organisation,
        "batch": found,
        "letters": found.letters.select_related("person").prefetch_related("notices"),
        "form": form,
        "opened": opened,
    }
    return render(request, "desk/letter_batch.html", context, status=status)


@at_telephone
@require_http_methods(["GET", "HEAD"])
def calls(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show whom to call: promised calls first, then news to tell, then who comes to the desk."""
    return _calls(request, organisation)


def _calls(
    request: HttpRequest,
    organisation: Organisation,
    *,
    opened: int = 0,
    move: Any = None,
    status: int = 200,
) -> HttpResponse:
    promises = calls_due(actor_of(request)).filter(organisation=organisation)
    # A guarantor who writes to nobody else sees the calls they answer for, and no more.
    may_tell = can_contact(actor_of(request), organisation)
    nobody = Notice.objects.none()
    at_desk = waiting_by(organisation, Medium.DESK)
    context = {
        "desk": organisation,
        "promises": _page(request, PROMISED, promises),
        "promised_name": PROMISED,
        "may_tell": may_tell,
        "to_call": _page(request, "page", calls_to_make(organisation) if may_tell else nobody),
        "at_desk": _page(request, AT_DESK, at_desk if may_tell else nobody),
        "at_desk_name": AT_DESK,
        "tries": TRIES,
        "kept": kept_calls(organisation.pk).sentence,
        "told": handed_over(organisation.pk),
        "outcomes": CallOutcome.choices,
        "move": move or MoveForm(),
        "opened": opened,
    }
    return render(request, "desk/calls.html", context, status=status)


def _page(request: HttpRequest, name: str, rows: "QuerySet[Any]") -> "Page[Any]":
    return Paginator(rows, CALLS).get_page(request.GET.get(name))


@at_contact
@require_POST
def call_outcome(request: HttpRequest, organisation: Organisation, notice_id: int) -> HttpResponse:
    """Write down what became of a call, or that somebody was told at the desk."""
    notice = get_object_or_404(
        Notice.objects.select_related("organisation", "person"),
        pk=notice_id,
        organisation=organisation,
    )
    form = CallOutcomeForm(request.POST)
    try:
        if request.POST.get("outcome") == "told":
            mark_delivered(actor=actor_of(request), notice=notice)
            messages.success(request, _("Told."))
        elif form.is_valid():
            outcome = form.cleaned_data["outcome"]
            record_call(actor=actor_of(request), notice=notice, outcome=outcome)
            messages.success(request, _("Written down."))
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("desk_calls", place=organisation.slug)


@at_telephone
@require_POST
def promise_outcome(
    request: HttpRequest, organisation: Organisation, promise_id: int
) -> HttpResponse:
    """Say that a promised call was made, or move it to another hour with a reason."""
    promise = get_object_or_404(
        CallPromise.objects.select_related("organisation", "person"),
        pk=promise_id,
        organisation=organisation,
    )
    actor = actor_of(request)
    move = None
    try:
        if request.POST.get("act") == "move":
            move = MoveForm(request.POST)
            if not move.is_valid():
                return _calls(request, organisation, opened=promise.pk, move=move, status=422)
            move_call(actor=actor, promise=promise, **move.cleaned_data)
            messages.success(request, _("Another hour is promised; the person is told."))
        else:
            called = CalledForm(request.POST)
            called.is_valid()
            outcome = called.cleaned_data.get("outcome", "")
            keep_call(actor=actor, promise=promise, outcome=outcome)
            messages.success(request, _("Written down."))
    except NotAllowed:
        raise
    except Refusal as refusal:
        if move is not None:
            move.refuse(refusal)
            status = status_of(refusal)
            return _calls(request, organisation, opened=promise.pk, move=move, status=status)
        messages.error(request, str(refusal.message))
    return redirect("desk_calls", place=organisation.slug)
