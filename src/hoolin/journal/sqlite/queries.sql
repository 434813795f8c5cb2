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
INSERT INTO said (number, id, owner, sealed) VALUES (?, ?, ?, ?)

-- name: content_taken
-- One of a JSON list of ids that the trees, or the table of before, lead to already.
SELECT value FROM json_each(?)
WHERE EXISTS (SELECT 1 FROM said_by_id WHERE id = value) OR EXISTS (SELECT 1 FROM contents WHERE id = value)
LIMIT 1

-- name: contents_by_id
-- Sealed contents and the keys to open them, for a JSON list of ids and one of numbers; the erased are left out.
SELECT said.id, said.sealed, owners.number, owners.name, owners.wrapped
FROM json_each(:numbers) AS wanted
JOIN said ON said.number = wanted.value
JOIN owners ON owners.number = said.owner
WHERE owners.wrapped IS NOT NULL
UNION ALL
SELECT said.id, said.sealed, owners.number, owners.name, owners.wrapped
FROM json_each(:ids) AS wanted
JOIN said_by_id ON said_by_id.id = wanted.value
JOIN said ON said.number = said_by_id.number
JOIN owners ON owners.number = said.owner
WHERE owners.wrapped IS NOT NULL
UNION ALL
SELECT contents.id, contents.sealed, owners.number, owners.name, owners.wrapped
FROM json_each(:ids) AS wanted
JOIN contents ON contents.id = wanted.value
JOIN owners ON owners.number = contents.owner
WHERE owners.wrapped IS NOT NULL

-- name: delete_contents_of_owner
-- All that an erased owner's key had sealed before contents had numbers.
DELETE FROM contents WHERE owner = ?

-- name: said_up_to
-- Up to which number the trees are complete, and the last number given.
SELECT up_to, (SELECT max(number) FROM said) FROM said_found

-- name: said_after
-- What the trees may not lead to, and whether they do.
SELECT number, id, EXISTS (SELECT 1 FROM said_by_id WHERE said_by_id.id = said.id) FROM said WHERE number > ?

-- name: find_by_id
-- Ids lead to the contents of a JSON list of numbers.
INSERT OR IGNORE INTO said_by_id (id, number)
SELECT id, number FROM said WHERE number IN (SELECT value FROM json_each(?)) ORDER BY id

-- name: find_by_owner
-- Owners lead to them.
INSERT OR IGNORE INTO said_by_owner (owner, number)
SELECT owner, number FROM said WHERE number IN (SELECT value FROM json_each(?)) ORDER BY owner, number

-- name: said_is_found
-- The trees are complete up to a number.
UPDATE said_found SET up_to = ?

-- name: said_of_owner
-- All that an owner's key has sealed, whether the trees lead to it or not.
SELECT number, id FROM said WHERE number IN (SELECT number FROM said_by_owner WHERE owner = :owner)
UNION
SELECT number, id FROM said WHERE number > :up_to AND owner = :owner

-- name: delete_said
-- The contents of a JSON list of numbers.
DELETE FROM said WHERE number IN (SELECT value FROM json_each(?))

-- name: delete_said_by_id
-- The ids of a JSON list lead nowhere.
DELETE FROM said_by_id WHERE id IN (SELECT value FROM json_each(?))

-- name: delete_said_by_owner
-- Nothing is an owner's any more.
DELETE FROM said_by_owner WHERE owner = ?

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

-- name: blobs_there
-- Every blob that has not been deleted.
SELECT id FROM blobs WHERE NOT gone ORDER BY id

-- name: blobs_all
-- Every blob, those whose files are about to leave too.
SELECT id FROM blobs

-- name: every_blob
-- Every blob that has not been deleted, with its owner.
SELECT blobs.id, blobs.size, owners.number, owners.name, owners.wrapped
FROM blobs JOIN owners ON owners.number = blobs.owner
WHERE NOT blobs.gone ORDER BY blobs.owner, blobs.id

-- name: count_contents
-- How many sealed contents there are.
SELECT (SELECT count(*) FROM said) + (SELECT count(*) FROM contents)

-- name: every_content
-- Every sealed content with its owner, and whether its id leads to it.
SELECT said.id, said.sealed, owners.number, owners.name, owners.wrapped,
    said.number > (SELECT up_to FROM said_found) OR said.number = (SELECT number FROM said_by_id WHERE said_by_id.id = said.id)
FROM said JOIN owners ON owners.number = said.owner
UNION ALL
SELECT contents.id, contents.sealed, owners.number, owners.name, owners.wrapped, 1
FROM contents JOIN owners ON owners.number = contents.owner
ORDER BY 3

-- name: remains
-- Whether an owner has a key, and how much is sealed under it.
SELECT wrapped IS NOT NULL,
    (SELECT count(*) FROM said WHERE said.owner = owners.number) + (SELECT count(*) FROM contents WHERE contents.owner = owners.number),
    (SELECT count(*) FROM blobs WHERE blobs.owner = owners.number)
FROM owners WHERE name = :name

-- name: owners_erased
-- Whose keys were destroyed.
SELECT name FROM owners WHERE wrapped IS NULL ORDER BY number

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

-- name: every_entry
-- The whole journal, in order.
SELECT position, at, actor, cause, fact FROM entries ORDER BY position

-- name: every_owner
-- All owners with their wrapped keys, the erased ones without.
SELECT number, name, wrapped FROM owners ORDER BY number

-- name: every_sealed_content
-- All contents as they lie there.
SELECT id, owner, sealed FROM said UNION ALL SELECT id, owner, sealed FROM contents

-- name: every_blob_row
-- All attachments that have not been deleted.
SELECT id, owner, size FROM blobs WHERE NOT gone ORDER BY id

-- name: every_snapshot
-- All whole snapshots.
SELECT number, position, at, version FROM snapshots ORDER BY number

-- name: every_snapshot_part
-- All their parts.
SELECT number, part, body FROM snapshot_parts WHERE number IN (SELECT number FROM snapshots) ORDER BY number, part

-- name: how_much
-- How much there is of each, to say how far one is.
SELECT (SELECT count(*) FROM entries), (SELECT count(*) FROM owners), (SELECT count(*) FROM said) + (SELECT count(*) FROM contents),
    (SELECT count(*) FROM blobs WHERE NOT gone), (SELECT count(*) FROM snapshots)

-- name: bring_owner
-- An owner from elsewhere, under the number that their contents name.
INSERT INTO owners (number, name, wrapped) VALUES (?, ?, ?)

-- name: bring_content
-- Something sealed from elsewhere, which is found at once.
INSERT INTO contents (id, owner, sealed) VALUES (?, ?, ?)
