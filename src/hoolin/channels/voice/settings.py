"""What is decided about the telephone before a site starts."""

from typing import Annotated, Literal

import msgspec

from hoolin.channels.account import DiscreetAccount
from hoolin.channels.voice.after.port import QUESTIONS_MAX, KeyQuestion
from hoolin.channels.voice.numbers import PREMIUM, bars, international, may_dial
from hoolin.channels.voice.sip import settings as sip
from hoolin.core.errors import Invalid
from hoolin.core.site.rules import Language

Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_-]{1,64}$")]
Extension = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{2,8}$")]
Prefix = Annotated[str, msgspec.Meta(pattern=r"^\+?[0-9]{1,15}$")]
Port = Annotated[int, msgspec.Meta(ge=0, le=65_535)]


class VoiceListen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One place where SIP is heard.

    transport: `udp`, `tcp`, `tls`, `ws` or `wss`. host: an address of this machine. port: 0 takes a free one. public: the address
    that others are told instead, behind a router (NAT). public_port: likewise; 0 means the port. certificate and key: PEM files, for
    `tls` and `wss`.
    """

    transport: Literal["udp", "tcp", "tls", "ws", "wss"] = "udp"
    host: str = "0.0.0.0"  # noqa: S104 a telephone is reached from outside; narrowed where it should not be
    port: Port = sip.PORT_PLAIN
    public: str = ""
    public_port: Port = 0
    certificate: str = ""
    key: str = ""


class VoiceTrunk(DiscreetAccount, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line to the public telephone network, or to a telephone system of one's own.

    hosts: where it is reached, best first (`sip.example.ee` or `192.0.2.7:5060`). transport: `udp`, `tcp` or `tls`; its calls are
    believed by this one or a stronger one alone (a datagram can bear any sender). registers: whether
    we register there; otherwise it knows us by our address. domain: of its addresses; empty: the first host. user, login and password:
    who we are there (login empty: the user). sources: addresses and networks that its calls come from, beside its hosts. proxy: by way
    of which it is reached, if any. verifies: whether its certificate is checked. authority: a PEM file of those whose certificates are
    believed; empty: the usual ones. caller_id: the number that whoever we call sees; empty: the user. ping_s: it is asked this
    often whether it is there, in seconds; 0: never.
    """

    SECRETS = ("password",)

    hosts: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=8)]
    transport: Literal["udp", "tcp", "tls"] = "udp"
    registers: bool = False
    domain: str = ""
    user: str = ""
    login: str = ""
    password: str = ""
    sources: tuple[str, ...] = ()
    proxy: str = ""
    verifies: bool = True
    authority: str = ""
    ping_s: Annotated[int, msgspec.Meta(ge=0, le=3_600)] = 30
    caller_id: Annotated[str, msgspec.Meta(pattern=r"^(\+?[0-9]{2,18})?$")] = ""


