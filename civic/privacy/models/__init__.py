from .finding import Finding, PublicName
from .guarded import GuardedModel, GuardedQuerySet, HoldReason
from .placed import PlacedModel
from .records import ErasureRecord, ProcessingSheet

__all__ = [
    "ErasureRecord",
    "Finding",
    "GuardedModel",
    "GuardedQuerySet",
    "HoldReason",
    "PlacedModel",
    "ProcessingSheet",
    "PublicName",
]
