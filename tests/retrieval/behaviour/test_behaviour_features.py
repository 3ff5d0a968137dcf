import math

import numpy as np
import pytest

from retrieval.behaviour.behaviour_features import session_features, shopper_features
from retrieval.behaviour.features import Features, Scaling
from retrieval.behaviour.sessions import sessions_of
from retrieval.errors import StoreError
from tests.retrieval.behaviour.tables import DAY, NOW, event, table


def of(features, id_):
    row = features.values[features.ids.index(id_)]
    return dict(zip(features.names, row.tolist(), strict=True))


def test_no_events_have_no_rows():
    for found in (shopper_features(table(), NOW), session_features(table())):
        assert found.values.shape == (0, len(found.names))
        assert Scaling.learned(found).scaled(found).values.shape == found.values.shape


def test_what_a_shopper_did_is_as_counted_by_hand():
    found = of(
        shopper_features(
            table(
                event(moment=NOW - 30 * DAY),
                event(moment=NOW),
                event(item="jug", moment=NOW - 60 * DAY),
                event(type_="cart"),
                event(type_="cart", item="jug"),
                event(type_="remove", item="jug"),
                event(type_="purchase"),
                event(type_="rate", value=4.0),
                event(type_="rate", value=1.0, item="jug"),
                event(type_="dwell", value=30.0),
                event(type_="dwell", value=12.0),
                event("ann", "search", None, "tea"),
            ),
            NOW,
        ),
        "ann",
    )
    counts = {"view": 3, "cart": 2, "remove": 1, "purchase": 1, "rate": 2, "dwell": 2, "search": 1}
    assert {name: found[f"n_{name}"] for name in counts} == counts
    # one view now, one a half-life ago, one two half-lives ago
    assert found["recent_view"] == pytest.approx(1 + 1 / 2 + 1 / 4)
    assert (found["dwell_seconds"], found["mean_rating"], found["n_products"]) == (42.0, 2.5, 2.0)
    assert (found["purchase_per_view"], found["removed_per_cart"]) == (pytest.approx(1 / 3), 0.5)
    assert (found["n_sessions"], found["days_since_last"]) == (3.0, 0.0)


def test_one_event_leaves_means_unknown():
    found = of(shopper_features(table(event("ann", "search", None)), NOW), "ann")
    assert all(math.isnan(found[name]) for name in ("mean_rating", "purchase_per_view", "removed_per_cart"))
    assert found["n_products"] == 0.0


def test_unknown_time_is_not_recent():
    found = of(shopper_features(table(event(moment=0.0)), NOW), "ann")
    assert (found["n_view"], found["recent_view"]) == (1.0, 0.0)
    assert math.isnan(found["days_since_last"])


def test_time_ahead_counts_as_now():
    found = of(shopper_features(table(event(moment=NOW + DAY)), NOW), "ann")
    assert (found["recent_view"], found["days_since_last"]) == (1.0, 0.0)


def test_visits_are_by_session_id_or_divided_at_pauses():
    given = table(
        event("bob", moment=NOW, session="s2"),
        event("ann", moment=NOW),
        event("ann", moment=NOW + 1_800),
        event("ann", moment=NOW + 3_601),
        event("bob", moment=NOW - 5 * DAY, session="s1"),
        event("bob", moment=NOW + 3 * DAY, session="s2"),
    )
    assert sessions_of(given).tolist() == [1, 2, 2, 3, 0, 1]


def test_visit_has_its_own_figures():
    found = session_features(
        table(event(moment=NOW), event(type_="cart", moment=NOW + 60), event(item="jug", moment=NOW + DAY))
    )
    assert found.ids == ("ann 0", "ann 1")
    first, second = of(found, "ann 0"), of(found, "ann 1")
    assert (first["seconds"], first["n_view"], first["n_cart"], first["place"]) == (60.0, 1.0, 1.0, 0.0)
    assert (second["seconds"], second["n_products"], second["place"]) == (0.0, 1.0, 1.0)


def features(**columns):
    n = len(next(iter(columns.values())))
    ids = tuple(map(str, range(n)))
    return Features.of(ids, {name: np.array(own, dtype=float) for name, own in columns.items()})


def test_scaled_features_have_mean_nought_and_spread_one():
    given = features(many=[0, 10, 1000, 3], few=[1, 2, 3, 4])
    scaled = Scaling.learned(given).scaled(given).values
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(scaled.std(axis=0), 1)


def test_feature_that_is_alike_for_all_or_unknown_becomes_nought():
    given = features(alike=[7, 7, 7], unknown=[np.nan] * 3, some=[1, np.nan, 3])
    scaled = Scaling.learned(given).scaled(given).values
    assert scaled[:, :2].tolist() == [[0.0, 0.0]] * 3
    assert scaled[1, 2] == 0.0


def test_new_shoppers_are_scaled_as_was_learned():
    scaling = Scaling.learned(features(n=[0, 1, 2]))
    assert scaling.scaled(features(n=[1])).values[0, 0] == scaling.scaled(features(n=[0, 1, 2])).values[1, 0]


def test_other_features_are_refused():
    with pytest.raises(StoreError, match="learn the scaling again"):
        Scaling.learned(features(n=[1])).scaled(features(m=[1]))
