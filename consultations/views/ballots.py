"""A ballot: its rule before, the paper while it is open, the result and the file afterwards."""

import csv
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.accounts.models import Person
from civic.accounts.views.identify import identify_step
from civic.core.exceptions import Refusal
from civic.core.views.charts import plotly_url
from civic.participation.enums import Act
from civic.participation.models import Activity
from civic.participation.selectors import Standing, conditions_left, last_day, standing
from civic.voting.enums import BallotState, Choice, Electorate, ReasonRule
from civic.voting.forms import ReceiptForm, VoteForm
from civic.voting.logic.figures import Bar, stacked_bars
from civic.voting.models import Ballot
from civic.voting.selectors import (
    FILE_HEADER,
    GroupResult,
    Result,
    ballot_of,
    ballot_rows,
    ballot_with,
    entry_of,
    published_reasons,
    result_of,
    rule_sentence,
    turnout,
)
from civic.voting.services.casting import cast_ballot, level_needed

from ..models import BallotPage
from .calling import activity_of, actor_of, consultation_of, refused, spend_address

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def ballot_detail(request: HttpRequest, page: BallotPage) -> HttpResponse:
    """Show the question, the rule and how to vote; once closed, the result."""
    activity, ballot = _ballot(request, page)
    result = result_of(ballot)
    if request.GET.get("figure") == "result":
        if result is None:
            raise Http404
        return JsonResponse(_figure_data(result))
    context = _context(request, page, activity, ballot)
    if result is not None:
        reasons = published_reasons(ballot, request.GET.get("page", 1))
        context |= {
            "result": result,
            "overall": _overall(page, result),
            "by_channel": _by_channel(result),
            "reasons": reasons,
            "reasons_label": _("Pages of reasons"),
            "file_url": page.url_of("file"),
            "receipt_url": page.url_of("receipt"),
        }
    return render(request, "consultations/ballot_detail.html", context)


@GET_OR_POST
def vote(request: HttpRequest, page: BallotPage) -> HttpResponse:
    """Ask who votes, then for the vote; the receipt is shown once and kept nowhere.

    Identifying comes first here: a choice waiting in a session beside a name would be a link.
    """
    activity, ballot = _ballot(request, page)
    context = _context(request, page, activity, ballot)
    here = page.url_of("vote")
    sending = request.method == "POST" and "identify" not in request.POST
    if not context["is_open"] and not sending:
        return HttpResponseRedirect(context["here"])
    person = actor_of(request).person
    if person is None or person.assurance_level < level_needed(ballot):
        if sending:
            return _vote_page(request, context, _form(request, ballot, None), _lost(here))
        answer = identify_step(
            request,
            next_url=here,
            assurance_level=level_needed(ballot),
            back_url=context["here"],
            button=_("Go on to the ballot paper"),
            context={"lede": _secrecy_of_identifying()},
        )
        if isinstance(answer, HttpResponse):
            return answer
        return HttpResponseRedirect(here)
    form = _form(request, ballot, person)
    if not sending:
        if context["voted"] or context["not_listed"]:
            return HttpResponseRedirect(context["here"])
        return _vote_page(request, context, form, None)
    if not form.is_valid():
        return _vote_page(request, context, form, None, status=422)
    try:
        spend_address(request, "vote")
        code = cast_ballot(
            actor=actor_of(request),
            ballot=ballot,
            person=person,
            choice=form.cleaned_data["choice"],
            reason=form.cleaned_data.get("reason", ""),
            code=form.cleaned_data["code"],
            accepted_conditions=form.accepted(),
        )
    except Refusal as refusal:
        return _vote_page(request, context, form, refusal)
    steps = [
        _("Your choice is counted when the ballot closes, with everybody's."),
        _("Then the file of all ballots is published; this code finds yours in it."),
        _("The code is kept nowhere else: print it or write it down before you leave this page."),
    ]
    receipt_url = request.build_absolute_uri(page.url_of("receipt"))
    context |= {"code": code, "steps": steps, "receipt_url": receipt_url}
    return _private(render(request, "consultations/ballot_receipt.html", context))


@GET_OR_POST
def receipt(request: HttpRequest, page: BallotPage) -> HttpResponse:
    """Find one's own ballot with the code of the receipt; the code never goes in an address."""
    activity, ballot = _ballot(request, page)
    context = _context(request, page, activity, ballot)
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    context |= {"form": form, "found": None}
    if request.method == "POST" and form.is_valid():
        if ballot.state != BallotState.CLOSED:
            form.add_error(
                "code", _("Ballots are found again once the ballot is closed, with its result.")
            )
            return _private(render(request, "consultations/ballot_find.html", context, status=409))
        try:
            spend_address(request, "receipt")
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
            return refused(request, "consultations/ballot_find.html", context, refusal)
        found = ballot_with(ballot, form.cleaned_data["code"])
        if found is None:
            form.add_error("code", _("No ballot of this vote has this code: check each character."))
        context["found"] = found
    status = 422 if form.errors else 200
    return _private(render(request, "consultations/ballot_find.html", context, status=status))


@require_safe
def ballot_file(request: HttpRequest, page: BallotPage) -> HttpResponse:
    """Give every ballot of a closed vote, in an order drawn anew: anybody counts them again."""
    _activity, ballot = _ballot(request, page)
    if ballot.state != BallotState.CLOSED:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bulletins-{page.slug}.csv"'
    response["Cache-Control"] = "no-store"
    writer = csv.writer(response, delimiter=";")
    writer.writerow(FILE_HEADER)
    writer.writerows(ballot_rows(ballot))
    return response


