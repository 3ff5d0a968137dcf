"""A normalisation table as sentencepiece compiles it, which the `Precompiled` normaliser of `tokenizers` reads.

The form is that of sentencepiece's `builder.cc` (`Builder::CompileCharsMap`): u32 bytes of a trie, the trie, and the
replacements, each ended by a zero byte. The trie is Susumu Yata's double array, darts-clone: u32 units, in which bit 8
says that a key ends here, bits 10-31 (shifted by 8 where bit 9 is set) hold the offset to the children, bits 0-7 the
label; the child of a unit at `place` for byte `b` is at `place ^ offset ^ b`, and a key's value at label 0.
"""

import struct
from collections.abc import Mapping

_HAS_LEAF = 1 << 8
_IS_VALUE = 1 << 31
_OFFSET_LIMIT = 1 << 21
_WINDOW = 512


def compile_charsmap(table: Mapping[int, str]) -> bytes:
    """Return the compiled form of a table that maps code points to their replacements.

    Raises ValueError for code point 0, which ends strings there, and for a table too large for short offsets (about a
    million units; sentencepiece's own has 40,000).
    """
    if 0 in table:
        raise ValueError("Code point 0 cannot be a key: it ends strings in this format.")
    places: dict[str, int] = {}
    replacements = bytearray()
    values: dict[bytes, int] = {}
    for code_point, replacement in sorted(table.items()):
        if replacement not in places:
            places[replacement] = len(replacements)
            replacements += replacement.encode() + b"\0"
        values[chr(code_point).encode()] = places[replacement]
    units = _double_array(values)
    return struct.pack("<I", 4 * len(units)) + struct.pack(f"<{len(units)}I", *units) + bytes(replacements)


def _double_array(values: Mapping[bytes, int]) -> list[int]:
    """Place the trie of the keys so that no two units share a place.

    A node's children lie at `base ^ label` for a base that no other node has (or one would find the other's children);
    the first near the end of the array that leaves every one of these places free is taken.
    """
    children: dict[bytes, set[int]] = {b"": set()}
    for key in values:
        for length in range(len(key)):
            children.setdefault(key[:length], set()).add(key[length])
    units: dict[int, int] = {0: 0}
    bases: set[int] = set()
    last = 1
    waiting = [(b"", 0)]
    while waiting:
        node, place = waiting.pop()
        labels = children.get(node, set()) | ({0} if node in values else set())
        base = _free_base(units, bases, labels, start=max(1, last - _WINDOW))
        bases.add(base)
        last = max(last, base)
        units[place] |= _offset(place ^ base) | (_HAS_LEAF if node in values else 0)
        for label in labels - {0}:
            units[base ^ label] = label
            waiting.append((node + bytes([label]), base ^ label))
        if node in values:
            units[base] = _IS_VALUE | values[node]
    size = (max(units) | 0xFF) + 1
    return [units.get(place, 0) for place in range(size)]


def _free_base(units: Mapping[int, int], bases: set[int], labels: set[int], start: int) -> int:
    """Return a base that is new and from which all of `labels` lead to free places, the first from `start` on."""
    lowest = min(labels)
    place = start
    while True:
        base = place ^ lowest
        if base not in bases and all(base ^ label not in units for label in labels):
            return base
        place += 1


def _offset(distance: int) -> int:
    if distance >= _OFFSET_LIMIT:
        raise ValueError(f"An offset of {distance} does not fit: the table is too large for short offsets.")
    return distance << 10
