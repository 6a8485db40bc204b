-- The name an office gives to somebody, beside the one they chose on the
-- platform, and invitations for heads.

-- +goose Up
ALTER TABLE person ADD COLUMN given TEXT NOT NULL DEFAULT '';
UPDATE person SET given = COALESCE((
    SELECT i.name FROM invitation i WHERE i.used_by = person.id AND i.name <> '' ORDER BY i.used_at DESC, i.id DESC LIMIT 1), '');
ALTER TABLE invitation ADD COLUMN head BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE invitation DROP COLUMN head;
ALTER TABLE person DROP COLUMN given;
