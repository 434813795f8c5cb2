"""The monthly report over HTTP, on the whole product: its figures are the site's own, its bytes are the same for the same figures, and it is signed."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import msgspec
import pytest

from hoolin.catalogue.api import Words
from hoolin.experience.api import criteria, figures, report
from tests.channels.chat.stand import Stand, standing
from tests.server.test_contact import client_of
from tests.server.test_experience import busy, changed, got

FORMS: tuple[report.Form, ...] = ("html", "pdf", "json")
ZONE = "Europe/Tallinn"


def month_now(stand: Stand, by: int = 0) -> str:
    """The month that it is, or so many later."""
    now = datetime.fromtimestamp(stand.built.loop.clock() / 1000, ZoneInfo(ZONE))
    at = now.year * 12 + now.month - 1 + by
    return f"{at // 12}-{at % 12 + 1:02}"


async def fetched(client: httpx.AsyncClient, month: str, form: str = "json", language: str = "en") -> httpx.Response:
    """An answer that is there."""
    answer = await client.get("/api/v1/experience/report", params={"month": month, "form": form, "language": language})
    assert answer.status_code == 200, answer.text
    return answer


def alike(one: Any, other: Any) -> bool:
    """The same to twelve digits."""
    if isinstance(one, float) or isinstance(other, float):
        return one is not None and other is not None and one == pytest.approx(other, rel=1e-11, abs=1e-300)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


async def test_the_figures_of_a_report_are_those_of_the_month() -> None:
    """Whatever the report says of the month, its channels and its curves is what the pages are told."""
    async with standing(()) as stand:
        await busy(stand)
        month = report.month_of(month_now(stand), ZONE)
        period = {"begin": month.begin, "end": month.end}
        async with client_of(stand, "analyst") as client:
            told = (await fetched(client, str(month))).json()
            shown = await got(client, "", **period)
            by_channel = await got(client, "/by/channel", **period)
            curves = await got(client, "/curves", **period)
            assert alike(told["whole"]["by_source"], shown["by_source"]) and alike(
                told["whole"]["scores"], shown["scores"]
            )
            assert alike(told["parts"], by_channel["parts"]) and told["parts"][0]["name"] == "chat"
            assert alike(told["curves"]["time_to_human"], curves["time_to_human"])
            assert alike(told["curves"]["first_contact"], curves["first_contact"])
            assert (told["month"], told["so_far"]) == (str(month), True)
            gave_up = told["whole"]["by_source"]["system"]["access.gave_up"]
            page = (await fetched(client, str(month), "html")).text
            assert f"<td class=number>{100 * gave_up['value']:.1f}%</td>" in page
            for source, found in shown["by_source"].items():
                assert found.keys() == told["definitions"][source].keys()
            said = [one[text][language] for of in told["definitions"].values() for one in of.values()
                    for text in ("name", "meaning", "method") for language in ("et", "ru", "en")]  # fmt: skip
            assert all(said)


async def test_the_same_figures_are_the_same_bytes() -> None:
    """Asked for again, counted again, each form and language is the same to the byte; and data knows no language."""
    async with standing(()) as stand:
        await busy(stand)
        month = month_now(stand)
        async with client_of(stand, "analyst") as client:
            for form in FORMS:
                for language in ("et", "ru", "en"):
                    first = await fetched(client, month, form, language)
                    stand.built.figures.forget()
                    assert (await fetched(client, month, form, language)).content == first.content
            assert (await fetched(client, month, "json", "et")).content == (
                await fetched(client, month, "json", "ru")
            ).content


async def test_a_changed_digit_is_found() -> None:
    """In the page, in the PDF and in the data, seen or hidden; what is added at the end is found as well."""
    async with standing(()) as stand:
        await busy(stand)
        async with client_of(stand, "analyst") as client:
            key = (await client.get("/api/v1/experience/report/key")).json()
            for form in FORMS:
                body = (await fetched(client, month_now(stand), form)).content
                found = report.check(body)
                assert (found.form, found.why) == (form, "")
                assert found.key is not None and found.key.fingerprint == key["fingerprint"]
                assert report.public_key(key["pem"]) == report.public_key(key["public_key"]) == found.key
                assert report.read(found.data).month == month_now(stand)
                digits = [at.start() for at in re.finditer(rb"[1-8]", body[: body.rfind(b"\n", 0, -1)])]
                for place in digits[:: len(digits) // 40]:
                    forged = body[:place] + (b"9" if body[place : place + 1] != b"9" else b"1") + body[place + 1 :]
                    assert report.check(forged).why == "changed", (form, place)
                assert report.check(body + b"1\n").why == "unsigned"
                assert report.check(body[:-2]).why == "unsigned"


async def test_a_report_of_another_key_is_told() -> None:
    """Whoever changes a report can sign it, but not with the site's key; and not around figures that the site has signed."""
    async with standing(()) as stand:
        await busy(stand)
        async with client_of(stand, "analyst") as client:
            month = month_now(stand)
            for form in FORMS:
                body = (await fetched(client, month, form)).content
                honest = report.check(body)
                forger = report.Signer(b"\1" * 32)
                shown = body[: body.rfind(b"\n", 0, -1) + 1]
                forged = forger.sign(form, shown[:-1] + b"}" if form == "json" else shown + b"<!-- better -->\n")
                found = report.check(forged)
                assert found.key == forger.public and found.key != honest.key
                assert found.why == ("" if form == "json" else "data_of_another")


