"""What an imported taxonomy gives: names of feeds, words of queries, English words to search for."""

import json
from pathlib import Path

import pytest

from retrieval.errors import ArtifactError, CatalogError
from retrieval.filters import Filters
from retrieval.lexicon import Lexicon
from retrieval.taxonomy import TAXONOMY_FILE, CategoryNames, Taxonomy, build_taxonomy, read_category_names
from retrieval.understanding import Vocabulary, understand
from tests.conftest import PROJECT

LEXICON = Lexicon.load(PROJECT / "data")
IDS = ("a", "b", "c", "d", "e", "f")
NAMES = {
    "en": ("Bicycles", "Hats & Caps", "Bicycle Helmets", "Aquariums", "Accessories", "Black Boxes"),
    "de": ("Fahrräder, E-Bikes", "Hüte & Mützen", "Fahrradhelme", "Aquarien", "Zubehör", "Schwarze Kästen"),
    "ja": ("自転車", "帽子・キャップ", "自転車用ヘルメット", "水槽", "アクセサリー", "黒い箱"),
    "zh-Hans": ("自行车", "帽子和便帽", "自行车头盔", "水族箱", "配件", "黑色盒子"),
    "ar": ("دراجات", "قبعات وكابات", "خوذات الدراجات", "أحواض السمك", "إكسسوارات", "صناديق سوداء"),
    "th": ("จักรยาน", "หมวกและหมวกแก๊ป", "หมวกกันน็อกจักรยาน", "ตู้ปลา", "อุปกรณ์เสริม", "กล่องสีดำ"),
    "tr": ("Bisikletler", "Şapkalar ve Kepler", "Bisiklet Kaskları", "Akvaryumlar", "Aksesuarlar", "Siyah Kutular"),
    "ru": ("Велосипеды", "Шляпы и кепки", "Велосипедные шлемы", "Аквариумы", "Аксессуары", "Чёрные ящики"),
    "ko": ("자전거", "모자/캡", "자전거 헬멧", "수족관", "액세서리", "검은 상자"),
}  # fmt: skip


def given() -> list[CategoryNames]:
    return [CategoryNames("shopify", language, dict(zip(IDS, names, strict=True))) for language, names in NAMES.items()]


@pytest.fixture
def taxonomy(tmp_path: Path) -> Taxonomy:
    return build_taxonomy(given(), ["names.tsv"], tmp_path)


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    taxonomy = build_taxonomy(given(), ["names.tsv"], tmp_path_factory.mktemp("taxonomy"))
    return Vocabulary.load(PROJECT / "data", LEXICON, (), ("bicycle", "aquarium"), taxonomy)


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("Fahrräder, E-Bikes", "Bicycles"),
        ("Fahrräder", "Bicycles"),
        ("Mützen", "Caps"),
        ("自転車用ヘルメット", "Bicycle Helmets"),
        ("キャップ", "Caps"),
        ("自行车头盔", "Bicycle Helmets"),
        ("أحواض السمك", "Aquariums"),
        ("ตู้ปลา", "Aquariums"),
        ("Kepler", "Caps"),
        ("велосипеды", "Bicycles"),
        ("수족관", "Aquariums"),
        ("Bicycle helmets", "Bicycle Helmets"),
    ],
)
def test_name_in_any_language_gives_its_english_one(taxonomy: Taxonomy, name: str, english: str) -> None:
    assert taxonomy[name] == english


def test_unknown_name_has_none(taxonomy: Taxonomy) -> None:
    assert "Raumschiff" not in taxonomy
    assert taxonomy.get("") is None


@pytest.mark.parametrize(
    ("language", "text", "category"),
    [
        ("de", "Fahrrad für Kinder", "bicycle"),
        ("de", "Fahrradhelm in Rot", "bicycle helmet"),
        ("ja", "子供用の自転車", "bicycle"),
        ("zh-Hans", "我想买水族箱", "aquarium"),
        ("ar", "أحواض السمك", "aquarium"),
        ("th", "อยากได้ตู้ปลา", "aquarium"),
        ("tr", "bisikletler", "bicycle"),
        ("ru", "красный аквариум", "aquarium"),
        ("ko", "수족관", "aquarium"),
        ("fr", "aquariums", "aquarium"),
    ],
)
def test_query_wishes_for_a_category_that_the_shop_has(
    vocabulary: Vocabulary, language: str, text: str, category: str
) -> None:
    assert understand(text, language, vocabulary, Filters()).wishes.categories == (category,)


def test_category_that_the_shop_does_not_have_is_no_wish(taxonomy: Taxonomy) -> None:
    vocabulary = Vocabulary.load(PROJECT / "data", LEXICON, (), (), taxonomy)
    assert understand("Aquarium", "de", vocabulary, Filters()).wishes.categories == ()


