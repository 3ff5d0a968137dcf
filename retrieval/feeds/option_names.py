"""What shops call the options of a product: size, colour and material, in the languages of the shop."""

from functools import lru_cache

SIZE, COLOR, MATERIAL = "size", "color", "material"

_NAMES = {
    SIZE: (
        "size shoe-size shoe_size 尺码 尺寸 尺碼 大小 码数 サイズ 사이즈 größe groesse grösse taille pointure talla "
        "tamaño taglia misura tamanho maat rozmiar размер beden numara ölçü "
        "المقاس مقاس الحجم حجم आकार साइज़ साइज ขนาด ไซส์ ไซซ์ "
        "kích-thước kích-cỡ cỡ ukuran storlek"
    ),
    COLOR: (
        "color colour 颜色 顏色 色 カラー 色彩 색상 색 컬러 farbe couleur coloris colore cor kleur kolor цвет renk "
        "اللون لون रंग สี màu màu-sắc warna färg"
    ),
    MATERIAL: (
        "material fabric 材质 材質 材料 面料 素材 소재 재질 stoff matière matériau tejido materiale tessuto tecido "
        "materiaal stof materiał материал ткань malzeme kumaş "
        "الخامة المادة خامة सामग्री कपड़ा วัสดุ เนื้อผ้า chất-liệu vải bahan tyg"
    ),
}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names.split()}


_MIN_ENDING = 4
"""Letters from which the end of a word counts, as in `Schuhgröße`."""


@lru_cache(maxsize=4096)
def option_kind(name: str) -> str:
    """Return what an option of this name tells: SIZE, COLOR, MATERIAL, or "" for anything else.

    >>> option_kind("Größe"), option_kind("颜色"), option_kind("Kích thước"), option_kind("Shoe size")
    ('size', 'color', 'size', 'size')
    >>> option_kind("Schuhgröße"), option_kind("Engraving")
    ('size', '')
    """
    words = name.casefold().strip(" :：").split()
    for word in ("-".join(words), *words):
        if word in _KINDS:
            return _KINDS[word]
    endings = (kind for known, kind in _KINDS.items() if len(known) >= _MIN_ENDING and words[-1].endswith(known))
    return next(endings, "") if words else ""
