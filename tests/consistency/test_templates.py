"""Templates compile, serve, and hold nothing a strict content policy would refuse."""

import ast
import re
from pathlib import Path

import pytest
from django.template import Template, engines
from django.template.base import Node
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode

from tests.consistency.sources import ROOT, product_files, python_files, shown

FOLDER = ROOT / "templates"
# Asked for by name from outside our code: Django's error views, allauth's screens and mail.
ASKED_FOR_FROM_OUTSIDE = re.compile(
    r"^(400|403|403_csrf|404|413|429|500)\.html$|^account/|^allauth/|^wagtailadmin/|^comments/"
    r"|^django_comments_xtd/|^socialaccount/|^wagtail_localize/|^wagtailusers/"
)


def names() -> list[str]:
    """Return the name of every template of ours, as `{% include %}` writes it."""
    folders = {FOLDER} | {path.parent for path in ROOT.glob("*/templates")}
    found = {
        str(path.relative_to(folder))
        for path in product_files()
        for folder in folders
        if folder in path.parents
    }
    return sorted(found)


def source_of(name: str) -> str:
    return Path(get_template(name).origin.name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", names())
def test_a_template_compiles(name: str) -> None:
    get_template(name)


def _names_in_templates() -> set[str]:
    asked: set[str] = set()
    for name in names():
        template: Template = get_template(name).template
        asked |= set(re.findall(r"""["']([\w./-]+\.(?:html|txt|xml))["']""", source_of(name)))
        for node in _nodes(template):
            asked_for = getattr(
                node, "template" if isinstance(node, IncludeNode) else "parent_name"
            )
            if isinstance(asked_for.var, str):
                asked.add(asked_for.var)
    return asked


def _nodes(template: Template) -> list[Node]:
    return [
        *template.nodelist.get_nodes_by_type(IncludeNode),
        *template.nodelist.get_nodes_by_type(ExtendsNode),
    ]


def _names_in_code() -> set[str]:
    asked: set[str] = set()
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if node.value.endswith((".html", ".txt", ".xml")):
                    asked.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                asked |= _family(node)
    return asked


def _family(node: ast.JoinedStr) -> set[str]:
    """Return the templates an f-string such as f"home/live/{kind}.html" may name."""
    pattern = "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w/-]+"
        for part in node.values
    )
    if not pattern.endswith((r"\.html", r"\.txt")):
        return set()
    return {name for name in names() if re.fullmatch(pattern, name)}


def test_no_template_is_left_unused() -> None:
    asked = _names_in_templates() | _names_in_code()
    unused = [
        name for name in names() if name not in asked and not ASKED_FOR_FROM_OUTSIDE.match(name)
    ]
    assert unused == []


_COMMENTS = re.compile(r"{#.*?#}|{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", re.DOTALL)
REFUSED = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"""(href|src|action)\s*=\s*["']javascript:""", re.IGNORECASE),
    "a script, style, image or frame of another host": re.compile(
        r"""<(script|link|img|iframe|source|video|audio|embed|object)\b[^>]*"""
        r"""\b(src|href|srcset|data)\s*=\s*["'](https?:)?//""",
        re.IGNORECASE,
    ),
}
# The data of a page is not a script: the browser never runs it.
# An empty element with a nonce, where a drawing library puts the rules it must have.
_EMPTY_STYLE = re.compile(r"""<style[^>]*nonce="{{ CSP_NONCE }}"[^>]*></style>""")
_DATA = re.compile(r"""<script[^>]*type=["']application/(ld\+)?json["'][^>]*>""", re.IGNORECASE)


@pytest.mark.parametrize("what", REFUSED)
def test_no_template_holds(what: str) -> None:
    found = []
    for name in names():
        source = _EMPTY_STYLE.sub("", source_of(name))
        source = _DATA.sub("", _COMMENTS.sub("", source))
        # What a tag prints is not markup here: `{% if a > b %}` would close an element.
        source = re.sub(r"{%.*?%}|{{.*?}}", "x", source, flags=re.DOTALL)
        found += [f"{name}: {match.group()[:90]}" for match in REFUSED[what].finditer(source)]
    assert found == []


_INCLUDED = re.compile(r"""{% include "([^"]+)"([^%]*)\bonly %}""")


def test_a_form_that_is_included_alone_is_given_its_key() -> None:
    # `only` leaves the security key out: the form is shown, and refused once it is sent.
    asks = {name for name in names() if "{% csrf_token %}" in source_of(name)}
    found = [
        f"{name} includes {match[1]}"
        for name in names()
        for match in _INCLUDED.finditer(source_of(name))
        if match[1] in asks and "csrf_token=" not in match[2]
    ]
    assert found == []


_DATED = re.compile(r"""(?:\|date:|{%\s*now\s+)["']([^"']*)["']""")
# Formats that write the day of a month beside its name: French says « 1er novembre ».
_OF_A_SENTENCE = re.compile(r"^DATE(TIME)?_FORMAT$|j\W*[FMNbE]")


def test_a_day_in_words_is_written_by_the_day_filter() -> None:
    found = [
        f"{name}: {match.group()}"
        for name in names()
        for match in _DATED.finditer(source_of(name))
        if _OF_A_SENTENCE.search(match[1])
    ]
    assert found == []


def test_no_code_writes_a_day_in_words_otherwise() -> None:
    asks = re.compile(r"""date_format\((?:[\w.]+\)|[^"]*"(DATE|DATETIME)_FORMAT")""")
    found = [shown(path) for path in python_files() if asks.search(path.read_text("utf-8"))]
    assert found == []


def test_no_style_sheet_and_no_script_asks_another_host() -> None:
    asks = re.compile(
        r"""(url\(|@import\s|\bfrom\s|\bimport\s*\(?|fetch\(|src\s*=\s*)\s*["']?(https?:)?//"""
    )
    found = [
        f"{shown(path)}: {line.strip()[:90]}"
        for path in product_files()
        if path.suffix in (".css", ".js") and "static" in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if asks.search(line)
    ]
    assert found == []


def test_our_folder_of_templates_comes_first() -> None:
    assert [Path(folder) for folder in engines["django"].dirs] == [FOLDER]
