from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from civic.accounts.enums import College
from civic.accounts.models import Person, User
from civic.core.enums import Channel
from civic.privacy.enums import ScreeningState
from civic.privacy.models import GuardedModel
from civic.territory.models import Organisation

from .enums import ReportState, Rule, Stance
from .querysets import CommentQuerySet, ReportQuerySet


class Comment(GuardedModel, XtdComment):
    """A comment of a thread, with the capacity and channel of its author.

    A concrete subclass of the library's model, so that a thread is still one flat query. Written
    only by `civic.discussion.services`, under a lock on what is discussed. `nested_count` counts
    every stored reply, shown or not.
    """

    GUARDED_FIELDS = ("comment",)

    # Named by hand: the default name of the reverse relation is the field that holds the text.
    xtdcomment_ptr = models.OneToOneField(
        XtdComment,
        models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="civic_comment",
        verbose_name=_("thread"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="comments", verbose_name=_("author")
    )
    stance = models.CharField(_("stance"), max_length=10, choices=Stance, default=Stance.NEUTRAL)
    answered = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answers"),
        help_text=_("The comment replied to; past the last level it is not the one above."),
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    college = models.CharField(_("college"), max_length=20, choices=College)
    college_label = models.CharField(_("capacity"), max_length=120, blank=True)
    entered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    removed_rule = models.CharField(_("rule it breaks"), max_length=20, choices=Rule, blank=True)
    submission_key = models.UUIDField(_("submission"), null=True, blank=True, unique=True)
    language = models.CharField(_("language"), max_length=5, default="fr")

    objects = CommentQuerySet.as_manager()

    class Meta(GuardedModel.Meta):
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["thread_id", "order"]
        constraints = [*GuardedModel.Meta.constraints]

    def __str__(self) -> str:
        return self.comment[:60]

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The library's own save numbers the thread without a lock and counts replies twice.
        super(XtdComment, self).save(*args, **kwargs)

    @property
    def is_public(self) -> bool:
        return self.screening == ScreeningState.RELEASED

    @is_public.setter
    def is_public(self, value: bool) -> None:
        """Ignore the library's column of this name: the guard alone decides what is public."""


class Report(models.Model):
    """A person says a published text breaks a rule; it reaches the moderators' one queue."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField(_("object"))
    reported = GenericForeignKey("content_type", "object_id")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("reported by"),
    )
    rule = models.CharField(_("rule"), max_length=20, choices=Rule)
    text = models.CharField(_("why"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ReportState, default=ReportState.OPEN
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["organisation", "state"], name="report_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "person"], name="reported_once"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(settled_at__isnull=False),
                name="report_settled_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.object_id}"
