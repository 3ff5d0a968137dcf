"""The shop's documents, read from Markdown."""

from pathlib import Path

import pytest

from actions.settings import PROJECT
from retrieval.errors import CatalogError
from retrieval.policies import Passage, read_policies

TEXT = """# [Rückgabe](https://shop.example/rueckgabe)

Vorwort, das niemand zitiert.

## Wie lange?

30 Tage.

- auch im *Sale*

```
## keine Überschrift
```

### Und `danach`?
Nicht mehr.
"""


def test_each_heading_begins_a_passage_that_goes_to_the_next(tmp_path: Path) -> None:
    (tmp_path / "returns.de-AT.md").write_text(TEXT, encoding="utf-8")
    first, second = read_policies(tmp_path)
    assert first == Passage(
        topic="returns",
        language="de-AT",
        title="Rückgabe",
        heading="Wie lange?",
        text="30 Tage.\n\n- auch im *Sale*\n\n```\n## keine Überschrift\n```",
        source="returns.de-AT.md",
        url="https://shop.example/rueckgabe",
    )
    assert (second.heading, second.text) == ("Und danach?", "Nicht mehr.")


def test_folder_that_is_not_there_has_no_documents(tmp_path: Path) -> None:
    assert read_policies(tmp_path / "none") == ()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("returns.md", "# R\n## H\ntext", "name it <topic>.<language>.md"),
        ("Returns.de.md", "# R\n## H\ntext", "name it <topic>.<language>.md"),
        ("returns.de.md", "## H\ntext", "does not begin with a title"),
        ("returns.de.md", "", "does not begin with a title"),
        ("returns.de.md", "# R\ntext", "nothing to quote"),
        ("returns.de.md", "# R\n## H\n\n## I\n", "nothing to quote"),
    ],
)
def test_file_that_cannot_be_quoted_is_named_with_the_remedy(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError, match=said):
        read_policies(tmp_path)


def test_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "returns.de.md").write_bytes("# Rückgabe".encode("latin-1"))
    with pytest.raises(CatalogError, match="cannot be read as UTF-8"):
        read_policies(tmp_path)


def test_documents_of_the_demo_shop_can_be_quoted() -> None:
    passages = read_policies(PROJECT / "data" / "demo" / "policies")
    assert {"returns", "payment", "warranty", "delivery"} <= {passage.topic for passage in passages}
