"""What shoppers say of sizes, in the languages of the shop."""

from decimal import Decimal

import pytest

from retrieval.sizing import Measure, SizeWords
from retrieval.sizing.sizing import DATA_FOLDER

WORDS = SizeWords.load(DATA_FOLDER / "words.yml")


@pytest.mark.parametrize(
    ("text", "measure", "amount"),
    [
        ("foot 25 cm", Measure.FOOT, "250"),
        ("my foot is 10 inches long", Measure.FOOT, "254"),
        ("Fußlänge 25,5 cm", Measure.FOOT, "255"),
        ("mes pieds font 25 cm", Measure.FOOT, "250"),
        ("el pie me mide 25 cm", Measure.FOOT, "250"),
        ("il mio piede è lungo 25 cm", Measure.FOOT, "250"),
        ("meu pé tem 25 cm", Measure.FOOT, "250"),
        ("mijn voet is 25 cm", Measure.FOOT, "250"),
        ("moja stopa ma 25 cm", Measure.FOOT, "250"),
        ("длина стопы 25 см", Measure.FOOT, "250"),
        ("ayağım 25 cm", Measure.FOOT, "250"),
        ("قدمي ٢٥ سم", Measure.FOOT, "250"),
        ("मेरा पैर 25 सेमी है", Measure.FOOT, "250"),
        ("เท้ายาว 25 ซม.", Measure.FOOT, "250"),
        ("bàn chân dài 25 cm", Measure.FOOT, "250"),
        ("kaki saya 25 cm", Measure.FOOT, "250"),
        ("min fot är 25 cm", Measure.FOOT, "250"),
        ("脚长25厘米", Measure.FOOT, "250"),
        ("腳長25公分", Measure.FOOT, "250"),
        ("足のサイズは25センチ", Measure.FOOT, "250"),
        ("발 길이 250mm", Measure.FOOT, "250"),
        ("脚长24.5该选多大", Measure.FOOT, "245"),
        ("chest 38 inches", Measure.CHEST, "965.2"),
        ("胸围96", Measure.CHEST, "960"),
        ('waist 32"', Measure.WAIST, "812.8"),
        ("head 58cm", Measure.HEAD, "580"),
        ("頭囲りは58センチ", Measure.HEAD, "580"),
        ("finger 54 mm", Measure.FINGER, "54"),
        ("ring 54 mm", None, "54"),
        ("I'm 180 cm tall", Measure.HEIGHT, "1800"),
        ("我1米6", Measure.HEIGHT, "1600"),
        ("mido 1,75 m", Measure.HEIGHT, "1750"),
        ("for a 6 year old", Measure.AGE, "72"),
        ("6-jährig", Measure.AGE, "72"),
        ("6 лет", Measure.AGE, "72"),
        ("6歳", Measure.AGE, "72"),
        ("٦ سنوات", Measure.AGE, "72"),
        ("6 yaşında", Measure.AGE, "72"),
        ("6 ขวบ", Measure.AGE, "72"),
        ("18 months", Measure.AGE, "18"),
        ("foot 0 cm", Measure.FOOT, "0"),
    ],
)
def test_measure_is_read(text: str, measure: Measure | None, amount: str) -> None:
    (taken,) = WORDS.read(text).taken
    assert (taken.measure, taken.amount) == (measure, Decimal(amount))


def test_ring_across_is_turned_into_its_girth() -> None:
    (taken,) = WORDS.read("a ring of 17 mm diameter").taken
    assert (taken.measure, round(taken.amount, 1)) == (Measure.FINGER, Decimal("53.4"))  # 17 × π


def test_each_measure_goes_with_the_word_beside_it() -> None:
    taken = WORDS.read("bust 90 cm, waist 70 cm, hips 96 cm").taken
    assert [(one.measure, int(one.amount)) for one in taken] == [("chest", 900), ("waist", 700), ("hips", 960)]


