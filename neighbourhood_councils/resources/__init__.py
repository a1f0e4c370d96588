"""The columns of the follow-up table, in and out."""

from .export import FollowUpDownload
from .importing import FollowUpFormat, FollowUpResource, import_rows_of, try_rows

__all__ = ["FollowUpDownload", "FollowUpFormat", "FollowUpResource", "import_rows_of", "try_rows"]
