from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.accounts.enums import College
from civic.accounts.models import Person, User
from civic.participation.models import Contribution

from ..enums import Origin
from ..logic.limits import LONGEST_HEADING, LONGEST_PARAGRAPH
from ..logic.numbering import letter_of
from .text import Paragraph, Text


class ParagraphRevision(models.Model):
    """The words of a paragraph after one change; never changed, never deleted.

    `college` is copied at the moment of the act. An empty text removes the paragraph. `runs` says
    which college wrote each word: see `logic.attribution`. `causes` are the contributions that
    brought the change about.
    """

    paragraph = models.ForeignKey(
        Paragraph, models.PROTECT, related_name="revisions", verbose_name=_("paragraph")
    )
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("words"), blank=True, max_length=LONGEST_PARAGRAPH)
    author = models.ForeignKey(
        Person, models.PROTECT, related_name="paragraph_revisions", verbose_name=_("author")
    )
    college = models.CharField(_("college"), max_length=20, choices=College)
    college_label = models.CharField(_("capacity"), max_length=120, blank=True)
    at = models.DateTimeField(_("written at"))
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.EDIT)
    amendment = models.ForeignKey(
        "texts.AmendmentDetail",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name=_("amendment"),
    )
    causes = models.ManyToManyField(
        Contribution, related_name="caused_revisions", blank=True, verbose_name=_("caused by")
    )
    runs = models.JSONField(_("words by college"), default=list, blank=True)

    class Meta:
        verbose_name = _("revision of a paragraph")
        verbose_name_plural = _("revisions of paragraphs")
        ordering = ["paragraph_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["paragraph", "number"], name="revision_once"),
            models.CheckConstraint(
                condition=~Q(origin="amendment") | Q(amendment__isnull=False),
                name="revision_of_an_amendment_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph_id}, {self.number}"


class TextVersion(models.Model):
    """A published state of a text, named A, B…; frozen with its rows."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="versions", verbose_name=_("text"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=150)
    note = models.TextField(_("what changed, in a few words"), blank=True, max_length=1_000)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        ordering = ["text_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="text_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} – {self.title}"

    @property
    def letter(self) -> str:
        return letter_of(self.number)


class VersionParagraph(models.Model):
    """One paragraph as a version shows it: its words, its number, the article it stood in."""

    version = models.ForeignKey(
        TextVersion, models.PROTECT, related_name="rows", verbose_name=_("version")
    )
    paragraph = models.ForeignKey(
        Paragraph, models.PROTECT, related_name="+", verbose_name=_("paragraph")
    )
    revision = models.ForeignKey(
        ParagraphRevision, models.PROTECT, related_name="+", verbose_name=_("words")
    )
    position = models.PositiveIntegerField(_("position"))
    label = models.CharField(_("number in this version"), max_length=LONGEST_HEADING + 20)
    section_key = models.UUIDField(_("article"))
    section_number = models.CharField(_("number of the article"), max_length=20, blank=True)
    heading = models.CharField(_("heading"), max_length=LONGEST_HEADING, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), default=1)

    class Meta:
        verbose_name = _("paragraph of a version")
        verbose_name_plural = _("paragraphs of a version")
        ordering = ["version_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "paragraph"], name="version_paragraph_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.label}"
