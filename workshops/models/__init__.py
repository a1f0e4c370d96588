from .pages import WorkshopIndexPage, WorkshopPage
from .workshop import Workshop

__all__ = ["Workshop", "WorkshopIndexPage", "WorkshopPage"]
