"""The name of a file is public too: its address shows it."""

import re

import pytest

from civic.privacy.enums import FRENCH_CODES
from civic.privacy.logic.file_names import find_in_file_name

from . import blind_texts as blind

_MARKED = re.compile(r"\{([A-Z]+)\|([^{}]*)\}")


@pytest.mark.parametrize("marked", blind.FILE_NAMES)
def test_a_name_or_a_number_in_a_file_name_is_found(marked: str) -> None:
    [(code, words)] = _MARKED.findall(marked)
    [span] = find_in_file_name(_MARKED.sub(r"\2", marked))
    assert FRENCH_CODES[span.type] == code
    assert words in span.text


@pytest.mark.parametrize("name", blind.INNOCENT_FILE_NAMES)
def test_what_cameras_and_services_call_their_files_is_left_alone(name: str) -> None:
    assert find_in_file_name(name) == ()


def test_a_public_name_may_stand_in_a_file_name() -> None:
    name = "portrait_Elise_Garnier.jpg"
    assert find_in_file_name(name)
    assert find_in_file_name(name, public_names=frozenset({"Élise Garnier"})) == ()


@pytest.mark.parametrize("name", ["", ".", ".htaccess", "sans-extension", "a" * 255 + ".pdf"])
def test_any_file_name_is_read(name: str) -> None:
    assert find_in_file_name(name) == ()
