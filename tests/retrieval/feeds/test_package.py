import retrieval.feeds


def test_exported_names_are_sorted_and_there() -> None:
    names = retrieval.feeds.__all__
    assert names == sorted(names)
    assert all(hasattr(retrieval.feeds, name) for name in names)
