"""The measurement of embedding: its figures on few texts; time is not asserted."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from actions.commands.bench_embed import command
from retrieval.benchmarks.embed import questions, run
from retrieval.errors import EncoderError
from retrieval.lexicon import Lexicon
from tests.conftest import PROJECT

TEXTS = ["Rote Laufschuhe, leicht", "红色跑鞋", "حذاء جري أحمر خفيف", "รองเท้าวิ่งสีแดง", "Kırmızı koşu ayakkabısı, hafif"]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(PROJECT / "data")


def test_questions_are_in_every_language_and_each_comes_once(lexicon: Lexicon) -> None:
    asked = questions(lexicon, 400, 7)
    assert len(set(asked)) == len(asked) == 400
    assert asked == questions(lexicon, 400, 7) != questions(lexicon, 400, 8)
    words = lexicon.words["category"].values()
    for language in ("zh-Hans", "ar", "th", "tr", "hi", "vi"):
        first = {names[language][0] for names in words}
        assert sum(any(text.startswith(f"{word} ") for word in first) for text in asked) >= 400 // 20


def test_more_questions_than_there_are_words_are_refused(lexicon: Lexicon) -> None:
    with pytest.raises(EncoderError, match="ask for fewer"):
        questions(lexicon, 10**6, 0)


@pytest.mark.model
def test_vectors_of_both_agree(model_cache: Path) -> None:
    lines: list[str] = []
    report = run(TEXTS, TEXTS[:3], model_cache, 1, 2, lines.append)
    assert len(lines) == 2
    assert report["min_cosine"] > 0.99
    assert report["throughput_ratio"] > 0
    assert report["query_ratio"] > 0
    assert (report["n_texts"], report["n_queries"]) == (5, 3)


def test_nothing_to_encode_is_refused(model_cache: Path) -> None:
    with pytest.raises(EncoderError, match="at least one"):
        run([], ["red shoes"], model_cache, 1, 1, lambda _: None)


@pytest.mark.model
def test_command_prints_the_figures_as_json() -> None:
    result = CliRunner().invoke(command, ["--texts", "4", "--queries", "3", "--rounds", "1", "--json"])
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert {"throughput_ratio", "query_ratio", "min_cosine"} <= report.keys()
    assert report["min_cosine"] > 0.99
