-- name: last_position
-- Where the journal ends; 0 when it is empty.
SELECT coalesce(max(position), 0) FROM entries

-- name: newest_entry
-- Position and instant of the last entry.
SELECT position, at FROM entries ORDER BY position DESC LIMIT 1

-- name: append
-- Entries, contents and the owners they are the first of, if the journal ends where the writer believes; else nothing at all. Gives whether.
-- One statement: one transaction, and one way to the server and back. Without entries it does not matter where the journal ends.
WITH fence AS (
    SELECT 1 WHERE %(count)s::bigint = 0 OR (SELECT coalesce(max(position), 0) FROM entries) = %(last)s::bigint
), more_owners AS (
    INSERT INTO owners (number, name, wrapped)
    SELECT more.* FROM fence, unnest(%(numbers)b::bigint[], %(names)b::text[], %(wrapped)b::bytea[]) AS more
), more_contents AS (
    INSERT INTO contents (id, owner, sealed)
    SELECT more.* FROM fence, unnest(%(ids)b::text[], %(owners)b::bigint[], %(sealed)b::bytea[]) AS more
), more_entries AS (
    INSERT INTO entries (position, at, actor, cause, fact)
    SELECT %(last)s::bigint + more.nth, more.at, more.actor, more.cause, more.fact
    FROM fence, unnest(%(at)b::bigint[], %(actors)b::text[], %(causes)b::text[], %(facts)b::text[])
        WITH ORDINALITY AS more (at, actor, cause, fact, nth)
)
SELECT EXISTS (SELECT 1 FROM fence)

-- name: append_entries
-- The same for entries alone.
WITH fence AS (
    SELECT 1 WHERE (SELECT coalesce(max(position), 0) FROM entries) = %(last)s::bigint
), more_entries AS (
    INSERT INTO entries (position, at, actor, cause, fact)
    SELECT %(last)s::bigint + more.nth, more.at, more.actor, more.cause, more.fact
    FROM fence, unnest(%(at)b::bigint[], %(actors)b::text[], %(causes)b::text[], %(facts)b::text[])
        WITH ORDINALITY AS more (at, actor, cause, fact, nth)
)
SELECT EXISTS (SELECT 1 FROM fence)

-- name: entries_after
-- The next entries after a position, in order.
SELECT position, at, actor, cause, fact FROM entries WHERE position > %s ORDER BY position LIMIT %s

-- name: owners_named
-- Number and wrapped key (NULL: erased) of each of these, and for whoever is not there a number that nobody bears.
SELECT wanted.name, owners.number, owners.wrapped,
    CASE WHEN owners.number IS NULL THEN nextval('owner_numbers') END
FROM unnest(%s::text[]) AS wanted (name) LEFT JOIN owners ON owners.name = wanted.name

-- name: owner_erased
-- Whether this owner is there, without a key.
SELECT 1 FROM owners WHERE name = %s AND wrapped IS NULL

-- name: add_owner
-- One more owner, with a key of their own.
INSERT INTO owners (number, name, wrapped) VALUES (%s, %s, %s)

-- name: destroy_key
-- An owner without a key: nothing of theirs can be read, and nothing more is taken.
INSERT INTO owners (number, name, wrapped) VALUES (nextval('owner_numbers'), %s, NULL)
ON CONFLICT (name) DO UPDATE SET wrapped = NULL RETURNING number

-- name: delete_contents_of_owner
-- All that an erased owner's key had sealed.
DELETE FROM contents WHERE owner = %s

-- name: delete_blobs_of_owner
-- And their attachments.
WITH gone AS (DELETE FROM blobs WHERE owner = %s RETURNING upload)
DELETE FROM blob_pieces USING gone WHERE blob_pieces.upload = gone.upload

-- name: clean_owners
-- The room of a destroyed key is given free, to be written over.
VACUUM (SKIP_LOCKED) owners

-- name: contents_taken
-- One of these ids that is in use.
SELECT id FROM contents WHERE id = ANY (%s::text[]) LIMIT 1