def _ballot(request: HttpRequest, page: BallotPage) -> tuple[Activity, Ballot]:
    activity = activity_of(request, page)
    ballot = ballot_of(activity)
    if ballot is None:
        raise Http404
    return activity, ballot


def _context(
    request: HttpRequest, page: BallotPage, activity: Activity, ballot: Ballot
) -> dict[str, Any]:
    voting = standing(activity, Act.VOTE)
    person = actor_of(request).person
    entry = entry_of(ballot, person)
    is_open = voting.is_open and ballot.state == BallotState.OPEN
    return {
        "page": page,
        "ballot": ballot,
        "consultation": consultation_of(activity),
        "organisation_hours": activity.space.organisation.desk_hours,
        "here": page.get_absolute_url(),
        "vote_url": page.url_of("vote"),
        "is_open": is_open,
        "closed": _why_closed(ballot, voting),
        "closes_on": last_day(voting.closes_at) if voting.closes_at else None,
        "opens_at": voting.opens_at,
        "voted": entry is not None and entry.voted_on is not None,
        "entry": entry,
        "not_listed": (
            ballot.electorate == Electorate.LISTED and person is not None and entry is None
        ),
        "turnout": turnout(ballot) if ballot.state == BallotState.OPEN else 0,
        "minimum_age": activity.minimum_age,
        "options": _options(),
        "rule": rule_sentence(ballot.quorum, ballot.majority_percent),
        "reason_sentence": _reason_sentence(ballot),
        "result": None,
    }


def _options() -> list[tuple[str, str, str]]:
    """Return the choices of the paper: value, word, what it means."""
    meanings = {
        Choice.FOR: _("You want it done."),
        Choice.AGAINST: _("You do not want it done."),
        Choice.ABSTAIN: _("You take part without choosing: you count for the quorum only."),
    }
    return [(choice.value, str(choice.label), meanings[choice]) for choice in Choice]


def _why_closed(ballot: Ballot, voting: Standing) -> str:
    if ballot.state == BallotState.CLOSED:
        return ""
    if not voting.is_open:
        return voting.sentence
    if ballot.state == BallotState.DRAFT:
        return _("This ballot is being prepared: it opens in a moment.")
    return ""


def _reason_sentence(ballot: Ballot) -> str:
    match ballot.reason_rule:
        case ReasonRule.REQUIRED:
            return _("A reason is asked for; it is published with the choice, without your name.")
        case ReasonRule.OPTIONAL:
            return _("You may give a reason; it is published with the choice, without your name.")
        case _:
            return _("No reason is asked.")


def _secrecy_of_identifying() -> str:
    return _(
        "We check that each person votes once, then you vote: your choice is never kept beside "
        "your name, so it is asked afterwards."
    )


def _lost(here: str) -> Refusal:
    return Refusal(
        _(
            "We no longer know who you are. Nothing you typed was kept with us: open this page in "
            "another tab, say who you are, then send this paper again."
        ),
        code="signed_out",
    )


def _form(request: HttpRequest, ballot: Ballot, person: Person | None) -> VoteForm:
    return VoteForm(
        request.POST if request.method == "POST" else None,
        ballot=ballot,
        conditions=conditions_left(ballot.activity, person),
    )


def _vote_page(
    request: HttpRequest,
    context: dict[str, Any],
    form: VoteForm,
    refusal: Refusal | None,
    status: int = 200,
) -> HttpResponse:
    context = context | {
        "form": form,
        "condition_fields": [form[f"condition_{c.pk}"] for c in form.conditions],
        "hints": {value: meaning for value, _word, meaning in context["options"]},
        "extra_breadcrumbs": [{"title": _("Your vote"), "url": context["vote_url"]}],
    }
    template = "consultations/ballot_vote.html"
    if refusal is None:
        return _private(render(request, template, context, status=status))
    form.is_valid()
    form.refuse(refusal)
    return _private(refused(request, template, context, refusal))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _overall(page: BallotPage, result: Result) -> dict[str, Any]:
    groups = [GroupResult(_("Everybody"), result.voters, result.choices), *result.by_college]
    return {
        "sentence": result.sentence,
        "columns": _columns(_("College")),
        "rows": _rows(groups),
        "caption": _("Votes by choice and by college"),
        "chart_url": f"{page.get_absolute_url()}?figure=result",
        "plotly_url": plotly_url(),
        "bars": [
            {"label": str(Choice(choice).label), "value": number, "share": result.shares[choice]}
            for choice, number in result.choices.items()
        ],
    }


def _by_channel(result: Result) -> dict[str, Any] | None:
    if not result.by_channel:
        return None
    return {
        "caption": _("Votes by channel"),
        "columns": _columns(_("Channel")),
        "rows": _rows(result.by_channel),
    }


def _columns(first: str) -> list[dict[str, Any]]:
    numbers = [_("voters"), *(str(choice.label) for choice in Choice)]
    return [{"label": first}, *({"label": label, "numeric": True} for label in numbers)]


def _rows(groups: list[GroupResult]) -> list[dict[str, Any]]:
    return [
        {
            "cells": [
                {"text": group.label},
                {"text": group.voters},
                *({"text": group.choices[choice]} for choice in Choice.values),
            ]
        }
        for group in groups
    ]


def _figure_data(result: Result) -> dict[str, Any]:
    groups = [GroupResult(_("Everybody"), result.voters, result.choices), *result.by_college]
    return stacked_bars(
        [str(choice.label) for choice in Choice],
        [Bar(group.label, [group.choices[c] for c in Choice.values]) for group in groups],
    )
