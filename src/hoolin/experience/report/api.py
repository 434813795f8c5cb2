"""What the rest of the house takes from the report; the room's own door passes it on."""

from hoolin.core.site.rules import Language
from hoolin.experience.report import blocks
from hoolin.experience.report.chapters import document
from hoolin.experience.report.charts import mark
from hoolin.experience.report.content import Held, Report, canonical, read, report_of
from hoolin.experience.report.month import Month, month_of
from hoolin.experience.report.page import page, policy, svg
from hoolin.experience.report.paper import paper
from hoolin.experience.report.signing import Checked, Form, PublicKey, Signer, check, public_key
from hoolin.experience.report.writing import Voice


def written(report: Report, language: Language, form: Form, signer: Signer) -> bytes:
    """The report as a signed file. What is shown is made of what is signed: the same figures give the same bytes."""
    body = canonical(report)
    data = signer.sign("json", body)
    if form == "json":
        return data
    shown, voice = document(read(body), language, signer), Voice(language)
    if form == "html":
        return signer.sign("html", page(shown, data, voice.say("contents")))
    return signer.sign("pdf", paper(shown, data, name_of(report, language, "json"), voice.say("page", n="{n}")))


def name_of(report: Report, language: Language, form: Form) -> str:
    """What the file is called."""
    spoken = "" if form == "json" else f"-{language}"
    return f"hoolin-report-{report.month}{spoken}.{form}"


__all__ = [
    "Checked", "Form", "Held", "Month", "PublicKey", "Report", "Signer", "Voice", "blocks", "canonical", "check", "mark", "month_of", "name_of",
    "page", "paper", "policy", "public_key", "read", "report_of", "svg", "written",
]  # fmt: skip
