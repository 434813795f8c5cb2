"""Everything that is decided before a site starts."""

from pathlib import Path
from typing import Annotated

import msgspec

from hoolin.channels.machines import Hook
from hoolin.channels.voice.settings import VoiceSettings
from hoolin.core.flow.traps import Bounds
from hoolin.journal.place import SCHEMA_PATTERN, Place
from hoolin.server.coaching.model import PhrasingSettings
from hoolin.server.settings import ServerSettings
from hoolin.wiring.channels import ChannelAccounts

Days = Annotated[int, msgspec.Meta(ge=0, le=3_650)]


class CallbackSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How customers are called back.

    slot_places: how many calls are promised for the same half hour.
    country: the country code put before numbers that are written without one, such as `372`; empty: none.
    """

    slot_places: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 4
    country: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{0,3}$")] = ""


class FlowSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How menus greet customers. A person is always within reach of them: that can be tightened here, and never loosened.

    steps: what somebody who asks for a person has to do at most, the asking included.
    seconds: for how long they are spoken to at most before there is one.
    mishaps: after how many silences and mistakes at most somebody is brought to a person who does nothing right.
    mishap_seconds: for how long they are spoken to at most meanwhile.
    hooks: the machines that menus may ask, by a name of one's own.
    """

    steps: Annotated[int, msgspec.Meta(ge=1, le=2)] = 2
    seconds: Annotated[float, msgspec.Meta(gt=0, le=30)] = 30
    mishaps: Annotated[int, msgspec.Meta(ge=1, le=6)] = 6
    mishap_seconds: Annotated[float, msgspec.Meta(gt=0, le=120)] = 120
    hooks: dict[Annotated[str, msgspec.Meta(min_length=1, max_length=64)], Hook] = {}

    @property
    def bounds(self) -> Bounds:
        """Of the guarantee."""
        return Bounds(
            steps=self.steps, seconds=self.seconds, mishaps=self.mishaps, mishap_seconds=self.mishap_seconds
        )  # fmt: skip


class RetentionSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long what came from outside is kept as it came: raw mails, calls of providers. What was made of it, messages and files, is kept
    with its customer; and whoever is forgotten takes their own with them at once.

    raw_days: days after which the raw input is deleted; 0: never.
    raw_days_of: the same for single channels (`email = 90`).
    """

    raw_days: Days = 30
    raw_days_of: dict[str, Days] = {}

    def days(self, channel: str) -> int:
        """For this channel; 0: for ever."""
        return self.raw_days_of.get(channel, self.raw_days)


class JournalSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where everything that happens is kept: in the site's folder, or in a PostgreSQL database. Lists, figures, accounts and keys lie in the
    folder either way.

    postgres: the address of the database, such as `postgresql://hoolin@db.example.ee/hoolin?sslmode=verify-full`, without a password; empty:
    the folder.
    password: that of the address; best in a file of its own.
    schema: the site's own in that database; several sites may share one.
    patience_s: seconds without an answer after which the server counts as gone, and the site stops.
    """

    postgres: str = ""
    password: str = ""
    schema: Annotated[str, msgspec.Meta(pattern=SCHEMA_PATTERN)] = "hoolin"
    patience_s: Annotated[float, msgspec.Meta(ge=1, le=600)] = 30

    @property
    def place(self) -> Place | None:
        """In PostgreSQL; None: in the folder."""
        if not self.postgres:
            return None
        return Place(
            address=self.postgres, password=self.password, schema=self.schema, patience_s=self.patience_s
        )  # fmt: skip


class ProbeSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When it takes too long to reach a person: then the log, the figures and the wallboard say so.

    within_s: seconds within which a probe is to reach somebody; 0: at all.
    in_row: so many probes one after the other, by the same way, until it is said.
    """

    within_s: Annotated[int, msgspec.Meta(ge=0, le=86_400)] = 0
    in_row: Annotated[int, msgspec.Meta(ge=1, le=100)] = 1


class SuggestSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How reasons of contacts are suggested at the end of a conversation. It is learned from what people noted before, in a process of its own and in memory
    only: nothing of what customers wrote is kept anywhere for it, and nothing leaves the machine.

    on: whether anything is learned and suggested.
    first_s: seconds after the start until it is learned for the first time.
    rest_s: seconds from one lesson to the next at least; another tree of reasons is learned at once.
    """

    on: bool = True
    first_s: Annotated[float, msgspec.Meta(ge=0, le=86_400)] = 30
    rest_s: Annotated[float, msgspec.Meta(ge=1, le=86_400)] = 600


class HoolinSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that is decided before a site starts; the rest is set up in the product itself.

    data: the folder that holds the site; empty: nowhere, for a trial (all is gone at the end).
    operator: what customers are told whom they talk to.
    time_zone: where midnight is, for the figures of a day.
    journal: where everything that happens is kept.
    server: where Hoolin listens, and whom it trusts.
    channels: the accounts of written channels with a provider, by channel and by a name of one's own.
    costs: what contact costs the customer, in words of one's own, by channel (`sms = "0.16 € a message"`); where nothing is said, the
    choice board says what is usual for the channel.
    callback: how customers are called back.
    flows: how menus greet customers, and which machines they may ask.
    voice: the telephone.
    retention: how long raw input is kept.
    probes: when it takes too long to reach a person.
    suggest: how reasons of contacts are suggested.
    phrasing: whether a language model of one's own may put the lines of simulated customers into other words.
    """

    data: str = "data"
    operator: str = "Hoolin"
    time_zone: str = "Europe/Tallinn"
    journal: JournalSettings = JournalSettings()
    server: ServerSettings = ServerSettings()
    channels: ChannelAccounts = ChannelAccounts()
    costs: dict[str, Annotated[str, msgspec.Meta(max_length=80)]] = {}
    callback: CallbackSettings = CallbackSettings()
    flows: FlowSettings = FlowSettings()
    voice: VoiceSettings = VoiceSettings()
    retention: RetentionSettings = RetentionSettings()
    probes: ProbeSettings = ProbeSettings()
    suggest: SuggestSettings = SuggestSettings()
    phrasing: PhrasingSettings = PhrasingSettings()

    def over(self, folder: Path) -> "HoolinSettings":
        """The same over another folder, in which the journal lies too."""
        return msgspec.structs.replace(self, data=str(folder), journal=JournalSettings())

    @property
    def folder(self) -> Path | None:
        """That of the site; None for one that is nowhere."""
        return Path(self.data) if self.data else None
