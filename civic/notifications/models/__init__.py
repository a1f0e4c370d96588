from .notice import Notice
from .preference import Follow, Preference

__all__ = ["Follow", "Notice", "Preference"]
