"""Start a text in a space, give it its articles, have it adopted."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.core.services.keeping import forget_kept
from civic.participation.enums import ActivityKind
from civic.participation.logic.texts import clean_line, clean_text
from civic.participation.models import Activity, Space
from civic.privacy.services.screening import findings_in

from ..enums import TextState
from ..logic.limits import DEEPEST, LONGEST_HEADING
from ..models import Section, Text
from ..policies import can_publish, can_write_in
from .writing import check_names_nobody, check_not_adopted, locked_text, writer_of

TITLE_LENGTHS = (5, 120)


def start_text(*, actor: Actor, space: Space, title: str, introduction: str = "") -> Text:
    """Start an empty text in a space; only those who write see it until its first version."""
    if not can_write_in(actor, space):
        raise NotAllowed(_("Only the members of this group, and those who run it, write here."))
    title, introduction = clean_line(title), clean_text(introduction)
    shortest, longest = TITLE_LENGTHS
    if not shortest <= len(title) <= longest:
        raise Refusal(
            _("Give the text a title of %(min)s to %(max)s characters.")
            % {"min": shortest, "max": longest},
            code="title_missing",
            field="title",
        )
    if len(introduction) > 600:
        raise Refusal(
            _("Shorten it a little: %(max)s characters at most.") % {"max": 600},
            code="text_too_long",
            field="introduction",
        )
    for field, words in (("title", title), ("introduction", introduction)):
        if findings_in(words, organisation_id=space.organisation_id):
            raise Refusal(
                _("This will be public and seems to name or reach somebody: rewrite it."),
                code="finding",
                field=field,
            )
    with transaction.atomic():
        fresh = locked(Space.objects.filter(pk=space.pk)).get()
        if fresh.archived_at is not None:
            raise Refusal(_("This space is archived: nothing is started in it."), code="archived")
        base = slugify(title)[:44].strip("-") or "texte"
        activity = Activity.objects.create(
            space=fresh,
            kind=ActivityKind.TEXT,
            title=title,
            slug=_free(base, set(fresh.activities.values_list("slug", flat=True))),
            with_place=False,
        )
        taken = Text.objects.filter(slug__startswith=base).values_list("slug", flat=True)
        text = Text.objects.create(
            activity=activity,
            title=title,
            introduction=introduction,
            slug=_free(base, set(taken)),
        )
        record(
            actor=actor,
            action="text.started",
            target=text,
            organisation_id=fresh.organisation_id,
            space=fresh.pk,
        )
    return text


def _free(base: str, taken: set[str]) -> str:
    slug, number = base, 2
    while slug in taken or slug == "nouveau":
        slug, number = f"{base}-{number}", number + 1
    return slug


def add_section(
    *,
    actor: Actor,
    text: Text,
    heading: str,
    level: int = 1,
    numbered: bool = True,
    after: Section | None = None,
) -> Section:
    """Add a title or an article, after another one or at the end."""
    writer_of(actor, text)
    heading = _checked_heading(text, heading, level)
    with transaction.atomic():
        fresh = locked_text(text)
        check_not_adopted(fresh)
        if after is None:
            last = fresh.sections.order_by("position").last()
            position = last.position + 1 if last else 1
        else:
            after.refresh_from_db(fields=["position"])
            position = after.position + 1
            fresh.sections.filter(position__gte=position).update(position=F("position") + 1)
        section = Section.objects.create(
            text=fresh, heading=heading, level=level, numbered=numbered, position=position
        )
        record(
            actor=actor,
            action="text.section_added",
            target=section,
            organisation_id=fresh.organisation_id,
        )
    return section


def change_section(
    *, actor: Actor, section: Section, heading: str, level: int, numbered: bool = True
) -> Section:
    """Change the heading of an article and how deep it stands."""
    writer_of(actor, section.text)
    heading = _checked_heading(section.text, heading, level)
    with transaction.atomic():
        fresh = locked(Section.objects.filter(pk=section.pk).select_related("text")).get()
        check_not_adopted(fresh.text)
        forget_kept()
        before = fresh.heading
        fresh.heading, fresh.level, fresh.numbered = heading, level, numbered
        fresh.save(update_fields=["heading", "level", "numbered"])
        record(
            actor=actor,
            action="text.section_changed",
            target=fresh,
            organisation_id=section.text.organisation_id,
            renamed=before != heading,
        )
    return fresh


def move_section(*, actor: Actor, section: Section, up: bool) -> Section:
    """Move an article, with its paragraphs, one place up or down."""
    writer_of(actor, section.text)
    with transaction.atomic():
        text = locked_text(section.text)
        check_not_adopted(text)
        sections = list(text.sections.filter(removed_at=None).order_by("position", "pk"))
        fresh = next(one for one in sections if one.pk == section.pk)
        place = sections.index(fresh)
        target = place - 1 if up else place + 1
        if not 0 <= target < len(sections):
            return fresh
        other = sections[target]
        fresh.position, other.position = other.position, fresh.position
        Section.objects.bulk_update([fresh, other], ["position"])
        record(
            actor=actor,
            action="text.section_moved",
            target=fresh,
            organisation_id=text.organisation_id,
            up=up,
        )
    return fresh


def remove_section(*, actor: Actor, section: Section) -> Section:
    """Take a heading out of the text; one that still holds paragraphs is refused."""
    writer_of(actor, section.text)
    with transaction.atomic():
        text = locked_text(section.text)
        check_not_adopted(text)
        if section.paragraphs.filter(removed_at=None).exists():
            raise Refusal(
                _("This article still holds paragraphs: move them or remove them first."),
                code="not_empty",
            )
        Section.objects.filter(pk=section.pk, removed_at=None).update(removed_at=timezone.now())
        section.refresh_from_db()
        record(
            actor=actor,
            action="text.section_removed",
            target=section,
            organisation_id=text.organisation_id,
        )
    return section


def adopt_text(*, actor: Actor, text: Text) -> Text:
    """Say that a text is adopted as its last version: from now on it is read, not changed."""
    if not can_publish(actor, text):
        raise NotAllowed(_("Only those who run this space have its texts adopted."))
    with transaction.atomic():
        fresh = locked_text(text)
        if fresh.state == TextState.ADOPTED:
            return fresh
        if fresh.state == TextState.DRAFTING:
            raise Refusal(_("Publish a version first: it is the one adopted."), code="no_version")
        if _changed_since_last_version(fresh):
            raise Refusal(
                _(
                    "Some paragraphs changed since version %(letter)s: publish a version first, it "
                    "is the one adopted."
                )
                % {"letter": fresh.versions.get(number=fresh.version).letter},
                code="changed_since",
            )
        waiting = fresh.paragraphs.filter(
            amendments__decision="",
            amendments__contribution__withdrawn_at=None,
            amendments__isnull=False,
        ).count()
        if waiting:
            raise Refusal(
                _("Some amendments have no answer yet: answer each of them, then adopt the text."),
                code="amendments_wait",
            )
        fresh.state, fresh.adopted_at = TextState.ADOPTED, timezone.now()
        fresh.save(update_fields=["state", "adopted_at"])
        record(
            actor=actor,
            action="text.adopted",
            target=fresh,
            organisation_id=fresh.organisation_id,
            version=fresh.version,
        )
    return fresh


def _changed_since_last_version(text: Text) -> bool:
    frozen = dict(
        text.versions.get(number=text.version).rows.values_list("paragraph_id", "revision_id")
    )
    now = dict(
        text.paragraphs.filter(removed_at=None, section__removed_at=None).values_list(
            "pk", "current_id"
        )
    )
    return frozen != now


def _checked_heading(text: Text, heading: str, level: int) -> str:
    heading = clean_line(heading)
    if not heading or len(heading) > LONGEST_HEADING:
        raise Refusal(
            _("Give a heading of %(max)s characters at most.") % {"max": LONGEST_HEADING},
            code="heading_missing",
            field="heading",
        )
    if not 1 <= level <= DEEPEST:
        raise Refusal(_("Choose how deep it stands."), code="level", field="level")
    check_names_nobody(text, heading)
    return heading
