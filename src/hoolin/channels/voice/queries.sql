-- name: begin
-- A call is under way.
INSERT INTO call (call, interaction, direction, trunk, numbers, agent, began_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (call) DO NOTHING;

-- name: leg_from_page
-- The customer calls from a page.
UPDATE leg SET via = 'browser' WHERE leg = ?;

-- name: begin_leg
-- Somebody takes part, or will.
INSERT INTO leg (leg, call, part, via, agent, began_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (leg) DO NOTHING;

-- name: answer_leg
-- They are there.
UPDATE leg SET answered_at = ?, dialog = ? WHERE leg = ?;

-- name: change_leg
-- Gone on with otherwise.
UPDATE leg SET dialog = ? WHERE leg = ?;

-- name: end_leg
-- They take part no more.
UPDATE leg SET ended_at = ?, cause = ?, status = ? WHERE leg = ?;

-- name: answer
-- The customer is there.
UPDATE call SET answered_at = ? WHERE call = ? AND answered_at IS NULL;

-- name: end
-- The call is over, and the customer's leg with it.
UPDATE call SET ended_at = ?1, cause = ?2, status = ?3 WHERE call = ?4;

-- name: end_legs
-- Whoever was left.
UPDATE leg SET ended_at = ?1, cause = ?2, status = ?3 WHERE call = ?4 AND ended_at IS NULL;

-- name: numbers_of
-- The numbers of the last call of a conversation.
SELECT numbers FROM call WHERE interaction = ? ORDER BY began_at DESC, call LIMIT 1;

-- name: calls_of
-- The calls of a conversation, oldest first.
SELECT call, direction, trunk, numbers, agent, began_at, answered_at, ended_at, cause, status FROM call
WHERE interaction = ? ORDER BY began_at, call;

-- name: legs_of
-- The legs of a call, oldest first.
SELECT leg, part, via, agent, began_at, answered_at, ended_at, cause, status FROM leg WHERE call = ? ORDER BY began_at, leg;

-- name: start_recording
-- The customer was told, and it begins.
INSERT INTO recording (recording, call, interaction, customer, basis, queue, started_at, erase_at, kind, promised_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (recording) DO NOTHING;

-- name: mark_recording
-- Began, paused, went on, ended.
INSERT INTO recording_mark (recording, at, what, agent) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING;

-- name: end_recording
-- No more of it.
UPDATE recording SET ended_at = ?, cause = ? WHERE recording = ?;

-- name: keep_stretch
-- Stored.
INSERT INTO stretch (stretch, recording, agent, blob, began_at, length_ms) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (stretch) DO NOTHING;

-- name: lose_stretch
-- Missing.
INSERT INTO stretch (stretch, recording, began_at, length_ms, lost) VALUES (?1, ?2, ?3, 0, ?4) ON CONFLICT (stretch) DO NOTHING;

-- name: erase_recording
-- Its files are gone.
UPDATE recording SET erased_at = ?, erased_for = ? WHERE recording = ?;

-- name: hear_recording
-- Somebody listens.
INSERT INTO heard (recording, stretch, by, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING;

-- name: recordings_of
-- The recordings of a conversation, oldest first; no messages in which nothing was said.
SELECT recording, call, basis, kind, promised_at, started_at, ended_at, cause, erase_at, erased_at, erased_for FROM recording
WHERE interaction = ? AND (cause IS NULL OR cause NOT IN ('silent', 'person')) ORDER BY started_at, recording;

-- name: marks_of
-- What happened to a recording, in order.
SELECT at, what, agent FROM recording_mark WHERE recording = ? ORDER BY at, what;

-- name: stretches_of
-- The files of a recording, oldest first.
SELECT stretch, agent, blob, began_at, length_ms, lost FROM stretch WHERE recording = ? ORDER BY began_at, stretch;

-- name: heard_of
-- Who has listened to a recording, newest first.
SELECT stretch, by, at FROM heard WHERE recording = ? ORDER BY at DESC LIMIT 100;

-- name: stretch_in
-- A file of a conversation.
SELECT stretch.stretch, stretch.recording, stretch.blob, recording.erased_at FROM stretch
JOIN recording ON recording.recording = stretch.recording WHERE recording.interaction = ? AND stretch.stretch = ?;

-- name: recording_of_call
-- What is known of the recording of a call that was begun last.
SELECT recording, call, interaction, customer, kind, erased_at, cause FROM recording WHERE call = ?
ORDER BY started_at DESC, recording LIMIT 1;

-- name: legs_kept
-- Where the sound of each leg of a call went: the contents that say so.
SELECT leg, part, agent, dialog FROM leg WHERE call = ? AND dialog IS NOT NULL;

-- name: recordings_due
-- What has been kept for long enough.
SELECT recording, interaction FROM recording WHERE erased_at IS NULL AND erase_at <= ? ORDER BY erase_at LIMIT 100;

-- name: recordings_bare
-- Ended, and nothing of them was ever stored.
SELECT recording, call, interaction FROM recording
WHERE ended_at IS NOT NULL AND erased_at IS NULL AND cause NOT IN ('declined', 'silent', 'person')
    AND NOT EXISTS (SELECT 1 FROM stretch WHERE stretch.recording = recording.recording) LIMIT 1000;
