"""`crossaisle bench import` on a small feed."""

from actions.benchmarks.feed_import import measure


def test_memory_of_whoever_measures_does_not_count() -> None:
    ballast = bytearray(600 * 2**20)
    ballast[::4096] = b"x" * len(ballast[::4096])
    assert measure(20, lambda _: None).peak_mib < 500


def test_import_of_a_made_up_feed_is_measured_and_loses_no_row() -> None:
    found = measure(200, lambda _: None)
    assert (found.rows, found.products) == (200, 200)
    assert found.seconds > 0
    assert 20 < found.peak_mib < 500
