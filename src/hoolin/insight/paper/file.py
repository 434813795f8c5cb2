"""A document as a file: a page or a sheet, with its figures as data within it."""

from hoolin.experience.api import report
from hoolin.insight.paper.voice import Form, Voice


def filed(shown: report.blocks.Document, data: bytes, name: str, form: Form, voice: Voice) -> bytes:
    """The same content gives the same bytes. name: of the file of data."""
    if form == "json":
        return data
    if form == "html":
        link = report.blocks.Data(voice.say("data"), name)
        return report.page(shown._replace(blocks=(*shown.blocks, link)), data, "")
    return report.paper(shown, data, name, "{n}")
