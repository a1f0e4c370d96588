"""Workshops, sessions and meetings in the administration."""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.documents.models import Document

from .selectors.groups import may_open_document
from .viewsets import WorkshopsGroup


@hooks.register("register_admin_viewset")
def workshops() -> list[Any]:
    """Declare the workshops and the sessions."""
    return [WorkshopsGroup()]


@hooks.register("before_serve_document")
def files_follow_their_group(document: Document, request: HttpRequest) -> None:
    """Hide a file of a mixed group from whoever is not a member, until its phase opens it."""
    if not may_open_document(request.actor, document):  # type: ignore[attr-defined]
        raise Http404
