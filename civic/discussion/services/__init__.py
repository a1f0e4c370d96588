"""Every write of a discussion."""

from .comments import post_comment
from .conclusions import close_discussion, reopen_discussion
from .moderation import hide_comment, report, restore_comment, settle_report

__all__ = [
    "close_discussion",
    "hide_comment",
    "post_comment",
    "reopen_discussion",
    "report",
    "restore_comment",
    "settle_report",
]