-- name: contents_by_id
-- Sealed contents and the keys to open them; those of the erased are left out.
SELECT contents.id, contents.sealed, owners.number, owners.name, owners.wrapped
FROM unnest(%s::text[]) AS wanted (id)
JOIN contents ON contents.id = wanted.id
JOIN owners ON owners.number = contents.owner
WHERE owners.wrapped IS NOT NULL

-- name: begin_upload
-- A number for the pieces of a blob that comes in.
INSERT INTO uploads DEFAULT VALUES RETURNING number

-- name: add_piece
-- One more piece of it, as long as nobody has swept it away.
WITH mine AS (SELECT number FROM uploads WHERE number = %(upload)s FOR KEY SHARE)
INSERT INTO blob_pieces (upload, piece, sealed) SELECT mine.number, %(piece)s, %(sealed)b FROM mine RETURNING piece

-- name: finish_upload
-- The blob is whole from here on, unless its owner was erased meanwhile, or its pieces were taken for left-overs. Gives its number.
WITH owner AS (
    SELECT number FROM owners WHERE number = %(owner)s AND wrapped IS NOT NULL FOR SHARE
), done AS (
    DELETE FROM uploads USING owner WHERE uploads.number = %(upload)s RETURNING uploads.number
)
INSERT INTO blobs (id, owner, size, upload) SELECT %(blob)s, owner.number, %(size)s, done.number FROM owner, done RETURNING upload

-- name: uploads_to_drop
-- What is to be swept away: one upload, or all. From here on nothing is added to it.
SELECT number FROM uploads WHERE number = %(upload)s::bigint OR %(upload)s::bigint IS NULL FOR UPDATE

-- name: drop_pieces
-- The pieces of these.
DELETE FROM blob_pieces WHERE upload = ANY (%s::bigint[])

-- name: drop_uploads
-- And what they were under way to.
DELETE FROM uploads WHERE number = ANY (%s::bigint[])

-- name: blob_by_id
-- A blob's owner, their wrapped key, its size and where its pieces lie.
SELECT owners.number, owners.name, owners.wrapped, blobs.size, blobs.upload
FROM blobs JOIN owners ON owners.number = blobs.owner
WHERE blobs.id = %s AND owners.wrapped IS NOT NULL

-- name: pieces_from
-- The next pieces of a blob.
SELECT sealed FROM blob_pieces WHERE upload = %s AND piece >= %s ORDER BY piece LIMIT %s

-- name: delete_blob
-- A blob and its pieces.
WITH gone AS (DELETE FROM blobs WHERE id = %s RETURNING upload)
DELETE FROM blob_pieces USING gone WHERE blob_pieces.upload = gone.upload

-- name: next_snapshot
-- A number that no snapshot and no left-over part bears.
SELECT 1 + greatest((SELECT max(number) FROM snapshots), (SELECT max(number) FROM snapshot_parts), 0)

-- name: add_snapshot_part
-- One piece of a snapshot's body.
INSERT INTO snapshot_parts (number, part, body) VALUES (%s, %s, %s)

-- name: add_snapshot
-- The snapshot is whole from here on.
INSERT INTO snapshots (number, position, at, version) VALUES (%s, %s, %s, %s)

-- name: latest_snapshot
-- The newest whole snapshot of a version.
SELECT number, position, at, version FROM snapshots WHERE version = %s ORDER BY number DESC LIMIT 1

-- name: snapshot_parts
-- The pieces of a snapshot, in order.
SELECT body FROM snapshot_parts WHERE number = %s ORDER BY part

-- name: forget_old_snapshots
-- All but the newest few.
DELETE FROM snapshots WHERE number NOT IN (SELECT number FROM snapshots ORDER BY number DESC LIMIT %s)

-- name: forget_stray_parts
-- Parts that belong to no snapshot: an old one's, or those of a save that was cut short.
DELETE FROM snapshot_parts WHERE number NOT IN (SELECT number FROM snapshots)

-- name: read_mark
-- A single value by name.
SELECT value FROM marks WHERE name = %s

-- name: write_mark
-- Keep a single value.
INSERT INTO marks (name, value) VALUES (%s, %s)

