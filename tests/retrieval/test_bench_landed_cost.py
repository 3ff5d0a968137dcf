from retrieval.benchmarks.landed_cost import DESTINATIONS, measure, orders


def test_orders_go_from_each_origin_to_each_destination_with_so_many_items() -> None:
    found = orders(3)
    assert len(found) == len({(order.origin, order.destination) for order in found}) == 3 * len(DESTINATIONS)
    assert {len(order.items) for order in found} == {3}
    assert len({item.hs_code for item in found[0].items}) == 3


def test_pace_is_that_of_many_costs_a_second() -> None:
    """A floor far under what is wanted, as tests share their machine; `crossaisle bench landed-cost` gives figures."""
    said: list[str] = []
    pace = measure(n_orders=300, rounds=3, progress=said.append)
    assert pace.costs_per_s > 1_000
    assert 0 < pace.list_ms < 30
    assert 0 < pace.cart_of_500_ms < 500
    assert len(said) == 2
