"""Learning over HTTP, on the whole product: what is published is read, answered and done; who sees what of whom; what is refused."""

from typing import Any

import httpx

from hoolin.coaching.api import learning
from hoolin.core.interaction import commands as c
from hoolin.server.accounts.records import Changes
from tests.channels.chat.stand import standing
from tests.server.test_contact import client_of
from tests.server.test_reviews import person

MINE, PEOPLE = "/api/v1/learning", "/api/v1/learning/people"


async def taken_up(guru: httpx.AsyncClient) -> None:
    """All that comes with Hoolin is the site's own."""
    for one in (await guru.get("/api/v1/lessons")).json()["ready"]:
        answer = await guru.post(f"/api/v1/lessons/ready/{one['kind']}/{one['code']}")
        assert answer.status_code == 200, answer.text


async def answer(who: httpx.AsyncClient, question: str, *chosen: int) -> dict[str, Any]:
    """A question of the first lesson is answered."""
    body = {"number": 1, "question": question, "chosen": chosen}
    told = await who.post(f"{MINE}/lessons/listen/answers", json=body)
    assert told.status_code == 200, told.text
    found: dict[str, Any] = told.json()
    return found


def rights(code: str) -> tuple[int, ...]:
    """The right answers of a question of the first lesson."""
    asked = learning.ready.lessons()[0].question(code)
    assert asked is not None
    return tuple(sorted(asked.right()))


async def test_a_newcomers_first_day_and_who_sees_what_of_it() -> None:
    """They are put on a path, read, answer one wrong and hear why; their coach sees what they answered, another keeper only that it is done."""
    async with (
        standing() as stand, client_of(stand, "admin") as admin, person(stand, admin, "guru", "guru", "a-guru") as guru,
        person(stand, admin, "kristi", "agent", "kristi") as kristi,
    ):  # fmt: skip
        await stand.do(c.SetPresence(agent="kristi", presence="online"))
        await taken_up(guru)
        assert [one["path"] for one in (await kristi.get(MINE)).json()["may_begin"]] == ["newcomer"]
        begun = await guru.post(f"{PEOPLE}/kristi/paths/newcomer/begin", json={})
        assert begun.status_code == 200, begun.text
        told = (await kristi.get(MINE)).json()
        (path,) = told["paths"]
        assert (path["day"], path["done"], path["coach_name"], told["may_begin"]) == (1, 0, "Guru", [])
        today = [one for one in path["steps"] if one["standing"] == "today"]
        assert [(one["kind"], one["of"]) for one in today] == [("lesson", "listen"), ("listen", None)]
        # What a site does not have is said to be missing; the drills of the path come with Hoolin.
        drilled = [(one["of"], one["standing"]) for one in path["steps"] if one["kind"] == "drill"]
        assert drilled and {standing for _, standing in drilled} == {"later"}
        retired = await guru.post("/api/v1/coaching/drills/bill_shock/retire", json={"why": "Uus tuleb"})
        assert retired.status_code == 200, retired.text
        (path,) = (await kristi.get(MINE)).json()["paths"]
        assert [one["of"] for one in path["steps"] if one["standing"] == "missing"] == ["bill_shock"]

        lesson = (await kristi.get(f"{MINE}/lessons/listen")).json()
        assert {"tag": "h2", "children": ["Говорите так"]} in lesson["body"]["ru"] and lesson["minutes"]["et"] == 3
        assert all("right" not in one and "why" not in one for asked in lesson["asked"] for one in asked["answers"])
        first, second, third = (one["question"] for one in lesson["asked"])
        wrong = next(at for at in range(3) if at not in rights(first))
        heard = await answer(kristi, first, wrong)
        assert (heard["tried"]["right"], heard["tried"]["comes_back"], heard["done"]) == (False, True, False)
        assert heard["answers"][wrong]["why"]["en"] and [one["right"] for one in heard["answers"]].count(True) == 1
        await answer(kristi, second, *rights(second))
        assert (await answer(kristi, third, *rights(third)))["done"]
        (path,) = (await kristi.get(MINE)).json()["paths"]
        assert path["steps"][0]["standing"] == "done" and path["done"] == 1

        own = await kristi.post(f"{MINE}/paths/newcomer/steps/listen_together/done")
        assert (own.status_code, own.json()["code"]) == (409, "coach_confirms")
        assert (await guru.post(f"{PEOPLE}/kristi/paths/newcomer/steps/listen_together/done")).status_code == 200
        (path,) = (await kristi.get(MINE)).json()["paths"]
        assert (path["steps"][1]["done_by_name"], path["done"]) == ("Guru", 2)

        everybody = (await admin.get(PEOPLE)).json()
        assert [one["name"] for one in everybody["people"]] == ["Kristi"]
        assert "answers" not in str(everybody) and {one["name"] for one in everybody["coaches"]} == {"admin", "Guru"}
        of_coach, of_other = [(await one.get(f"{PEOPLE}/kristi")).json() for one in (guru, admin)]
        assert of_coach["lessons"][0]["answers"][0]["tried"]["chosen"] == [wrong]
        assert of_other["lessons"][0]["answers"] is None and of_other["lessons"][0]["done"]
        for refused in (PEOPLE, f"{PEOPLE}/kristi", "/api/v1/lessons"):
            assert (await kristi.get(refused)).status_code == 403
        assert (await admin.post(f"{PEOPLE}/kristi/paths/newcomer/coach", json={})).status_code == 200
        after, before = [(await one.get(f"{PEOPLE}/kristi")).json() for one in (admin, guru)]
        assert (after["is_coach"], after["lessons"][0]["answers"]) == (True, [])
        assert (before["is_coach"], before["lessons"][0]["answers"]) == (False, None)
        nobody = await guru.post(f"{PEOPLE}/kristi/paths/newcomer/coach", json={"coach": "kristi"})
        assert (nobody.status_code, nobody.json()["code"]) == (422, "no_such_coach")


