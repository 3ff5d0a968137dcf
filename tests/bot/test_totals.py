"""Limits for all that is paid, as each language's shoppers say them: the words that say so, and the limit."""

from itertools import pairwise

import pytest

from bot.entities.entity import Context

SAID = [
    ("en", "headphones under 100 euros all in", "all in", 100),
    ("en", "headphones under 100 euros including shipping and taxes", "including shipping and taxes", 100),
    ("en", "headphones up to 100 euros delivered", "delivered", 100),
    ("en", "a jacket for at most $150, taxes and shipping included", "taxes and shipping included", 150),
    ("en", "headphones 100 all in", "all in", 100),
    ("en", "between 50 and 100 euros to my door", "to my door", 100),
    ("zh-Hans", "耳机包税包邮500以下", "包税包邮", 500),
    ("zh-Hans", "500元以内的背包，含运费和关税", "含运费和关税", 500),
    ("zh-Hant", "耳機 3000元以下 含運費和關稅", "含運費和關稅", 3000),
    ("zh-Hant", "背包到手價2000以內", "到手價", 2000),
    ("ja", "送料込みで1万円以下のヘッドホン", "送料込み", 10_000),
    ("ja", "送料と関税込みで1万円以内のリュック", "送料と関税込み", 10_000),
    ("ko", "배송비와 관세 포함 10만원 이하 헤드폰", "배송비와 관세 포함", 100_000),
    ("de", "Kopfhörer bis 100 Euro inkl. Versand und Zoll", "inkl. Versand und Zoll", 100),
    ("de", "Rucksack unter 80 €, alles inklusive", "alles inklusive", 80),
    ("fr", "casque à moins de 100 euros tout compris", "tout compris", 100),
    ("fr", "sac à dos max 80 € frais de port inclus", "frais de port inclus", 80),
    (
        "es",
        "auriculares por menos de 100 euros con envío e impuestos incluidos",
        "con envío e impuestos incluidos",
        100,
    ),
    ("it", "zaino fino a 80 euro spedizione e dogana incluse", "spedizione e dogana incluse", 80),
    ("pt", "fones até 100 euros com frete e impostos incluídos", "com frete e impostos incluídos", 100),
    ("nl", "koptelefoon onder de 100 euro inclusief verzending en belasting", "inclusief verzending en belasting", 100),
    ("pl", "słuchawki do 400 zł z wysyłką i cłem", "z wysyłką i cłem", 400),
    ("ru", "наушники до 100 евро, включая доставку и налоги", "включая доставку и налоги", 100),
    ("tr", "100 euro altı kulaklık, kargo ve vergiler dahil", "kargo ve vergiler dahil", 100),
    ("ar", "سماعات أقل من 100 يورو شامل الشحن والجمارك", "شامل الشحن والجمارك", 100),
    ("ar", "حقيبة ظهر بأقل من ٨٠ يورو كل شيء مشمول", "كل شيء مشمول", 80),
    ("hi", "100 यूरो से कम हेडफ़ोन, शिपिंग और टैक्स सहित", "शिपिंग और टैक्स सहित", 100),
    ("th", "หูฟังไม่เกิน 3000 บาท รวมค่าส่งและภาษี", "รวมค่าส่งและภาษี", 3000),
    ("vi", "tai nghe dưới 1 triệu đã bao gồm phí ship và thuế", "đã bao gồm phí ship và thuế", 1_000_000),
    ("id", "headphone di bawah 500 ribu termasuk ongkir dan pajak", "termasuk ongkir dan pajak", 500_000),
    ("sv", "hörlurar under 1000 kr inklusive frakt och tull", "inklusive frakt och tull", 1000),
]

NOT_SAID = [
    ("en", "headphones under 100 euros"),
    ("en", "an all-in-one printer under 200 euros"),
    ("en", "headphones under 100 euros plus shipping"),
    ("en", "shoes under 80, shipping not included"),
    ("en", "shoes under 80 delivered by Friday"),
    ("en", "shoes over 80 euros all in"),
    ("en", "what does it cost all in"),
    ("de", "Rucksack unter 80 € zzgl. Versand"),
    ("de", "Rucksack unter 80 €, Zoll nicht inbegriffen"),
    ("zh-Hans", "不含税500以下的耳机"),
    ("zh-Hans", "500以下的钱包邮费多少"),
    ("ja", "関税は含まないで5000円以下"),
    ("ko", "배송비 미포함 10만원 이하"),
    ("ar", "سماعات أقل من 100 يورو غير شامل الشحن"),
    ("tr", "vergiler dahil değil, 100 euro altı çanta"),
    ("th", "กระเป๋าเป้ไม่เกิน 1500 บาท ไม่รวมค่าส่ง"),
]


@pytest.mark.parametrize(("language", "text", "words", "limit"), SAID)
def test_limit_for_all_is_found_beside_the_price(extractor, language, text, words, limit):
    found = {entity.name: entity for entity in extractor.extract(text, Context(language))}
    total = found["max_total"]
    assert total.value == found["max_price"].value == limit
    assert text[total.start : total.end] == words


@pytest.mark.parametrize(("language", "text"), NOT_SAID)
def test_price_without_such_words_is_no_limit_for_all(extractor, language, text):
    assert "max_total" not in {entity.name for entity in extractor.extract(text, Context(language))}


@pytest.mark.parametrize(("language", "text"), [said[:2] for said in SAID])
def test_limit_overlaps_nothing_else(extractor, language, text):
    spans = sorted((entity.start, entity.end) for entity in extractor.extract(text, Context(language)))
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_six_behind_an_amount_is_below_in_turkish(extractor):
    """`100 euro altı kulaklık` gave a quantity of six: `altı` is six and "under"."""
    assert "quantity" not in {e.name for e in extractor.extract("100 euro altı kulaklık", Context("tr"))}
    assert "quantity" in {e.name for e in extractor.extract("altı kulaklık istiyorum", Context("tr"))}
