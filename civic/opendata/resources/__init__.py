"""What leaves as a file and what comes in as one, declared with django-import-export."""

from .downloads import DOWNLOADS, PLACED_DOWNLOADS, DownloadResource, download
from .formats import SheetFormat

__all__ = ["DOWNLOADS", "PLACED_DOWNLOADS", "DownloadResource", "SheetFormat", "download"]
