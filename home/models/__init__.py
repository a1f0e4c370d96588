from .content import ContentPage
from .glossary import GlossaryPage, GlossaryTerm
from .news import NewsIndexPage, NewsPage

__all__ = ["ContentPage", "GlossaryPage", "GlossaryTerm", "NewsIndexPage", "NewsPage"]
