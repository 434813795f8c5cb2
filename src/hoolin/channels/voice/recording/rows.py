"""Facts → rows of recordings: what there is, from when to when, and who has listened."""

from collections.abc import Iterable

from hoolin.channels.voice.recording import facts as f
from hoolin.core.facts import Entry


def rows(entry: Entry) -> Iterable[tuple[str, tuple[object, ...]]]:
    """The rows of one entry."""
    at = entry.at
    match entry.fact:
        case f.RecordingStarted() as one:
            kept: tuple[object, ...] = (
                one.recording,
                one.call,
                one.interaction,
                one.customer,
                one.basis,
                one.queue,
                at,
                at + one.keep_ms,
                "call",
                None,
            )
            yield "start_recording", kept
            yield "mark_recording", (one.recording, at, "started", None)
        case f.RecordingPaused(recording=recording, agent=agent):
            yield "mark_recording", (recording, at, "paused", agent)
        case f.RecordingResumed(recording=recording, agent=agent):
            yield "mark_recording", (recording, at, "resumed", agent)
        case f.RecordingEnded(recording=recording, cause=cause):
            yield "end_recording", (at, cause, recording)
            yield "mark_recording", (recording, at, "ended", None)
        case f.StretchKept() as kept_one:
            yield (
                "keep_stretch",
                (
                    kept_one.stretch,
                    kept_one.recording,
                    kept_one.agent,
                    kept_one.blob,
                    kept_one.began_at,
                    kept_one.length_ms,
                ),
            )
        case f.StretchLost(stretch=stretch, recording=recording, cause=cause):
            yield "lose_stretch", (stretch, recording, at, cause)
        case f.VoicemailBegan() as begun:
            kept = (
                begun.recording, begun.call, begun.interaction, begun.customer, "", begun.queue, at, at + begun.keep_ms, "message", begun.promised_at,
            )  # fmt: skip
            yield "start_recording", kept
            yield "mark_recording", (begun.recording, at, "started", None)
        case f.VoicemailLeft(recording=recording):
            yield "end_recording", (at, "left", recording)
        case f.VoicemailDropped(recording=recording, cause=why):
            yield "end_recording", (at, why, recording)
        case f.RecordingErased(recording=recording, cause=cause):
            yield "erase_recording", (at, cause, recording)
        case f.RecordingHeard(recording=recording, stretch=stretch, by=by):
            yield "hear_recording", (recording, stretch, by, at)
