from .case import Case, ServiceLevel, Transfer
from .request import Request

__all__ = ["Case", "Request", "ServiceLevel", "Transfer"]
