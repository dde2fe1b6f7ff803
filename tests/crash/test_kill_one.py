"""One part is killed while the others go on. It comes back by itself."""

import os
import signal
import time
import uuid

from PIL import Image

from tests.cluster.real import Real
from tests.crash.after import check_everything_arrived
from tests.crash.crowd import Crowd
from tests.crash.truth import Truth
from tests.photos.imaging.camera import encoded

WORKING_SECONDS = 1
LEASED = "SELECT args FROM tasks_outboxrow WHERE leased_until IS NOT NULL"


def test_each_part_killed_under_load(tintype: Real, crowd: Crowd, truth: Truth) -> None:
    killed = tintype.pids()
    with crowd.at_work():
        for pid in killed.values():
            time.sleep(WORKING_SECONDS)
            os.kill(pid, signal.SIGKILL)
            tintype.wait_until(tintype.is_all_running)
    assert tintype.pids().keys() == killed.keys()
    check_everything_arrived(crowd, truth)


def test_a_worker_killed_in_the_middle_of_a_photo(tintype: Real, crowd: Crowd, truth: Truth) -> None:
    """The outbox row outlives its worker: the photo gets ready all the same, and so does the post made meanwhile."""
    anna = crowd.people[0]
    workers = [pid for name, pid in tintype.pids().items() if name.startswith("worker-now")]
    noise = Image.effect_noise((4000, 3000), 80).convert("RGB")
    photo_id = anna.bring_up(encoded(noise, quality=85))
    tintype.wait_until(lambda: f"[{photo_id}]" in [str(args) for (args,) in truth.rows(LEASED)])
    key = str(uuid.uuid4())
    crowd.ledger.posts.append((anna.id, anna.publish(photo_id, "early", key), key))
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    assert anna.state(photo_id) == "uploaded"
    anna.wait_until_ready(photo_id)
    check_everything_arrived(crowd, truth)
