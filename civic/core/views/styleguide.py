"""The styleguide: every component of the interface, in every state."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .styleguide_samples import samples


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component with sample data; it reads nothing of the site."""
    return render(request, "styleguide/styleguide.html", samples())