async def test_a_page_has_no_script_and_a_policy_of_its_own() -> None:
    """It needs nothing from anywhere; a browser is told to run nothing. A PDF and data are kept, not shown."""
    async with standing(()) as stand:
        await busy(stand)
        async with client_of(stand, "supervisor") as client:
            month = month_now(stand)
            page = await fetched(client, month, "html", "et")
            assert "<script" not in page.text and "http://" not in page.text and "https://" not in page.text
            policy = page.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; style-src 'sha256-") and "script" not in policy
            assert page.headers["content-disposition"] == f'inline; filename="hoolin-report-{month}-et.html"'
            paper = await fetched(client, month, "pdf", "ru")
            assert paper.headers["content-disposition"] == f'attachment; filename="hoolin-report-{month}-ru.pdf"'
            assert paper.headers["content-type"] == "application/pdf" and b"/EmbeddedFiles" in paper.content


async def test_nobody_is_named_in_a_report() -> None:
    """Neither agents nor customers, nor who published the criteria."""
    async with standing(()) as stand, client_of(stand, "guru") as client:
        await busy(stand)
        assert (await client.put("/api/v1/experience/register", json=changed(access=40))).status_code == 200
        body = (await fetched(client, month_now(stand))).text
        assert "mari" not in body and "account:" not in body and '"c1"' not in body
        versions = msgspec.json.decode(body)["versions"]
        assert [(one["number"], one["why"]) for one in versions] == [(1, ""), (2, "Ligipääs loeb rohkem")]
        page = (await fetched(client, month_now(stand), "html", "en")).text
        assert "The criteria changed during the month" in page and "Ligipääs loeb rohkem" in page


async def test_months_without_data_and_months_that_are_none() -> None:
    """An empty month is told in words; one that is not over says so; a future or a bad one is refused."""
    async with standing(()) as stand:
        await busy(stand)
        async with client_of(stand, "supervisor") as client:
            empty = (await fetched(client, "2020-02", "html")).text
            assert "Nobody turned to us in this month" in empty and "So far" not in empty
            assert not report.check((await fetched(client, "2020-02", "pdf")).content).why
            for language, said in (("et", "kuu ei ole veel läbi"), ("ru", "ещё не закончился"), ("en", "not over yet")):
                assert said in (await fetched(client, month_now(stand), "html", language)).text
            for month, code in (
                (month_now(stand, 1), "month_not_begun"), ("2999-12", "month_not_begun"), ("2026-13", "not_a_month"), ("2026-1", "not_a_month"),
                ("1850-01", "not_a_month"), ("", "not_a_month"), ("2026-٠١", "not_a_month"),
            ):  # fmt: skip
                refused = await client.get("/api/v1/experience/report", params={"month": month})
                assert (refused.status_code, refused.json()["code"]) == (422, code), month


async def test_reports_are_for_those_who_may_read_them() -> None:
    """Nobody without a log-in, and no agent; the key is for everybody."""
    async with standing(()) as stand:
        async with client_of(stand) as anybody:
            assert (await anybody.get("/api/v1/experience/report", params={"month": "2026-01"})).status_code == 401
            assert (await anybody.get("/api/v1/experience/report/key")).status_code == 200
        async with client_of(stand, "agent") as client:
            assert (await client.get("/api/v1/experience/report", params={"month": "2026-01"})).status_code == 403


async def test_every_figure_is_in_the_file_with_its_definition() -> None:
    """Every figure, the index and every criterion stand in the export, and each row says how it was counted."""
    async with standing(()) as stand:
        period = await busy(stand)
        async with client_of(stand, "analyst") as client:
            rows = (await got(client, "/export", **period, form="json"))["rows"]
            shown = await got(client, "", **period)
    there = {(row["source"], row["code"]) for row in rows if not row["channel"]}
    assert {row["code"] for row in rows} >= figures.DEFINITIONS.keys()
    for source, found in shown["by_source"].items():
        assert {(source, code) for code in found} <= there
    assert {("criteria", one["code"]) for one in (shown["scores"]["index"], *shown["scores"]["criteria"])} <= there
    for row in rows:
        assert row["definition"] and row["name"], row
        if row["source"] == "system" or row["code"] in ("index", "compliance"):
            assert row["definition"] == figures.DEFINITIONS[row["code"]].method
    by_source = {row["source"]: row["definition"] for row in rows if row["code"] == "heard.understood"}
    assert "raking" in by_source["survey"] and "unweighted" in by_source["shopper"]
    access = next(row for row in rows if row["code"] == "access")
    assert access["definition"].endswith("Parts: Time to a person × 2, A person was easy to reach × 1.")


def test_an_item_of_the_sites_own_is_told_by_its_own_words() -> None:
    """Its name and question in three languages, and how evidence of its kind is counted."""
    item = criteria.Item(
        code="heard.calm",
        name=Words(et="Rahulik", ru="Спокойно", en="Calm"),
        question=Words(et="K?", ru="К?", en="Q?"),
        sources=("survey", "shopper", "self"),
        scale="agree_5",
    )
    register = msgspec.structs.replace(criteria.DEFAULT, items=(*criteria.DEFAULT.items, item))
    found = figures.told(register, "survey", "heard.calm")
    assert (found.name.said("ru"), found.meaning.said("et")) == ("Спокойно", "K?")
    assert found.method == figures.told(register, "survey", "heard.understood").method
