from .events import Event, EventStream, Heartbeat
from .pages import BasePage, PageRoute
from .search import SearchEntry

__all__ = ["BasePage", "Event", "EventStream", "Heartbeat", "PageRoute", "SearchEntry"]
