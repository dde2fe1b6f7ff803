"""What the people of the demo have posted in the last weeks, and what was said to it. The captions differ: each
post is known by its own.
"""

from dataclasses import dataclass

from tintype.demo.cast import VISITOR
from tintype.demo.pictures.gallery import Shot


@dataclass(frozen=True)
class Planned:
    hours_ago: float
    owner: str
    caption: str
    shots: tuple[Shot, ...]
    said: tuple[tuple[str, str], ...] = ()
    visibility: str = "public"


def _shots(*words: str) -> tuple[Shot, ...]:
    """Scene, seed and shape of each.

    >>> _shots("mist dusk 3 wide")
    (Shot(scene='mist dusk', seed=3, shape='wide'),)
    """
    parts = [word.rsplit(" ", 2) for word in words]
    return tuple(Shot(scene, int(seed), shape) for scene, seed, shape in parts)


POSTS = (
    Planned(
        0.7,
        "mira_s",
        "Six ridges before breakfast. Counted them twice. #mountains #morning",
        _shots("mist dusk 1 wide"),
        (
            ("noor_h", "Seven, there is one in the haze 👀"),
            (VISITOR, "Worth the alarm clock?"),
            ("mira_s", "@demo every single time."),
        ),
    ),
    Planned(
        1.6,
        "lena_b",
        "Nothing out there but one sail. #sea #horizon",
        _shots("sea silver 2 tall"),
        (("mira_s", "The quiet one always wins."), (VISITOR, "I would hang this on a wall.")),
    ),
    Planned(
        3.2,
        "aiko_t",
        "Breakfast, before anybody ate it. #stilllife #light",
        _shots("oranges 3 tall"),
        (
            ("ines_d", "The shadow does half the work."),
            ("teo_m", "And then somebody ate it?"),
            ("aiko_t", "Within the minute."),
        ),
    ),
    Planned(
        5.5, "sam_o", "Rain on the last tram. #night #city", _shots("bokeh 2 tall"), (("lena_b", "I can hear this."),)
    ),
    Planned(
        8,
        "teo_m",
        "Eight steps to nowhere. They painted it again this spring. #architecture #pink",
        _shots("stairs pink 1 tall", "arches pink 2 tall"),
        (("aiko_t", "That blue next to that pink!"),),
    ),
    Planned(
        11,
        VISITOR,
        "Five of them went up, all five came down. #morning #balloons",
        _shots("balloons dawn 2 tall"),
        (
            ("mira_s", "Did you go along?"),
            (VISITOR, "Somebody had to hold the camera."),
            ("sam_o", "Excellent morning you picked."),
        ),
    ),
    Planned(
        20,
        "ines_d",
        "Echeveria. It counts in Fibonacci numbers, and so do I now. #macro #plants",
        _shots("rosette succulent 2 square"),
        (("teo_m", "Architecture."), ("ines_d", "@teo_m it was here first.")),
    ),
    Planned(
        23,
        "noor_h",
        "The wind moved all of this in one night.",
        _shots("dunes rose 8 wide", "dunes gold 5 wide"),
        (("mira_s", "And tomorrow it is somewhere else."), (VISITOR, "Thank you for letting me in, Noor.")),
    ),
    Planned(
        27,
        "mira_s",
        "No alarm clock needed for this one. #aurora #night",
        _shots("aurora 2 wide"),
        (("sam_o", "OK. You win tonight."), ("lena_b", "How cold?"), ("mira_s", "Minus nineteen. No regrets.")),
    ),
    Planned(
        31,
        "lena_b",
        "Where the Atlantic gives up. #sea #fromabove",
        _shots("shore 5 square"),
        (("ines_d", "Looks like lace."), ("teo_m", "Saving this for a colour palette.")),
    ),
    Planned(
        46,
        "aiko_t",
        "Ten past eight, every day for about a week in November. #light #morning",
        _shots("wall cream 1 tall"),
        (("teo_m", "I would have built the house round this."),),
    ),
    Planned(
        52,
        "sam_o",
        "Everyone is home, or at least the lights are. #city #bluehour",
        _shots("skyline 7 wide"),
        (("teo_m", "Third tower from the left is mine."), ("sam_o", "@teo_m then you left the light on.")),
    ),
    Planned(
        58,
        "teo_m",
        "A wall is a sundial if you stay long enough. #architecture #light",
        _shots("arches ochre 2 wide", "stairs ochre 5 square"),
        (("aiko_t", "You stayed long enough."),),
    ),
    Planned(
        70,
        VISITOR,
        "They hold their meetings at sunset. #birds #sky",
        _shots("wires 1 tall"),
        (("ines_d", "Starlings. It is always starlings."),),
    ),
    Planned(
        77,
        "ines_d",
        "Cut, polished, 60 million years old. #macro #stone",
        _shots("agate blue 1 square", "agate rust 4 square"),
        (("aiko_t", "The second one looks like Jupiter."), (VISITOR, "I stared at this for too long.")),
    ),
    Planned(
        92,
        "mira_s",
        "Lake so still it kept a copy. #mountains #reflection",
        _shots("lake rose 6 tall"),
        (("lena_b", "Turn the phone round. Works both ways."),),
    ),
    Planned(99, "noor_h", "Last camp of the season.", _shots("stars 1 tall"), (("mira_s", "Oh, Noor."),)),
    Planned(
        118,
        "lena_b",
        "The lane next to me was free. So was the rest of the pool. #blue #water",
        _shots("pool 4 tall"),
        (("sam_o", "Now I am cold AND jealous."),),
    ),
    Planned(
        125,
        "sam_o",
        "Thirty seconds of the coast road. #night #longexposure",
        _shots("trails 3 wide"),
        (("mira_s", "Where were you standing?!"), ("sam_o", "On the right side of the rail. Promise.")),
    ),
    Planned(
        141,
        "aiko_t",
        "First cup. #morning #coffee #stilllife",
        _shots("cup 4 square"),
        (("teo_m", "Espresso would have been smaller."), ("aiko_t", "So is your patience 😄")),
    ),
    Planned(
        148,
        VISITOR,
        "Went for the beach, stayed for the palms. Three tries at the same sunset. #sunset #palms",
        _shots("palms 1 tall", "sea evening 1 wide", "sea pink 12 wide"),
        (("lena_b", "The second try!"),),
    ),
    Planned(
        166,
        "mira_s",
        "Forest with its head in a cloud. #forest #fog",
        _shots("forest moss 3 tall"),
        (("ines_d", "Spruce does like that."),),
    ),
    Planned(
        172,
        "ines_d",
        "Dahlia, the overachiever. #macro #flowers",
        _shots("rosette dahlia 3 tall"),
        (("lena_b", "This can't be real."), ("ines_d", "It can. It is on my desk.")),
    ),
    Planned(
        190,
        "teo_m",
        "Built to be looked at through weather. With thanks to the fog. #architecture #fog",
        _shots("bridge 3 wide"),
        (
            ("sam_o", "The best view is from the ferry, five in the morning."),
            ("lena_b", "Saw it from below on Tuesday. From below there is nothing to see."),
        ),
    ),
    Planned(
        214,
        "sam_o",
        "Neighbours celebrate. I do not know what, but congratulations. #night #fireworks",
        _shots("fireworks 1 tall"),
        ((VISITOR, "I heard it too!"),),
    ),
    Planned(
        238,
        "lena_b",
        "Same sea, noon. Different animal. #sea #blue",
        _shots("sea noon 9 wide"),
        (("noor_h", "So much water."),),
    ),
    Planned(
        262,
        "mira_s",
        "Moonrise between two clouds, eleven seconds. #moon #mountains",
        _shots("moon 3 tall"),
        (("sam_o", "Which lens?"), ("mira_s", "The long one, and a rock to lean on.")),
    ),
    Planned(270, "noor_h", "Ash after the storm.", _shots("dunes ash 9 wide"), ()),
    Planned(
        287,
        "aiko_t",
        "The plant has moved. The window has not. #light",
        _shots("wall clay 2 wide", "wall sage 7 tall"),
        (("ines_d", "That is a Zamioculcas and it wants water."), ("aiko_t", "@ines_d done!")),
    ),
    Planned(
        311,
        VISITOR,
        "Looked up from my book and the fog had taken the trees. #forest #fog",
        _shots("forest amber 5 tall"),
        (("mira_s", "Come up and see it from above it."),),
    ),
    Planned(
        335,
        "teo_m",
        "White is not a colour, white is whatever the sky says. #architecture",
        _shots("stairs white 3 wide", "arches white 6 square"),
        (("aiko_t", "Saving this sentence."),),
    ),
    Planned(
        360, "ines_d", "Found in the market, three for two. #flowers #macro", _shots("rosette violet 6 square"), ()
    ),
    Planned(
        384,
        "sam_o",
        "Waited for the tram on the other side of the river. #city #bluehour",
        _shots("bokeh 5 wide", "skyline 12 wide"),
        (("lena_b", "You are running out of river."),),
    ),
    Planned(
        408,
        "lena_b",
        "Low tide, from 120 metres. #fromabove #sea",
        _shots("shore 8 tall", "shore 11 wide"),
        (("ines_d", "Where is this?"), ("lena_b", "Two bays past the lighthouse.")),
    ),
    Planned(
        432,
        "mira_s",
        "Morning, three ways. #mountains #morning #fog",
        _shots("mist dawn 14 tall", "mist green 3 wide", "mist rose 8 wide", "mist blue 5 wide"),
        (("teo_m", "Four, no?"), ("mira_s", "Photographers can't count.")),
    ),
    Planned(470, "aiko_t", "Blue hour indoors. #light #blue", _shots("wall blue 9 square"), (("teo_m", "Quiet."),)),
    Planned(
        500, "noor_h", "Gold, for one quarter of an hour.", _shots("dunes gold 12 square"), (("mira_s", "One day!"),)
    ),
    Planned(
        540,
        VISITOR,
        "First post. The lake was patient with me. #reflection #morning",
        _shots("lake dawn 6 wide"),
        (("mira_s", "Welcome, @demo!"), ("teo_m", "Good start."), ("sam_o", "More of this please.")),
    ),
    Planned(
        590,
        "lena_b",
        "For those who follow me only: the house by the water is ours now 🔑",
        _shots("sea evening 7 square"),
        (("mira_s", "LENA! Congratulations."), ("sam_o", "I am bringing a grill.")),
        visibility="followers",
    ),
    Planned(
        650,
        "sam_o",
        "Testing the new camera on old stars. #night #stars",
        _shots("stars 6 wide"),
        (("mira_s", "The camera passes."),),
    ),
)
