"""The page's files: its words in every language, its colours, and what its scripts may not do."""

import json
import re
from pathlib import Path

import pytest
import yaml

from actions.wording.texts import LANGUAGES

STATIC = Path(__file__).resolve().parents[2] / "actions" / "page" / "static"
LOCALES = STATIC.parents[1] / "locales"
STRINGS = json.loads((STATIC / "strings.json").read_text(encoding="utf-8"))
SCRIPTS = sorted(STATIC.glob("*.js"))


def placeholders(text):
    return sorted(re.findall(r"\{\w+\}", str(text)))


def test_the_page_speaks_every_served_language():
    assert set(STRINGS) == set(LANGUAGES)
    listed = re.search(r"LANGUAGES = '(.*?)'", (STATIC / "language.js").read_text(encoding="utf-8"))
    assert tuple(listed[1].split()) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word(language):
    words, english = STRINGS[language], STRINGS["en"]
    assert list(words) == list(english)
    assert {key: placeholders(text) for key, text in words.items()} == {
        key: placeholders(text) for key, text in english.items()
    }
    assert len(words["examples"]) == 3
    assert all(text.strip() for text in [*words["examples"], *(words[key] for key in words if key != "examples")])


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_language_is_english_in_disguise(language):
    words = STRINGS[language]
    same = {key for key in words if words[key] == STRINGS["en"][key]}
    borrowed = {"service_standard", "service_express"}
    assert same - borrowed <= {"badge", "assistant", "total", "suggestions", "unknown_vat", "currency"}


def test_the_bubble_is_called_what_the_page_calls_itself():
    named = re.findall(r"^ +'?([\w-]+)'?: '(.+)',$", (STATIC / "widget.js").read_text(encoding="utf-8"), re.MULTILINE)
    labels = {code: name for code, name in named if code in LANGUAGES}
    assert labels == {language: STRINGS[language]["badge"] for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_bot_call_the_same_things_the_same(language):
    said = yaml.safe_load((LOCALES / f"{language}.yml").read_text(encoding="utf-8"))
    shared = [key for key in STRINGS["en"] if re.match("size_what_|mains_note_|state_|unknown_", key)]
    assert len(shared) == 29
    assert {key: STRINGS[language][key] for key in shared} == {key: said[key] for key in shared}


def test_every_word_asked_for_exists():
    asked = set(re.findall(r'data-(?:text|label)="(\w+)"', (STATIC / "index.html").read_text(encoding="utf-8")))
    for script in SCRIPTS:
        asked |= set(re.findall(r"say\([\w.#]+, '(\w+)'", script.read_text(encoding="utf-8")))
    assert asked
    assert asked <= set(STRINGS["en"])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_put_nothing_into_the_page_but_text(script):
    text = script.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)


def test_no_file_is_fetched_from_elsewhere():
    for path in [*SCRIPTS, *STATIC.glob("*.css"), STATIC / "index.html"]:
        for url in re.findall(r"https?://[^\s'\"]+", path.read_text(encoding="utf-8")):
            assert url.startswith(("http://www.w3.org/", "https://chat.shop.example/")), (path.name, url)


def test_vendored_client_says_its_version_and_licence():
    readme = (STATIC / "vendor" / "README.md").read_text(encoding="utf-8")
    version = re.search(r"Socket\.IO v([\d.]+)", (STATIC / "vendor" / "socket.io.min.js").read_text(encoding="utf-8"))
    assert f"socket.io-client {version[1]}" in readme
    assert "MIT" in readme
    assert "MIT License" in (STATIC / "vendor" / "socket.io-client.LICENSE").read_text(encoding="utf-8")


def luminance(colour):
    """Return the relative luminance of `#rrggbb`. WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_the_greatest():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *(("ink", ground) for ground in ("canvas", "surface", "sunken")),
        *(("muted", ground) for ground in ("canvas", "surface", "sunken")),
        *(("accent-ink", ground) for ground in ("canvas", "surface", "accent-soft")),
        ("on-accent", "accent"),
        ("warn-ink", "surface"),
        ("warn-ink", "warn-soft"),
        ("bad-ink", "surface"),
        ("bad-ink", "bad-soft"),
    ],
)
def test_text_stands_out_from_its_ground(scheme, ink, ground):
    css = (STATIC / "theme.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    colours = dict(re.findall(r"--([\w-]+): (#\w{6});", light))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#\w{6});", dark))
    assert contrast(colours[ink], colours[ground]) >= 4.5
