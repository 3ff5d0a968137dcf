import pytest

from bot.channels.apologies import Apologies
from bot.language import SERVED


@pytest.fixture(scope="module")
def apologies(settings):
    return Apologies.load(settings.bot)


def test_there_is_one_for_each_served_language(apologies):
    assert sorted(apologies.texts) == sorted(SERVED)
    assert len(set(apologies.texts.values())) == len(SERVED)


@pytest.mark.parametrize(
    ("languages", "wanted"),
    [(("de",), "de"), ((None, "fr"), "fr"), (("cs", "pl"), "pl"), (("zh-TW",), "zh-Hant"), (("cs",), "en"), ((), "en")],
)
def test_the_first_served_language_counts(apologies, languages, wanted):
    assert apologies.text(*languages) == apologies.texts[wanted]


def test_a_missing_language_is_refused(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "apologies.yml").write_text("en: Sorry.\n")
    with pytest.raises(ValueError, match="lacks"):
        Apologies.load(tmp_path)
