-- Who serves several departments of one task may say something different for
-- each: then a step of his walk is about one of them.

-- +goose Up
ALTER TABLE walk ADD COLUMN department_id BIGINT NOT NULL DEFAULT 0; -- 0: all of his that are asked

-- +goose Down
ALTER TABLE walk DROP COLUMN department_id;
