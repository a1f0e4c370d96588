"""Every write of supports and ballots."""

from .ballots import change_ballot, close_ballot, create_ballot, enroll, open_ballot
from .casting import cast_ballot, publish_reason
from .supports import support, withdraw_support

__all__ = [
    "cast_ballot",
    "change_ballot",
    "close_ballot",
    "create_ballot",
    "enroll",
    "open_ballot",
    "publish_reason",
    "support",
    "withdraw_support",
]
