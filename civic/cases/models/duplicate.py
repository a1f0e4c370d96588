from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import User

from .request import Request


class DuplicateLink(models.Model):
    """One request that says what another, earlier one already asks.

    A request is the duplicate of one other at most, and an original is nobody's duplicate: CHECK
    and triggers refuse a request linked to itself, a chain and therefore a circle.
    """

    duplicate = models.OneToOneField(
        Request, models.CASCADE, related_name="duplicate_link", verbose_name=_("duplicate")
    )
    original = models.ForeignKey(
        Request, models.CASCADE, related_name="duplicate_links", verbose_name=_("original")
    )
    marked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("marked by")
    )
    marked_at = models.DateTimeField(_("marked at"), auto_now_add=True)

    class Meta:
        verbose_name = _("duplicate")
        verbose_name_plural = _("duplicates")
        ordering = ["marked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(duplicate=F("original")), name="duplicate_is_another_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.duplicate_id} → {self.original_id}"


class DistinctRequests(models.Model):
    """Two requests that look alike and ask two things: nobody is asked about them again."""

    one = models.ForeignKey(
        Request, models.CASCADE, related_name="+", verbose_name=_("earlier request")
    )
    other = models.ForeignKey(
        Request, models.CASCADE, related_name="+", verbose_name=_("later request")
    )
    said_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("said by")
    )
    said_at = models.DateTimeField(_("said at"), auto_now_add=True)

    class Meta:
        verbose_name = _("two distinct requests")
        verbose_name_plural = _("distinct requests")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="distinct_requests_once"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="distinct_requests_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ≠ {self.other_id}"
