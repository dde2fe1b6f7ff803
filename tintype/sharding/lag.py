"""How far a replica is behind its primary, in seconds and bytes of the log."""

from collections import deque

# Two hours at five a second.
MOST_SAMPLES = 36_000


class Lag:
    """Where the primary was, sampled by time: the replica lags by the age of the newest sample that it has passed.

    Comparing the replica's clock with a commit's, as pg_last_xact_replay_timestamp() does, makes an idle primary look
    like a lagging replica.
    """

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque(maxlen=MOST_SAMPLES)
        self._written = 0
        self._replayed = 0
        self._passed_at: float | None = None

    def sample(self, now: float, written: int) -> None:
        if written < self._written:  # another server is primary now
            self.forget()
        self._written = written
        self._samples.append((now, written))

    def replayed(self, position: int) -> None:
        if position < self._replayed:  # another server is the replica now
            self.forget()
        self._replayed = position
        while self._samples and self._samples[0][1] <= position:
            self._passed_at = self._samples.popleft()[0]

    def forget(self) -> None:
        """Whoever answers next has passed nothing yet."""
        self._samples.clear()
        self._passed_at, self._replayed, self._written = None, 0, 0

    def seconds(self, now: float) -> float | None:
        """None as long as no sample was passed."""
        return None if self._passed_at is None else now - self._passed_at

    @property
    def bytes(self) -> int:
        return max(self._written - self._replayed, 0)
