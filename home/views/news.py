"""The news of an organisation."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import NewsIndexPage, NewsPage

NEWS_PER_PAGE = 12


def news_list(request: HttpRequest, page: NewsIndexPage) -> HttpResponse:
    """List the news of a branch, the latest first."""
    items = NewsPage.objects.live().child_of(page).defer("body").order_by("-published_on", "-pk")
    news = Paginator(items, NEWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "home/news_list.html", {"page": page, "news": news})
