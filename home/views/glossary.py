"""The shared vocabulary."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import GlossaryPage, GlossaryTerm
from ..selectors.glossary import anchor_of


def glossary(request: HttpRequest, page: GlossaryPage) -> HttpResponse:
    """List every term, each with an address of its own."""
    terms = [{"anchor": anchor_of(term.term), "row": term} for term in GlossaryTerm.objects.all()]
    return render(request, "home/glossary.html", {"page": page, "terms": terms})
