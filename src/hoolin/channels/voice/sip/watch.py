"""Session timers (RFC 4028): a call whose other end vanished without a word ends by itself. Pure.

Rules. Whoever refreshes does so at half the interval; the other ends the call shortly before the interval is over.
We refresh by UPDATE where the peer allows it, else by a re-INVITE with the description that holds anyway.
"""

from collections.abc import Callable

from hoolin.channels.voice.sip.line import LegState
from hoolin.channels.voice.sip.message import Message, number
from hoolin.channels.voice.sip.timers import Timer
from hoolin.channels.voice.sip.vetting import option
from hoolin.core.errors import Malformed

MIN_SE_S = 90
"""RFC 4028 §4: nobody may ask for less."""
INTERVAL_S_MAX = 86_400
MARGIN_S = 32
"""§10: a call ends this long before its interval does, or a third of it."""


def interval_of(message: Message) -> tuple[int, str]:
    """Session-Expires of a message: seconds (0: none, or nonsense) and the refresher ("uac", "uas" or "")."""
    line = message.first("session-expires")
    if not line:
        return 0, ""
    try:
        value, params = option(line)
    except Malformed:
        return 0, ""
    refresher = dict(params).get("refresher", "").lower()
    return min(number(value, 2**31) or 0, INTERVAL_S_MAX), refresher if refresher in ("uac", "uas") else ""


def min_se_of(message: Message) -> int:
    """Min-SE of a message, at least MIN_SE_S."""
    return max(MIN_SE_S, number(message.first("min-se").partition(";")[0].strip(), INTERVAL_S_MAX) or 0)


class Watch:
    """The session timer of one leg. refresh: sends a refresh. vanished: the peer let the interval pass."""

    def __init__(self, state: LegState, refresh: Callable[[int], None], vanished: Callable[[int], None]) -> None:
        self._state = state
        self._refresh = refresh
        self._vanished = vanished
        self._timer: Timer | None = None
        self.interval_s = 0
        self.ours = False

    def ask(self, request: Message, min_se_s: int = MIN_SE_S) -> None:
        """Put our wish on an INVITE or UPDATE of ours."""
        wished = self.interval_s or self._state.line.outlet.settings.limits.session_expires_s
        if not wished:
            return
        refresher = ""
        if self.interval_s:
            refresher = ";refresher=" + ("uac" if self.ours else "uas")
        request.fields["session-expires"] = [f"{max(wished, min_se_s)}{refresher}"]
        request.fields["min-se"] = [str(min_se_s)]

    def too_short(self, request: Message) -> bool:
        """Whether a request asks for less than anybody may."""
        seconds, _ = interval_of(request)
        return 0 < seconds < MIN_SE_S and "timer" in request.tokens("supported")

    def agree(self, request: Message, response: Message, now: int) -> None:
        """We answer a request 2xx: settle who refreshes, say so, and begin to count."""
        seconds, refresher = interval_of(request)
        able = "timer" in request.tokens("supported")
        if not seconds:
            seconds = self._state.line.outlet.settings.limits.session_expires_s if able else 0
            if not seconds:
                self.stop()
                return
            seconds = max(seconds, min_se_of(request))
        if not able:
            refresher = "uas"
        refresher = refresher or "uac"
        response.fields["session-expires"] = [f"{seconds};refresher={refresher}"]
        if refresher == "uac":
            response.fields["require"] = ["timer"]
        self._count(seconds, refresher == "uas", now)

    def agreed(self, response: Message, now: int) -> None:
        """Our request was answered 2xx."""
        seconds, refresher = interval_of(response)
        if seconds:
            self._count(seconds, refresher != "uas", now)
        else:
            self.stop()

    def _count(self, seconds: int, ours: bool, now: int) -> None:
        """Begin a new interval."""
        self._disarm()
        self.interval_s, self.ours = seconds, ours
        if ours:
            self._timer = self._state.line.outlet.timers.at(now + seconds * 500, self._refresh)
        else:
            margin = min(MARGIN_S, seconds // 3)
            self._timer = self._state.line.outlet.timers.at(now + (seconds - margin) * 1_000, self._vanished)

    def again(self, now: int) -> None:
        """A call was restored: count the interval from now on."""
        if self.interval_s:
            self._count(self.interval_s, self.ours, now)

    def stop(self) -> None:
        """No timer on this call (any more)."""
        self._disarm()
        self.interval_s, self.ours = 0, False

    def _disarm(self) -> None:
        self._state.line.outlet.timers.cancel(self._timer)
        self._timer = None
