-- name: add_account
-- One more person.
INSERT INTO accounts (id, login, name, role, agent, language, disabled, password, created_at)
VALUES (:id, :login, :name, :role, :agent, :language, :disabled, :password, :created_at)

-- name: accounts
-- Everybody, by login.
SELECT id, login, name, role, agent, language, disabled, created_at,
       EXISTS (SELECT 1 FROM second_factors AS f WHERE f.account = accounts.id AND f.confirmed) AS guarded
FROM accounts ORDER BY login

-- name: account_by_id
-- One person.
SELECT id, login, name, role, agent, language, disabled, created_at,
       EXISTS (SELECT 1 FROM second_factors AS f WHERE f.account = accounts.id AND f.confirmed) AS guarded
FROM accounts WHERE id = ?

-- name: account_by_login
-- One person by what they type, and their password's hash.
SELECT id, login, name, role, agent, language, disabled, created_at,
       EXISTS (SELECT 1 FROM second_factors AS f WHERE f.account = accounts.id AND f.confirmed) AS guarded, password
FROM accounts WHERE login = ?

-- name: update_account
-- Everything about a person that may change, but for the password.
UPDATE accounts SET name = :name, role = :role, agent = :agent, language = :language, disabled = :disabled
WHERE id = :id

-- name: set_password
-- Another hash for this person.
UPDATE accounts SET password = ? WHERE id = ?

-- name: other_admins
-- How many could still manage accounts if this person could not.
SELECT count(*) FROM accounts WHERE role = 'admin' AND NOT disabled AND id <> ?

-- name: add_session
-- One more log-in, unless the account was disabled or its password changed while the old one was being checked.
INSERT INTO sessions (token, id, account, device, created_at, seen_at, ends_at)
SELECT :token, :id, id, :device, :created_at, :seen_at, :ends_at FROM accounts
WHERE id = :account AND password = :password AND NOT disabled
RETURNING id

-- name: session_by_token
-- A log-in that has not ended, and whose it is. :seen_since: a session not used since then has ended.
SELECT s.id, s.account, s.device, s.created_at, s.seen_at, s.ends_at,
       a.id, a.login, a.name, a.role, a.agent, a.language, a.disabled, a.created_at,
       EXISTS (SELECT 1 FROM second_factors AS f WHERE f.account = a.id AND f.confirmed) AS guarded
FROM sessions AS s JOIN accounts AS a ON a.id = s.account
WHERE s.token = :token AND s.ends_at > :now AND s.seen_at >= :seen_since AND NOT a.disabled

-- name: sessions_of_account
-- A person's log-ins that have not ended, newest first.
SELECT id, account, device, created_at, seen_at, ends_at FROM sessions
WHERE account = :account AND ends_at > :now AND seen_at >= :seen_since ORDER BY created_at DESC, id

-- name: still_there
-- Which of these log-ins (a JSON list of ids) have not ended.
SELECT s.id FROM json_each(:ids) AS wanted
JOIN sessions AS s ON s.id = wanted.value JOIN accounts AS a ON a.id = s.account
WHERE s.ends_at > :now AND s.seen_at >= :seen_since AND NOT a.disabled

-- name: touch_sessions
-- These log-ins (a JSON list of ids) are in use.
UPDATE sessions SET seen_at = :now WHERE seen_at < :now AND id IN (SELECT value FROM json_each(:ids))

-- name: delete_session
-- This log-in has ended; :account, unless empty, must be whose it is.
DELETE FROM sessions WHERE id = :id AND (:account = '' OR account = :account) RETURNING id

-- name: delete_sessions_of_account
-- All log-ins of a person have ended, but for one that may be spared.
DELETE FROM sessions WHERE account = :account AND id <> :spared RETURNING id

-- name: delete_oldest_sessions
-- Of a person's log-ins only this one and the newest few others stay.
DELETE FROM sessions WHERE id IN (
    SELECT id FROM sessions WHERE account = :account AND id <> :spared
    ORDER BY created_at DESC, id LIMIT -1 OFFSET :others
) RETURNING id

-- name: delete_ended_sessions
-- Log-ins that are over need not be kept.
DELETE FROM sessions WHERE ends_at <= :now OR seen_at < :seen_since

-- name: begin_factor
-- A second factor that is not proved yet, in place of another such; one in use stays.
INSERT INTO second_factors (account, secret) VALUES (?, ?)
ON CONFLICT (account) DO UPDATE SET secret = excluded.secret, step = 0 WHERE NOT confirmed
RETURNING account

-- name: factor
-- Somebody's second factor.
SELECT secret, confirmed, step FROM second_factors WHERE account = ?

-- name: use_step
-- A code of this half minute is used: never again, nor any older one.
UPDATE second_factors SET step = :step WHERE account = :account AND confirmed AND step < :step RETURNING account

-- name: confirm_factor
-- Its owner has proved that they have it.
UPDATE second_factors SET confirmed = 1, step = :step WHERE account = :account AND NOT confirmed RETURNING account

-- name: delete_factor
-- Somebody has no second factor any more.
DELETE FROM second_factors WHERE account = ? RETURNING account

-- name: add_code
-- One more recovery code.
INSERT INTO recovery_codes (account, code) VALUES (?, ?)

-- name: use_code
-- A recovery code is used.
DELETE FROM recovery_codes WHERE account = ? AND code = ? RETURNING account

-- name: delete_codes
-- Old recovery codes are worth nothing any more.
DELETE FROM recovery_codes WHERE account = ?

-- name: codes_left
-- How many recovery codes somebody has.
SELECT count(*) FROM recovery_codes WHERE account = ?
