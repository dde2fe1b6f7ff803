"""Who lives in the demo."""

from dataclasses import dataclass

from tintype.demo.pictures.gallery import Shot

# The account that the reader of `tintype up --demo` signs in with.
VISITOR = "demo"


@dataclass(frozen=True)
class Character:
    username: str
    name: str
    bio: str
    portrait: Shot
    follows: tuple[str, ...]
    is_private: bool = False

    @property
    def email(self) -> str:
        """`.invalid` never gets mail (RFC 2606)."""
        return f"{self.username}@demo.invalid"


CAST = (
    Character(
        VISITOR,
        "Robin Vale",
        "Made up, like everyone I follow here. The photos are arithmetic. Sign in as me and look around.",
        Shot("balloons dawn", 21, "square"),
        ("mira_s", "teo_m", "aiko_t", "sam_o", "lena_b", "ines_d", "noor_h"),
    ),
    Character(
        "mira_s",
        "Mira Solberg",
        "Up early, mostly uphill. Tromsø.",
        Shot("aurora", 4, "square"),
        (VISITOR, "lena_b", "noor_h", "teo_m"),
    ),
    Character(
        "teo_m",
        "Teo Marchetti",
        "Walls, steps and what the sun does to them.",
        Shot("stairs pink", 2, "square"),
        (VISITOR, "aiko_t", "ines_d", "sam_o", "mira_s"),
    ),
    Character(
        "aiko_t",
        "Aiko Tanaka",
        "Small rooms, slow mornings, one window.",
        Shot("oranges", 3, "square"),
        ("teo_m", "ines_d", "lena_b", VISITOR),
    ),
    Character(
        "sam_o",
        "Sam Okafor",
        "Night shift. The city is better with its lights on 🌃",
        Shot("bokeh", 9, "square"),
        ("teo_m", "mira_s", VISITOR, "lena_b"),
    ),
    Character(
        "lena_b",
        "Lena Brandt",
        "Salt water, from the beach and from above it.",
        Shot("shore", 5, "square"),
        ("mira_s", "sam_o", "noor_h", VISITOR, "ines_d"),
    ),
    Character(
        "ines_d",
        "Inês Duarte",
        "Botanist with a macro lens. Things are stranger close up.",
        Shot("rosette dahlia", 3, "square"),
        ("aiko_t", "teo_m", "mira_s"),
    ),
    Character(
        "noor_h",
        "Noor Haddad",
        "Desert guide. For friends only, please ask.",
        Shot("moon", 3, "square"),
        ("mira_s", "lena_b", VISITOR),
        is_private=True,
    ),
)
# They asked Noor, who has not answered yet; the others whom Noor let in.
STILL_ASKING = frozenset({"lena_b"})
