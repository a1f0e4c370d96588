"""The command that looks for personal data in a file."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def scan(tmp_path: Path):
    """Run the command on lines; return what it printed and its exit status."""

    def run(*lines: object, as_json: bool = True) -> SimpleNamespace:
        path = tmp_path / "texts.jsonl"
        written = (
            line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode()
            for line in lines
        )
        path.write_bytes(b"\n".join(written))
        out, err, status = io.StringIO(), io.StringIO(), 0
        try:
            call_command("scan_personal_data", path, json=as_json, stdout=out, stderr=err)
        except CommandError as error:
            err.write(str(error))
            status = error.returncode
        return SimpleNamespace(out=out.getvalue(), err=err.getvalue(), status=status)

    return run


def _objects(printed: str) -> list[dict]:
    return [json.loads(line) for line in printed.splitlines()]


def test_each_text_gives_one_line_with_offsets_in_code_points(scan) -> None:
    result = scan(
        {"id": 7, "texte": "👍 Rappeler Mme Dupont au 06 39 98 12 34"},
        {"id": "b", "texte": "La rue Jean Jaurès"},
    )
    first, second = _objects(result.out)
    assert result.status == 0
    assert first["id"] == 7
    assert [(e["debut"], e["fin"], e["type"]) for e in first["entites"]] == [
        (11, 21, "NOM"),
        (25, 39, "TEL"),
    ]
    assert all(0 < e["score"] <= 1 for e in first["entites"])
    assert second == {"id": "b", "entites": []}


def test_a_text_without_an_identifier_bears_the_number_of_its_line(scan) -> None:
    assert _objects(scan({"texte": "a"}, {"texte": "b"}).out)[1]["id"] == 2


def test_a_summary_counts_what_was_found_by_type(scan) -> None:
    result = scan(
        {"texte": "Mme Dupont et M. Durand, 06 39 98 12 34"}, {"texte": "Un banc"}, as_json=False
    )
    assert result.status == 0
    lines = result.out.splitlines()
    assert "1" in lines[0]
    assert "2" in lines[0]
    assert [line.split()[0] for line in lines[1:]] == ["2", "1"]


@pytest.mark.parametrize(
    "line",
    [b"not json", b"[1, 2]", b'{"id": 2}', b'{"texte": 3}', b'{"texte": "\xe9"}', b"[" * 9999],
)
def test_a_malformed_line_is_named_and_the_others_are_read(scan, line: bytes) -> None:
    result = scan({"id": 1, "texte": "a"}, b"", line, {"id": 4, "texte": "b"})
    assert result.status == 2
    assert "3" in result.err.splitlines()[0]
    assert [entry["id"] for entry in _objects(result.out)] == [1, 4]


def test_a_byte_order_mark_and_an_empty_file_are_accepted(scan) -> None:
    assert scan(b'\xef\xbb\xbf{"id": 1, "texte": "a"}').status == 0
    assert scan().status == 0


def test_a_file_that_cannot_be_opened_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("scan_personal_data", tmp_path / "absent.jsonl", json=True)
    assert caught.value.returncode == 2
    assert "absent.jsonl" in str(caught.value)
