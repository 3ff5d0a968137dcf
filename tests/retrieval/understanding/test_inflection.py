"""Words of the lexicon in the forms that a sentence gives them, and the other words that shoppers have for the same."""

import pytest

from tests.retrieval.understanding.words import read


@pytest.mark.parametrize(
    ("language", "text", "category"),
    [
        ("ar", "محفظتي", "wallet"),
        ("ar", "لحقيبة يدها", "handbag"),
        ("ar", "بالمظلة", "umbrella"),
        ("ar", "فستانين", "dress"),
        ("ar", "قبعتان", "hat"),
        ("ar", "بطانيات", "blanket"),
        ("pl", "butów do biegania", "running shoes"),
        ("pl", "w butach do biegania", "running shoes"),
        ("pl", "kremem do twarzy", "face cream"),
        ("pl", "strojów kąpielowych", "swimsuit"),
        ("pl", "matą do jogi", "yoga mat"),
        ("ru", "кроссовками для бега", "running shoes"),
        ("ru", "крема для лица", "face cream"),
        ("tr", "çorabı", "socks"),
        ("tr", "kulaklığı", "headphones"),
    ],
)
def test_categories_are_known_in_their_other_forms(language: str, text: str, category: str) -> None:
    assert read(language, text).wishes.categories == (category,)


@pytest.mark.parametrize(
    ("language", "text", "category"),
    [
        ("ar", "شنط سفر", "suitcase"),
        ("ar", "نظارات شمس", "sunglasses"),
        ("ar", "جونلة", "skirt"),
        ("ar", "زولية", "rug"),
        ("ar", "كورة", "football"),
        ("de", "hausschuhe", "slippers"),
        ("hi", "झुमके", "earrings"),
        ("ja", "膝掛け", "blanket"),
        ("ko", "보조밧데리", "power bank"),
        ("pl", "okulary na słońce", "sunglasses"),
        ("pl", "przytulanka", "plush toy"),
        ("pl", "kocyk", "blanket"),
        ("pl", "komórka", "smartphone"),
        ("ru", "босоножки", "sandals"),
        ("sv", "nödladdare", "power bank"),
        ("th", "แว่นดำ", "sunglasses"),
        ("zh-Hans", "黑巧", "chocolate"),
        ("zh-Hant", "行充", "power bank"),
    ],
)
def test_words_of_everyday_speech_are_known(language: str, text: str, category: str) -> None:
    assert read(language, text).wishes.categories == (category,)


@pytest.mark.parametrize(
    ("language", "text", "audience"),
    [
        ("ar", "عطر للستات", "women"),
        ("ar", "لعبة لطفل", "kids"),
        ("pl", "perfumy dla niej", "women"),
        ("pl", "autko dla trzylatka", "kids"),
        ("ko", "아이용", "kids"),
    ],
)
def test_people_are_known_by_other_words_too(language: str, text: str, audience: str) -> None:
    assert read(language, text).wishes.audience == audience


@pytest.mark.parametrize(
    ("language", "text", "feature"),
    [
        ("ar", "شوكولاتة داكنة", "dark"),
        ("de", "dunkle schokolade", "dark"),
        ("en", "milk chocolate in the dark", "dark"),
        ("pl", "słuchawki wyciszające hałas", "noise-cancelling"),
        ("pl", "prezent na ślub", "wedding"),
        ("ar", "شبشب ما يزلق", "non-slip"),
        ("ar", "هدية زواج", "wedding"),
        ("tr", "doğum günü hediyesi", "birthday"),
        ("zh-Hans", "保温 饭盒", "insulated"),
        ("th", "มัทฉะ", "matcha"),
        ("sv", "kamomill till natten", "night"),
    ],
)
def test_features_are_heard_within_names_and_for_occasions(language: str, text: str, feature: str) -> None:
    assert feature in read(language, text).wishes.features


def test_name_without_a_shorter_one_of_its_category_says_no_more_than_the_category() -> None:
    assert read("en", "running shoes").wishes.features == ()
    assert read("ar", "حذاء رياضي").wishes.features == ()
    assert read("fr", "boucles d'oreille").wishes.features == ()


@pytest.mark.parametrize(("language", "text"), [("pl", "zegarek męski"), ("ar", "ساعة رجالية"), ("de", "herrenduft")])
def test_people_are_heard_within_names_of_categories(language: str, text: str) -> None:
    assert read(language, text).wishes.audience == "men"
