"""What is said of sending goods somewhere, by the shipped records and by made-up ones."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

import retrieval.restrictions
from retrieval.errors import RestrictionError
from retrieval.pricing.rule import Confidence
from retrieval.product import Product
from retrieval.restrictions import Restrictions, Transport, Verdict, verdict_of
from retrieval.restrictions.restrictions import DATA_FOLDER

TODAY = date(2026, 11, 26)
SERVED = "en zh-Hans zh-Hant ja ko de fr es it pt nl pl ru tr ar hi th vi id sv"


@pytest.fixture(scope="module")
def shipped() -> Restrictions:
    return Restrictions.load()


def product(category: str = "", hs_code: str | None = None, title: str = "A thing", **fields: object) -> Product:
    return Product("p1", "m1", "en", {"en": title}, Decimal(10), "EUR", category=category, hs_code=hs_code, **fields)  # type: ignore[arg-type]


def ids(found: tuple[retrieval.restrictions.Finding, ...]) -> list[str]:
    return [one.restriction.restriction_id for one in found]


POWER_BANK = product("power bank", "8507.60", attributes={"battery_wh": 37})
DRONE = product("drone", "8806.22", attributes={"battery_wh": 18.2})
TOY_DRONE = product("drone", "9503.00")


def test_public_names_are_sorted() -> None:
    assert retrieval.restrictions.__all__ == sorted(retrieval.restrictions.__all__)


@pytest.mark.parametrize(
    ("goods", "origin", "to", "verdict", "first"),
    [
        (DRONE, "CN", "IN", Verdict.PROHIBITED, "in-drone"),
        (TOY_DRONE, "CN", "IN", None, None),  # the notification of the DGFT is about HS 8806
        (TOY_DRONE, "CN", "EG", Verdict.PROHIBITED, "eg-drone"),
        (DRONE, "IN", "IN", Verdict.RESTRICTED, "air-battery-in-device"),  # no customs border is crossed
        (DRONE, "CN", "DE", Verdict.RESTRICTED, "eu-drone"),
        (POWER_BANK, "CN", "JP", Verdict.RESTRICTED, "air-battery-alone"),
        (product("honey", "0409.00"), "NZ", "AT", Verdict.RESTRICTED, "eu-honey"),
        (product("honey", "0409.00"), "DE", "AT", None, None),
        (product("honey", "0409.00"), "DE", "BR", Verdict.NEEDS_PAPERS, "br-animal-plant"),
        (product("cheese", "0406.90"), "CH", "FR", Verdict.NEEDS_PAPERS, "eu-meat-dairy"),
        (product("cheese"), "FR", "CN", Verdict.PROHIBITED, "cn-animal-plant"),
        (product("dates", "0804.10"), "AE", "DE", Verdict.ALLOWED, "eu-free-fruit"),
        (product("tea", "0902.30"), "CN", "US", Verdict.NEEDS_PAPERS, "us-food"),
        (product("t-shirt", "6109.10"), "CN", "US", None, None),
        (product("t-shirt", "6109.10"), "CN", "TR", Verdict.RESTRICTED, "tr-parcel"),
        (product("book", "4901.99"), "CN", "TR", None, None),
        (product("smartphone", "8517.13"), "CN", "TR", Verdict.PROHIBITED, "tr-smartphone"),
        (product("kitchen knife", "8211.92"), "DE", "JP", Verdict.ALLOWED, "jp-kitchen-knife"),
        (product("kitchen knife", "3924.10"), "DE", "GB", None, None),  # a knife block of plastic
        (product("perfume", "3303.00"), "FR", "CA", Verdict.RESTRICTED, "ca-dangerous-post"),  # a courier may do
        (product("tea", "0902.10"), "JP", "CA", Verdict.RESTRICTED, "ca-dry-food"),
        (product("tea", "0902.10"), "JP", "VN", Verdict.RESTRICTED, "vn-food"),
        (product("wine", "2204.21"), "FR", "CA", Verdict.NEEDS_PAPERS, "ca-alcohol"),
        (product("cheese", "0406.90"), "US", "CH", Verdict.PROHIBITED, "ch-meat-dairy"),
        (product("cheese", "0406.90"), "FR", "CH", None, None),  # of the EU
        (product("sausage", "1601.00"), "CH", "NO", None, None),  # as if of the EEA
        (product("sausage", "1601.00"), "GB", "NO", Verdict.PROHIBITED, "no-meat-dairy"),
        (product("seeds", "1209.91"), "CN", "CH", Verdict.NEEDS_PAPERS, "ch-plants"),
        (product("seeds", "1209.91"), "NL", "CH", None, None),
        (product("medicine", "3004.90"), "DE", "NO", Verdict.PROHIBITED, "no-medicine"),
        (product("vitamins", "2106.10"), "US", "KR", Verdict.RESTRICTED, "kr-supplement"),
        (product("kitchen knife", "8211.92"), "JP", "KR", Verdict.ALLOWED, "kr-kitchen-knife"),
        (product("oranges", "0805.10"), "US", "KR", Verdict.PROHIBITED, "kr-fresh-fruit"),
        (product("spice", "0908.11"), "IN", "SA", Verdict.PROHIBITED, "sa-nutmeg"),
        (product("spice", "0904.11"), "IN", "SA", None, None),
        (product("face cream", "3304.99"), "KR", "TH", Verdict.RESTRICTED, "th-cosmetics"),
        (product("vape", "8543.40"), "CN", "MX", Verdict.PROHIBITED, "mx-e-cigarette"),
        (product("vape", "8543.40"), "CN", "TR", Verdict.PROHIBITED, "tr-e-cigarette"),
        (product("handbag", "4202.21", materials=("Python leather",)), "CH", "DE", Verdict.NEEDS_PAPERS, "eu-species"),
    ],
)
def test_findings_go_by_goods_origin_and_destination(
    shipped: Restrictions, goods: Product, origin: str, to: str, verdict: Verdict | None, first: str | None
) -> None:
    found = shipped.findings(goods, origin, to, Transport.ANY, TODAY)
    assert verdict_of(found) is verdict
    assert next(iter(ids(found)), None) == first


def test_what_no_record_covers_is_unknown_and_not_allowed(shipped: Restrictions) -> None:
    assert shipped.findings(product("mug", "6912.00"), "DE", "JP", Transport.ANY, TODAY) == ()
    assert verdict_of(()) is None


def test_what_some_origins_are_free_of_is_a_condition_where_the_origin_is_not_known(shipped: Restrictions) -> None:
    (found,) = shipped.findings_of_kinds(("meat",), "", "CH", Transport.ANY, TODAY)
    assert (found.restriction.restriction_id, found.restriction.verdict) == ("ch-meat-dairy", Verdict.RESTRICTED)
    assert shipped.findings_of_kinds(("meat",), "IS", "CH", Transport.ANY, TODAY) == ()
    assert shipped.findings_of_kinds(("meat",), "LI", "CH", Transport.ANY, TODAY) == (), (
        "Liechtenstein is as Switzerland"
    )


def test_every_market_of_the_demo_shop_has_records_of_its_own(shipped: Restrictions) -> None:
    own = {one.destination for one in shipped.restrictions.values()}
    assert {"CA", "KR", "VN", "CH", "NO", "TH", "TR", "AE", "SA", "ID", "IN", "MX", "BR", "SG"} <= own


def test_transport_narrows_what_is_found(shipped: Restrictions) -> None:
    wine = product("wine", "2204.21")
    by_post = shipped.findings(wine, "FR", "US", Transport.POST, TODAY)
    assert ids(by_post) == ["us-alcohol-post"]
    assert verdict_of(by_post) is Verdict.RESTRICTED, "a courier may do"
    assert shipped.findings(wine, "FR", "US", Transport.AIR, TODAY) == ()


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2025, 10, 19), []),
        (date(2025, 10, 20), ["tr-shoes-toys-bags"]),
        (date(2026, 2, 5), ["tr-shoes-toys-bags"]),
        (date(2026, 2, 6), ["tr-parcel"]),
    ],
)
def test_a_restriction_holds_from_its_first_day_until_the_day_before_its_last(
    shipped: Restrictions, day: date, found: list[str]
) -> None:
    assert ids(shipped.findings(product("boots", "6403.91"), "DE", "TR", Transport.ANY, day)) == found


@pytest.mark.parametrize(
    ("watt_hours", "kinds"),
    [(0, []), (99.9, ["battery_device"]), (100, ["battery_device"]), (100.1, ["large_battery"]), (True, [])],
)
def test_watt_hours_tell_a_battery_from_a_large_one(shipped: Restrictions, watt_hours: float, kinds: list[str]) -> None:
    speaker = product("speaker", "8518.22", attributes={"battery_wh": watt_hours})
    assert [kind for kind in shipped.kinds_of(speaker) if "battery" in kind] == kinds


def test_words_of_a_title_decide_where_code_and_category_are_missing(shipped: Restrictions) -> None:
    assert "e_cigarette" in shipped.kinds_of(product(title="Disposable vape, mango"))
    assert "e_cigarette" not in shipped.kinds_of(product("mug", title="Mug for those who gave up the vape"))
    assert "e_cigarette" not in shipped.kinds_of(product(hs_code="6912.00", title="Vape mug"))


def test_words_of_a_title_count_beside_codes_that_leave_the_kind_open(shipped: Restrictions) -> None:
    assert "aerosol" in shipped.kinds_of(product(hs_code="3305.30", title="Hairspray, strong hold"))
    assert "aerosol" not in shipped.kinds_of(product(hs_code="8203.20", title="Pliers for a spray can"))


def test_a_code_that_cannot_be_read_is_taken_for_none(shipped: Restrictions) -> None:
    assert "perfume" in shipped.kinds_of(product("perfume", "n/a"))


def test_an_unconfirmed_restriction_forbids_nothing(shipped: Restrictions) -> None:
    found = shipped.findings(product("smartphone", "8517.13"), "CN", "VN", Transport.ANY, TODAY)
    assert ids(found) == ["vn-post-old"]
    assert verdict_of(found) is None


def test_an_unknown_destination_finds_nothing(shipped: Restrictions) -> None:
    assert shipped.findings(DRONE, "CN", "Egypt", Transport.ANY, TODAY) == ()


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "can I get power banks sent to Japan?", "power_bank"),
        ("zh-Hans", "充电宝能空运吗", "power_bank"),
        ("zh-Hans", "可以寄肉类到澳大利亚吗", "meat"),
        ("zh-Hans", "能不能把刀寄到英国", "knife"),
        ("ar", "هل يسمح بإدخال جوزة الطيب إلى السعودية؟", "nutmeg"),
        ("es", "¿puedo pedir un vape?", "e_cigarette"),
        ("zh-Hant", "電子煙可以寄到香港嗎", "e_cigarette"),
        ("zh", "香水能寄到澳大利亚吗", "perfume"),
        ("ar", "هل يمكن إرسال السجائر الإلكترونية إلى السعودية", "e_cigarette"),
        ("ar", "هل يجوز شحن العطر بالبريد الجوي؟", "perfume"),
        ("th", "บุหรี่ไฟฟ้าส่งไปไทยได้ไหม", "e_cigarette"),
        ("th", "เอามีดนี้เข้าญี่ปุ่นได้ไหม", "knife"),
        ("tr", "bu bıçağı Japonya'ya götürmek yasal mı?", "knife"),
        ("tr", "gıda ithalatında kısıtlama var mı", "food"),
        ("ja", "モバイルバッテリーは航空便で送れますか", "power_bank"),
        ("ru", "можно ли отправить духи в Бразилию", "perfume"),
        ("de", "Darf ich Käse nach Japan schicken?", "dairy"),
        ("xx", "may I send drones there", "drone"),
    ],
)
def test_kinds_are_named_in_many_languages(shipped: Restrictions, language: str, text: str, kind: str) -> None:
    assert kind in shipped.words.kinds_in(text, language)


def test_every_kind_has_a_name_in_twenty_languages(shipped: Restrictions) -> None:
    for kind in shipped.kinds.values():
        assert set(kind.words) == set(SERVED.split()), kind.kind_id
        assert kind.name("xx") == kind.name("en")


def test_every_record_has_a_source_and_a_day(shipped: Restrictions) -> None:
    for one in shipped.restrictions.values():
        assert one.source.url.startswith("http"), one.restriction_id
        assert one.source.checked_on >= date(2026, 11, 1), one.restriction_id


def written(folder: Path, **changes: object) -> Path:
    record = {
        "id": "xx", "destination": "JP", "goods": ["drone"], "verdict": "prohibited", "reason": "import_ban",
        "source": {"title": "a law"}, "checked_on": TODAY, "confidence": "official", **changes,
    }  # fmt: skip
    (folder / "goods.yml").write_text((DATA_FOLDER / "goods.yml").read_text(encoding="utf-8"), encoding="utf-8")
    kept = {key: value for key, value in record.items() if value is not None}
    (folder / "own.yml").write_text(yaml.safe_dump([kept]), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"verdict": "forbidden"}, "'forbidden' is none of prohibited, needs_papers, restricted, allowed"),
        ({"destination": "Japan"}, "the place 'Japan' is no country code"),
        ({"destination": False}, 'quote "NO"'),
        ({"goods": ["unicorn"]}, "'unicorn' is no kind of goods.yml"),
        ({"source": None}, "'source' is missing"),
        ({"source": {"url": "https://x"}}, "has no title"),
        ({"colour": "red"}, "the key 'colour' is foreign"),
        ({"checked_on": "yesterday"}, "'yesterday' is not a date"),
        ({"limit": -1}, "the limit -1"),
        ({"except_origins": ["Narnia"]}, "the place 'Narnia' is no country code"),
        ({"transport": "ship"}, "'ship' is none of any, air, post"),
        ({"valid_from": TODAY, "valid_to": TODAY}, "before it begins"),
    ],
)
def test_a_record_that_is_not_usable_is_named(tmp_path: Path, changes: dict[str, object], message: str) -> None:
    with pytest.raises(RestrictionError, match=r"own\.yml: record 'xx'") as raised:
        Restrictions.load(written(tmp_path, **changes))
    assert message in str(raised.value)


def test_a_file_that_is_no_list_is_named(tmp_path: Path) -> None:
    (written(tmp_path) / "other.yml").write_text("drone: prohibited", encoding="utf-8")
    with pytest.raises(RestrictionError, match=r"other\.yml: holds dict"):
        Restrictions.load(tmp_path)


def test_two_records_of_one_id_are_refused(shipped: Restrictions) -> None:
    one = shipped.restrictions["in-drone"]
    with pytest.raises(RestrictionError, match="'in-drone' is given twice"):
        Restrictions(shipped.kinds.values(), [one, replace(one, confidence=Confidence.OFFICIAL)])


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("- {id: a, words: {de: [x]}}", "English ones among them"),
        ("- {id: a, words: {en: [x]}, categories: [drone]}", "it has none under hs"),
        ("- {id: a, words: {en: [x]}, hs: ['12345678']}", "longer than 6 digits"),
        ("- {id: a, words: {en: [x]}, fact: {attribute: w}}", "needs attribute and above"),
        ("- {id: a, words: {en: [x]}, size: 3}", "the key 'size' is foreign"),
    ],
)
def test_a_kind_that_is_not_usable_is_named(tmp_path: Path, kind: str, message: str) -> None:
    (tmp_path / "goods.yml").write_text(kind, encoding="utf-8")
    with pytest.raises(RestrictionError, match=r"goods\.yml: record 'a'") as raised:
        Restrictions.load(tmp_path)
    assert message in str(raised.value)
