"""The forbidden writes about texts: history is added to, never rewritten."""

from tests.consistency.writes import Copy, Write

_DECIDED = "decision <> ''"
_WAITS = "decision = ''"
_REASON = "'Une raison assez longue pour être lue.'"

TEXT_WRITES: dict[str, Write | Copy] = {
    "texts_revision_is_kept": Write("UPDATE texts_paragraphrevision SET text = 'Autre.'"),
    "texts_revision_is_not_deleted": Write("DELETE FROM texts_paragraphrevision"),
    "texts_version_is_kept": Write("UPDATE texts_textversion SET title = 'Autre'"),
    "texts_version_is_not_deleted": Write("DELETE FROM texts_textversion"),
    "texts_version_row_is_kept": Write("UPDATE texts_versionparagraph SET label = 'art. 9'"),
    "texts_version_row_is_not_deleted": Write("DELETE FROM texts_versionparagraph"),
    "texts_paragraph_is_not_deleted": Write("DELETE FROM texts_paragraph"),
    "texts_paragraph_key_is_kept": Write(
        "UPDATE texts_paragraph SET text_id = (SELECT MAX(id) FROM texts_text) "
        "WHERE text_id <> (SELECT MAX(id) FROM texts_text)"
    ),
    "texts_lineage_is_kept": Write("UPDATE texts_paragraphlineage SET kinship = 'joined_to'"),
    "texts_lineage_is_not_deleted": Write("DELETE FROM texts_paragraphlineage"),
    "lineage_is_between_two_paragraphs": Copy(
        "texts_paragraphlineage", {"kept_id": "paragraph_id"}
    ),
    "texts_amendment_is_decided_once": Write(
        f"UPDATE texts_amendmentdetail SET decision = 'rejected' WHERE {_DECIDED}"
    ),
    "texts_amendment_keeps_its_base": Write(
        "UPDATE texts_amendmentdetail SET aim = 'remove' WHERE aim = 'change'"
    ),
    "text_is_public_from_its_first_version": Write(
        "UPDATE texts_text SET state = 'drafting', adopted_at = NULL WHERE version > 0"
    ),
    "text_adopted_is_dated": Write(
        "UPDATE texts_text SET adopted_at = NULL WHERE state = 'adopted'"
    ),
    "section_level_is_small": Write("UPDATE texts_section SET level = 4"),
    "claim_ends_after_it_starts": Write("UPDATE texts_paragraphclaim SET expires_at = claimed_at"),
    "revision_of_an_amendment_names_it": Copy(
        "texts_paragraphrevision",
        {"number": "99", "origin": "'amendment'", "amendment_id": "NULL"},
    ),
    "amendment_decision_has_a_reason": Write(
        "UPDATE texts_amendmentdetail SET decision = 'accepted', reason = 'Oui.', "
        f"decided_at = CURRENT_TIMESTAMP WHERE {_WAITS}"
    ),
    "amendment_decision_is_dated": Write(
        f"UPDATE texts_amendmentdetail SET decision = 'accepted', reason = {_REASON} WHERE {_WAITS}"
    ),
}
