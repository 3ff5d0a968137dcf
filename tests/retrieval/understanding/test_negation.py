"""What is ruled out, in every language, and what only looks like it."""

import pytest

from retrieval.filters import Filters
from tests.retrieval.understanding.words import excluded, read


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "handbag, not leather", {"leather"}),
        ("en", "tea without sugar", {"sugar"}),
        ("en", "sugar-free cookies", {"sugar"}),
        ("en", "sweater with no wool, silk or cotton", {"wool", "silk", "cotton"}),
        ("en", "headphones but not in black", {"black"}),
        ("en", "I don't want anything made of plastic", {"plastic"}),
        ("en", "gifts for my wife but no perfume", {"perfume", "fragrance"}),
        ("en", "not a leather belt", {"leather"}),
        ("en", "shoes other than sneakers", {"sneakers"}),
        ("en", "jacket without a hood", {"hood"}),
        ("en", "neither red nor blue", {"red", "blue"}),
        ("en", "running shoes but not Nike Air Max", {"Nike Air Max"}),
        ("en", "non-leather belt", {"leather"}),
        ("zh-Hans", "不要皮的钱包", {"leather"}),
        ("zh-Hans", "无糖饼干", {"sugar"}),
        ("zh-Hans", "耳机，除了黑色", {"black"}),
        ("zh-Hans", "不含酒精的香水", {"alcohol"}),
        ("zh-Hans", "不是羊毛也不是棉的毛衣", {"wool", "cotton"}),
        ("zh-Hans", "塑料以外的水杯", {"plastic"}),
        ("zh-Hant", "不要皮革的錢包", {"leather"}),
        ("zh-Hant", "無糖餅乾", {"sugar"}),
        ("zh-Hant", "耳機，不要黑色", {"black"}),
        ("zh-Hant", "不含酒精的香水", {"alcohol"}),
        ("ja", "革じゃない財布", {"leather"}),
        ("ja", "黒以外のヘッドホン", {"black"}),
        ("ja", "砂糖不使用のチョコレート", {"sugar"}),
        ("ja", "ウールではないセーター", {"wool"}),
        ("ja", "プラスチックを使っていない弁当箱", {"plastic"}),
        ("ja", "ノンアルコールの香水", {"alcohol"}),
        ("ko", "가죽 말고 다른 지갑", {"leather"}),
        ("ko", "설탕 없는 쿠키", {"sugar"}),
        ("ko", "검은색 아닌 헤드폰", {"black"}),
        ("ko", "무설탕 초콜릿", {"sugar"}),
        ("ko", "플라스틱 빼고 도시락통", {"plastic"}),
        ("de", "Handtasche, kein Leder", {"leather"}),
        ("de", "Kekse ohne Zucker", {"sugar"}),
        ("de", "zuckerfreie Schokolade", {"sugar"}),
        ("de", "Pullover, aber nicht aus Wolle", {"wool"}),
        ("de", "weder rot noch blau", {"red", "blue"}),
        ("de", "Kopfhörer außer in Schwarz", {"black"}),
        ("de", "keine Lederschuhe", {"leather"}),
        ("de", "Jacke ohne Kapuze", {"kapuze"}),
        ("fr", "sac à main sans cuir", {"leather"}),
        ("fr", "biscuits sans sucre", {"sugar"}),
        ("fr", "casque audio, mais pas noir", {"black"}),
        ("fr", "je ne veux pas de laine", {"wool"}),
        ("fr", "tout sauf du plastique", {"plastic"}),
        ("es", "bolso que no sea de cuero", {"leather"}),
        ("es", "galletas sin azúcar", {"sugar"}),
        ("es", "auriculares, pero no negros", {"black"}),
        ("es", "zapatos sin cuero ni lana", {"leather", "wool"}),
        ("it", "borsa non di pelle", {"leather"}),
        ("it", "biscotti senza zucchero", {"sugar"}),
        ("it", "cuffie, ma non nere", {"black"}),
        ("it", "niente plastica", {"plastic"}),
        ("pt", "bolsa que não seja de couro", {"leather"}),
        ("pt", "biscoitos sem açúcar", {"sugar"}),
        ("pt", "fones de ouvido, mas não pretos", {"black"}),
        ("pt", "tudo menos plástico", {"plastic"}),
        ("nl", "handtas, geen leer", {"leather"}),
        ("nl", "koekjes zonder suiker", {"sugar"}),
        ("nl", "koptelefoon, maar niet zwart", {"black"}),
        ("nl", "suikervrije chocolade", {"sugar"}),
        ("pl", "torebka nie ze skóry", {"leather"}),
        ("pl", "ciastka bez cukru", {"sugar"}),
        ("pl", "słuchawki, ale nie czarne", {"black"}),
        ("pl", "sweter bez wełny", {"wool"}),
        ("ru", "сумка не из кожи", {"leather"}),
        ("ru", "печенье без сахара", {"sugar"}),
        ("ru", "наушники, только не чёрные", {"black"}),
        ("ru", "свитер без шерсти", {"wool"}),
        ("tr", "deri olmayan çanta", {"leather"}),
        ("tr", "şekersiz kurabiye", {"sugar"}),
        ("tr", "kulaklık, siyah olmasın", {"black"}),
        ("tr", "yün değil kazak", {"wool"}),
        ("ar", "حقيبة يد بدون جلد", {"leather"}),
        ("ar", "بسكويت خالي من السكر", {"sugar"}),
        ("ar", "سماعات ليست سوداء", {"black"}),
        ("ar", "لا أريد البلاستيك", {"plastic"}),
        ("hi", "चमड़ा नहीं चाहिए", {"leather"}),
        ("hi", "बिना चीनी के बिस्किट", {"sugar"}),
        ("hi", "हेडफ़ोन, काला नहीं", {"black"}),
        ("hi", "प्लास्टिक के बिना", {"plastic"}),
        ("th", "กระเป๋า ไม่เอาหนัง", {"leather"}),
        ("th", "คุกกี้ไม่มีน้ำตาล", {"sugar"}),
        ("th", "หูฟังที่ไม่ใช่สีดำ", {"black"}),
        ("th", "ไม่เอาพลาสติก", {"plastic"}),
        ("vi", "túi xách không phải da", {"leather"}),
        ("vi", "bánh quy không đường", {"sugar"}),
        ("vi", "tai nghe nhưng không phải màu đen", {"black"}),
        ("vi", "không lấy nhựa", {"plastic"}),
        ("id", "tas bukan kulit", {"leather"}),
        ("id", "kue kering tanpa gula", {"sugar"}),
        ("id", "headphone tapi jangan yang hitam", {"black"}),
        ("id", "selain plastik", {"plastic"}),
        ("sv", "handväska, inte läder", {"leather"}),
        ("sv", "kakor utan socker", {"sugar"}),
        ("sv", "hörlurar men inte svarta", {"black"}),
        ("sv", "sockerfri choklad", {"sugar"}),
    ],
)
def test_negated_word_is_ruled_out(language: str, text: str, expected: set[str]) -> None:
    assert excluded(language, text) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "not only leather"),
        ("en", "why not red"),
        ("en", "no problem"),
        ("en", "nothing"),
        ("en", "Nike Air Max no. 5"),
        ("en", "not without sugar"),
        ("en", "headphones not too expensive"),
        ("en", "don't you have leather boots"),
        ("en", "non-stick frying pan"),
        ("en", "wireless headphones hands-free"),
        ("en", "is this black or not"),
        ("zh-Hans", "不仅要皮的，还要黑色"),
        ("zh-Hans", "有没有皮革钱包"),
        ("zh-Hans", "不锈钢水壶"),
        ("zh-Hans", "不太贵的耳机"),
        ("zh-Hans", "无线耳机"),
        ("zh-Hans", "没问题"),
        ("zh-Hant", "有沒有皮革錢包"),
        ("zh-Hant", "不鏽鋼水壺"),
        ("zh-Hant", "無線耳機"),
        ("ja", "革だけじゃない財布"),
        ("ja", "革の財布はありませんか"),
        ("ja", "ワイヤレスイヤホン"),
        ("ja", "無地のTシャツ"),
        ("ko", "가죽 뿐만 아니라 면도 좋아요"),
        ("ko", "가죽 지갑 없나요"),
        ("ko", "무선 이어폰"),
        ("de", "nicht nur Leder"),
        ("de", "warum nicht in Rot"),
        ("de", "haben Sie keine Lederschuhe"),
        ("de", "nicht zu teure Kopfhörer"),
        ("de", "kein Problem"),
        ("fr", "pas seulement en cuir"),
        ("fr", "pourquoi pas rouge"),
        ("fr", "un casque pas cher"),
        ("es", "no solo de cuero"),
        ("es", "por qué no rojo"),
        ("es", "no muy caro"),
        ("it", "non solo di pelle"),
        ("it", "perché no rosso"),
        ("it", "non troppo caro"),
        ("pt", "não só de couro"),
        ("pt", "por que não vermelho"),
        ("pt", "sem problema"),
        ("nl", "niet alleen leer"),
        ("nl", "waarom niet rood"),
        ("nl", "geen probleem"),
        ("pl", "nie tylko skóra"),
        ("pl", "czemu nie czerwony"),
        ("pl", "bez problemu"),
        ("ru", "не только кожа"),
        ("ru", "почему бы и нет"),
        ("ru", "не очень дорогие наушники"),
        ("tr", "sadece deri değil"),
        ("tr", "siyah kulaklık yok mu"),
        ("tr", "sınırsız"),
        ("ar", "ليس فقط جلد"),
        ("ar", "لم لا أحمر"),
        ("ar", "لا مشكلة"),
        ("hi", "सिर्फ चमड़ा नहीं"),
        ("hi", "क्यों नहीं"),
        ("hi", "कोई बात नहीं"),
        ("th", "ไม่ใช่แค่หนัง"),
        ("th", "ไม่เป็นไร"),
        ("th", "หูฟังไร้สาย"),
        ("vi", "không chỉ da"),
        ("vi", "tai nghe không dây"),
        ("vi", "có màu đen không"),
        ("id", "bukan hanya kulit"),
        ("id", "tidak masalah"),
        ("id", "kenapa tidak merah"),
        ("sv", "inte bara läder"),
        ("sv", "varför inte rött"),
        ("sv", "inga problem"),
    ],
)
def test_what_only_looks_negated_rules_nothing_out(language: str, text: str) -> None:
    assert excluded(language, text) == set()


