"""What the page's editor of photos is made of: see `static/tintype/editor/` for what it does."""

from typing import Any

from tintype.photos.imaging.filters import DEFINITIONS

KINDS = (("filters", "Filters", "filters"), ("adjust", "Adjust", "gear"), ("crop", "Crop", "crop"))
SLIDERS = (
    ("brightness", "Brightness", -100),
    ("contrast", "Contrast", -100),
    ("warmth", "Warmth", -100),
    ("saturation", "Saturation", -100),
    ("vignette", "Vignette", 0),
)
RATIOS = (("free", "Free"), ("own", "As taken"), ("1", "1:1"), ("0.8", "4:5"), ("1.77778", "16:9"))


def editor() -> dict[str, Any]:
    return {"filters": DEFINITIONS, "kinds": KINDS, "sliders": SLIDERS, "ratios": RATIOS}
