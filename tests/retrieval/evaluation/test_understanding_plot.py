import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.understanding_plot import LanguageFigures, draw

FIGURES = [
    LanguageFigures("de", {"intent_accuracy": 0.9, "entity_f1": 0.8, "word_accuracy": None}),
    LanguageFigures("th", {"intent_accuracy": 0.7, "entity_f1": None}),
]


def test_the_picture_is_a_png(tmp_path):
    draw(FIGURES, "dev", tmp_path / "understanding.png")
    assert (tmp_path / "understanding.png").read_bytes().startswith(b"\x89PNG")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(EvaluationError, match="name another file"):
        draw(FIGURES, "dev", tmp_path / "missing" / "understanding.png")
