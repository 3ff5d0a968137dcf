import json
from decimal import Decimal
from pathlib import Path

import yaml

from retrieval.mains import Mains, Power, Verdict
from retrieval.product import Product

DATA = Path(__file__).resolve().parents[3] / "data"
MAINS = Mains.load(DATA)
MERCHANTS = {one["id"]: one["country"] for one in yaml.safe_load((DATA / "demo/merchants.yml").read_text("utf-8"))}


def goods() -> list[Product]:
    records = [
        json.loads(line)
        for path in sorted((DATA / "demo/products").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return [
        Product(one["id"], one["merchant"], "en", one["title"], Decimal(one["price"]), "", one["description"],
                hs_code=one["hs_code"], attributes=one["attributes"])
        for one in records
    ]  # fmt: skip


APPLIANCES = [(one, MAINS.appliance(one)) for one in goods()]


def test_demo_goods_on_the_mains_state_plug_and_voltage() -> None:
    on_mains = [(one.product_id, found) for one, found in APPLIANCES if found.power is Power.MAINS]
    assert len(on_mains) >= 40
    assert [product_id for product_id, found in on_mains if not (found.plugs and found.ranges)] == []


def test_demo_goods_work_where_their_seller_is() -> None:
    """In Brazil some work in the half of the country that has their voltage."""
    for one, found in APPLIANCES:
        verdict = MAINS.fit(found, MERCHANTS[one.merchant_id]).verdict
        if found.power is Power.MAINS:
            assert verdict in {Verdict.FITS, Verdict.DEPENDS}, one.product_id
            assert verdict is Verdict.FITS or MERCHANTS[one.merchant_id] == "BR", one.product_id


def test_most_demo_goods_need_no_electricity() -> None:
    powers = [found.power for _, found in APPLIANCES]
    assert powers.count(Power.NONE) > len(powers) // 2
