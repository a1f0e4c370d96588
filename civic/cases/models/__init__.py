from .case import Case, ServiceLevel, Transfer
from .duplicate import DuplicateLink
from .photo import RequestPhoto
from .request import Request
from .request_draft import RequestDraft
from .request_type import RequestType

__all__ = [
    "Case",
    "DuplicateLink",
    "Request",
    "RequestDraft",
    "RequestPhoto",
    "RequestType",
    "ServiceLevel",
    "Transfer",
]
