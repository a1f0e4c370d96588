"""The files of the product, as the consistency tests read them."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("civic", "consultations", "workshops", "neighbourhood_councils", "home")
_LEFT_OUT = {".venv", ".venv-next", "var", ".git", "__pycache__", "node_modules"}


@cache
def product_files() -> tuple[Path, ...]:
    """Return every file that belongs to the repository, or would once added."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        found = (ROOT / name for name in listed.stdout.split("\0") if name)
    else:
        found = (path for path in ROOT.rglob("*") if not _LEFT_OUT & set(path.parts))
    return tuple(sorted(path for path in found if path.is_file()))


def python_files() -> Iterator[Path]:
    """Yield the Python files that somebody wrote."""
    return (
        path for path in product_files() if path.suffix == ".py" and "migrations" not in path.parts
    )


def is_ours(module: str) -> bool:
    """Tell whether a dotted module belongs to the product."""
    return module.partition(".")[0] in APPS


def shown(path: Path) -> str:
    """Return a path as the messages of the tests write it."""
    return str(path.relative_to(ROOT))