-- name: server_rules
-- What must be so for a commit to be worth its name: on disk when it returns, and any letter can be kept.
SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('server_encoding')

-- name: schema_there
-- Whether the site's schema is there, and whether anything lies in it.
SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = %(schema)s),
    EXISTS (SELECT 1 FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = %(schema)s)

-- name: shape_there
-- Whether the schema is one of ours.
SELECT EXISTS (SELECT 1 FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = %(schema)s AND relname = 'shape')

-- name: make_shape
-- How far the schema's shape has come: the number of the last step.
CREATE TABLE shape (one boolean PRIMARY KEY DEFAULT true CHECK (one), version integer NOT NULL)

-- name: begin_shape
-- Nothing has been made yet.
INSERT INTO shape (version) VALUES (0)

-- name: shape_version
-- The number of the last step.
SELECT version FROM shape

-- name: shape_is
-- A step was taken.
UPDATE shape SET version = %s

-- name: one_at_a_time
-- Two processes that open the same site at once make its shape one after the other.
SELECT pg_advisory_xact_lock(hashtextextended('hoolin ' || %s, 0))

-- name: copy_entries
-- Entries of another back end, as they were.
COPY entries (position, at, actor, cause, fact) FROM STDIN (FORMAT BINARY)

-- name: copy_owners
-- The same for owners.
COPY owners (number, name, wrapped) FROM STDIN (FORMAT BINARY)

-- name: copy_contents
-- The same for contents.
COPY contents (id, owner, sealed) FROM STDIN (FORMAT BINARY)

-- name: copy_blobs
-- The same for attachments.
COPY blobs (id, owner, size, upload) FROM STDIN (FORMAT BINARY)

-- name: copy_pieces
-- The same for their pieces.
COPY blob_pieces (upload, piece, sealed) FROM STDIN (FORMAT BINARY)

-- name: copy_snapshots
-- The same for snapshots.
COPY snapshots (number, position, at, version) FROM STDIN (FORMAT BINARY)

-- name: copy_snapshot_parts
-- The same for their parts.
COPY snapshot_parts (number, part, body) FROM STDIN (FORMAT BINARY)

-- name: owner_numbers_from
-- New owners and uploads get numbers beyond those that were brought.
SELECT setval('owner_numbers', 1 + (SELECT coalesce(max(number), 0) FROM owners), false),
    setval(pg_get_serial_sequence('uploads', 'number'), 1 + (SELECT coalesce(max(upload), 0) FROM blobs), false)

-- name: read_entries
-- What was brought, back again.
COPY (SELECT position, at, actor, cause, fact FROM entries) TO STDOUT (FORMAT BINARY)

-- name: read_owners
-- The same for owners.
COPY (SELECT number, name, wrapped FROM owners) TO STDOUT (FORMAT BINARY)

-- name: read_contents
-- The same for contents.
COPY (SELECT id, owner, sealed FROM contents) TO STDOUT (FORMAT BINARY)

-- name: read_pieces
-- The same for attachments, piece by piece; each blob's pieces together and in order.
COPY (SELECT blobs.id, blobs.owner, blobs.size, blob_pieces.piece, blob_pieces.sealed
    FROM blobs LEFT JOIN blob_pieces ON blob_pieces.upload = blobs.upload ORDER BY blobs.upload, blob_pieces.piece)
    TO STDOUT (FORMAT BINARY)

-- name: read_snapshots
-- The same for snapshots, part by part.
COPY (SELECT snapshots.number, position, at, version, part, body FROM snapshots LEFT JOIN snapshot_parts USING (number)
    ORDER BY number, part) TO STDOUT (FORMAT BINARY)

-- name: forget_mark
-- Let go of a single value.
DELETE FROM marks WHERE name = %s

-- name: look_again
-- The server counts what there is, so that it asks for things the right way.
ANALYZE

-- name: owners_erased
-- Whose keys were destroyed.
SELECT name FROM owners WHERE wrapped IS NULL ORDER BY number

-- name: every_blob
-- Every attachment.
SELECT id, owner, size FROM blobs ORDER BY id
