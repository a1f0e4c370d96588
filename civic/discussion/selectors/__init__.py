"""Reads of a discussion: its threads, and the conclusions that close it."""

from .threads import (
    THREADS_PER_PAGE,
    comments_of,
    fate_of,
    hidden_comments,
    moderated_by,
    organisation_of,
    public_counts,
    removed_sentence,
    reported_texts,
    reports_of,
    rule_of_publication,
    target_of,
    thread_page,
    with_what_they_are_about,
)

__all__ = [
    "THREADS_PER_PAGE",
    "comments_of",
    "fate_of",
    "hidden_comments",
    "moderated_by",
    "organisation_of",
    "public_counts",
    "removed_sentence",
    "reported_texts",
    "reports_of",
    "rule_of_publication",
    "target_of",
    "thread_page",
    "with_what_they_are_about",
]
