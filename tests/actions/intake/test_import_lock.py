import threading
from pathlib import Path

from actions.intake.import_lock import import_lock


def test_second_waits_until_the_first_is_done(tmp_path: Path) -> None:
    order: list[str] = []
    is_waiting, is_done = threading.Event(), threading.Event()

    def second() -> None:
        with import_lock(tmp_path / "cache", is_waiting.set):
            order.append("second")
        is_done.set()

    with import_lock(tmp_path / "cache", lambda: order.append("waited")):
        threading.Thread(target=second).start()
        assert is_waiting.wait(10)
        order.append("first")
    assert is_done.wait(10)
    assert order == ["first", "second"]
