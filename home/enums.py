"""Vocabulary of the website."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchKind(models.TextChoices):
    """What a search may find, in the order in which it is offered."""

    PAGE = "page", _("pages")
    NEWS = "news", _("news")
    CONSULTATION = "consultation", _("consultations")
    CONTRIBUTION = "contribution", _("contributions")
    ANSWER = "answer", _("answers")
    REQUEST = "request", _("requests")
    DECISION = "decision", _("decisions")
    TEXT = "text", _("texts written together")
    COUNCIL = "council", _("neighbourhood councils")
    REFERRAL = "referral", _("opinions of councils")
    WORKSHOP = "workshop", _("workshops")


# One thing found, rather than the kind as a whole.
ONE_OF_A_KIND = {
    SearchKind.PAGE: _("page"),
    SearchKind.NEWS: _("news item"),
    SearchKind.CONSULTATION: _("consultation"),
    SearchKind.CONTRIBUTION: _("contribution"),
    SearchKind.ANSWER: _("answer"),
    SearchKind.REQUEST: _("request"),
    SearchKind.DECISION: _("decision"),
    SearchKind.TEXT: _("text"),
    SearchKind.COUNCIL: _("neighbourhood council"),
    SearchKind.REFERRAL: _("opinion of a council"),
    SearchKind.WORKSHOP: _("workshop"),
}