@pytest.mark.parametrize(
    ("language", "text", "left"),
    [
        ("en", "not leather shoes", "shoes"),
        ("en", "tea without sugar please", "tea"),
        ("en", "sugar-free tea", "sugar-free tea"),
        ("es", "no zapatos de cuero", "zapatos"),
        ("zh-Hans", "不要皮革的包", "包"),
        ("ja", "革じゃない財布", "財布"),
        ("ar", "شاي بدون سكر", "شاي"),
        ("th", "ชาไม่มีน้ำตาล", "ชา"),
        ("tr", "siyah olmayan kulaklık", "kulaklık"),
    ],
)
def test_ruled_out_words_are_not_searched_for(language: str, text: str, left: str) -> None:
    assert read(language, text).text == left


def test_negated_value_leaves_the_conditions_there_were() -> None:
    base = Filters(colors=("black", "blue"), excluded_materials=("wool",))
    filters = read("en", "not black, no leather", base).filters
    assert filters.colors == ("blue",)
    assert filters.excluded_colors == ("black",)
    assert filters.excluded_materials == ("wool", "leather")


def test_department_is_ruled_out_by_its_categories() -> None:
    ruled_out = read("en", "gift but no electronics").filters.excluded_categories
    assert {"headphones", "smartphone"} <= set(ruled_out)
    assert "tea" not in ruled_out


def test_negated_value_is_no_wish() -> None:
    understood = read("en", "black bag, not brown leather")
    assert understood.wishes.colors == ("black",)
    assert understood.filters.excluded_colors == ("brown",)
