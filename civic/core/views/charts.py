"""The drawing library of the charts, served by ourselves."""

from django.contrib.staticfiles.storage import staticfiles_storage


def plotly_url() -> str:
    """Return the address of the drawing library, or "" where it was not collected."""
    # Collected once an installation has run `collectstatic`; the table stands without it.
    try:
        return staticfiles_storage.url("plotly/plotly.min.js")
    except ValueError:
        return ""
