"""Settings of an installation; deployment choices come from the environment (environment.py)."""

from .base import *  # noqa: F403
