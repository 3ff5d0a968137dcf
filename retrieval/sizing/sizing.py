"""All size charts, asked for a size in another system, from a measure, or among those of a product."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

from retrieval.errors import SizingError
from retrieval.sizing.chart import Chart
from retrieval.sizing.charts_file import read_charts
from retrieval.sizing.labels import LETTERS, SizeName, key_of, read_size
from retrieval.sizing.measures import Garment, Measure
from retrieval.sizing.scale import Scale, Size

DATA_FOLDER = Path(__file__).resolve().parents[2] / "data" / "sizes"
"""Where a checkout of the project keeps the general charts."""

_GARMENTS_FILE = "garments.yml"
_WORDS_FILE = "words.yml"
_CHILDREN = frozenset({"girls", "boys", "kids"})


@dataclass(frozen=True, slots=True)
class Equivalent:
    """The sizes of a system that a measure or a size comes to: one, the two it lies between, or all that it covers."""

    system: str
    sizes: tuple[str, ...]
    chart: Chart

    @property
    def names(self) -> tuple[str, ...]:
        """The sizes as they are written, with their system."""
        return tuple(SizeName(self.system, size).text for size in self.sizes)


@dataclass(frozen=True, slots=True)
class Fit:
    """Which of the sizes that a product comes in fit a body, as the product has them.

    One fits, the body lies between two, or none does. `n_unread` counts sizes that no chart has. `chart` is the one
    that told and `system` whose sizes they are, None and "" where no size could be read.
    """

    sizes: tuple[str, ...] = ()
    n_unread: int = 0
    chart: Chart | None = None
    system: str = ""


class Sizing:
    """Every chart at hand. Immutable; build it with `load` or `of`."""

    def __init__(self, charts: tuple[Chart, ...], garments: Mapping[str, Garment]) -> None:
        self.charts = charts
        self._garments = garments

    @classmethod
    def load(cls, folder: Path = DATA_FOLDER, brands: Path | None = None) -> "Sizing":
        """Read the general charts of `folder` and the brands' own ones of `brands`, where there is such a folder.

        Raise SizingError naming the file that is not usable, and where `folder` holds no charts.
        """
        other = {_GARMENTS_FILE, _WORDS_FILE}
        paths = [path for path in sorted(folder.glob("*.yml")) if path.name not in other]
        if not paths:
            raise SizingError(f"{folder} holds no size charts; give the folder with the *.yml files of data/sizes")
        own = sorted(brands.glob("*.yml")) if brands is not None else []
        charts = [chart for path in [*own, *paths] for chart in read_charts(path)]
        nameless = next((chart.chart_id for path in own for chart in read_charts(path) if not chart.brand), "")
        if nameless:
            raise SizingError(f"the chart {nameless!r} stands among those of brands and names none; give its brand")
        return cls.of(charts, read_garments(folder / _GARMENTS_FILE))

    @classmethod
    def of(cls, charts: Iterable[Chart], garments: Mapping[str, Garment]) -> "Sizing":
        """Take charts as they are; raise SizingError where two share an id."""
        found: dict[str, Chart] = {}
        for chart in charts:
            if chart.chart_id in found:
                raise SizingError(f"the chart id {chart.chart_id!r} is given twice; ids name one chart each")
            found[chart.chart_id] = chart
        return cls(tuple(found.values()), garments)

    def garment(self, category: str, sizes: Sequence[str] = ()) -> Garment | None:
        """Return what a category or department is in terms of sizes, None where it has none.

        A shirt whose sizes are bare numbers goes by the collar.
        """
        garment = self._garments.get(category)
        bare = [size for size in sizes if size.strip().isdigit()]
        if category == "shirt" and bare and len(bare) == len(sizes):
            collar = next((chart for chart in self.charts if Garment.COLLAR in chart.garments), None)
            scale = collar.scale("EU") if collar else None
            return Garment.COLLAR if scale and all(scale.get(size) for size in bare) else garment
        return garment

    def charts_for(self, garment: Garment, audience: str, brand: str = "") -> tuple[Chart, ...]:
        """Return the charts of a garment for an audience, the brand's own before the general ones.

        Girls and boys go by the charts for kids.
        """
        audiences = {audience, "kids"} if audience in _CHILDREN else {audience}
        fitting = [one for one in self.charts if garment in one.garments and not audiences.isdisjoint(one.audiences)]
        own = [chart for chart in fitting if chart.brand and chart.brand.casefold() == brand.casefold()]
        return (*own, *(chart for chart in fitting if not chart.brand))

    def audiences_of(self, garment: Garment) -> tuple[str, ...]:
        """Return for whom there are general charts of a garment, in the order of their files."""
        charts = [one for one in self.charts if garment in one.garments and not one.brand]
        return tuple(dict.fromkeys(audience for chart in charts for audience in chart.audiences[:1]))

    def systems(self, charts: Sequence[Chart]) -> tuple[str, ...]:
        """Return the systems that charts have sizes of."""
        return tuple(dict.fromkeys(system for chart in charts for system in chart.scales))

    def find(
        self, name: SizeName, charts: Sequence[Chart], prefer: Sequence[str] = ()
    ) -> tuple[Chart, Scale, Size] | None:
        """Return the chart, scale and size that a name means, None where no chart has it.

        A name without a system is looked up in those of `prefer` first, then in those that the chart lists for it.
        """
        for chart in charts:
            systems = (name.system,) if name.system else tuple(dict.fromkeys((*prefer, *chart.bare)))
            systems = (*systems, LETTERS) if name.is_letter else systems
            for system in systems:
                scale = chart.scale(system)
                size = scale.get(_value(name, scale)) if scale else None
                if scale and size:
                    return chart, scale, size
        return None

    def equivalents(
        self, body: Decimal | Size, charts: Sequence[Chart], systems: Sequence[str], measure: Measure
    ) -> tuple[Equivalent, ...]:
        """Return what a size or a measure in mm comes to in each system, the first chart that has it telling.

        `measure` is the kind that `body` is of; systems that no chart has, or whose sizes it is beyond, are left out.
        """
        found = []
        for system in dict.fromkeys(systems):
            chart = next((one for one in charts if one.scale(system) and one.measure == measure), None)
            scale = chart.scale(system) if chart else None
            if chart and scale:
                sizes = scale.same_as(body) if isinstance(body, Size) else scale.place(body)
                if sizes:
                    found.append(Equivalent(system, tuple(size.label for size in sizes), chart))
        return tuple(found)

    def fit(self, body: Decimal | Size, offered: Sequence[str], charts: Sequence[Chart], measure: Measure) -> Fit:
        """Return which of the sizes that a product comes in are for a body; `charts` are those of the product."""
        read: dict[str, Size] = {}
        told: tuple[Chart, Scale] | None = None
        for text in dict.fromkeys(offered):
            name = read_size(text)
            found = self.find(name, charts) if name else None
            if found and found[0].measure == measure:
                read[text] = found[2]
                told = told or found[:2]
        n_unread = len(set(offered)) - len(read)
        if told is None:
            return Fit(n_unread=n_unread)
        ladder = _ladder(read)
        chart, scale = told
        if isinstance(body, Size) and body.is_range:
            sizes = ladder.same_as(body)
        else:
            measured = body.middle if isinstance(body, Size) else body
            sizes = tuple(size for size in ladder.place(measured) if _distance(size, measured) <= chart.reach)
        return Fit(tuple(size.label for size in sizes), n_unread, chart, scale.system)


def read_garments(path: Path) -> dict[str, Garment]:
    """Read which category is which garment; raise SizingError where the file is not usable."""
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {category: Garment(garment) for garment, names in given.items() for category in names}
    except (OSError, yaml.YAMLError, ValueError, AttributeError, TypeError) as error:
        raise SizingError(f"{path.name}: not usable ({error}); restore the file") from error


def _distance(size: Size, measured: Decimal) -> Decimal:
    """Return how far a body is off what a size is made for, 0 within its range."""
    if size.is_range:
        return max(size.low - measured, measured - size.high, Decimal(0))
    return abs(size.middle - measured)


def _value(name: SizeName, scale: Scale) -> str:
    """Return the label to look up: a Chinese size is found by its girth, whatever the height of the body."""
    parts = name.height_and_girth
    if parts is None:
        return name.value
    girth = f"/{parts[1] / 10:.0f}"
    return next((size.label for size in scale.sizes if girth in key_of(size.label)), name.value)


def _ladder(read: Mapping[str, Size]) -> Scale:
    """Make a scale of the sizes of one product; of two names for one size the first stays."""
    ordered = sorted(read.items(), key=lambda item: item[1].middle)
    unique = [item for place, item in enumerate(ordered) if not place or item[1].middle > ordered[place - 1][1].middle]
    if all(size.is_range for _, size in unique):
        return Scale.of_ranges(LETTERS, [(text, size.low, size.high) for text, size in unique])
    if len(unique) == 1:
        text, size = unique[0]
        return Scale.of_ranges("", [(text, size.low, size.high)])
    return Scale.of_points("", [(text, size.middle) for text, size in unique])
