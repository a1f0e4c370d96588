from .finding import Finding, PublicName
from .guarded import GuardedModel, GuardedQuerySet, HoldReason
from .records import ErasureRecord, ProcessingSheet

__all__ = [
    "ErasureRecord",
    "Finding",
    "GuardedModel",
    "GuardedQuerySet",
    "HoldReason",
    "ProcessingSheet",
    "PublicName",
]
