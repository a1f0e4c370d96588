import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.models import Person
from civic.participation.models import Activity

from ..enums import Kinship, TextState
from ..logic.limits import DEEPEST, LONGEST_HEADING
from ..querysets import TextQuerySet


class Text(models.Model):
    """A text written together: sections and paragraphs, read by everybody from its first version.

    `version` counts its published versions; the words between two of them are in the open too.
    """

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="text", verbose_name=_("activity")
    )
    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(_("short address"), unique=True, max_length=80)
    introduction = models.TextField(_("introduction"), blank=True, max_length=600)
    state = models.CharField(
        _("state"), max_length=10, choices=TextState, default=TextState.DRAFTING
    )
    version = models.PositiveSmallIntegerField(_("published versions"), default=0)
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    adopted_at = models.DateTimeField(_("adopted at"), null=True, blank=True)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="drafting", version=0)
                | (~Q(state="drafting") & Q(version__gt=0)),
                name="text_is_public_from_its_first_version",
            ),
            models.CheckConstraint(
                condition=Q(state="adopted", adopted_at__isnull=False)
                | (~Q(state="adopted") & Q(adopted_at=None)),
                name="text_adopted_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.state != TextState.DRAFTING

    @property
    def organisation_id(self) -> int:
        return self.activity.space.organisation_id

    @property
    def space_id(self) -> int:
        return self.activity.space_id


class Section(models.Model):
    """A title or an article; its key never changes, its number is computed from the order."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="sections", verbose_name=_("text"))
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    heading = models.CharField(_("heading"), max_length=LONGEST_HEADING, blank=True)
    numbered = models.BooleanField(_("counts as an article"), default=True)
    position = models.PositiveIntegerField(_("position"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["text_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=DEEPEST), name="section_level_is_small"
            ),
        ]

    def __str__(self) -> str:
        return self.heading


class Paragraph(models.Model):
    """One paragraph of a text; its key is its address for ever, even once it is removed.

    `comments_count` is changed by the services of the discussion, with the comment.
    """

    text = models.ForeignKey(
        Text, models.PROTECT, related_name="paragraphs", verbose_name=_("text")
    )
    section = models.ForeignKey(
        Section, models.PROTECT, related_name="paragraphs", verbose_name=_("article")
    )
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveIntegerField(_("position"))
    current = models.ForeignKey(
        "texts.ParagraphRevision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("present words"),
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    comments_count = models.PositiveIntegerField(_("comments"), default=0)

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ["text_id", "section__position", "position", "pk"]
        indexes = [models.Index(fields=["text", "removed_at"], name="paragraph_of_text")]

    def __str__(self) -> str:
        return self.title

    # What a discussion asks of what is discussed.
    withdrawn_at = None
    language = "fr"

    @property
    def words(self) -> str:
        return self.current.text if self.current is not None else ""

    @property
    def activity(self) -> Activity:
        return self.text.activity

    @property
    def is_public(self) -> bool:
        return self.text.is_public and self.removed_at is None

    @property
    def title(self) -> str:
        words = self.words
        short = words if len(words) <= 70 else f"{words[:70].rsplit(' ', 1)[0]}…"
        return f"{self.text.title} – « {short} »"


class ParagraphLineage(models.Model):
    """Where a paragraph comes from, or went: read from either end, never changed.

    Cut in two, the first part keeps the paragraph and the end becomes one of its own, `cut_from`
    it. Joined, the first keeps the paragraph and the other, taken out, is `joined_to` it.
    """

    paragraph = models.ForeignKey(
        Paragraph, models.PROTECT, related_name="origins", verbose_name=_("paragraph")
    )
    kinship = models.CharField(_("how"), max_length=10, choices=Kinship)
    kept = models.ForeignKey(
        Paragraph, models.PROTECT, related_name="offshoots", verbose_name=_("paragraph kept")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("lineage of a paragraph")
        verbose_name_plural = _("lineages of paragraphs")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(paragraph=F("kept")), name="lineage_is_between_two_paragraphs"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph_id} {self.kinship} {self.kept_id}"


class ParagraphClaim(models.Model):
    """One person writes one paragraph at a time; the claim ends by itself, so nobody is blocked."""

    paragraph = models.OneToOneField(
        Paragraph, models.CASCADE, related_name="claim", verbose_name=_("paragraph")
    )
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="claimed_paragraphs", verbose_name=_("held by")
    )
    claimed_at = models.DateTimeField(_("held since"))
    expires_at = models.DateTimeField(_("held until"))

    class Meta:
        verbose_name = _("paragraph held")
        verbose_name_plural = _("paragraphs held")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("claimed_at")), name="claim_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph_id}/{self.person_id}"

    def is_held_at(self, moment: datetime) -> bool:
        """Tell whether somebody still writes at a moment."""
        return self.expires_at > moment
