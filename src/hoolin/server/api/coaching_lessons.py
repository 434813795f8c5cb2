"""Lessons and paths as they are written: versions, what is wrong with them, a look before they are published, files, and those that come with Hoolin."""

import secrets
from typing import Annotated, Any

from fastapi import Depends, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.coaching.api import learning
from hoolin.core.commands import Command
from hoolin.server.accounts.records import Who
from hoolin.server.api.session import TheAccounts
from hoolin.server.bodies import plain, read
from hoolin.server.coaching.lessons import Kind, LessonOffice, code_of, kind_of
from hoolin.server.improvements import people_of
from hoolin.server.live.hub import Hub
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("lessons")

c = learning.commands

FILE_CHARACTERS_MAX = learning.handwritten.TEXT_MAX
PAGE_CHARACTERS_MAX = 8_000

TheOffice = Annotated[LessonOffice, Depends(part(LessonOffice))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Keeper = Annotated[Who, Depends(require("coaching.keep"))]
Name = Annotated[str, Path(min_length=1, max_length=64)]


class Body(BaseModel):
    """The base of what is sent here."""

    model_config = ConfigDict(extra="forbid")


class LessonText(Body):
    """text: Markdown, as long as that of a lesson may be."""

    text: str = Field(max_length=PAGE_CHARACTERS_MAX)


class LessonFile(Body):
    """text: all that is in it."""

    text: str = Field(max_length=FILE_CHARACTERS_MAX)


@router.get("/lessons", response_class=Response)
async def kept_lessons(who: Keeper, office: TheOffice, accounts: TheAccounts) -> Response:
    """All lessons and paths of the site, with their versions, and those that come with Hoolin and have not been taken up (`ready`)."""
    return plain(office.kept(people_of(await accounts.all())))


@router.get("/lessons/ready/{kind}/{code}", response_class=Response)
async def ready_lesson(kind: Kind, code: Name, who: Keeper, office: TheOffice) -> Response:
    """One of those that come with Hoolin, all of it."""
    return plain(office.ready(kind, code))


@router.post("/lessons/ready/{kind}/{code}", response_class=Response)
async def take_up_lesson(kind: Kind, code: Name, who: Keeper, office: TheOffice, hub: TheHub) -> Response:
    """Publish one of those that come with Hoolin as the site's own."""
    await _ask(hub, who, office.take_up(kind, code))
    return plain({"code": code})


@router.get("/lessons/{kind}/{code}", response_class=Response)
async def kept_lesson(kind: Kind, code: Name, who: Keeper, office: TheOffice, accounts: TheAccounts) -> Response:
    """One of them (kind: `lesson` or `path`), all of it."""
    return plain(office.one(kind, code, people_of(await accounts.all())))


@router.get("/lessons/{kind}/{code}/file", response_class=Response)
async def lesson_file(kind: Kind, code: Name, who: Keeper, office: TheOffice) -> Response:
    """The same as a file: Markdown with a front matter, a path as YAML."""
    ending = {"lesson": "md", "path": "yaml"}[kind]
    name = "".join(one if one.isalnum() and one.isascii() else "-" for one in code)
    return Response(
        learning.handwritten.write(office.thing(kind, code)), media_type="text/plain; charset=utf-8",
        headers={"cache-control": "no-store", "content-disposition": f'attachment; filename="{name}.{ending}"'},
    )  # fmt: skip


@router.post("/lessons/lesson", response_class=Response)
async def publish_lesson(body: dict[str, Any], who: Keeper, office: TheOffice, hub: TheHub) -> Response:
    """Publish a lesson, or another version of one: `{"lesson","based_on","why"}`. With faults it is refused whole, with all of them."""
    command = read(body, c.PublishLesson)
    await _ask(hub, who, command)
    return plain({"number": len(office.state.kept.lessons[command.lesson.lesson])})


@router.post("/lessons/path", response_class=Response)
async def publish_path(body: dict[str, Any], who: Keeper, office: TheOffice, hub: TheHub) -> Response:
    """Publish a path, or another version of one: `{"path","based_on","why"}`. Who is on an older version stays on it until they choose the newer."""
    command = read(body, c.PublishPath)
    await _ask(hub, who, command)
    return plain({"number": len(office.state.kept.paths[command.path.path])})


@router.post("/lessons/{kind}/{code}/retire", response_class=Response)
async def retire_lesson(kind: Kind, code: Name, who: Keeper, hub: TheHub) -> Response:
    """Offer a lesson no more, or let nobody begin a path any more. Publishing it again takes that back."""
    await _ask(hub, who, c.RetireLesson(lesson=code) if kind == "lesson" else c.RetirePath(path=code))
    return plain({"code": code})


@router.post("/lessons/check", response_class=Response)
async def check_lesson(body: dict[str, Any], who: Keeper, office: TheOffice) -> Response:
    """What is wrong with a lesson (`{"lesson"}`) or a path (`{"path"}`), before it is published."""
    if "path" in body:
        return plain({"faults": office.faults(read(body["path"], learning.Path, "learning_form"))})
    return plain({"faults": office.faults(read(body.get("lesson"), learning.Lesson, "learning_form"))})


@router.post("/lessons/preview", response_class=Response)
async def preview_lesson(body: LessonText, who: Keeper) -> Response:
    """Markdown as it will be shown: parts of a page, each with its tag, what is in it, and where a link leads."""
    return plain({"shown": learning.shown(body.text)})


@router.post("/lessons/read", response_class=Response)
async def read_lesson_file(body: LessonFile, who: Keeper, office: TheOffice) -> Response:
    """What a file holds, and what is wrong with it. Nothing is published."""
    thing = learning.handwritten.read(body.text)
    return plain({"kind": kind_of(thing), "code": code_of(thing), "thing": thing, "faults": office.faults(thing)})


async def _ask(hub: Hub, who: Who, command: Command) -> None:
    await hub.ask(command, actor=who.actor, key=secrets.token_hex(16))
