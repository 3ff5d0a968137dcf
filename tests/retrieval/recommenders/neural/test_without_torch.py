"""Knowing, loading and asking a network needs no torch; training it alone does."""

import subprocess
import sys
from pathlib import Path

from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.two_towers import TwoTowers
from retrieval.recommenders.neural.two_towers_settings import TwoTowersSettings

_ASK = """
import sys
from pathlib import Path
from retrieval.recommenders.interactions import History
from retrieval.recommenders.methods import load_any
from retrieval.recommenders.neural.learned_profile import LearnedProfile
found = load_any(Path(sys.argv[1])).recommend(History.of([0]), 1)
print(found.items.tolist(), LearnedProfile.__name__, "torch" in sys.modules)
"""


def test_network_answers_without_torch(tmp_path: Path) -> None:
    interactions = Interactions.from_records([("ann", "cup", 5.0, 1.0), ("ann", "jug", 5.0, 2.0)])
    settings = TwoTowersSettings(dim=4, n_hidden=4, n_random=4, least_steps=2, n_passes=2)
    TwoTowers.fit(interactions, ItemFacts.unknown(interactions.item_ids), settings).save(tmp_path)
    told = subprocess.run([sys.executable, "-c", _ASK, str(tmp_path)], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["[1]", "LearnedProfile", "False"]
