"""Reads of cases: delays, coverage, inbox, who answers what."""

from .coverage import Coverage, coverage
from .delays import DEFAULT_WORKING_DAYS, announced_days
from .inbox import inbox
from .people import people_of_requests
from .routing import Route, route_for
from .suggestions import Suggestion, clear_type, suggest_types

__all__ = [
    "DEFAULT_WORKING_DAYS",
    "Coverage",
    "Route",
    "Suggestion",
    "announced_days",
    "clear_type",
    "coverage",
    "inbox",
    "people_of_requests",
    "route_for",
    "suggest_types",
]
