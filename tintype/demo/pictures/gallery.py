"""Every scene by its name, with the words for those who cannot see it; and the way from a name to a JPEG."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from tintype.demo.pictures import built, city, close, festive, forest, indoors, mountains, night, sand, water
from tintype.demo.pictures.frame import Frame, Image

LONG_EDGE = 1280
_SHAPES = {"wide": (3, 2), "tall": (4, 5), "square": (1, 1)}


@dataclass(frozen=True)
class Shot:
    """One picture: the same shot is the same picture, to the last grain."""

    scene: str
    seed: int
    shape: str

    @property
    def alt(self) -> str:
        return SCENES[self.scene].alt

    def jpeg(self, long_edge: int = LONG_EDGE) -> bytes:
        across, down = _SHAPES[self.shape]
        width, height = (round(long_edge * side / max(across, down)) for side in (across, down))
        picture = SCENES[self.scene].make(Frame(width, height, self.seed))
        return bytes(picture.jpegsave_buffer(Q=92))


@dataclass(frozen=True)
class Scene:
    make: Callable[[Frame], Image]
    alt: str


def _moods(name: str, make: Callable[[Frame, str], Image], alt: str, *moods: str) -> Iterator[tuple[str, Scene]]:
    for mood in moods:
        key, words = mood.split(":")
        yield f"{name} {key}", Scene(partial(_with_mood, make, key), alt.format(words))


def _with_mood(make: Callable[[Frame, str], Image], mood: str, frame: Frame) -> Image:
    return make(frame, mood)


SCENES: dict[str, Scene] = {
    "pool": Scene(water.pool, "Sunlight drawing bright nets on the tiles of a pool."),
    "shore": Scene(water.shore, "A beach from straight above: three lines of surf, foam, and pale sand."),
    "stars": Scene(night.stars, "The Milky Way above black spruces."),
    "aurora": Scene(night.aurora, "Green curtains of northern lights above dark hills."),
    "moon": Scene(night.moon, "A full moon above blue ridges."),
    "skyline": Scene(city.skyline, "A skyline at the blue hour, its lit windows trembling in the river."),
    "bokeh": Scene(city.bokeh, "Street lights out of focus behind a window with raindrops on it."),
    "oranges": Scene(indoors.oranges, "Three oranges on pale linen, lit from the left."),
    "cup": Scene(indoors.cup, "A cup of black coffee from straight above, on a wooden table."),
    "bridge": Scene(built.bridge, "The red towers of a suspension bridge standing in fog."),
    "wires": Scene(built.wires, "Small birds on sagging wires in front of an evening sky."),
    "fireworks": Scene(festive.fireworks, "Four fireworks open at once in a black sky."),
    "trails": Scene(festive.trails, "White and red lines of light where cars went round a bend at dusk."),
    "palms": Scene(festive.palms, "Palms in silhouette against a sky from violet to gold."),
    **dict(
        _moods(
            "mist",
            mountains.mist,
            "Mountain ridges fading into haze, {}.",
            "dusk:at dusk",
            "dawn:at dawn",
            "blue:before sunrise",
            "rose:in rose light",
            "green:on a green morning",
        )
    ),
    **dict(
        _moods(
            "lake",
            water.lake,
            "Spruces and ridges standing on their heads in a still lake, {}.",
            "dawn:at dawn",
            "rose:in rose light",
            "dusk:at dusk",
            "blue:before sunrise",
        )
    ),
    **dict(
        _moods(
            "sea",
            water.sea,
            "The sea up to the horizon, and the sun's path on it, {}.",
            "evening:in the evening",
            "noon:at noon",
            "silver:under a silver sky",
            "pink:under a pink sky",
        )
    ),
    **dict(
        _moods("dunes", sand.dunes, "Dunes with long shadows, {}.", "gold:golden", "rose:rose-coloured", "ash:ash-grey")
    ),
    **dict(
        _moods("forest", forest.fog, "Rows of spruces fading into {} fog.", "cold:cold", "moss:greenish", "amber:amber")
    ),
    **dict(
        _moods(
            "wall",
            indoors.wall,
            "A window's light on a {} wall, with the shadow of a plant in it.",
            "cream:cream-coloured",
            "clay:clay-red",
            "sage:sage-green",
            "blue:blue-grey",
        )
    ),
    **dict(
        _moods(
            "stairs",
            built.stairs,
            "{} steps against a blue sky, half in shade.",
            "pink:Pink",
            "ochre:Ochre",
            "white:White",
        )
    ),
    **dict(
        _moods(
            "arches",
            built.arches,
            "Arches in a {} wall, a patch of sun in each.",
            "pink:pink",
            "ochre:ochre",
            "white:white",
        )
    ),
    **dict(
        _moods(
            "rosette",
            close.rosette,
            "{} from straight above, its leaves in a spiral.",
            "succulent:A succulent",
            "dahlia:A dahlia",
            "violet:A violet flower",
        )
    ),
    **dict(_moods("agate", close.agate, "Bands of {} agate round a crystal heart.", "blue:blue", "rust:rust-red")),
    **dict(
        _moods(
            "balloons",
            festive.balloons,
            "Hot-air balloons over misty ridges, {}.",
            "dawn:at dawn",
            "green:on a green morning",
            "rose:in rose light",
        )
    ),
}
