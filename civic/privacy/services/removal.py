"""What was removed from a text leaves every copy of it: versions, previews, notices, search."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, Site

from civic.accounts.policies import Actor
from civic.audit.models import JournalEntry
from civic.audit.services import key_of, record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.models import SearchEntry
from civic.core.services.keeping import forget_kept

from ..enums import Removal
from ..logic.marks import words_mark
from ..logic.masking import blank, spellings
from ..models import GuardedModel
from ..policies import can_see_removals
from ..registry import privacy_registry
from .scanning import Place, places_holding, what_is_read

# Shorter words would be found everywhere.
SHORTEST = 4


@dataclass(frozen=True)
class Proof:
    """What a look in everything found: where, never what; `entry` is its line in the journal."""

    entry: JournalEntry
    places: list[Place]
    tables: int
    files: int


def purge_copies(
    *, actor: Actor, instance: GuardedModel, words: Iterable[str], organisation_id: int | None
) -> dict[str, int]:
    """Blank words just removed from a guarded row in all that is kept of it.

    Runs inside the transaction of the removal. Returns the rows changed, by declared table.
    """
    gone = tuple(sorted({each.strip() for each in words if each.strip()}))
    if not gone:
        return {}
    changed = {
        name: rows
        for name, purger in privacy_registry.purgers.items()
        if (rows := purger(gone, instance))
    }
    forget_kept()
    if changed:
        record(
            actor=actor,
            action=Removal.PURGED,
            target=instance,
            organisation_id=organisation_id,
            rows=changed,
        )
    return changed


def purge_words(*, actor: Actor, words: Iterable[str]) -> dict[str, int]:
    """Blank words in every copy that is kept, whatever it is a copy of, old page versions included.

    It touches every organisation, so it is for whoever runs the site, when the data-protection
    officer asks. What is shown today is not changed: it is masked or rewritten by whoever answers
    for it, and found by `places_holding`.
    """
    if not actor.is_administrator:
        raise NotAllowed(_("Only an administrator of the site may remove words everywhere."))
    gone = _whole_words(words)
    with transaction.atomic():
        changed = {
            name: rows
            for name, purger in privacy_registry.purgers.items()
            if (rows := purger(gone, None))
        }
        if revisions := _purge_old_revisions(gone):
            changed["page_versions"] = revisions
        forget_kept()
        record(actor=actor, action=Removal.PURGED_EVERYWHERE, target=_whole_site(), rows=changed)
    return changed


def prove_removal(*, actor: Actor, words: Iterable[str]) -> Proof:
    """Look for words in every table and every stored file, and keep in the journal what was found.

    The words are kept nowhere: a keyed mark of each lets a later look say that it is about the
    same ones.
    """
    if not can_see_removals(actor):
        raise NotAllowed(_("Only the data-protection officer looks for words everywhere."))
    wanted = _whole_words(words)
    found = places_holding(wanted)
    tables, files = what_is_read()
    marks = sorted(words_mark(each.casefold()) for each in wanted)
    with transaction.atomic():
        entry = record(
            actor=actor,
            action=Removal.LOOKED_FOR,
            target=_whole_site(),
            marks=marks,
            places={place.where: place.count for place in found},
            tables=tables,
            files=files,
        )
    return Proof(entry=entry, places=found, tables=tables, files=files)


def _whole_words(words: Iterable[str]) -> tuple[str, ...]:
    gone = tuple(sorted({each.strip() for each in words if each.strip()}))
    if not gone or any(len(each) < SHORTEST for each in gone):
        raise Refusal(
            _("Give whole words, of at least %(n)d characters: shorter ones are everywhere.")
            % {"n": SHORTEST},
            code="words_too_short",
            field="words",
        )
    return gone


def _whole_site() -> Site:
    return Site.objects.order_by("-is_default_site", "pk").first() or Site()


def blank_rows(rows: "QuerySet[Any]", words: tuple[str, ...], *columns: str) -> int:
    """Blank words in some columns of the rows that hold them; return how many changed."""
    held = Q()
    casts = {f"held_{name}": Cast(name, TextField()) for name in columns}
    for name in casts:
        for each in words:
            for form in spellings(each):
                held |= Q(**{f"{name}__contains": form})
    changed = 0
    for row in rows.annotate(**casts).filter(held).order_by("pk").iterator(chunk_size=100):
        before = {name: getattr(row, name) for name in columns}
        after = {name: _fitting(rows, name, blank(value, words)) for name, value in before.items()}
        if after != before:
            changed += rows.model._default_manager.filter(pk=row.pk).update(**after)
    return changed


def _fitting(rows: "QuerySet[Any]", name: str, value: Any) -> Any:
    longest = getattr(rows.model._meta.get_field(name), "max_length", None)
    return value[:longest] if longest and isinstance(value, str) else value


def purge_search(words: tuple[str, ...], instance: Any | None) -> int:
    """Blank words in the site search, of one row or of all."""
    entries = SearchEntry.objects.all()
    if instance is not None:
        entries = entries.filter(key=key_of(instance))
    return blank_rows(entries, words, "title", "excerpt", "stems")


def _purge_old_revisions(words: tuple[str, ...]) -> int:
    """Blank words in the versions of pages that are neither shown, latest nor scheduled."""
    current = Page.objects.values_list("live_revision_id", "latest_revision_id")
    kept = {pk for pair in current for pk in pair if pk is not None}
    old = Revision.page_revisions.filter(approved_go_live_at=None).exclude(pk__in=kept)
    return blank_rows(old, words, "content")
