import numpy as np
import pytest
from scipy import sparse

from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.matrix_factors import Als, AlsSettings
from retrieval.spark.als_rows import RowBlock, blocks_of, first_factors, gram_of, solved

SETTINGS = AlsSettings(factors=8, iterations=10, seed=3)


def ratings(n_users: int = 60, n_items: int = 40) -> Interactions:
    random = np.random.default_rng(1)
    return Interactions.from_records(
        (f"u{user:02}", f"p{item:02}", float(random.integers(2, 11)) / 2, float(step))
        for user in range(n_users)
        for step, item in enumerate(random.choice(n_items, 8, replace=False).tolist())
    )


def block(rows: sparse.csr_array) -> RowBlock:
    entries = [
        list(zip(rows.indices[start:end].tolist(), rows.data[start:end].tolist(), strict=True))
        for start, end in zip(rows.indptr[:-1], rows.indptr[1:], strict=True)
    ]
    return RowBlock.of(0, entries)


def test_rounds_from_the_same_first_factors_come_to_what_one_process_comes_to() -> None:
    """Against implicit, the reference: equal but for rounding in 32 bits."""
    given = ratings()
    reference = Als.fit(given, ItemFacts.unknown(given.item_ids), SETTINGS)
    rows = given.matrix(SETTINGS.alpha * given.ratings / 5)
    by_user, by_item = block(rows), block(rows.T.tocsr())
    users, items = first_factors(given.n_users, given.n_items, SETTINGS.factors, SETTINGS.seed)
    for _ in range(SETTINGS.iterations):
        users = solved(by_user, users, items, gram_of(items, reference.ridge))
        items = solved(by_item, items, users, gram_of(users, reference.ridge))
    scale = float(np.abs(reference.factors).max())
    assert np.abs(items - reference.factors).max() < 1e-3 * scale


def test_many_steps_solve_the_least_squares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.spark.als_rows.STEPS", 100)
    random = np.random.default_rng(0)
    others = random.standard_normal((5, 3)).astype(np.float32)
    gram = gram_of(others, 0.5)
    found = solved(RowBlock.of(0, [[(1, 2.0), (4, 0.5)]]), np.zeros((1, 3), np.float32), others, gram)
    own, confidences = others[[1, 4]].astype(np.float64), np.array([2.0, 0.5])
    wanted = np.linalg.solve(gram + (own * (confidences - 1)[:, None]).T @ own, confidences @ own)
    assert found[0] == pytest.approx(wanted, abs=1e-5)


def test_row_without_entries_is_zero() -> None:
    found = solved(RowBlock.of(0, [[]]), np.ones((1, 2), np.float32), np.ones((3, 2), np.float32), np.eye(2))
    assert found.tolist() == [[0.0, 0.0]]


def test_blocks_break_where_a_number_is_missing() -> None:
    blocks = list(blocks_of([(0, [(1, 1.0)]), (1, [(2, 2.0), (0, 3.0)]), (5, [(1, 4.0)])]))
    assert [(one.first, len(one)) for one in blocks] == [(0, 2), (5, 1)]
    assert blocks[0].columns.tolist() == [1, 0, 2]
    assert list(blocks[1].turned()) == [(1, (5, 4.0))]
    assert blocks[0].sums().tolist() == [1.0, 5.0]
    assert list(blocks_of([])) == []
