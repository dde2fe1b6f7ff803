"""A replica lags by the age of the newest place in the log that it has passed."""

from tintype.sharding.lag import Lag


def test_nothing_is_said_before_a_place_was_passed() -> None:
    lag = Lag()
    assert lag.seconds(10) is None
    lag.sample(10, 1000)
    lag.replayed(999)
    assert (lag.seconds(11), lag.bytes) == (None, 1)
    lag.replayed(1000)
    assert (lag.seconds(11), lag.bytes) == (1, 0)


def test_it_grows_while_the_replica_stands_and_falls_as_it_goes_on() -> None:
    lag = Lag()
    for second in range(10):
        lag.sample(second, 100 * second)
        lag.replayed(min(100 * second, 350))
    assert (lag.seconds(9), lag.bytes) == (6, 550)
    lag.replayed(899)
    assert (lag.seconds(9), lag.bytes) == (1, 1)


def test_behind_an_idle_primary_it_does_not_grow() -> None:
    lag = Lag()
    for second in range(100):
        lag.sample(second, 500)
        lag.replayed(500)
    assert lag.seconds(99.5) == 0.5


def test_while_the_primary_is_away_it_grows() -> None:
    lag = Lag()
    lag.sample(0, 500)
    for _ in range(10):
        lag.replayed(500)
    assert lag.seconds(10) == 10


def test_another_primary_or_another_replica_has_to_show_itself_first() -> None:
    for is_primary in (True, False):
        lag = Lag()
        lag.sample(0, 500)
        lag.replayed(500)
        if is_primary:
            lag.sample(2, 400)
        else:
            lag.replayed(400)
        assert lag.seconds(3) is None
        lag.sample(3, 450)
        lag.replayed(450)
        assert lag.seconds(3) == 0
