"""How messages of several questions are taken apart."""

import pytest

from retrieval.policies.clauses import clauses


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "may I return it, who pays?", ("may I return it", "who pays")),
        ("de", "Kann ich es zurückgeben und wer zahlt das Porto?", ("Kann ich es zurückgeben", "wer zahlt das Porto")),
        ("zh-Hans", "可以退货吗？运费谁出？", ("可以退货吗", "运费谁出")),
        ("zh-Hant", "可以退貨嗎 運費誰出", ("可以退貨嗎", "運費誰出")),
        ("ar", "هل يمكنني إرجاعه ومن يدفع؟", ("هل يمكنني إرجاعه", "من يدفع")),
        ("th", "คืนสินค้าได้ไหม ใครจ่ายค่าส่ง", ("คืนสินค้าได้ไหม", "ใครจ่ายค่าส่ง")),
        ("tr", "İade edebilir miyim ve kargoyu kim öder?", ("İade edebilir miyim", "kargoyu kim öder")),
        ("ko", "반품할 수 있나요? 배송비는 누가 내나요?", ("반품할 수 있나요", "배송비는 누가 내나요")),
        ("pt-BR", "Posso devolver? Quem paga o frete?", ("Posso devolver", "Quem paga o frete")),
        ("en", "do I get the duty back, if I return it?", ("do I get the duty back",)),
        ("th", "ถ้าคืนของ ใครจ่าย", ("ใครจ่าย",)),
        ("xx", "a; b", ("a", "b")),
        ("en", "the sandy handbag", ("the sandy handbag",)),
        ("ar", "وصل الطلب", ("وصل الطلب",)),
        ("en", " ?! ", ()),
    ],
)  # fmt: skip
def test_parts_are_those_of_the_language(language: str, text: str, parts: tuple[str, ...]) -> None:
    assert clauses(text, language) == parts
