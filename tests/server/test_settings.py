"""How the server is set up, whose pages are ours, and the rates."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from hoolin.core.errors import Invalid
from hoolin.server import rates
from hoolin.server.cookies import SessionCookie
from hoolin.server.errors import Forged, TooMany
from hoolin.server.origins import Origins
from hoolin.server.rates import Buckets, Rate, block
from hoolin.server.settings import ServerSettings, origin_of


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Help.Example.ee", "https://help.example.ee"), ("https://help.example.ee:443/", "https://help.example.ee"),
        ("http://localhost:8080", "http://localhost:8080"), ("http://[::1]:8080/x?y", "http://[::1]:8080"),
        ("http://help.example.ee:80", "http://help.example.ee"), ("ftp://help.example.ee", ""), ("help.example.ee", ""),
        ("https://user@help.example.ee", ""), ("https://x:port", ""), ("", ""), ("null", ""),
    ],
)  # fmt: skip
def test_an_origin_is_written_as_browsers_write_it(address: str, origin: str) -> None:
    """Lower case, no usual port, no path; what is no web address has none."""
    assert origin_of(address) == origin


@pytest.mark.parametrize("public_url", ["help.example.ee", "https://help.example.ee/path", "javascript:alert(1)"])
def test_a_public_address_with_a_path_is_refused(public_url: str) -> None:
    """A mistake is told at the start, not by a browser later."""
    with pytest.raises(Invalid):
        ServerSettings(public_url=public_url)


def test_settings_are_checked_when_they_are_read() -> None:
    """Out of range, of another type or unknown: refused with the name of the setting."""
    for given_settings in ({"port": 70_000}, {"session_hours": 0}, {"prot": 80}, {"access_log": "yes"}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(given_settings, ServerSettings)
    assert msgspec.convert({"public_url": "https://help.example.ee/"}, ServerSettings).https


# ── whose pages ─────────────────────────────────────────────────────────────────────────────────────────────────────


def own(settings: ServerSettings, **headers: str) -> bool:
    """Whether a call with these headers counts as coming from a page of ours."""
    named = Headers({name.replace("_", "-"): value for name, value in headers.items()})
    try:
        Origins(settings).check_own(named)
    except Forged:
        return False
    return True


def test_with_a_public_address_only_its_origin_is_ours() -> None:
    """Whatever the Host header says."""
    settings = ServerSettings(public_url="https://help.example.ee")
    assert own(settings, origin="https://help.example.ee", host="127.0.0.1:8080")
    assert not own(settings, origin="http://help.example.ee", host="help.example.ee")
    assert not own(settings, origin="https://evil.example", host="evil.example")
    assert own(settings, host="help.example.ee")


def test_without_one_ours_is_what_the_browser_talks_to() -> None:
    """The origin must name the host of the request."""
    settings = ServerSettings()
    assert own(settings, origin="http://127.0.0.1:8080", host="127.0.0.1:8080")
    assert own(settings, origin="https://desk.lan", host="DESK.lan")
    assert not own(settings, origin="http://127.0.0.1:9090", host="127.0.0.1:8080")
    assert not own(settings, origin="http://127.0.0.1:8080")
    assert not own(settings, origin="null", host="127.0.0.1:8080")


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", ""])
def test_a_socket_of_a_person_needs_the_word_of_a_browser(origin: str | None) -> None:
    """No Origin is not enough for a socket: only browsers send cookies, and browsers say the origin."""
    headers = {"host": "desk.test"} | ({"origin": origin} if origin is not None else {})
    with pytest.raises(Forged):
        Origins(ServerSettings()).check_own_page(Headers(headers))
    Origins(ServerSettings()).check_own_page(Headers({"host": "desk.test", "origin": "http://desk.test"}))


def test_the_cookie_is_found_among_others() -> None:
    """By its whole name, in whichever place, in one header or several."""
    cookie = SessionCookie(ServerSettings())
    for line in ("hoolin_session=abc", "a=1; hoolin_session=abc; b=2", "xhoolin_session=no;hoolin_session=abc"):
        assert cookie.read(Headers({"cookie": line})) == "abc"
    raw = [(b"cookie", b"a=1"), (b"cookie", b"hoolin_session=abc")]
    assert cookie.read(Headers(raw=raw)) == "abc"
    for line in ("", "hoolin_session", "hoolin_sessions=x", "other=hoolin_session=x"):
        assert cookie.read(Headers({"cookie": line})) == ""


# ── rates ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class Seconds:
    """A clock of seconds."""

    now = 1000.0

    def __call__(self) -> float:
        """The present second."""
        return self.now


def passes(buckets: Buckets, address: str = "a", group: str = "g") -> bool:
    """Take one."""
    try:
        buckets.take(group, address)
    except TooMany as too_many:
        assert too_many.detail["retry_after_s"] >= 1  # type: ignore[operator]
        return False
    return True


def test_a_bucket_empties_at_once_and_fills_slowly() -> None:
    """Five at once, then one each second; never more than five saved up; each group and address has its own."""
    clock = Seconds()
    buckets = Buckets(clock, groups={"g": Rate(5, 60), "h": Rate(1, 60)})
    assert [passes(buckets) for _ in range(7)] == [True] * 5 + [False] * 2
    assert passes(buckets, "b") and passes(buckets, "a", "h") and not passes(buckets, "a", "h")
    clock.now += 2
    assert [passes(buckets) for _ in range(3)] == [True, True, False]
    clock.now += 3600
    assert [passes(buckets) for _ in range(6)] == [True] * 5 + [False]


def test_the_time_to_wait_is_enough() -> None:
    """Whoever waits as long as told is let through."""
    clock = Seconds()
    buckets = Buckets(clock, groups={"g": Rate(1, 7)})
    assert passes(buckets)
    with pytest.raises(TooMany) as refused:
        buckets.take("g", "a")
    seconds = refused.value.detail["retry_after_s"]
    assert isinstance(seconds, int) and seconds == 9
    clock.now += seconds
    assert passes(buckets)


@given(st.lists(st.floats(0, 10), max_size=300))
def test_never_more_than_burst_and_rate_allow(pauses: list[float]) -> None:
    """However the calls are timed, those let through in any run are at most the burst and what was refilled."""
    clock = Seconds()
    buckets = Buckets(clock, groups={"g": Rate(5, 30)})
    passed = 0
    for pause in pauses:
        clock.now += pause
        passed += passes(buckets)
        assert passed <= 5 + (clock.now - Seconds.now) * 0.5 + 1e-6


def test_buckets_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many addresses come, only so many buckets are held."""
    monkeypatch.setattr(rates, "BUCKETS_MAX", 50)
    buckets = Buckets(Seconds(), groups={"g": Rate(5, 60)})
    for number in range(1000):
        passes(buckets, f"192.0.2.{number}")
    assert len(buckets._levels) == 50


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("2001:db8:1:2::9", "2001:db8:1:2::"),
     ("::ffff:192.0.2.7", "192.0.2.7"), ("", ""), ("un:x", "un:x")],
)  # fmt: skip
def test_an_ipv6_client_is_its_network(address: str, counted_as: str) -> None:
    """A client with a whole /64 has one bucket."""
    assert block(address) == counted_as
