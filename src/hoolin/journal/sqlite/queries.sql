-- name: last_position
-- Where the journal ends; NULL when it is empty.
SELECT max(position) FROM entries

-- name: add_entry
-- One more entry; its position must be free.
INSERT INTO entries (position, at, actor, cause, fact) VALUES (?, ?, ?, ?, ?)

-- name: entries_after
-- The next entries after a position, in order.
SELECT position, at, actor, cause, fact FROM entries WHERE position > ? ORDER BY position LIMIT ?

-- name: owner_by_name
-- An owner's number and wrapped key (NULL: erased).
SELECT number, wrapped FROM owners WHERE name = ?

-- name: add_owner
-- A new owner with a key of their own.
INSERT INTO owners (name, wrapped) VALUES (?, ?) RETURNING number

-- name: destroy_key
-- An owner without a key: nothing of theirs can be read, and nothing more is taken.
INSERT INTO owners (name, wrapped) VALUES (?, NULL) ON CONFLICT (name) DO UPDATE SET wrapped = NULL RETURNING number

-- name: add_content
-- One sealed content.
INSERT INTO contents (id, owner, sealed) VALUES (?, ?, ?)

-- name: contents_by_id
-- Sealed contents and the keys to open them, for a JSON list of ids; the erased are left out.
SELECT contents.id, contents.sealed, owners.number, owners.name, owners.wrapped
FROM json_each(?) AS wanted
JOIN contents ON contents.id = wanted.value
JOIN owners ON owners.number = contents.owner
WHERE owners.wrapped IS NOT NULL

-- name: delete_contents_of_owner
-- All that an erased owner's key had sealed.
DELETE FROM contents WHERE owner = ?

-- name: add_blob
-- One more sealed file.
INSERT INTO blobs (id, owner, size) VALUES (?, ?, ?)

-- name: blob_by_id
-- A blob's owner, their wrapped key and its size, unless it or its owner is gone.
SELECT owners.number, owners.name, owners.wrapped, blobs.size
FROM blobs JOIN owners ON owners.number = blobs.owner
WHERE blobs.id = ? AND NOT blobs.gone AND owners.wrapped IS NOT NULL

-- name: mark_blob_gone
-- A deleted blob cannot be opened from here on; its file follows.
UPDATE blobs SET gone = 1 WHERE id = ?

-- name: mark_blobs_of_owner_gone
-- The same for all blobs of an erased owner.
UPDATE blobs SET gone = 1 WHERE owner = ?

-- name: blobs_gone
-- Deleted blobs whose files may still lie there.
SELECT id FROM blobs WHERE gone

-- name: forget_blob
-- The file has left; now the row may.
DELETE FROM blobs WHERE id = ? AND gone

-- name: next_snapshot
-- A number that no snapshot and no left-over part bears.
SELECT 1 + max(
    (SELECT coalesce(max(number), 0) FROM snapshots),
    (SELECT coalesce(max(number), 0) FROM snapshot_parts)
)

-- name: add_snapshot_part
-- One piece of a snapshot's body.
INSERT INTO snapshot_parts (number, part, body) VALUES (?, ?, ?)

-- name: add_snapshot
-- The snapshot is whole from here on.
INSERT INTO snapshots (number, position, at, version) VALUES (?, ?, ?, ?)

-- name: latest_snapshot
-- The newest whole snapshot of a version.
SELECT number, position, at, version FROM snapshots WHERE version = ? ORDER BY number DESC LIMIT 1

-- name: snapshot_parts
-- The pieces of a snapshot, in order.
SELECT body FROM snapshot_parts WHERE number = ? ORDER BY part

-- name: forget_old_snapshots
-- All but the newest few.
DELETE FROM snapshots WHERE number NOT IN (SELECT number FROM snapshots ORDER BY number DESC LIMIT ?)

-- name: stray_snapshot_part
-- One piece that belongs to no snapshot: an old one's, or one of a save that was cut short.
SELECT number, part FROM snapshot_parts WHERE number NOT IN (SELECT number FROM snapshots) LIMIT 1

-- name: forget_snapshot_part
-- One piece less.
DELETE FROM snapshot_parts WHERE number = ? AND part = ?

-- name: read_mark
-- A single value by name.
SELECT value FROM marks WHERE name = ?

-- name: write_mark
-- Keep a single value.
INSERT INTO marks (name, value) VALUES (?, ?)
