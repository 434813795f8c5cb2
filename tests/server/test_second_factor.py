"""The second factor: enrolled with proof, asked for after the password, each code good once, guessed at no better rate than a password."""

from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest

from hoolin.core.errors import NotFound
from hoolin.server.accounts.door import Accounts
from hoolin.server.accounts.factors import CODES
from hoolin.server.accounts.passwords import Passwords
from hoolin.server.accounts.records import Account, Changes
from hoolin.server.audit.records import Wanted
from hoolin.server.errors import CodeNeeded, TooMany, WrongLogin
from hoolin.server.settings import ServerSettings
from tests.server.stand import CHEAP, PASSWORD, Clock, Stand

OWN = "/api/v1/session/second-factor"


def shown(secret: str, clock: Clock) -> str:
    """What the app shows at this moment."""
    return pyotp.TOTP(secret).at(clock.now // 1000)


async def enrolled(accounts: Accounts, account: str, clock: Clock) -> tuple[str, list[str]]:
    """Somebody's second factor in use: (secret, recovery codes). Its next code is a new one."""
    secret, _ = await accounts.begin_factor(account, PASSWORD, "a")
    codes = await accounts.confirm_factor(account, "", shown(secret, clock))
    clock.pass_ms(30_000)
    return secret, codes


async def tried(stand: Stand, login: str, code: str = "", password: str = PASSWORD) -> httpx.Response:
    """A log-in over HTTP, of a browser that has no session yet."""
    async with stand.client() as client:
        return await client.post("/api/v1/session", json={"login": login, "password": password, "code": code})


async def test_it_is_enrolled_with_password_and_code_and_asked_for_from_then_on(stand: Stand) -> None:
    """Beginning changes nothing; a wrong code changes nothing; the right one does, gives recovery codes and ends other log-ins."""
    other = await stand.accounts.log_in("agent", PASSWORD, "a", "elsewhere")
    async with await stand.logged_in("agent") as client:
        assert (await client.post(OWN, json={"password": "wrong wrong"})).status_code == 401
        begun = (await client.post(OWN, json={"password": PASSWORD})).json()
        assert begun["uri"].startswith("otpauth://totp/Hoolin:agent?") and begun["secret"] in begun["uri"]
        assert begun["picture"].startswith("data:image/svg+xml")
        assert (await tried(stand, "agent")).status_code == 200
        wrong = await client.put(OWN, json={"code": "000000"})
        assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_code")
        done = await client.put(OWN, json={"code": shown(begun["secret"], stand.clock)})
        assert len(set(done.json()["codes"])) == CODES
        assert (await client.get(OWN)).json() == {"on": True, "codes_left": CODES, "enrol": False}
        assert (await client.post(OWN, json={"password": PASSWORD})).json()["code"] == "second_factor_on"
    assert await stand.accounts.sessions.who(other.token) is None
    asked = await tried(stand, "agent")
    assert (asked.status_code, asked.json()["code"], asked.headers.get("set-cookie")) == (
        401,
        "second_factor_needed",
        None,
    )
    stand.clock.pass_ms(30_000)
    assert (await tried(stand, "agent", shown(begun["secret"], stand.clock))).status_code == 200


async def test_each_code_is_good_once(stand: Stand) -> None:
    """What somebody saw over a shoulder opens nothing: not the same code, not an older one that is still in time."""
    account = stand.by_role["agent"].id
    secret, codes = await enrolled(stand.accounts, account, stand.clock)
    older = shown(secret, stand.clock)
    stand.clock.pass_ms(30_000)
    newer = shown(secret, stand.clock)
    assert (await tried(stand, "agent", newer)).status_code == 200
    for used in (newer, older):
        assert (await tried(stand, "agent", used)).json()["code"] == "wrong_login"
    assert (await tried(stand, "agent", f" {codes[0].upper().replace('-', ' ')} ")).status_code == 200
    assert (await tried(stand, "agent", codes[0])).json()["code"] == "wrong_login"
    assert (await stand.accounts.factor(account)).codes_left == CODES - 1


async def test_clocks_may_differ_by_half_a_minute_and_not_by_more(stand: Stand) -> None:
    """One step either way is taken; two are not."""
    secret, _ = await enrolled(stand.accounts, stand.by_role["agent"].id, stand.clock)
    stand.clock.pass_ms(300_000)
    at = stand.clock.now // 1000
    app = pyotp.TOTP(secret)
    for seconds, status in ((-60, 401), (60, 401), (-30, 200), (30, 200)):
        assert (await tried(stand, "agent", app.at(at + seconds))).status_code == status, seconds


async def test_codes_are_guessed_no_faster_than_passwords(tmp_path: Path) -> None:
    """Whoever has the password gets four guesses, then waits; asking without a code between them gains nothing, and costs the address nothing."""
    clock = Clock()
    accounts = Accounts(tmp_path, clock, passwords=Passwords(CHEAP))
    mari = await accounts.add(Account(id="new", login="mari", name="M", role="agent"), PASSWORD)
    await enrolled(accounts, mari.id, clock)
    outcomes: list[type[BaseException]] = []
    for n in range(6):
        code = "" if n % 2 else "12345678"
        with pytest.raises((WrongLogin, CodeNeeded, TooMany)) as found:
            await accounts.log_in("mari", PASSWORD, "192.0.2.1", "b", code)
        outcomes.append(found.type)
    assert outcomes == [WrongLogin, CodeNeeded, WrongLogin, CodeNeeded, TooMany, TooMany]
    assert accounts._throttle._counts["address", "192.0.2.1"].failures == 2
    accounts.close()


class Counting(Passwords):
    """Passwords that count how often they hash."""

    def __init__(self) -> None:
        super().__init__(CHEAP)
        self.checked = 0

    def verify(self, known: str | None, password: str) -> bool:
        """As ever, and count it."""
        self.checked += 1
        return super().verify(known, password)


async def test_nobody_can_tell_why_a_log_in_failed(stand: Stand) -> None:
    """A made-up login, a wrong password, a wrong code and a disabled account: the same status, body and headers, and the same hashing."""
    counting = stand.accounts._passwords = Counting()
    await enrolled(stand.accounts, stand.by_role["guru"].id, stand.clock)
    await stand.accounts.change(stand.by_role["analyst"].id, Changes(disabled=True))
    answers: list[Any] = []
    for login, password, code in (
        ("nobody at all", PASSWORD, ""),
        ("somebody", PASSWORD, "123456"),
        ("agent", "wrong password", ""),
        ("guru", "wrong password", ""),
        ("guru", PASSWORD, "123456"),
        ("analyst", PASSWORD, ""),
    ):
        before = counting.checked
        answer = await tried(stand, login, code, password)
        told = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
        answers.append((answer.status_code, answer.content, told, counting.checked - before))
    assert all(each == answers[0] for each in answers) and answers[0][0] == 401 and answers[0][3] == 1


async def test_the_secret_is_sealed_and_recovery_codes_are_hashed(stand: Stand) -> None:
    """A copy of the file of accounts gives neither."""
    secret, codes = await enrolled(stand.accounts, stand.by_role["agent"].id, stand.clock)
    connection = stand.accounts._file._connection
    held = str(
        [
            connection.execute(text).fetchall()
            for text in ("SELECT * FROM second_factors", "SELECT * FROM recovery_codes")
        ]
    )
    assert secret not in held and not any(code in held or code.replace("-", "") in held for code in codes)


async def test_it_is_removed_with_password_and_code_and_reset_by_whoever_manages_accounts(stand: Stand) -> None:
    """The owner needs both; the admin needs neither, ends all log-ins, and is written down."""
    agent = stand.by_role["agent"].id
    secret, _ = await enrolled(stand.accounts, agent, stand.clock)
    opened = await stand.accounts.log_in("agent", PASSWORD, "a", "b", shown(secret, stand.clock))
    stand.clock.pass_ms(30_000)
    async with await stand.logged_in("admin") as client:
        listed = {each["login"]: each["guarded"] for each in (await client.get("/api/v1/accounts")).json()}
        assert listed["agent"] and not listed["guru"]
        assert (await client.delete(f"/api/v1/accounts/{agent}/second-factor")).status_code == 204
        assert (await client.delete("/api/v1/accounts/nobody/second-factor")).status_code == 404
    assert await stand.accounts.sessions.who(opened.token) is None
    written = await stand.accounts.audit.some(Wanted(what="second_factor.reset", on=agent))
    assert [each.outcome for each in written] == ["done", "begun"]
    secret, codes = await enrolled(stand.accounts, agent, stand.clock)
    async with stand.client() as client:
        me = await client.post("/api/v1/session", json={"login": "agent", "password": PASSWORD, "code": codes[0]})
        client.headers["x-hoolin-csrf"] = me.json()["csrf"]
        new = await client.post(f"{OWN}/codes", json={"password": PASSWORD, "code": codes[1]})
        assert len(new.json()["codes"]) == CODES
        assert (await client.post(f"{OWN}/remove", json={"password": PASSWORD, "code": codes[2]})).status_code == 401
        proof = {"password": PASSWORD, "code": new.json()["codes"][0]}
        assert (await client.post(f"{OWN}/remove", json=proof)).status_code == 204
    assert (await tried(stand, "agent")).status_code == 200


async def test_a_role_that_needs_one_can_do_nothing_without(tmp_path: Path) -> None:
    """The admin logs in, is told to enrol, is refused everything else, enrols, and has all their permissions at once."""
    stand = await Stand(tmp_path, settings=ServerSettings(access_log=False, second_factor=("admin",))).populate()
    async with await stand.logged_in("admin") as client:
        me = (await client.get("/api/v1/session")).json()
        assert (me["enrol"], me["permissions"]) == (True, ["session.own"])
        assert (await client.get("/api/v1/accounts")).json()["code"] == "permission"
        begun = (await client.post(OWN, json={"password": PASSWORD})).json()
        assert (await client.put(OWN, json={"code": shown(begun["secret"], stand.clock)})).status_code == 200
        assert (await client.get("/api/v1/accounts")).status_code == 200
        assert not (await client.get("/api/v1/session")).json()["enrol"]
    async with await stand.logged_in("agent") as client:
        assert not (await client.get("/api/v1/session")).json()["enrol"]
    with pytest.raises(NotFound):
        await stand.accounts.reset_factor("nobody")
    stand.accounts.close()
