from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import User
from civic.privacy.models import GuardedModel, GuardedQuerySet

from ..enums import PhotoKind
from .request import Request
from .request_draft import RequestDraft

LONGEST_ALT = 200


def photo_path(photo: "RequestPhoto", name: str) -> str:
    """Return a path nobody can guess, whatever the file was called."""
    return f"requests/{uuid4().hex}.webp"


class RequestPhoto(GuardedModel):
    """A photo of a request, re-encoded from its pixels; public once a person has looked at it.

    `redactions` are the rectangles that were burnt into the file, in pixels: the file that held
    what they hide no longer exists. A photo belongs to a draft until the request is sent.
    """

    GUARDED_FIELDS: ClassVar[tuple[str, ...]] = ("alt_text",)

    draft = models.ForeignKey(
        RequestDraft,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="photos",
        verbose_name=_("request being written"),
    )
    request = models.ForeignKey(
        Request,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="photos",
        verbose_name=_("request"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=PhotoKind, default=PhotoKind.BEFORE)
    key = models.UUIDField(_("key"), default=uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to=photo_path, max_length=120)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    alt_text = models.CharField(_("what it shows"), max_length=LONGEST_ALT, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    redactions = models.JSONField(_("hidden rectangles"), default=list, blank=True)
    is_restricted = models.BooleanField(
        _("for the staff alone"),
        default=False,
        help_text=_("The letter or the sheet somebody wrote: never published."),
    )
    looked_at_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked at by"),
    )
    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    objects = GuardedQuerySet.as_manager()

    class Meta(GuardedModel.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["kind", "position", "pk"]
        constraints = [
            *GuardedModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(draft=None, request__isnull=False)
                | Q(draft__isnull=False, request=None),
                name="photo_belongs_to_one_text",
            ),
            models.CheckConstraint(
                condition=Q(screening="held")
                | Q(is_restricted=False, draft=None, looked_at__isnull=False),
                name="photo_is_looked_at_before_publication",
            ),
        ]

    def __str__(self) -> str:
        return self.alt_text or str(self.key)

    @property
    def organisation_id(self) -> int:
        """Return the body whose staff look at the photo."""
        owner = self.request or self.draft
        if owner is None:
            raise ValueError("A photo belongs to a request or to a draft.")
        return owner.organisation_id

    @property
    def space_id(self) -> int | None:
        """Return the council whose chair looks at it."""
        return self.request.space_id if self.request is not None else None
