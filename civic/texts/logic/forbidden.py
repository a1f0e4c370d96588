"""What the database refuses about texts: history is added to, never rewritten."""

from civic.core.registry import Trigger

_REVISION = "texts_paragraphrevision"
_VERSION = "texts_textversion"
_ROW = "texts_versionparagraph"
_LINEAGE = "texts_paragraphlineage"
_AMENDMENT = "texts_amendmentdetail"

FORBIDDEN = (
    Trigger(
        "texts_revision_is_kept",
        _REVISION,
        "UPDATE",
        "A revision of a paragraph does not change.",
        # The author alone may follow a person who claims what was said on paper.
        when="NEW.text <> OLD.text OR NEW.number <> OLD.number "
        "OR NEW.paragraph_id <> OLD.paragraph_id OR NEW.college <> OLD.college "
        "OR NEW.college_label <> OLD.college_label OR NEW.origin <> OLD.origin "
        "OR NEW.at <> OLD.at OR COALESCE(NEW.amendment_id, 0) <> COALESCE(OLD.amendment_id, 0)",
    ),
    Trigger(
        "texts_revision_is_not_deleted",
        _REVISION,
        "DELETE",
        "A revision of a paragraph is not deleted.",
    ),
    Trigger(
        "texts_version_is_kept",
        _VERSION,
        "UPDATE",
        "A published version does not change.",
    ),
    Trigger(
        "texts_version_is_not_deleted",
        _VERSION,
        "DELETE",
        "A published version is not deleted.",
    ),
    Trigger(
        "texts_version_row_is_kept",
        _ROW,
        "UPDATE",
        "A published version does not change.",
    ),
    Trigger(
        "texts_version_row_is_not_deleted",
        _ROW,
        "DELETE",
        "A published version is not deleted.",
    ),
    Trigger(
        "texts_paragraph_is_not_deleted",
        "texts_paragraph",
        "DELETE",
        "A paragraph keeps its key and its history: it is removed from the text, never deleted.",
    ),
    Trigger(
        "texts_paragraph_key_is_kept",
        "texts_paragraph",
        "UPDATE",
        "A paragraph keeps its key and its text.",
        when="NEW.key <> OLD.key OR NEW.text_id <> OLD.text_id",
    ),
    Trigger(
        "texts_lineage_is_kept",
        _LINEAGE,
        "UPDATE",
        "Where a paragraph comes from does not change.",
    ),
    Trigger(
        "texts_lineage_is_not_deleted",
        _LINEAGE,
        "DELETE",
        "Where a paragraph comes from is not deleted.",
    ),
    Trigger(
        "texts_amendment_is_decided_once",
        _AMENDMENT,
        "UPDATE",
        "A decided amendment does not change.",
        when="OLD.decision <> '' AND (NEW.decision <> OLD.decision OR NEW.reason <> OLD.reason)",
    ),
    Trigger(
        "texts_amendment_keeps_its_base",
        _AMENDMENT,
        "UPDATE",
        "An amendment keeps the paragraph and the words it was written about.",
        when="NEW.paragraph_id <> OLD.paragraph_id "
        "OR NEW.base_revision_id <> OLD.base_revision_id OR NEW.aim <> OLD.aim",
    ),
)
