from .case import Case, ServiceLevel, Transfer
from .request import Request
from .request_type import RequestType

__all__ = ["Case", "Request", "RequestType", "ServiceLevel", "Transfer"]
