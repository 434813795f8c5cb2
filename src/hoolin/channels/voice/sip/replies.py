"""Responses: what they take over from the request (RFC 3261 §8.2.6). Pure."""

from hoolin.channels.voice.sip.message import Message
from hoolin.channels.voice.sip.names import REASONS


def reply(request: Message, status: int, tag: str = "", reason: str = "") -> Message:
    """A response to a request. tag: ours, put on To unless it has one already."""
    message = Message(status=status, reason=reason or REASONS.get(status, "Status"))
    message.method = request.method
    message.cseq = request.cseq
    asked = request.fields
    fields = message.fields
    fields["via"] = asked["via"]
    fields["from"] = asked["from"]
    to = asked["to"]
    fields["to"] = [f"{to[0]};tag={tag}"] if tag and not request.to_tag else to
    fields["call-id"] = asked["call-id"]
    fields["cseq"] = asked["cseq"]
    if status == 100 and "timestamp" in asked:
        fields["timestamp"] = asked["timestamp"]
    return message
