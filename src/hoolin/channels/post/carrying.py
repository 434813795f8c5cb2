"""One attempt to hand a message of ours to a gateway: everything it needs is put together, and what it gives back is noted."""

import asyncio

import msgspec

from hoolin.channels.post.hearing import Correspondent
from hoolin.channels.post.house import PostHouse
from hoolin.channels.post.reporting import Ours, Reporting
from hoolin.channels.written import Gateway, OutFile, Outgoing
from hoolin.core.delivery.commands import Sent
from hoolin.core.delivery.delivery import Delivery
from hoolin.core.errors import NotReached
from hoolin.core.interaction.commands import Letter
from hoolin.core.interaction.facts import Attachment
from hoolin.core.interaction.speak import Said

_said = msgspec.json.Decoder(Said)
_correspondent = msgspec.json.Decoder(Correspondent)


class Carrying:
    """The carrier of one channel, as the outbox sees it."""

    def __init__(self, house: PostHouse, gateway: Gateway, reporting: Reporting) -> None:
        self._house = house
        self._gateway = gateway
        self._reporting = reporting

    async def transmit(self, row: Delivery) -> Sent:
        """One attempt. Raises NotReached when nothing has left the house."""
        loop = asyncio.get_running_loop()
        bodies = await loop.run_in_executor(None, self._house.store.contents, [row.message, row.address])
        if row.message not in bodies:
            return Sent("rejected", "erased")
        if row.address not in bodies:
            return Sent("rejected", "no_address")
        try:
            out = await self._outgoing(
                row, _said.decode(bodies[row.message]), _correspondent.decode(bodies[row.address])
            )
        except Exception as problem:
            # Ours, a read model that does not come along for instance: nothing has left the house.
            raise NotReached("not_ready") from problem
        sent = await self._gateway.send(out)
        lookups = [
            self._house.lookup(f"sent/{row.channel}/{row.account}", reference) for reference in sent.reference.split()
        ]
        for lookup in lookups:
            self._reporting.sent(lookup, Ours(row.delivery, row.interaction))
        return sent._replace(reference=" ".join(lookups))

    async def _outgoing(self, row: Delivery, said: Said, where: Correspondent) -> Outgoing:
        agent, files = await self._house.past.files_of(row.message)
        one = self._house.site.kept.interactions.get(row.interaction)
        letter = said.letter
        if where.subject and (letter is None or not letter.subject):
            letter = msgspec.structs.replace(letter or Letter(), subject=where.subject)
        names = said.names if len(said.names) == len(files) else ("file",) * len(files)
        return Outgoing(
            delivery=row.delivery, attempt=row.attempts, account=row.account, to=where.to, text=said.text, letter=letter,
            files=tuple(self._file(file, name) for file, name in zip(files, names, strict=True)),
            thread=where.thread, answers=where.answers, language=one.language if one is not None else "et",
            person=self._house.past.person_name(agent) or "", operator=self._house.operator,
        )  # fmt: skip

    def _file(self, file: Attachment, name: str) -> OutFile:
        return OutFile(name, file.media_type, file.size, lambda: self._house.store.open(file.blob))