@pytest.mark.parametrize(
    ("language", "text", "english"),
    [
        ("de", "rotes Fahrrad", "red cycling bicycles bicycle"),
        ("ja", "黒い自転車", "black cycling bicycles bicycle"),
        ("zh-Hans", "黑色盒子", "black"),
        ("ar", "دراجات", "cycling bicycles bicycle"),
        ("th", "จักรยาน", "cycling bicycles bicycle"),
        ("tr", "kırmızı kepler", "red caps hat"),
        ("en", "red bicycles", "red bicycle"),
        ("de", "irgendwas", ""),
    ],
)
def test_names_of_the_taxonomy_are_searched_for_in_english_beside_the_lexicons_words(
    vocabulary: Vocabulary, language: str, text: str, english: str
) -> None:
    assert understand(text, language, vocabulary, Filters()).wishes.in_english() == english


def test_lexicon_alone_translates_too() -> None:
    vocabulary = Vocabulary.load(PROJECT / "data", LEXICON)
    assert understand("schwarze Kopfhörer", "de", vocabulary, Filters()).wishes.in_english() == "black headphones"


@pytest.mark.parametrize(
    ("name", "category"),
    [("Fahrräder", "bicycle"), ("自行车头盔", "bicycle helmet"), ("Hüte & Mützen", "hat"), ("Teapots", "teapot")],
)
def test_feeds_name_is_understood_by_the_taxonomy(taxonomy: Taxonomy, name: str, category: str) -> None:
    assert LEXICON.with_taxonomy(taxonomy).category_named(name) == category


def test_googles_ids_are_names_too(tmp_path: Path) -> None:
    names = [CategoryNames("google", "en", {"1026": "Bicycles"}), CategoryNames("google", "de", {"1026": "Fahrräder"})]
    assert build_taxonomy(names, ["x"], tmp_path)["1026"] == "Bicycles"


def test_name_of_many_categories_says_nothing(tmp_path: Path) -> None:
    english = {str(place): f"Parts of {kind}" for place, kind in enumerate(("cars", "boats", "planes"))}
    names = [CategoryNames("shopify", "en", english), CategoryNames("shopify", "de", dict.fromkeys(english, "Teile"))]
    assert "Teile" not in build_taxonomy(names, ["x"], tmp_path)


def test_no_cache_means_an_empty_taxonomy(tmp_path: Path) -> None:
    taxonomy = Taxonomy.load(tmp_path)
    assert not taxonomy
    assert taxonomy.get("Fahrrad") is None


@pytest.mark.usefixtures("taxonomy")
def test_taxonomy_replaces_a_former_one(tmp_path: Path) -> None:
    build_taxonomy(given()[:2], ["other"], tmp_path)
    assert set(Taxonomy.load(tmp_path).languages) == {"en", "de"}
    assert [path.name for path in tmp_path.iterdir()] == [TAXONOMY_FILE]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([CategoryNames("google", "de", {"1": "Fahrräder"})], "English names of google's taxonomy are missing"),
        (
            [CategoryNames("google", "en", {"1": "Bicycles"}), CategoryNames("google", "de", {"2": "Helme"})],
            "names in de share no id",
        ),
    ],
)
@pytest.mark.usefixtures("taxonomy")
def test_languages_that_cannot_be_joined_leave_the_former_taxonomy(
    tmp_path: Path, names: list[CategoryNames], said: str
) -> None:
    with pytest.raises(CatalogError, match=said):
        build_taxonomy(names, ["x"], tmp_path)
    assert Taxonomy.load(tmp_path)["Fahrräder"] == "Bicycles"


@pytest.mark.parametrize("damage", ["cut", "version", "text"])
@pytest.mark.usefixtures("taxonomy")
def test_damaged_file_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / TAXONOMY_FILE
    header, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    older = json.dumps({**json.loads(header), "format": 0}) + "\n"
    damaged = {"cut": header + "".join(rest)[:-20], "version": older + "".join(rest), "text": "not JSON"}
    path.write_text(damaged[damage], encoding="utf-8")
    with pytest.raises(ArtifactError, match="import taxonomy"):
        Taxonomy.load(tmp_path)


def test_published_table_is_joined(tmp_path: Path, shared_data: Path) -> None:
    """10,000 names in two languages."""
    table = shared_data / "shopify-taxonomy" / "names_wide.tsv"
    wanted = [names for names in read_category_names(table) if names.language in {"en", "zh-Hans"}]
    taxonomy = build_taxonomy(wanted, [table.name], tmp_path)
    assert taxonomy.languages["zh-Hans"] > 10_000
    assert taxonomy["自行车头盔"] == "Bicycle Helmets"
