"""Models, lineages and registries as small as they can be."""

import json
from collections.abc import Callable
from pathlib import Path

from retrieval.evaluation.metrics import Estimate
from retrieval.quality.lineage import Lineage, ModelVersion, lineage_of
from retrieval.quality.registry import ModelRegistry
from retrieval.recommenders.interactions import Interactions

INTERACTIONS = Interactions.from_records([("ann", "cup", 5.0, 10.0), ("bob", "jug", 3.0, 20.0)])
METRICS = {"ndcg_at_10": Estimate(0.5, 0.25, 0.75), "rmse": Estimate(float("nan"), float("nan"), float("nan"))}


def lineage() -> Lineage:
    return lineage_of(INTERACTIONS, {"half_life_days": None}, seed=3, judged_on="f1")


def writing(text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / "model.json").write_text(json.dumps(text))


def loading(method: str, folder: Path) -> str:
    return f"{method} {json.loads((folder / 'model.json').read_text())}"


def registered(registry: ModelRegistry, text: str = "a model") -> ModelVersion:
    return registry.register("popularity", lineage(), METRICS, "passed", writing(text))
