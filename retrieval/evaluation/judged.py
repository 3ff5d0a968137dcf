"""Judged queries: what shoppers typed, and how good each product is for it.

data/judged/README.md describes the files.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from retrieval.errors import CatalogError

HIGHEST_GRADE = 3
SPLITS = ("dev", "test")


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A need in the words of one language.

    `split` is `dev`, which tuning may see, or `test`, which it may not. `language` is a BCP 47 code. `grades` maps
    product ids to 1, 2 or 3, the best; a product that it does not name has grade 0.
    """

    need_id: str
    split: str
    language: str
    text: str
    grades: Mapping[str, int]


def read_judged(folder: Path) -> list[JudgedQuery]:
    """Return the queries of `folder`, by language and within it in the order of the needs.

    `folder` holds needs.yml and queries/<language>.yml. Raises CatalogError, naming file and line or key, where a file
    is missing or not YAML, a key occurs twice, a split or grade is unknown, no product has the highest grade, or a
    language lacks a need or has one that needs.yml does not.
    """
    needs = _read_needs(folder / "needs.yml")
    paths = sorted((folder / "queries").glob("*.yml"))
    if not paths:
        raise CatalogError(f"{folder / 'queries'} holds no queries: name a folder with queries/<language>.yml.")
    queries = []
    for path in paths:
        texts = _read_texts(path, needs)
        queries += [
            JudgedQuery(need_id=need_id, split=split, language=path.stem, text=texts[need_id], grades=grades)
            for need_id, (split, grades) in needs.items()
        ]
    return queries


def _read_needs(path: Path) -> dict[str, tuple[str, Mapping[str, int]]]:
    """Return split and grades by need."""
    needs: dict[str, tuple[str, Mapping[str, int]]] = {}
    entries = _read_yaml(path)
    if not isinstance(entries, list) or not entries:
        raise CatalogError(f"{path} holds no list of needs: write one entry a need.")
    for place, entry in enumerate(entries, start=1):
        need_id = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(need_id, str):
            raise CatalogError(f"{path}, entry {place} has no id: begin it with `- id: `.")
        if need_id in needs:
            raise CatalogError(f"{path} has the need {need_id!r} twice: name each need once.")
        if entry.get("split") not in SPLITS:
            raise CatalogError(f"{path}, {need_id}: split is {entry.get('split')!r}, not one of {', '.join(SPLITS)}.")
        needs[need_id] = (entry["split"], _grades(entry.get("grades"), f"{path}, {need_id}"))
    return needs


def _grades(value: object, place: str) -> Mapping[str, int]:
    """Return grades by product id, read only; `place` is where they stand."""
    if not isinstance(value, dict):
        raise CatalogError(f"{place}: grades is {value!r}, not a mapping of product ids to grades.")
    for product_id, grade in value.items():
        if type(grade) is not int or not 0 <= grade <= HIGHEST_GRADE:
            raise CatalogError(f"{place}: {product_id} has grade {grade!r}: use 0 to {HIGHEST_GRADE}.")
    if HIGHEST_GRADE not in value.values():
        raise CatalogError(f"{place}: no product has grade {HIGHEST_GRADE}: a need must have one that meets it.")
    return MappingProxyType({str(product_id): grade for product_id, grade in value.items() if grade})


def _read_texts(path: Path, needs: Mapping[str, object]) -> dict[str, str]:
    """Return the queries of one language by need."""
    texts = _read_yaml(path)
    if not isinstance(texts, dict):
        raise CatalogError(f"{path} is not a mapping of needs to queries: write one `need: query` a line.")
    for problem, need_ids in (("lacks", needs.keys() - texts), ("has unknown", texts.keys() - needs.keys())):
        if need_ids:
            raise CatalogError(f"{path} {problem} needs {sorted(map(str, need_ids))}: give each of needs.yml once.")
    for need_id, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise CatalogError(f"{path}, {need_id}: the query is {text!r}: write text, quoted where YAML misreads it.")
    return texts


class _UniqueKeys(yaml.SafeLoader):
    """A loader that refuses a key given twice, of which YAML would drop the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key_node, _ in node.value:
            if isinstance(key_node, yaml.ScalarNode):
                if key_node.value in seen:
                    problem = f"key {key_node.value!r} occurs twice"
                    raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
                seen.add(key_node.value)
        return super().construct_mapping(node, deep)


def _read_yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)  # noqa: S506 - a safe loader
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path} cannot be read ({error}): restore it from the project.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise CatalogError(f"{path}{line} is not right: {problem}.") from error
