"""Error pages that keep what was typed and show a way out."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import gettext as _

_NOT_SHOWN = frozenset({"csrfmiddlewaretoken", "password", "code"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give back the text of a form whose security token had expired, ready to send again."""
    typed = [
        {"name": name, "value": value}
        for name, values in request.POST.lists()
        if name not in _NOT_SHOWN
        for value in values
    ]
    return render(request, "403_csrf.html", {"typed": typed, "action": request.path}, status=403)


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """Tell that too many attempts were made, and when to come back (seconds)."""
    response = render(request, "429.html", {"retry_after": retry_after}, status=429)
    response["Retry-After"] = str(retry_after)
    return response


def upload_too_large(request: HttpRequest) -> HttpResponse:
    """Tell that an upload exceeds the limit of the installation."""
    return render(request, "413.html", status=413)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request cannot be understood."""
    if isinstance(exception, DisallowedHost):
        # The page of the error names its site, and the name that was asked for is none.
        request.META["HTTP_HOST"] = urlsplit(settings.BASE_URL).netloc
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: say why when the refusal has a sentence, and how to sign in."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: with a search field and the ways back; a program gets the code and a sentence."""
    if request.path_info.startswith("/api/"):
        body = {"code": "not_found", "detail": _("There is nothing at this address.")}
        return JsonResponse(body, status=404)
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without the database or any context processor."""
    return HttpResponse(get_template("500.html").template.render(Context()), status=500)