class VoiceExtension(DiscreetAccount, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A telephone of the site, which registers here under its number. agent: the log-in name of whose it is. password: what it
    registers with.
    """

    SECRETS = ("password",)

    agent: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    password: Annotated[str, msgspec.Meta(min_length=8, max_length=128)]


class VoiceLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a number of ours is for. queue: the line its callers stand in; empty: the usual one. language: in which they are greeted."""

    queue: str = ""
    language: Language | None = None


class VoiceMedia(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What carries the sound.

    engine: `rtpengine` (for production; a program of the distribution) or `rtp_io` (a Python package, for a trial). control: where a
    running rtpengine is asked (`127.0.0.1:2223`); empty: Hoolin starts the engine itself. host: the address its sound comes to. public:
    the address that others are told instead, behind a router. port_min, port_max: the ports it may use. digits_port, gone_port:
    where a running rtpengine tells us of keys and of calls that it gave up (its `dtmf-log-dest` and `b2b-url`). mixer: what puts more
    than two together (`janus`, a program of the distribution, started when it is needed), or `none`. mixer_port_min, mixer_port_max:
    the ports it may use.
    """

    engine: Literal["rtpengine", "rtp_io"] = "rtpengine"
    control: str = ""
    host: str = "127.0.0.1"
    public: str = ""
    port_min: Port = 30_000
    port_max: Port = 39_998
    digits_port: Port = 0
    gone_port: Port = 0
    mixer: Literal["janus", "none"] = "janus"
    mixer_port_min: Port = 50_000
    mixer_port_max: Port = 52_998


class VoiceRecording(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Recording of calls; off until all of `purpose`, `basis`, `notice` and `keep_days` are set. What the law asks is for the operator to
    know: docs/how-to/channels/recording.md.

    purpose: what calls are recorded for, in a sentence that is shown at the desk. basis: the lawful basis: `consent`, `contract`,
    `legal_obligation`, `vital_interests`, `public_task` or `legitimate_interests`. notice: by language, the sound that tells the
    customer before anything is recorded: `recorded`, which comes with Hoolin, or one of `sounds`; a call in a language without one is not recorded.
    declining: what the key 9 means while it is told: `call` (this call is not recorded), `always` (no call of this customer is) or `off` (nothing).
    keep_days: for how long recordings are kept. queue_keep_days: the same for calls of these queues. stereo: the agent on the
    left and the customer on the right; else both on one channel.
    """

    purpose: Annotated[str, msgspec.Meta(max_length=500)] = ""
    basis: Literal[
        "", "consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interests"
    ] = ""
    notice: dict[Language, Name] = {}
    declining: Literal["call", "always", "off"] = "call"
    keep_days: Annotated[int, msgspec.Meta(ge=0, le=3_660)] = 0
    queue_keep_days: dict[str, Annotated[int, msgspec.Meta(ge=1, le=3_660)]] = {}
    stereo: bool = True

    @property
    def used(self) -> bool:
        """Whether calls are recorded. Raises Invalid where it is half decided, or consent cannot be refused."""
        told = {
            "purpose": self.purpose.strip(),
            "basis": self.basis,
            "notice": self.notice,
            "keep_days": self.keep_days,
        }
        missing = sorted(name for name, value in told.items() if not value)
        if missing and len(missing) < len(told):
            raise Invalid("recording_settings", missing=missing)
        if self.basis == "consent" and self.declining == "off":
            raise Invalid("recording_settings", missing=["declining"])
        return not missing


class VoiceWeb(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Calls from pages: the chat's on any site that carries it, and the contact page. docs/how-to/channels/web-calls.md.

    on: whether customers may call so; it needs no trunk. queue: the line they stand in; empty: the one the page names, or the usual one.
    calls_max: such calls at once. place_max: of them, from one network address (an IPv6 network counts as one). hour_max: calls one
    customer may begin in an hour.
    """

    on: bool = False
    queue: str = ""
    calls_max: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 100
    place_max: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 20
    hour_max: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 20


class VoiceMailbox(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Messages that callers leave: where a menu has a `message`, and when the line is closed. What is said is kept as any message is, and the
    caller is told so before the tone.

    closed: whether a message may be left when the line is closed. seconds_max: how long it may be then (a menu says that itself). silence_s: whoever
    says nothing for so long is done. takes_max: how often it may be spoken anew. keep_days: for how long it is kept.
    """

    closed: bool = True
    seconds_max: Annotated[int, msgspec.Meta(ge=10, le=600)] = 120
    silence_s: Annotated[int, msgspec.Meta(ge=2, le=30)] = 5
    takes_max: Annotated[int, msgspec.Meta(ge=1, le=10)] = 5
    keep_days: Annotated[int, msgspec.Meta(ge=1, le=3_660)] = 90


class VoiceAfterCall(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Questions that a customer answers by keys when the agent has said goodbye and they are still on the line; off while there are none.

    questions: what is asked, in order; each has a `code`, a `text` per language, the `keys` that may be pressed (`12345`), and perhaps a
    `sound` of your own. queues: of whose calls; empty: of all. seconds_max: it never takes longer.
    """

    questions: Annotated[tuple[KeyQuestion, ...], msgspec.Meta(max_length=QUESTIONS_MAX)] = ()
    queues: tuple[str, ...] = ()
    seconds_max: Annotated[int, msgspec.Meta(ge=10, le=300)] = 90


class VoiceSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The telephone; without a trunk, a telephone of the site or calls from pages it is off.

    listen: where SIP is heard. domain: of the site's own telephones. trunks: lines to outside, by a name of one's own. extensions: the
    site's telephones, by number. lines: what each of our numbers is for, by the number as trunks write it. language: of whoever calls,
    where nothing else says it. country: the country code put before numbers that are written without one, such as `372`. allowed:
    beginnings of numbers that may be called (`+372`); empty: those of the country alone. barred: of those that may not, though a shorter
    one allows them, with the country or without; numbers at a price of their own (Estonia's `+372900` and others) are barred unless
    `allowed` names their beginning. emergency: numbers that bring help; they are called whatever the lists and the limits say where `emergency_calls`
    is set, and else refused with the word to take another telephone. Set it only where your trunk takes them, and knows where you are. caller_id: the number that whoever we call sees, where the trunk has none. agent_hour_max: calls one agent may
    make in an hour. minute_max: calls that may be made in a minute, by all. calls_max: calls at once, in and out. ring_s: how long a
    telephone rings before nobody is there. sounds: a folder with sounds of one's own (a folder for each language with the names of the
    package's, and `music.au` and `tone.au` beside them); what is not in it is the package's. media: what carries the sound.
    recording: what of it is written down. web: calls from pages. mailbox: messages that callers leave. after_call: what is asked after a
    call.
    """

    listen: tuple[VoiceListen, ...] = (VoiceListen(),)
    domain: str = "hoolin"
    trunks: dict[Name, VoiceTrunk] = {}
    extensions: dict[Extension, VoiceExtension] = {}
    lines: dict[str, VoiceLine] = {}
    language: Language = "et"
    country: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{0,3}$")] = ""
    allowed: tuple[Prefix, ...] = ()
    barred: tuple[Prefix, ...] = ()
    emergency: tuple[Annotated[str, msgspec.Meta(pattern=r"^[0-9]{2,6}$")], ...] = ("112",)
    emergency_calls: bool = False
    caller_id: Annotated[str, msgspec.Meta(pattern=r"^(\+?[0-9]{2,18})?$")] = ""
    agent_hour_max: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 60
    minute_max: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 60
    calls_max: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 500
    ring_s: Annotated[int, msgspec.Meta(ge=5, le=300)] = 45
    sounds: str = ""
    media: VoiceMedia = VoiceMedia()
    recording: VoiceRecording = VoiceRecording()
    web: VoiceWeb = VoiceWeb()
    mailbox: VoiceMailbox = VoiceMailbox()
    after_call: VoiceAfterCall = VoiceAfterCall()

    @property
    def used(self) -> bool:
        """Whether there is a telephone at all."""
        return bool(self.trunks or self.extensions or self.web.on)

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Beginnings of numbers that may be called."""
        return self.allowed or ((f"+{self.country}",) if self.country else ())

    @property
    def bars(self) -> tuple[str, ...]:
        """Beginnings of numbers that may not be called."""
        return bars(self.barred, self.prefixes, self.country)

    @property
    def public_number(self) -> str:
        """The number that customers are told to call; empty where there is none, or no trunk for it."""
        shown = (self.caller_id, *(number for one in self.trunks.values() for number in (one.caller_id, one.user)))
        return next((number for number in shown if number.removeprefix("+").isdecimal()), "") if self.trunks else ""

    def may_call(self, number: str, country: str = "") -> bool:
        """Whether a call to this number may be promised: one that we would dial ourselves is asked of the same list, and without a line of our
        own, where people dial, no number at a price of its own. country: for numbers without one, where the telephone has none set.
        """
        try:
            whole = international(number, self.country or country)
        except Invalid:
            return False
        return may_dial(whole, self.prefixes, self.bars) if self.trunks else not whole.startswith(PREMIUM)

    def shown_as(self, trunk: str) -> str:
        """The number that whoever we call by this trunk sees."""
        return self.trunks[trunk].caller_id or self.caller_id or self.trunks[trunk].user


def sip_settings(voice: VoiceSettings) -> sip.SipSettings:
    """What the SIP stack is told. Raises Invalid where a trunk registers without a user."""
    for name, trunk in voice.trunks.items():
        if trunk.registers and not trunk.user:
            raise Invalid("trunk_user", trunk=name, expected="who we register as")
    return sip.SipSettings(
        listen=tuple(sip.Listen(**{field: getattr(one, field) for field in one.__struct_fields__}) for one in voice.listen)
        # Where only pages call, nobody speaks SIP to us.
        if voice.trunks or voice.extensions
        else (),
        trunks=tuple(_trunk(name, one) for name, one in voice.trunks.items()),
        extensions=tuple(
            sip.Extension(number=number, login=sip.Login(user=number, password=one.password))
            for number, one in voice.extensions.items()
        ),
        domain=voice.domain,
    )  # fmt: skip


def _trunk(name: str, one: VoiceTrunk) -> sip.Trunk:
    login = sip.Login(user=one.login or one.user, password=one.password) if one.password else None
    return sip.Trunk(
        name=name, hosts=one.hosts, transport=one.transport, registers=one.registers, domain=one.domain, user=one.user,
        login=login, sources=one.sources, proxy=one.proxy, tls_verify=one.verifies, ca=one.authority,
        ping_s=one.ping_s,
    )  # fmt: skip
