import time

import pytest

from retrieval.feeds.markup import plain_text, scripts

LONG = 200_000
MAX_SECONDS = 5.0
"""Far above what one pass takes, far below what one pass for every tag would."""


@pytest.mark.parametrize(
    "start",
    ["<!", "<!--", "<a ", "</", "&#", "<![CDATA[", "<?", "<script>", "<a b='", "<style><", "</script ", "<x y=z "],
)
def test_markup_that_is_never_closed_takes_one_pass(start: str) -> None:
    started = time.process_time()
    plain_text("<p>" + start * (LONG // len(start)))
    list(scripts("<p>" + start * (LONG // len(start))))
    assert time.process_time() - started < MAX_SECONDS


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<a title="a > b">茶</a>', "茶"),
        ("<!-- <b>no</b> -->yes", "yes"),
        ("yes<!-- never closed", "yes"),
        ("a <b", "a <b"),
        ("2 < 3 <i>and</i> 4 > 3", "2 < 3 and 4 > 3"),
        ("<SCRIPT>x</SCRIPT>y", "y"),
        ("&lt;b&gt; stays", "<b> stays"),
        ("<p>ناعم</p><p>خفيف</p>", "ناعم خفيف"),
    ],
)
def test_text_is_what_a_browser_shows(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_scripts_are_given_with_type_and_line() -> None:
    page = (
        '<p>\n<script type=module>1</script>\n<SCRIPT TYPE="application/ld+json; a=b">\n{}</SCRIPT><script>x</script>'
    )
    assert [(script.kind, script.line, script.content) for script in scripts(page)] == [
        ("module", 2, "1"),
        ("application/ld+json", 3, "\n{}"),
    ]
