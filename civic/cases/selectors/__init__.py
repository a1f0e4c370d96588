"""Reads of cases: delays, coverage, inbox, who answers what."""

from .assignments import (
    Misaddressed,
    RoutingFigures,
    answered_requests,
    holdings_of,
    misaddressed,
    routing_figures,
)
from .coverage import Coverage, coverage
from .delays import DEFAULT_WORKING_DAYS, announced_days
from .inbox import inbox
from .people import people_of_requests
from .routing import Route, department_in, route_for
from .suggestions import Suggestion, clear_type, suggest_types

__all__ = [
    "DEFAULT_WORKING_DAYS",
    "Coverage",
    "Misaddressed",
    "Route",
    "RoutingFigures",
    "Suggestion",
    "announced_days",
    "answered_requests",
    "clear_type",
    "coverage",
    "department_in",
    "holdings_of",
    "inbox",
    "misaddressed",
    "people_of_requests",
    "route_for",
    "routing_figures",
    "suggest_types",
]
