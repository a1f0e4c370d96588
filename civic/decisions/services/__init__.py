"""Every write of decisions."""

from .drafting import (
    CommitmentDraft,
    ItemDraft,
    add_item,
    delete_draft,
    draft_decision,
    edit_decision,
    remove_item,
    set_commitment,
    set_commitments,
    set_items,
)
from .following import follow_commitment
from .signing import sign_decision

__all__ = [
    "CommitmentDraft",
    "ItemDraft",
    "add_item",
    "delete_draft",
    "draft_decision",
    "edit_decision",
    "follow_commitment",
    "remove_item",
    "set_commitment",
    "set_commitments",
    "set_items",
    "sign_decision",
]