async def test_only_whoever_works_here_is_put_on_a_path() -> None:
    """Neither somebody whom nobody knows, nor who may not learn, nor who may log in no more; an account that is no agent may."""
    async with (
        standing() as stand, client_of(stand, "admin") as admin, person(stand, admin, "guru", "guru", "a-guru") as guru,
        person(stand, admin, "kristi", "agent", "kristi"), person(stand, admin, "ann", "analyst", None),
    ):  # fmt: skip
        await taken_up(guru)
        accounts = {one.login: one for one in await stand.built.accounts.all()}
        await stand.built.accounts.change(accounts["kristi"].id, Changes(disabled=True))
        for nobody in ("account:nobody", "nobody", "kristi", f"account:{accounts['ann'].id}"):
            refused = await guru.post(f"{PEOPLE}/{nobody}/paths/newcomer/begin", json={})
            assert (refused.status_code, refused.json()["code"]) == (422, "no_such_agent"), nobody
        begun = await guru.post(f"{PEOPLE}/account:{accounts['admin'].id}/paths/newcomer/begin", json={})
        assert begun.status_code == 200, begun.text
        assert [one["name"] for one in (await guru.get(PEOPLE)).json()["people"]] == ["admin"]


async def edited(guru: httpx.AsyncClient, code: str) -> dict[str, Any]:
    """A lesson as it is, to be changed."""
    thing: dict[str, Any] = (await guru.get(f"/api/v1/lessons/lesson/{code}")).json()["thing"]
    return thing


