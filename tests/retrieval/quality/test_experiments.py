from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from retrieval.errors import EvaluationError
from retrieval.quality.experiments import Assignment, Experiment, Experiments
from tests.conftest import PROJECT

DAY = date(2026, 12, 1)
SHOPPERS = [f"shopper {number}" for number in range(6000)]
DECLARED = {
    "layer": "recommendations",
    "enabled": True,
    "traffic": [0, 50],
    "variants": {"control": 3, "learned": 1},
    "primary": "click",
}


def loaded(folder: Path, **declared: dict) -> Experiments:
    for name, content in declared.items():
        (folder / f"{name}.yml").write_text(yaml.safe_dump({**DECLARED, **content}))
    return Experiments.load(folder)


def variants(experiment: Experiment) -> Counter[str | None]:
    return Counter(experiment.variant_of(shopper) for shopper in SHOPPERS)


def test_example_of_the_project_is_there_and_off():
    experiments = Experiments.load(PROJECT / "data" / "experiments")
    assert experiments.named("recommender").is_enabled is False
    assert all(experiments.assigned(shopper, DAY) == () for shopper in SHOPPERS[:100])


def test_shoppers_are_divided_as_declared(tmp_path):
    found = variants(loaded(tmp_path, one={}).named("one"))
    assert 0.47 < 1 - found[None] / 6000 < 0.53
    assert 0.22 < found["learned"] / (6000 - found[None]) < 0.28


@pytest.mark.parametrize("shopper", ["张伟", "سارة", "สมชาย", "Ayşe", "anon:7f"])
def test_shopper_stays_in_their_variant(tmp_path, shopper):
    one = loaded(tmp_path, one={"traffic": [0, 100]}).named("one")
    again = Experiments.load(tmp_path).named("one")
    assert one.variant_of(shopper) == again.variant_of(shopper)
    assert one.variant_of(shopper) in {"control", "learned"}


def test_more_traffic_moves_nobody_from_one_variant_to_another(tmp_path):
    few = loaded(tmp_path, one={"traffic": [0, 10]}).named("one")
    many = loaded(tmp_path, one={"traffic": [0, 60]}).named("one")
    for shopper in SHOPPERS:
        if few.variant_of(shopper):
            assert many.variant_of(shopper) == few.variant_of(shopper)


def test_shopper_is_in_one_experiment_of_a_layer_at_most(tmp_path):
    experiments = loaded(tmp_path, one={"traffic": [0, 50]}, other={"traffic": [50, 100]})
    assert {len(experiments.assigned(shopper, DAY)) for shopper in SHOPPERS} == {1}


def test_layers_and_experiments_are_divided_independently(tmp_path):
    """Of those in a variant of one, the same share is in each variant of the other."""
    whole = {"traffic": [0, 100], "variants": {"a": 1, "b": 1}}
    experiments = loaded(tmp_path, one=whole, other={**whole, "layer": "search"})
    both = Counter(tuple(one.variant for one in experiments.assigned(shopper, DAY)) for shopper in SHOPPERS)
    assert len(both) == 4
    assert all(0.22 < n / 6000 < 0.28 for n in both.values())


def test_another_salt_divides_anew(tmp_path):
    one = loaded(tmp_path, one={"traffic": [0, 100]}).named("one")
    anew = loaded(tmp_path, one={"traffic": [0, 100], "salt": "2"}).named("one")
    assert any(one.variant_of(shopper) != anew.variant_of(shopper) for shopper in SHOPPERS[:100])


def test_experiment_runs_on_its_days_alone(tmp_path):
    experiments = loaded(tmp_path, one={"traffic": [0, 100], "starts": date(2026, 12, 1), "ends": date(2026, 12, 2)})
    days = [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3)]
    assert [experiments.variant("one", "ann", day) is not None for day in days] == [False, True, True, False]
    assert experiments.variant("unknown", "ann", DAY) is None
    assert experiments.assigned("ann", DAY) == (Assignment("one", experiments.named("one").variant_of("ann")),)


def test_experiment_that_is_off_assigns_nobody(tmp_path):
    experiments = loaded(tmp_path, one={"traffic": [0, 100], "enabled": False})
    assert experiments.assigned("ann", DAY) == ()


def test_overlap_in_a_layer_is_refused_unless_one_is_off(tmp_path):
    with pytest.raises(EvaluationError, match="'one' and 'other' overlap in the layer 'recommendations'"):
        loaded(tmp_path, one={"traffic": [0, 50]}, other={"traffic": [49, 80]})
    assert loaded(tmp_path, other={"traffic": [49, 80], "enabled": False})


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ({"traffic": [50, 20]}, "traffic"),
        ({"traffic": [0, 120]}, "traffic"),
        ({"traffic": 20}, "declares no experiment"),
        ({"variants": {"control": 1}}, "two or more variants"),
        ({"variants": {"control": 1, "other": 0}}, "two or more variants"),
        ({"primary": "profit"}, "primary must be one of click"),
        ({"guardrails": {"profit": 0.1}}, "guardrails"),
        ({"guardrails": {"click": -0.1}}, "guardrails"),
        ({"rates": {"click": 2}}, "rates"),
        ({"alpha": 0}, "alpha"),
        ({"surface": "wall"}, "surface"),
        ({"window_days": 0}, "window_days"),
        ({"starts": "soon"}, "no day"),
        ({"varients": {}}, "varients"),
    ],
)
def test_declaration_that_cannot_be_used_is_refused_with_the_file(tmp_path, content, complaint):
    with pytest.raises(EvaluationError, match=complaint) as refused:
        loaded(tmp_path, broken=content)
    assert "broken.yml" in str(refused.value)


def test_file_that_is_no_declaration_is_refused(tmp_path):
    (tmp_path / "list.yml").write_text("- 1")
    with pytest.raises(EvaluationError, match=r"list\.yml"):
        Experiments.load(tmp_path)


def test_shop_without_experiments_has_none(tmp_path):
    experiments = Experiments.load(tmp_path / "missing")
    assert experiments.by_name == {}
    with pytest.raises(EvaluationError, match="there are none"):
        experiments.named("one")
