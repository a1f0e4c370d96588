"""Reads of a discussion: its threads, and the conclusions that close it."""

from .threads import (
    THREADS_PER_PAGE,
    comments_of,
    fate_of,
    hidden_comments,
    organisation_of,
    public_counts,
    removed_sentence,
    reported_texts,
    reports_of,
    rule_of_publication,
    target_of,
    thread_page,
)

__all__ = [
    "THREADS_PER_PAGE",
    "comments_of",
    "fate_of",
    "hidden_comments",
    "organisation_of",
    "public_counts",
    "removed_sentence",
    "reported_texts",
    "reports_of",
    "rule_of_publication",
    "target_of",
    "thread_page",
]
