from pathlib import Path

import msgspec
import pytest

from hoolin.cli.settings_file import PREFIX, read_settings
from hoolin.core.errors import Invalid
from hoolin.server.settings import ServerSettings
from hoolin.wiring import HoolinSettings
from hoolin.wiring.settings import JournalSettings

WHOLE = """
data = "somewhere"
operator = "Põhjala Mobiil"
time_zone = "Europe/Riga"
[server]
port = 9000
widget_origins = ["https://a.example.ee"]
access_log = false
"""


def written(folder: Path, text: str) -> Path:
    """A settings file."""
    file = folder / "hoolin.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_nothing_said_is_the_defaults() -> None:
    """Without a file and an environment every setting has its default; a master key is no setting and no stranger."""
    assert read_settings(None, {"PATH": "/bin", "HOOLIN_MASTER_KEY": "x"}) == (HoolinSettings(), [])


def test_a_file_is_read(tmp_path: Path) -> None:
    """What the file says holds, and what it does not say has its default."""
    settings, strangers = read_settings(written(tmp_path, WHOLE), {})
    server = ServerSettings(port=9000, widget_origins=("https://a.example.ee",), access_log=False)
    assert settings == HoolinSettings(
        data="somewhere", operator="Põhjala Mobiil", time_zone="Europe/Riga", server=server
    )
    assert strangers == []


def test_the_environment_has_the_last_word(tmp_path: Path) -> None:
    """A variable goes over the file, and values other than text are read from their text."""
    environ = {
        "HOOLIN_DATA": "elsewhere", "HOOLIN_SERVER_PORT": "9001", "HOOLIN_SERVER_ACCESS_LOG": "true",
        "HOOLIN_SERVER_PUBLIC_RATE_SCALE": "0.5", "HOOLIN_SERVER_TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.1",
        "HOOLIN_SERVER_WIDGET_ORIGINS": "",
    }  # fmt: skip
    settings, strangers = read_settings(written(tmp_path, WHOLE), environ)
    assert (settings.data, settings.operator) == ("elsewhere", "Põhjala Mobiil")
    assert settings.server == ServerSettings(
        port=9001,
        access_log=True,
        public_rate_scale=0.5,
        trusted_proxies=("10.0.0.0/8", "192.0.2.1"),
        widget_origins=(),
    )
    assert strangers == []


def test_every_server_setting_can_come_from_the_environment() -> None:
    """No setting of the server is out of the environment's reach."""
    for field in msgspec.structs.fields(ServerSettings):
        default = field.default
        text = ",".join(default) if isinstance(default, tuple) else str(default).lower()
        settings, strangers = read_settings(None, {f"{PREFIX}SERVER_{field.name.upper()}": text})
        assert strangers == []
        assert getattr(settings.server, field.name) == default


def test_strangers_in_the_environment_are_told() -> None:
    """A variable that is no setting is named, so that a slip of the hand does not go unnoticed; others are not ours."""
    environ = {"HOOLIN_OPERATR": "x", "HOOLIN_SERVER_PROT": "1", "HOOLIN_SERVER": "x", "HOOLING": "x", "PORT": "1"}
    settings, strangers = read_settings(None, environ)
    assert strangers == ["HOOLIN_OPERATR", "HOOLIN_SERVER", "HOOLIN_SERVER_PROT"]
    assert settings == HoolinSettings()


@pytest.mark.parametrize(
    ("text", "environ", "said"),
    [
        ('prot = "x"', {}, "prot"),
        ("[server]\nprot = 80", {}, "prot"),
        ("[server]\nport = 80_000", {}, "port"),
        ("port = ", {}, "hoolin.toml"),
        ('data = "x"\nserver = 3', {}, "server"),
        ("", {"HOOLIN_SERVER_PORT": "eighty"}, "port"),
        ("", {"HOOLIN_SERVER_PUBLIC_URL": "help.example.ee"}, "public_url"),
    ],
)
def test_what_cannot_be_is_refused(text: str, environ: dict[str, str], said: str, tmp_path: Path) -> None:
    """Unknown names, wrong values and broken files are refused, and the refusal says what is wrong."""
    with pytest.raises(Invalid) as refusal:
        read_settings(written(tmp_path, text), environ)
    assert said in str(refusal.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A file that was asked for must be there."""
    with pytest.raises(Invalid, match=r"hoolin\.toml"):
        read_settings(tmp_path / "hoolin.toml", {})


def test_accounts_of_channels(tmp_path: Path) -> None:
    """An account stands under its channel and its name; one field may come from the environment, a text from a file of its own."""
    (tmp_path / "box.txt").write_text("kirjakast\n", encoding="utf-8")
    file = written(tmp_path, '[channels.letterbox.main]\naddress = { file = "box.txt" }\n[channels.letterbox.other]\n')
    settings, strangers = read_settings(
        file, {"HOOLIN_CHANNELS_LETTERBOX_OTHER_ADDRESS": "teine", "HOOLIN_CHANNELS_X_Y": "z"}
    )
    accounts = settings.channels.of("letterbox")
    assert (accounts["main"].address, accounts["other"].address) == ("kirjakast", "teine")
    assert strangers == ["HOOLIN_CHANNELS_X_Y"]
    with pytest.raises(Invalid, match="nowhere"):
        read_settings(written(tmp_path, '[channels.letterbox.main]\naddress = { file = "nowhere.txt" }\n'), {})


def test_what_contact_costs_is_said_by_channel(tmp_path: Path) -> None:
    """In the operator's own words; the environment has the last one."""
    file = tmp_path / "hoolin.toml"
    file.write_text('[costs]\nsms = "0.16 € a message"\nchat = "free"\n', encoding="utf-8")
    settings, strangers = read_settings(file, {"HOOLIN_COSTS_CHAT": "Tasuta"})
    assert settings.costs == {"sms": "0.16 € a message", "chat": "Tasuta"}
    assert strangers == []


def test_the_database_can_come_from_the_environment(tmp_path: Path) -> None:
    """Where the journal lies, and a password that stands in a file or in a variable; never in the address's words."""
    (tmp_path / "db.password").write_text("sesame\n")
    file = written(tmp_path, '[journal]\npostgres = "postgresql:///calls"\npassword = { file = "db.password" }\n')
    environ = {"HOOLIN_JOURNAL_SCHEMA": "other", "HOOLIN_JOURNAL_PATIENCE_S": "5", "HOOLIN_JOURNAL_NONSENSE": "x"}
    settings, strangers = read_settings(file, environ)
    journal = JournalSettings(postgres="postgresql:///calls", password="sesame", schema="other", patience_s=5)
    assert (settings.journal, strangers) == (journal, ["HOOLIN_JOURNAL_NONSENSE"])
    settings, _ = read_settings(file, {"HOOLIN_JOURNAL_PASSWORD": "from outside"})
    assert settings.journal.password == "from outside"
    with pytest.raises(Invalid):
        read_settings(None, {"HOOLIN_JOURNAL_SCHEMA": "no; good"})
