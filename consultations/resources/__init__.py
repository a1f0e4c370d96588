"""What leaves a consultation as a file."""

from .register import RegisterDownload

__all__ = ["RegisterDownload"]