@pytest.mark.parametrize(
    ("text", "sizes", "systems"),
    [
        ("I have EU 40, what is that in US?", ["EU 40"], ["US"]),
        ("convert JP 25 to european size", ["JP 25"], ["EU"]),
        ("what is 9 US in Japan", ["US 9"], ["JP"]),
        ("UK N½ in us", ["UK N½"], ["US"]),
        ("7 1/4 US hat", ["US 7 1/4"], []),
        ("日本25码换算成欧码", ["JP 25"], ["EU"]),
        ("美码8是多少", ["US 8"], []),
        ("EU 38 是美码多少", ["EU 38"], ["US"]),
        ("尺码 160/84A", ["CN 160/84A"], []),
        ("アメリカ9は日本で何センチ", ["US 9"], ["JP"]),
        ("미국 9는 한국 사이즈로", ["US 9"], ["KR"]),
        ("EU 40 это сколько по американски", ["EU 40"], ["US"]),
        ("EU 40 بالأمريكي", ["EU 40"], []),
        ("le 40 européen en américain", ["EU 40"], ["US"]),
        ("EU 40 amerikan olarak kaç", ["EU 40"], ["US"]),
        ("EU 99", ["EU 99"], []),
        ("tell us which size", [], []),
        ("RU 40", ["RU 40"], []),
    ],
)
def test_sizes_and_countries_asked_for_are_read(text: str, sizes: list[str], systems: list[str]) -> None:
    said = WORDS.read(text)
    assert ([one.text for one in said.sizes], list(said.systems)) == (sizes, systems)


def test_sizes_found_before_are_kept_and_not_doubled() -> None:
    assert [one.text for one in WORDS.read("I wear US 9", ["US 9"]).sizes] == ["US 9"]
    assert [one.text for one in WORDS.read("my size is 40", ["40"]).sizes] == ["40"]
    assert [one.text for one in WORDS.read("美码8", ["8"]).sizes] == ["US 8"]


@pytest.mark.parametrize(
    ("text", "sizes", "systems"),
    [
        ("戒指美码7号是欧码多少？", ["US 7"], ["EU"]),
        ("指輪のサイズはUS 7です。日本では何号？", ["US 7"], ["JP"]),
        ("ฉันใส่รองเท้าเบอร์ US 9 เทียบ EU เบอร์อะไร", ["US 9"], ["EU"]),
        ("ayakkabıda US 9 giyiyorum, EU kaç numara?", ["US 9"], ["EU"]),
        ("指輪は11号です", [], []),
    ],
)
def test_size_beside_a_word_for_a_part_of_the_body_is_no_measure(
    text: str, sizes: list[str], systems: list[str]
) -> None:
    """A ring of US 7 was taken for a finger of 7 cm round, and came out as US 13."""
    said = WORDS.read(text)
    assert ([one.text for one in said.sizes], said.taken, list(said.systems)) == (sizes, (), systems)


@pytest.mark.parametrize(("text", "value"), [("hat size 7 1/4 in cm", "7 1/4"), ("hat size 7¼ in cm", "7.25")])
def test_fraction_behind_a_size_found_before_belongs_to_it(text: str, value: str) -> None:
    """A hat of 7 1/4 was answered as one of 7, two sizes smaller."""
    assert [one.value for one in WORDS.read(text, ["7"]).sizes] == [value]
    assert [one.value for one in WORDS.read("7 or 8", ["7"]).sizes] == ["7"]


@pytest.mark.parametrize(
    ("text", "sizes", "systems"),
    [
        ("US kids shoe 12 in EU", ["US 12"], ["EU"]),
        ("my son is 4, what size shoes in EU?", [], ["EU"]),
        ("do you have 2 pairs", [], []),
        ("is 7 or 8 in US", [], ["US"]),
    ],
)
def test_lone_number_between_two_systems_is_the_size_worn(text: str, sizes: list[str], systems: list[str]) -> None:
    said = WORDS.read_worn(text)
    assert ([one.text for one in said.sizes], list(said.systems)) == (sizes, systems)


def test_number_of_a_measure_is_no_size() -> None:
    assert WORDS.read("foot size 25 cm", ["25"]).sizes == ()


@pytest.mark.parametrize("text", ["", "\0", "x" * 20_000, "🦊", "9" * 5_000, "1/0 cm", "foot " * 2_000])
def test_text_of_any_form_is_read(text: str) -> None:
    WORDS.read(text)
