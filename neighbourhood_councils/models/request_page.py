from django.utils.translation import gettext_lazy as _

from civic.core.models import BasePage, PageRoute

_VIEWS = "neighbourhood_councils.views"


class RequestIndexPage(BasePage):
    """Where anybody asks something of a branch: the way in, the form, the receipt, the sheet."""

    page_routes = (
        PageRoute("", f"{_VIEWS}.requests.request_index", "index"),
        PageRoute("demander/", f"{_VIEWS}.filing.file", "file"),
        PageRoute("demander/<slug:step>/", f"{_VIEWS}.filing.file", "file_step"),
        PageRoute("recu/<str:number>/", f"{_VIEWS}.request_receipt.receipt", "receipt"),
        PageRoute("recu/<str:number>/code.svg", f"{_VIEWS}.request_receipt.code", "receipt_code"),
        PageRoute("<str:number>/", f"{_VIEWS}.requests.sheet", "sheet"),
    )
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("requests page")
        verbose_name_plural = _("requests pages")
