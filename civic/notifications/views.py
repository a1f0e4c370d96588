"""How one wants to be told; whom an organisation must write to or call."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.accounts.enums import AssuranceLevel, ContactPreference
from civic.accounts.policies import Actor
from civic.accounts.views.identify import identify_step
from civic.core.exceptions import NotAllowed, Refusal

from .enums import Level
from .forms import PreferencesForm
from .models import Preference
from .registry import notice_registry
from .selectors import CONTACTERS, message_of, mute_token, read_mute_token, to_contact
from .services.follows import follow, mark_delivered, mute, set_preference, unfollow, unmute
from .services.messages import report_message, stop_messages

PAGE_SIZE = 50
MOST_REPORTED = 10_000
FOLLOW = "follow"
ACTS = {FOLLOW: follow, "unfollow": unfollow, "mute": mute, "unmute": unmute}
PENDING_SESSION_KEY = "civic_follow"


@never_cache
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose how soon to be told of each kind of thing."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.person is None:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    chosen = dict(Preference.objects.filter(person=actor.person).values_list("kind", "level"))
    form = PreferencesForm(request.POST or None, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        for kind, level in form.levels():
            set_preference(actor=actor, kind=kind, level=level)
        messages.success(request, _("Saved."))
        return redirect("notice_preferences")
    status = 422 if form.is_bound else 200
    context = {"form": form, "way": actor.person.get_contact_preference_display()}
    return render(request, "notifications/preferences.html", context, status=status)


@never_cache
@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """List the people without e-mail whom somebody must write to or call."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.has_role_anywhere(*CONTACTERS):
        raise PermissionDenied(_("This list is for the staff who write and call."))
    notices = Paginator(to_contact(actor), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notifications/contact_list.html", {"notices": notices})


@never_cache
@require_POST
def mark(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Tick off somebody who has been told."""
    actor = request.actor  # type: ignore[attr-defined]
    notice = get_object_or_404(to_contact(actor), pk=notice_id)
    try:
        mark_delivered(actor=actor, notice=notice)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("contact_list")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_object(request: HttpRequest) -> HttpResponse:
    """Follow an object, stop, mute it or take the mute back; an address is asked at the end.

    What somebody chose before giving an address is kept in the session, so that the code they
    receive completes it: a link from elsewhere can make nobody follow anything.
    """
    if request.method != "POST":
        chosen = request.session.pop(PENDING_SESSION_KEY, None)
        if chosen is None or request.actor.person is None:  # type: ignore[attr-defined]
            return redirect("account")
        return _done(request, FOLLOW, chosen["target"], chosen["next"])
    act, target = request.POST.get("act", ""), request.POST.get("target", "")
    back = _safe(request, request.POST.get("next", ""))
    if act not in ACTS:
        return HttpResponseBadRequest()
    if act == FOLLOW:
        found = notice_registry.shown([target]).get(target)
        if found is None:
            raise Http404("Nothing the public may follow has this name.")
        request.session[PENDING_SESSION_KEY] = {"target": target, "next": back or found.url}
        who = identify_step(
            request,
            next_url=reverse("follow"),
            assurance_level=AssuranceLevel.EMAIL,
            back_url=back or found.url,
            button=_("Follow"),
            kept=[("act", act), ("target", target), ("next", back)],
            context={
                "lede": _(
                    "To be told of what moves in « %(title)s », an address is needed. It is "
                    "confirmed by a code and never shown."
                )
                % {"title": found.title}
            },
        )
        if isinstance(who, HttpResponse):
            return who
        del request.session[PENDING_SESSION_KEY]
    return _done(request, act, target, back)


@never_cache
@csrf_exempt
@require_POST
def message_state(request: HttpRequest, code: str) -> HttpResponse:
    """Take the word of the gateway on a message; the signed address it was given is the proof."""
    notices = message_of(code, "state")
    if not notices:
        # Not a 404, which would be led to a page in some language.
        return JsonResponse({"code": "unknown"}, status=403)
    try:
        state = json.loads(request.body[:MOST_REPORTED])["state"]
        report_message(notices=notices, state=str(state))
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"code": "malformed"}, status=400)
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "detail": str(refusal.message)}, status=400)
    return HttpResponse(status=204)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, code: str) -> HttpResponse:
    """Read in full what a text message told, and stop such messages; nobody signs in."""
    notices = message_of(code)
    if not notices:
        raise Http404("This is not the link of a message, or its person was erased.")
    person = notices[0].person
    with translation.override(person.language):
        if request.method == "POST":
            stop_messages(actor=Actor(person=person))
            person.refresh_from_db()
        for notice in notices:
            notice.mute_url = reverse(  # type: ignore[attr-defined]
                "mute_link", args=[mute_token(person.pk, notice.about)]
            )
        context = {
            "notices": notices,
            "receives": person.contact_preference == ContactPreference.SMS,
            "way": person.get_contact_preference_display(),
        }
        response = render(request, "notifications/message.html", context)
    response["X-Robots-Tag"] = "noindex"
    # The address lets whoever holds it read: it is given to no other site.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _done(request: HttpRequest, act: str, target: str, back: str) -> HttpResponse:
    try:
        ACTS[act](actor=request.actor, target=target)  # type: ignore[attr-defined]
    except NotAllowed:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': back or '/'})}")
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _said(act))
    return redirect(back or "account")


def _said(act: str) -> str:
    match act:
        case "follow":
            return _("You follow this: you are told when something moves.")
        case "unfollow":
            return _("You no longer follow this.")
        case "mute":
            return _("You will receive nothing about this any more.")
        case _:
            return _("You may be told about this again.")


def _safe(request: HttpRequest, address: str) -> str:
    # This host alone, as for the sign-in.
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mute_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then mute what a mail was about; the link of the mail is the proof, nobody signs in.

    A mail program posts here by itself (one-click unsubscription), without a token of ours.
    """
    read = read_mute_token(token)
    if read is None:
        raise Http404("This link is not one of ours, or its person was erased.")
    person, target = read
    shown = notice_registry.shown([target]).get(target)
    if request.method == "POST":
        actor = Actor(person=person)
        if target:
            mute(actor=actor, target=target)
        else:
            set_preference(actor=actor, kind="", level=Level.MUTED)
    context = {
        "is_done": request.method == "POST",
        "is_everything": not target,
        "title": shown.title if shown else "",
        "url": shown.url if shown else reverse("home"),
    }
    return render(request, "notifications/mute.html", context)
