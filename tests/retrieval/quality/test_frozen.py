import json
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import ArtifactError
from retrieval.quality.frozen import FrozenSet, training_part
from retrieval.quality.held_out import HELD_OUT_SHARE, digest_of, is_held_out
from retrieval.recommenders.interactions import Interactions

USERS = [f"user {number}" for number in range(300)]
ITEMS = tuple(f"item {number}" for number in range(20))


def interactions(users: list[str] = USERS) -> Interactions:
    """Each user meets eight items, one an hour, and likes them."""
    records = [
        (user, ITEMS[(sum(user.encode()) + step) % len(ITEMS)], 5.0, 3600.0 * step)
        for user in users
        for step in range(8)
    ]
    return Interactions.from_records(records, ITEMS)


@pytest.mark.parametrize("user_id", ["张伟", "سارة", "สมชาย", "Ayşe", "user 1", "a" * 200])
def test_same_shopper_is_always_on_the_same_side(user_id):
    assert is_held_out(user_id) is is_held_out(user_id)
    assert len(digest_of(user_id)) == 64
    assert user_id not in digest_of(user_id)


def test_about_the_share_is_held_out():
    n = sum(is_held_out(f"shopper {number}") for number in range(10_000))
    assert HELD_OUT_SHARE - 0.02 < n / 10_000 < HELD_OUT_SHARE + 0.02


def test_no_interaction_of_a_judged_shopper_is_learnt_from():
    everything = interactions()
    learnt = training_part(everything)
    frozen = FrozenSet.of(everything)
    trained = {digest_of(learnt.user_ids[user]) for user in learnt.users.tolist()}
    assert not trained & set(frozen.user_digests)
    assert len(learnt) + len(frozen.known) + len(frozen.later) == len(everything)


def test_last_quarter_of_what_each_did_is_to_be_foretold():
    frozen = FrozenSet.of(interactions())
    assert np.diff(frozen.known.ends).tolist() == [6] * frozen.known.n_users
    assert np.diff(frozen.later.ends).tolist() == [2] * frozen.known.n_users
    assert frozen.known.moments.max() < frozen.later.moments.min()


def test_shopper_with_one_interaction_cannot_be_judged():
    user = next(user for user in USERS if is_held_out(user))
    frozen = FrozenSet.of(Interactions.from_records([(user, "item 1", 5.0, 1.0)]))
    assert frozen.user_digests == ()


def test_new_shoppers_do_not_move_the_former_ones():
    few, many = FrozenSet.of(interactions(USERS[:150])), FrozenSet.of(interactions())
    assert set(few.user_digests) < set(many.user_digests)
    assert few.fingerprint != many.fingerprint


def test_saved_set_is_the_same_and_holds_no_id(tmp_path):
    frozen = FrozenSet.of(interactions())
    frozen.save(tmp_path)
    found = FrozenSet.load(tmp_path)
    assert found.fingerprint == frozen.fingerprint
    assert found.user_digests == frozen.user_digests
    assert found.later.matrix().toarray().tolist() == frozen.later.matrix().toarray().tolist()
    for path in tmp_path.iterdir():
        assert b"user 1" not in path.read_bytes()


def test_set_that_was_edited_is_refused(tmp_path):
    frozen = FrozenSet.of(interactions())
    frozen.save(tmp_path)
    path = tmp_path / "model.json"
    content = json.loads(path.read_text())
    content["settings"]["users"].reverse()
    path.write_text(json.dumps(content))
    with pytest.raises(ArtifactError, match="freeze data again"):
        FrozenSet.load(tmp_path)


def test_missing_set_is_named(tmp_path: Path):
    with pytest.raises(ArtifactError, match="no model in"):
        FrozenSet.load(tmp_path)


def test_erased_shopper_leaves_the_set():
    frozen = FrozenSet.of(interactions())
    erased = next(user for user in USERS if digest_of(user) == frozen.user_digests[3])
    left = frozen.without_missing(user for user in USERS if user != erased)
    assert left.user_digests == frozen.user_digests[:3] + frozen.user_digests[4:]
    assert left.fingerprint == FrozenSet.of(interactions([user for user in USERS if user != erased])).fingerprint
    assert frozen.without_missing(USERS) is frozen


def test_products_no_longer_sold_leave_the_set():
    frozen = FrozenSet.of(interactions())
    left = frozen.of_items(ITEMS[:10])
    assert left.user_digests == frozen.user_digests
    assert {left.later.item_ids[item] for item in left.later.items.tolist()} <= set(ITEMS[:10])
    assert frozen.of_items(ITEMS) is frozen


def test_nobody_gives_an_empty_set(tmp_path):
    frozen = FrozenSet.of(Interactions.from_records([]))
    frozen.save(tmp_path)
    assert FrozenSet.load(tmp_path).fingerprint == frozen.fingerprint
