"""Whoever asked proves it with the code of the answer, without an account."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from civic.core.exceptions import TooMany

from ..forms import CodeForm
from ..models import Case
from ..services.proof import proves


def code_in(request: HttpRequest) -> str:
    """Return the code a form or an address carries."""
    return str(request.POST.get("code", "") or request.GET.get("code", ""))[:20].strip()


def ask_code(request: HttpRequest, case: Case, title: str) -> HttpResponse:
    """Ask for the code of a case; a wrong one is said, with what was typed."""
    typed = "code" in request.GET or "code" in request.POST
    form = CodeForm({"code": code_in(request)} if typed else None)
    if typed and form.is_valid():
        form.add_error("code", _("This code does not go with the number. Check each letter."))
    context = {"form": form, "case": case, "heading": title}
    return render(request, "cases/code.html", context, status=422 if typed else 200)


def with_code(
    request: HttpRequest, case: Case, title: str, shown: Callable[[str], HttpResponse]
) -> HttpResponse:
    """Show something to whoever has the code; ask for it otherwise."""
    code = code_in(request)
    try:
        known = proves(case, code)
    except TooMany as refusal:
        response = render(
            request,
            "cases/code.html",
            {"form": _refused(code, refusal), "case": case, "heading": title},
            status=429,
        )
        response["Retry-After"] = str(refusal.retry_after)
        return response
    return shown(code) if known else ask_code(request, case, title)


def _refused(code: str, refusal: TooMany) -> CodeForm:
    form = CodeForm({"code": code})
    if form.is_valid():
        form.add_error("code", str(refusal.message))
    return form
