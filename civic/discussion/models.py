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

from .enums import MAX_LENGTH, ReportState, Rule, Stance
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

    # The library leaves both at zero until a second statement tells a comment its own key: it is
    # known as soon as the first of the three tables is written.
    @property
    def thread_id(self) -> int:
        """Return the first comment of the thread: itself, for what answers nothing."""
        return super().thread_id or self.id or 0

    @thread_id.setter
    def thread_id(self, value: int) -> None:
        self.__dict__["thread_id"] = value

    @property
    def parent_id(self) -> int:
        """Return the comment it stands below: itself, for what answers nothing."""
        return super().parent_id or self.id or 0

    @parent_id.setter
    def parent_id(self, value: int) -> None:
        self.__dict__["parent_id"] = value

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


class ThreadConclusion(models.Model):
    """The written conclusions that close a discussion; reopened, it stays with the reason.

    Written only by `civic.discussion.services.conclusions`, under the lock of what is discussed.
    What it says is in its points, each with the comments it rests on.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField(_("object"))
    discussed = GenericForeignKey("content_type", "object_id")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed at"))
    kept_because = models.CharField(_("why a name may stay"), max_length=250, blank=True)
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True)
    reopened_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reopened by"),
    )
    reopened_because = models.CharField(_("why it is reopened"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("conclusions of a discussion")
        verbose_name_plural = _("conclusions of discussions")
        ordering = ["-closed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(reopened_at=None),
                name="discussion_closed_once",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None) | ~Q(reopened_because=""),
                name="discussion_reopened_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id}"


class ConclusionPoint(models.Model):
    """One paragraph of the conclusions of a discussion, with the comments it rests on."""

    conclusion = models.ForeignKey(
        ThreadConclusion, models.CASCADE, related_name="points", verbose_name=_("conclusions")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.TextField(_("text"), max_length=MAX_LENGTH)
    comments = models.ManyToManyField(
        Comment, related_name="cited_in", blank=True, verbose_name=_("comments it rests on")
    )

    class Meta:
        verbose_name = _("point of a conclusion")
        verbose_name_plural = _("points of a conclusion")
        ordering = ["conclusion_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["conclusion", "position"], name="conclusion_point_once")
        ]

    def __str__(self) -> str:
        return self.text[:60]
