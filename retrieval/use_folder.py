"""USE multilingual v3 as a folder that `SentenceTransformer(folder, trust_remote_code=True)` loads.

The weights stay in the package; the folder says which class wraps it. sentence-transformers imports a class from
outside its own package only when told to trust it, since version 6.0 for folders on disk too.
"""

import json
from pathlib import Path

MODULE = "retrieval.encoders.UseModule"


def write_use(folder: Path) -> None:
    """Write the folder's three files; raises OSError."""
    for name, content in {
        "modules.json": [{"idx": 0, "name": "0", "path": "", "type": MODULE}],
        "config.json": {"threads": 1},
        "config_sentence_transformers.json": {"model_type": "SentenceTransformer", "similarity_fn_name": "cosine"},
    }.items():
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
