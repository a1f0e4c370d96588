"""Every write of a discussion."""

from .comments import post_comment
from .moderation import hide_comment, report, restore_comment, settle_report

__all__ = ["hide_comment", "post_comment", "report", "restore_comment", "settle_report"]
