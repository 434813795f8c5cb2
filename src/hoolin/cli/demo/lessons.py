"""What is learned at the demo operator: the lessons and the path that come with Hoolin, and the newcomer who is on it."""

from collections.abc import Iterator

from hoolin.coaching.api import learning
from hoolin.core.commands import Command

NEWCOMER, PATH = "a-kristi", "newcomer"


def missing_lessons(state: learning.Learning) -> Iterator[Command]:
    """What has to be asked for on a site that has no lessons yet. What somebody has changed in the product stays as it is."""
    if state.kept.lessons or state.kept.paths:
        return
    for lesson in learning.ready.lessons():
        yield learning.commands.PublishLesson(lesson=lesson, based_on=0)
    for path in learning.ready.paths():
        yield learning.commands.PublishPath(path=path, based_on=0)
    yield learning.commands.BeginPath(learner=NEWCOMER, path=PATH)
