"""The shop's policies as it writes them: one Markdown file for each topic and language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from retrieval.errors import CatalogError

_NAME = re.compile(r"(?P<topic>[a-z0-9-]+)\.(?P<language>[a-z]{2,3}(?:-[A-Za-z0-9]+)*)")


@dataclass(frozen=True, slots=True)
class Passage:
    """One section of a document: what can be quoted.

    `topic` and `language` (BCP 47) come from the file's name, `title` is the document's, `heading` the section's;
    `text` is what stands under it, as written. `url` is where the document can be read, "" where it does not say, and
    `source` the file's name.
    """

    topic: str
    language: str
    title: str
    heading: str
    text: str
    source: str
    url: str = ""


def read_policies(folder: Path) -> tuple[Passage, ...]:
    """Read every `<topic>.<language>.md` of a folder, by name; a folder that is not there has none.

    The first heading names the document, and where it is a link says where shoppers can read it; each heading below it
    begins a passage, whose text goes to the next. Raises CatalogError naming a file that is not of this form.
    """
    passages: list[Passage] = []
    for path in sorted(folder.glob("*.md")):
        named = _NAME.fullmatch(path.stem)
        if not named:
            raise CatalogError(f"{path} is no policy: name it <topic>.<language>.md, like returns.pt-BR.md.")
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CatalogError(f"{path} cannot be read as UTF-8: {error}") from error
        passages += _passages(path.name, named["topic"], named["language"], text)
    return tuple(passages)


def _passages(source: str, topic: str, language: str, text: str) -> list[Passage]:
    lines = text.splitlines()
    headings = list(_headings(MarkdownIt("commonmark").parse(text)))
    if not headings or headings[0][1] != "h1":
        raise CatalogError(f"{source} does not begin with a title: its first heading is to be one with a single #.")
    (_, _, title, url), *sections = headings
    starts = [start for (start, _), *_ in sections]
    found = [
        Passage(topic, language, title, heading, "\n".join(lines[after:end]).strip(), source, url)
        for ((_, after), _, heading, _), end in zip(sections, [*starts[1:], len(lines)], strict=False)
    ]
    kept = [passage for passage in found if passage.text]
    if not kept:
        raise CatalogError(f"{source} has nothing to quote: give it headings with ## and text under them.")
    return kept


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[tuple[int, int], str, str, str]]:
    """Yield each heading: its lines from and to, its tag, its words and the address that it links to."""
    for opened, inline in pairwise(tokens):
        if opened.type == "heading_open" and opened.map:
            parts = inline.children or []
            words = "".join(part.content for part in parts if part.type in {"text", "code_inline"})
            link = next((str(part.attrs.get("href", "")) for part in parts if part.type == "link_open"), "")
            yield (opened.map[0], opened.map[1]), opened.tag, words.strip(), link
