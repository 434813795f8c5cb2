"""Search, put together: who fills the index, and who asks it."""

import os
from pathlib import Path

from hoolin.finding import api as finding
from hoolin.journal.keys import load_master_key
from hoolin.people.api import People
from hoolin.runtime.answering import Answering
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.feeding import Feeder
from hoolin.server.live.texts import Texts
from hoolin.server.searching import Finds, Searcher

FILE_NAME = "finding.db"
"""Disposable: what is not there is made again from the journal."""


def searcher_on(folder: Path | None, loop: Loop, reading: Reading, texts: Texts, people: People) -> Searcher:
    """The index lies in the site's folder and is filled by a process; that of a site in memory lies there too. Raises MasterKeyMissing."""
    finds: Finds
    filling: finding.Filling
    if folder is None:
        index = finding.Index(None, finding.Hasher(finding.key_of(os.urandom(32))))
        filling, finds = finding.FillingHere(index), index
    else:
        key = finding.key_of(load_master_key(folder, os.environ, may_create=False))
        path = folder / FILE_NAME
        filling = finding.FillingApart(Answering(finding.PROGRAM), path, key)
        finds = finding.Looking(path, finding.Hasher(key))
    return Searcher(finds, Feeder(filling, loop, reading, people.erased), reading, texts, people.erased)
