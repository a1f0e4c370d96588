"""Find plotly.js in its Python package, and store static files under names with a digest."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

PREFIX = "plotly"
FILE = "plotly.min.js"


class PlotlyFinder(BaseFinder):
    """Find `plotly/plotly.min.js`; the package is located without importing it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        spec = find_spec("plotly")
        if spec is None or not spec.submodule_search_locations:
            raise ModuleNotFoundError("plotly")
        self.folder = Path(spec.submodule_search_locations[0]) / "package_data"
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the file's place when it is the one asked for."""
        if path != f"{PREFIX}/{FILE}":
            return []
        found = str(self.folder / FILE)
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        """Yield the one file."""
        storage = FileSystemStorage(location=str(self.folder))
        storage.prefix = PREFIX  # type: ignore[attr-defined]
        yield FILE, storage


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Name files after their digest, in the imports of our own modules too.

    Django offers it for every script (`support_js_module_import_aggregation`); scripts of others
    hold words that look like imports of files which do not exist.
    """

    _modules = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("civic/js/*.js", _modules))
