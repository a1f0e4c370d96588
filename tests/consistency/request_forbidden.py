"""The forbidden writes of duplicates and photos of requests."""

from tests.consistency.writes import Copy, Write

# The last request of the scene is neither a duplicate nor an original.
_APART = "(SELECT MAX(id) FROM cases_request)"

_PAIR = (
    "INSERT INTO cases_distinctrequests (one_id, other_id, said_at) "
    "SELECT MIN(id), MAX(id), '2026-01-05 10:00:00' FROM cases_request",
)

REQUEST_WRITES: dict[str, Write | Copy] = {
    "duplicate_is_another_request": Copy(
        "cases_duplicatelink", {"duplicate_id": _APART, "original_id": _APART}
    ),
    "distinct_requests_in_order": Write(
        "UPDATE cases_distinctrequests SET one_id = other_id", _PAIR
    ),
    "cases_duplicatelink_no_chain_insert": Copy(
        "cases_duplicatelink", {"duplicate_id": "original_id", "original_id": _APART}
    ),
    "cases_duplicatelink_no_chain_update": Write(
        f"UPDATE cases_duplicatelink SET duplicate_id = original_id, original_id = {_APART}"
    ),
    "photo_belongs_to_one_text": Write("UPDATE cases_requestphoto SET request_id = NULL"),
    "photo_is_looked_at_before_publication": Write(
        "UPDATE cases_requestphoto SET screening = 'released', held_for = '', looked_at = NULL"
    ),
    "cases_satisfactionwords_held_has_a_reason": Write(
        "UPDATE cases_satisfactionwords SET screening = 'held', held_for = ''"
    ),
    "cases_requestphoto_held_has_a_reason": Write(
        "UPDATE cases_requestphoto SET screening = 'held', held_for = ''"
    ),
}
