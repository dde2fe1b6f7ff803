"""Photos through the whole path (upload, processing, publishing) against bare libvips making the same files."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import urllib3

from benchmarks.memory import watched
from benchmarks.report import table
from benchmarks.sender import AT_ONCE, Sender, photos_per_second
from benchmarks.site import Site

# Scenes of the demo, enlarged to those of a phone; the noise of its sensor makes them as many bytes.
SCENES = ("shore", "skyline", "oranges", "bridge")
PAINTED, LONG_EDGE = 1061, 4244
NOISE = 5
SIZES = {"1080 pixels wide": (1080, 120), "12 megapixels": (LONG_EDGE, 24)}
# Such a round takes as long as a measurement of the other figures by itself.
USUAL_SECONDS = 4
# Of what is heavy or hostile, where a run is shorter than usual; tests/photos/imaging feeds all of it one by one.
SHORT_RUN_FEEDS_ONE_OF = 16


def measure(site: Site, rounds: int, seconds: int) -> str:
    """With fewer seconds, fewer photos."""
    pool = urllib3.PoolManager(maxsize=AT_ONCE, headers={"Connection": "keep-alive"})
    sender = Sender(f"http://127.0.0.1:{site.topology.web.port}", site.readers[0], pool)
    is_short = seconds < USUAL_SECONDS
    scenes = _scenes(SCENES[:1] if is_short else SCENES)
    tables = []
    with watched(site.home) as watch:
        for name, (width, number) in SIZES.items():
            count = max(AT_ONCE, number * seconds // USUAL_SECONDS)
            photos = [_sized(scenes[n % len(scenes)], width) for n in range(count)]
            tables.append(_compared(sender, photos, name, rounds))
    tables.append(_memory(watch.most, "these photos"))
    with watched(site.home) as watch:
        told = _feed(sender, SHORT_RUN_FEEDS_ONE_OF if is_short else 1)
    return "\n".join([*tables, _memory(watch.most, told)])


def _compared(sender: Sender, photos: list[bytes], name: str, rounds: int) -> str:
    with _directory(photos) as source:
        _bare(source), photos_per_second(sender, photos[:AT_ONCE])  # warms both
        pairs = [(photos_per_second(sender, photos), _bare(source)) for _ in range(rounds)]
    size = statistics.mean(map(len, photos)) / 1024
    limit = f"bare libvips: the same files, one process for each of {os.cpu_count()} cores"
    ours = f"uploaded, processed, published: {AT_ONCE} at once, {len(photos)} a round, {size:,.0f} KB each"
    return table(f"Photos, {name}", ours, [limit], pairs, "{:,.1f}/s")


@contextmanager
def _directory(photos: list[bytes]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tintype-bench-") as directory:
        for number, data in enumerate(photos):
            Path(directory, f"{number:04}.jpg").write_bytes(data)
        yield Path(directory)


def _bare(source: Path) -> float:
    with tempfile.TemporaryDirectory(prefix="tintype-bench-") as target:
        command = [sys.executable, "-m", "benchmarks.bare_photos", str(source), target]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _scenes(names: Sequence[str]) -> list[bytes]:
    import pyvips

    from tintype.demo.pictures.gallery import Shot

    made = []
    for number, scene in enumerate(names):
        small = pyvips.Image.new_from_buffer(Shot(scene, number, "wide").jpeg(PAINTED), "")
        large = small.resize(LONG_EDGE / small.width)
        noisy = large + pyvips.Image.gaussnoise(large.width, large.height, sigma=NOISE, mean=0)
        made.append(bytes(noisy.cast("uchar").copy(interpretation="srgb").jpegsave_buffer(Q=90)))
    return made


def _sized(data: bytes, width: int) -> bytes:
    import pyvips

    image = pyvips.Image.new_from_buffer(data, "")
    return data if image.width <= width else bytes(image.resize(width / image.width).jpegsave_buffer(Q=92))


def _feed(sender: Sender, step: int) -> str:
    """The worst there is, or one of `step`, in turn: large photos of every kind, then files that are made to harm."""
    from tests.photos.imaging.heavy import SHOWN, TOO_HEAVY
    from tests.photos.imaging.hostile import CORPUS
    from tintype.storage.queries import LARGEST_UPLOAD_BYTES

    heavy, hostile = [*SHOWN.values(), *TOO_HEAVY.values()][::step], [*CORPUS.values()][::step]
    states: dict[str, int] = {}
    for make in (*heavy, *hostile):
        data = make()
        if 0 < len(data) <= LARGEST_UPLOAD_BYTES:
            state = sender.ended(sender.upload(data))
            states[state] = states.get(state, 0) + 1
    counted = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
    return f"{len(heavy)} heavy photos and {len(hostile)} hostile files, one after the other ({counted})"


def _memory(most: int, told: str) -> str:
    who = "the workers of `now` with their imaging server and its children"
    return f"Memory of {who}: at most {most / 2**20:.0f} MB while fed {told}.\n"
