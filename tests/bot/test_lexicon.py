import json

import pytest

from bot.entities.entity import Context
from bot.entities.extract import Extractor
from bot.entities.lexicon import Lexicon, lexicon_version
from bot.settings import Settings

SHOP = {
    "categories": {"teapot": {"en": ["teapot"], "de": ["Teekanne"]}},
    "departments": {"kitchen": {"en": ["kitchenware"]}},
    "brands": ["Kumo & Kiln", "Ring"],
}


@pytest.fixture
def shop(tmp_path):
    settings = Settings.from_environment({"CROSSAISLE_CACHE": str(tmp_path)})
    settings.shop_lexicon.write_text(json.dumps(SHOP), encoding="utf-8")
    return settings


def values(settings, text, language="en"):
    found = Extractor(Lexicon.load(settings)).extract(text, Context(language))
    return {entity.name: entity.value for entity in found}


def test_the_shops_lexicon_replaces_the_demos_categories(shop):
    assert values(shop, "red drone teapot") == {"color": "red", "category": "teapot"}
    assert values(shop, "Teekanne", "de") == {"category": "teapot"}


def test_a_department_alone_is_one(shop):
    assert values(shop, "kitchenware") == {"department": "kitchen"}


def test_brands_are_found_as_the_shop_writes_them(shop):
    assert values(shop, "kumo kiln teapot") == {"brand": "Kumo & Kiln", "category": "teapot"}


def test_without_a_shops_lexicon_the_demo_is_read(tmp_path):
    settings = Settings.from_environment({"CROSSAISLE_CACHE": str(tmp_path)})
    assert lexicon_version(settings) == (0, 0)
    assert values(settings, "drone") == {"category": "drone"}


def test_a_new_lexicon_has_a_new_version(shop):
    before = lexicon_version(shop)
    shop.shop_lexicon.write_text(json.dumps(SHOP | {"brands": []}), encoding="utf-8")
    assert lexicon_version(shop) != before


def test_a_lexicon_that_is_no_object_is_refused(shop):
    shop.shop_lexicon.write_text("[1]", encoding="utf-8")
    with pytest.raises(ValueError, match="not an object"):
        Lexicon.load(shop)
