import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.accounts.models import Person, User
from civic.cases.models import Case
from civic.core.enums import Channel
from civic.core.models.indexes import StemsIndex
from civic.privacy.models import GuardedModel, PlacedModel
from civic.territory.models import Neighbourhood, Organisation, Theme

from ..enums import ContributionKind
from ..querysets import ContributionQuerySet
from .activity import Activity


class Contribution(PlacedModel, GuardedModel):
    """What somebody said in an activity; it is owed an argued answer through its case.

    `channel` and `college` are copied at the moment of the act. The counters are changed by the
    services that write supports and comments, in the same transaction.
    """

    GUARDED_FIELDS = ("title", "text", "place")

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="contributions", verbose_name=_("activity")
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=ContributionKind, default=ContributionKind.PROPOSAL
    )
    case = models.OneToOneField(
        Case, models.PROTECT, related_name="contribution", verbose_name=_("case")
    )
    author = models.ForeignKey(
        Person, models.PROTECT, related_name="contributions", verbose_name=_("author")
    )
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"), max_length=10_000)
    theme = models.ForeignKey(
        Theme,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("theme"),
    )
    commune = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commune"),
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("neighbourhood"),
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    college = models.CharField(_("college"), max_length=20, choices=College)
    college_label = models.CharField(_("capacity"), max_length=120, blank=True)
    people_count = models.PositiveSmallIntegerField(_("people behind it"), default=1)
    said_at = models.DateTimeField(_("said at"))
    entered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("reason of the withdrawal"), max_length=250, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    supports_count = models.PositiveIntegerField(_("supports"), default=0)
    comments_count = models.PositiveIntegerField(_("comments"), default=0)
    submission_key = models.UUIDField(_("submission"), null=True, blank=True, unique=True)
    language = models.CharField(_("language"), max_length=5, default="fr")
    stems = models.TextField(_("stems"), blank=True, editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta(GuardedModel.Meta):
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-said_at", "-pk"]
        constraints = [*GuardedModel.Meta.constraints]
        indexes = [
            models.Index(
                fields=["activity", "screening", "-said_at", "-id"], name="contribution_newest"
            ),
            models.Index(
                fields=["activity", "screening", "-supports_count", "-id"],
                name="contribution_supported",
            ),
            models.Index(
                fields=["activity", "screening", "-comments_count", "-id"],
                name="contribution_discussed",
            ),
            StemsIndex(name="contribution_stems"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        return self.case.number


class ContributionVersion(models.Model):
    """A text as it was before a change; never changed, erased only with its author's consent."""

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="versions", verbose_name=_("contribution")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"))
    replaced_at = models.DateTimeField(_("replaced at"), auto_now_add=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["contribution_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "version"], name="version_once")
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} v{self.version}"


class Draft(models.Model):
    """What somebody is writing, kept on the server from step to step; the key is a cookie's."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="drafts")
    data = models.JSONField(_("what was typed"), default=dict)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return str(self.key)
