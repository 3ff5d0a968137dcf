"""The shop's models: where their versions are kept."""

import hashlib
from pathlib import Path

from actions.settings import PROJECT, Settings
from retrieval.advice.purchase_chances import PurchaseChances
from retrieval.advice.stored_counts import KIND as COUNTS
from retrieval.advice.stored_counts import KeptTogether, StoredTogether
from retrieval.errors import ArtifactError
from retrieval.quality.profile_training import KIND as PROFILE
from retrieval.quality.purchase_training import KIND as PURCHASE
from retrieval.quality.recommender_training import KIND
from retrieval.quality.registry import ModelRegistry
from retrieval.quality.serving import ServingModel
from retrieval.recommenders.methods import METHODS
from retrieval.recommenders.neural.learned_profile import LearnedProfile
from retrieval.recommenders.recommender import Recommender

FUSION_WEIGHTS = PROJECT / "data" / "search" / "fusion.yml"
"""The weights by which signals of a search are fused."""

EXPERIMENTS = PROJECT / "data" / "experiments"
"""Where experiments are declared."""


def models_folder(settings: Settings) -> Path:
    """Return the folder with one folder for each kind of model."""
    return settings.cache / "versions"


def registry(settings: Settings, kind: str = KIND) -> ModelRegistry:
    """Return the versions of a kind of model."""
    return ModelRegistry(models_folder(settings) / kind, kind)


def kinds(settings: Settings) -> list[str]:
    """Return the kinds of which there is a version, sorted."""
    folder = models_folder(settings)
    return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def serving_versions(settings: Settings) -> dict[str, str]:
    """Return which version of each kind of model serves, and what else decides an answer, to be kept with opinions."""
    found = {"encoders": ",".join(settings.encoders), "fusion": _digest(FUSION_WEIGHTS)}
    for kind in kinds(settings):
        version = registry(settings, kind).serving()
        if version is not None:
            found[kind] = f"{version.number} {version.method}"
    return found


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def serving_recommender(settings: Settings) -> ServingModel[Recommender]:
    """Return what holds the recommender that serves, and takes over the next one by itself."""
    return ServingModel(registry(settings), load_recommender)


def load_recommender(method: str, folder: Path) -> Recommender:
    """Read a recommender that a method made; raises ArtifactError where it cannot be used."""
    if method not in METHODS:
        raise ArtifactError(f"{folder} is of the unknown method {method!r}; known are {', '.join(sorted(METHODS))}")
    return METHODS[method].load(folder)


def kept_together(settings: Settings) -> KeptTogether:
    """Return what knows what is bought together by the version of counts that serves, and takes over the next one."""
    return KeptTogether(ServingModel(registry(settings, COUNTS), lambda _, folder: StoredTogether.load(folder)))


def serving_chances(settings: Settings) -> ServingModel[PurchaseChances]:
    """Return what holds the version that tells how probable purchases are, and takes over the next one by itself."""
    return ServingModel(registry(settings, PURCHASE), lambda _, folder: PurchaseChances.load(folder))


def serving_profile(settings: Settings) -> ServingModel[LearnedProfile]:
    """Return what holds the learned profile that serves, and takes over the next one by itself."""
    return ServingModel(registry(settings, PROFILE), lambda _, folder: LearnedProfile.load(folder))