async def test_lessons_are_kept_in_versions_looked_at_and_carried_as_files() -> None:
    """Checked, previewed, published, taken to a file and read back; an older copy is refused; retired and offered again."""
    async with standing() as stand, client_of(stand, "guru") as guru:
        await taken_up(guru)
        kept = (await guru.get("/api/v1/lessons")).json()
        assert (len(kept["lessons"]), len(kept["paths"]), kept["ready"]) == (11, 1, [])
        assert kept["lessons"][0] | {"versions": []} == {
            "kind": "lesson", "code": "listen", "title": kept["lessons"][0]["title"], "number": 1, "retired": False, "ready": True,
            "used_by": [{"path": "newcomer", "title": kept["paths"][0]["title"]}], "learners": 0, "missing": [], "versions": [],
        }  # fmt: skip
        lesson = await edited(guru, "listen")
        lesson["title"]["ru"] = ""
        checked = await guru.post("/api/v1/lessons/check", json={"lesson": lesson})
        assert checked.json() == {"faults": [{"place": "title.ru", "why": "no_words", "said": ""}]}
        faulty = await guru.post("/api/v1/lessons/lesson", json={"lesson": lesson, "based_on": 1})
        assert (faulty.status_code, faulty.json()["code"]) == (422, "lesson")
        lesson["title"]["ru"] = "Слушать"
        body = {"lesson": lesson, "based_on": 1, "why": "Lühem pealkiri"}
        assert (await guru.post("/api/v1/lessons/lesson", json=body)).json() == {"number": 2}
        lesson["title"]["ru"] = "Ещё иначе"
        late = await guru.post("/api/v1/lessons/lesson", json=body)
        assert (late.status_code, late.json()["code"], late.json()["in_force"]) == (409, "lesson_moved_on", 2)
        told = (await guru.get("/api/v1/lessons/lesson/listen")).json()
        assert (told["number"], told["ready"], told["versions"][0]["why"]) == (2, False, "Lühem pealkiri")

        shown = await guru.post("/api/v1/lessons/preview", json={"text": "## Hea\n\n<b>x</b>"})
        assert shown.json() == {"shown": [{"tag": "h2", "children": ["Hea"]}, {"tag": "p", "children": ["<b>x</b>"]}]}
        file = await guru.get("/api/v1/lessons/lesson/listen/file")
        assert file.headers["content-disposition"] == 'attachment; filename="listen.md"' and file.text.startswith(
            "---\nlesson: listen"
        )
        read = (await guru.post("/api/v1/lessons/read", json={"text": file.text})).json()
        assert (read["kind"], read["code"], read["faults"], read["thing"]) == ("lesson", "listen", [], told["thing"])
        broken = await guru.post("/api/v1/lessons/read", json={"text": "---\nlesson: x\n---\nlost"})
        assert (broken.status_code, broken.json()["code"]) == (422, "learning_form")

        await guru.post("/api/v1/lessons/lesson/listen/retire")
        assert (await guru.get(f"{MINE}/lessons/listen")).status_code == 404
        assert (await guru.post("/api/v1/lessons/ready/lesson/listen")).status_code == 200
        assert (await guru.get(f"{MINE}/lessons/listen")).json()["number"] == 3
        steps = {
            "path": {
                "path": "short",
                "title": lesson["title"],
                "steps": [{"step": "a", "kind": "lesson", "of": "listen", "due": 1}],
            },
            "based_on": 0,
        }
        assert (await guru.post("/api/v1/lessons/path", json=steps)).json() == {"number": 1}
        assert (await guru.get("/api/v1/lessons/path/short/file")).text.startswith("path: short\n")
        for wrong in ("lesson/nothing", "path/nothing", "ready/lesson/nothing", "lesson/nothing/file"):
            assert (await guru.get(f"/api/v1/lessons/{wrong}")).status_code == 404


async def test_somebody_learns_by_themselves() -> None:
    """Whoever learns begins a path, and leaves it; whoever is no agent too. What is not theirs they cannot do."""
    async with standing() as stand, client_of(stand, "guru") as guru:
        await taken_up(guru)
        assert (await guru.post(f"{MINE}/paths/newcomer/begin")).status_code == 200
        again = await guru.post(f"{MINE}/paths/newcomer/begin")
        assert (again.status_code, again.json()["code"]) == (409, "already_on_path")
        assert (await guru.post(f"{MINE}/paths/newcomer/renew")).status_code == 200
        assert (await guru.post(f"{MINE}/paths/newcomer/steps/bill_shock_drill/done")).status_code == 200
        assert (await guru.post(f"{MINE}/paths/newcomer/leave")).status_code == 200
        told = (await guru.get(MINE)).json()
        assert [one["ended"] for one in told["paths"]] == ["left"] and told["may_begin"]
        malformed = await guru.post(
            f"{MINE}/lessons/listen/answers", json={"number": 1, "question": "first_words", "chosen": []}
        )
        assert (malformed.status_code, malformed.json()["code"]) == (400, "command")
