"""Content: weights of words by hand, and likes carried over in every script."""

import numpy as np
import pytest

from retrieval.errors import StoreError
from retrieval.recommenders.content import Content, ContentSettings, tf_idf
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.item_facts import ItemFacts
from tests.retrieval.recommender_contract import RecommenderContract


class TestContent(RecommenderContract):
    recommender = Content
    share_tolerance = 1.0  # a profile has unit length whatever it is made of, so what is left gains what goes


def facts_of(texts: list[str]) -> ItemFacts:
    n = len(texts)
    nothing = ItemFacts.unknown(tuple(f"i{place}" for place in range(n)))
    vectors = np.zeros((n, 0), np.float32)
    return ItemFacts(nothing.item_ids, tuple(texts), *(("",) * n,) * 3, nothing.price_bands, vectors)


def fitted(texts: list[str]) -> Content:
    facts = facts_of(texts)
    return Content.fit(Interactions.from_records([], facts.item_ids), facts)


def test_weights_of_words_are_those_worked_by_hand() -> None:
    """Of three items `red` is in two, `cup` and `hat` in one; `red red cup`: (1 + ln 2) ln(4/3) and ln(4/2)."""
    found = tf_idf(facts_of(["red red cup", "red hat", ""])).toarray()
    red, rare = np.log(4 / 3), np.log(4 / 2)
    first = np.array([(1 + np.log(2)) * red, rare, 0.0])
    second = np.array([red, 0.0, rare])
    assert found[0] == pytest.approx(first / np.linalg.norm(first))
    assert found[1] == pytest.approx(second / np.linalg.norm(second))
    assert not found[2].any()


@pytest.mark.parametrize(
    ("liked", "like_it", "other"),
    [
        ("Leather running shoes", "Shoes for the marathon", "Ceramic coffee mug"),
        ("Wasserdichte Wanderschuhe", "wasserdichter Rucksack", "Kaffeetasse aus Keramik"),
        ("防水登山鞋", "男士登山鞋", "陶瓷咖啡杯"),
        ("防水登山靴", "登山靴 メンズ", "コーヒーカップ"),
        ("รองเท้าวิ่งกันน้ำ", "รองเท้าเดินป่า", "แก้วกาแฟเซรามิก"),
        ("حذاء رياضي للجري", "حذاء جلدي", "كوب قهوة"),
        ("Su geçirmez koşu ayakkabısı", "Kadın spor ayakkabısı", "Seramik kahve fincanı"),
        ("방수 등산화", "남성용 등산화", "커피 머그컵"),
        ("👟 кроссовки для бега", "кроссовки кожаные", "кофейная чашка"),
    ],
)
def test_likes_carry_over_to_texts_of_the_same_words(liked: str, like_it: str, other: str) -> None:
    model = fitted([liked, other, like_it, "something else"])
    assert model.recommend(History.of([0]), 1).items.tolist() == [2]
    assert model.explain(History.of([0]), 2)[0].item == 0


def test_what_is_disliked_counts_against_what_is_like_it() -> None:
    model = fitted(["red shoes", "blue shoes", "red cup", "blue cup"])
    disliked = model.scores([History.of([0], [0.5])])[0]
    assert disliked[1] < 0
    assert disliked[3] == 0


def test_recent_likes_count_more() -> None:
    model = fitted(["red shoes", "blue cup", "green shoes", "green cup"])
    day = 86_400.0
    scores = model.scores([History.of([0, 1], [5.0, 5.0], [0.0, 200 * day])])[0]
    assert scores[3] > scores[2] > 0


def test_embeddings_alone_tell_items_apart() -> None:
    vectors = np.array([[1, 0.1], [1, -0.1], [1, 0.11], [0, 0]], np.float32)
    vectors[:3] /= np.linalg.norm(vectors[:3], axis=1, keepdims=True)
    nothing = ItemFacts.unknown(("a", "b", "c", "d"))
    facts = ItemFacts(nothing.item_ids, *(("",) * 4,) * 4, nothing.price_bands, vectors)
    model = Content.fit(Interactions.from_records([], facts.item_ids), facts)
    assert model.recommend(History.of([0]), 3).items.tolist() == [2, 3, 1]


def test_settings_that_cannot_work_are_refused() -> None:
    with pytest.raises(StoreError, match="vector_share lies in 0"):
        ContentSettings(vector_share=1.5)
