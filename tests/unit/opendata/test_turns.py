"""Only a few uploads are parsed at once; the next one waits briefly, then is told to come back."""

import threading
import time
from pathlib import Path

import pytest

from civic.opendata.exceptions import SheetRefused
from civic.opendata.logic import child
from civic.opendata.logic.sheet_limits import Refusal, RefusalCode
from civic.opendata.logic.sheets import read_sheet
from civic.opendata.logic.turns import a_turn


def test_no_more_than_two_at_once(tmp_path: Path) -> None:
    with a_turn(at_once=2, folder=tmp_path), a_turn(at_once=2, folder=tmp_path):
        with (
            pytest.raises(Refusal) as refusal,
            a_turn(at_once=2, patience=0.1, folder=tmp_path),
        ):
            pass
        assert refusal.value.code is RefusalCode.BUSY
    with a_turn(at_once=2, patience=0, folder=tmp_path):
        pass


def test_the_next_one_waits_for_a_place(tmp_path: Path) -> None:
    entered = threading.Event()

    def hold() -> None:
        with a_turn(at_once=1, folder=tmp_path):
            entered.set()
            time.sleep(0.2)

    holder = threading.Thread(target=hold)
    holder.start()
    entered.wait()
    with a_turn(at_once=1, patience=5, folder=tmp_path):
        assert not holder.is_alive() or entered.is_set()
    holder.join()


def test_a_place_is_given_back_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), a_turn(at_once=1, folder=tmp_path):
        1 / 0
    with a_turn(at_once=1, patience=0, folder=tmp_path):
        pass


def test_a_sender_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_waits() -> None:
        raise Refusal(RefusalCode.BUSY)

    monkeypatch.setattr(child, "a_turn", nobody_waits)
    with pytest.raises(SheetRefused) as refused:
        read_sheet(b"a;b\n1;2\n", filename="tableau.csv")
    assert refused.value.code == "busy"
