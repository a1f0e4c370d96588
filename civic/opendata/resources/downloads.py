"""Send a table as a file: the columns are declared once, whatever the format."""

import io
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from import_export import resources

from ..logic.exporting import csv_chunks, geojson_chunks, json_chunks, write_xlsx
from . import ods


@dataclass(frozen=True)
class DownloadFormat:
    """A format a table is offered in; `label` is what the link says."""

    extension: str
    label: str
    content_type: str


DOWNLOADS = {
    form.extension: form
    for form in (
        DownloadFormat("csv", "CSV", "text/csv; charset=utf-8"),
        DownloadFormat(
            "xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        ),
        DownloadFormat("ods", "ODS", ods.MIME_TYPE),
        DownloadFormat("json", "JSON", "application/json"),
    )
}
# Of a table whose resource says where each row is.
PLACED_DOWNLOADS = DOWNLOADS | {
    "geojson": DownloadFormat("geojson", "GeoJSON", "application/geo+json")
}
_WRITERS = {"xlsx": write_xlsx, "ods": ods.write_ods}


class DownloadResource(resources.Resource):
    """The columns of a table that anybody may download.

    A subclass declares its fields; values stay typed (dates, numbers) and formulas are escaped by
    the writers. Column names are translated, except in JSON where they are the fields' own names.
    `placed` says that it has the columns `latitude` and `longitude`: it is a GeoJSON file too.
    """

    placed = False

    def typed_rows(self, objects: Iterable[Any]) -> Iterator[list[object]]:
        """Yield one list of typed values per object, holding one chunk in memory."""
        for instance in self.iter_queryset(objects):
            yield self.export_resource(instance)

    def stable_names(self) -> list[str]:
        """Return the names of the fields, the same in every language."""
        return list(self.get_export_order())


def download(
    request: HttpRequest,
    resource: DownloadResource,
    objects: Iterable[Any],
    *,
    extension: str,
    name: str,
    title: str,
) -> HttpResponse | StreamingHttpResponse:
    """Answer with a file; raises Http404 for a format that is not offered.

    CSV and JSON leave while they are read; the two workbooks are zip archives and are built whole.
    """
    form = (PLACED_DOWNLOADS if resource.placed else DOWNLOADS).get(extension)
    if form is None:
        raise Http404("This format is not offered.")
    rows = resource.typed_rows(objects)
    response: HttpResponse | StreamingHttpResponse
    if extension in _WRITERS:
        content = io.BytesIO()
        _WRITERS[extension](content, resource.get_export_headers(), rows, sheet_title=title)
        response = HttpResponse(content.getvalue(), content_type=form.content_type)
    else:
        chunks = _chunks(extension, resource, rows)
        response = StreamingHttpResponse(
            _awaited(chunks) if isinstance(request, ASGIRequest) else chunks,
            content_type=form.content_type,
        )
    response["Content-Disposition"] = (
        content_disposition_header(True, f"{name}.{extension}") or "attachment"
    )
    return response


def _chunks(
    extension: str, resource: DownloadResource, rows: Iterable[Sequence[object]]
) -> Iterator[bytes]:
    if extension == "json":
        return json_chunks(resource.stable_names(), rows)
    if extension == "geojson":
        return geojson_chunks(resource.stable_names(), rows)
    return csv_chunks(resource.get_export_headers(), rows)


async def _awaited(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Let an asynchronous server send each piece before the next one is read."""
    following = sync_to_async(lambda: next(chunks, None))
    while (chunk := await following()) is not None:
        yield chunk
