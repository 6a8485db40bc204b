package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// changing finds a statement that changes rows which are there. What only adds
// tables, columns and indexes needs no copy: the old program's rows are as they were.
var changing = regexp.MustCompile(`(?im)^\s*(UPDATE|DELETE|INSERT|REPLACE|WITH|DROP TABLE|ALTER TABLE .* DROP)\b`)

// changesRows reports whether going up by a migration changes rows.
func changesRows(migration string) bool {
	up, _, _ := strings.Cut(migration, "-- +goose Down")
	return changing.MatchString(up)
}

// secure sees to it that rows which are about to be changed stand somewhere else
// as well.
func (s *Store) secure(ctx context.Context, current, newest int64) error {
	_, folder, _, err := s.dialect.migrations()
	if err != nil || current == 0 {
		return err
	}
	files, err := fs.Glob(migrations, folder+"/*.sql")
	if err != nil {
		return err
	}
	for _, file := range files {
		version, err := goose.NumericComponent(file)
		if err != nil {
			return err
		}
		body, err := migrations.ReadFile(file)
		if err != nil {
			return err
		}
		if version > current && changesRows(string(body)) {
			s.Copied, err = s.dialect.secure(ctx, s, newest)
			return err
		}
	}
	return nil
}

// migrate brings the schema up to date. Of two processes that start at once each
// does what the other has not done yet.
func (s *Store) migrate(ctx context.Context) error {
	provider, err := s.provider()
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	sources := provider.ListSources()
	newest := sources[len(sources)-1].Version
	for done := int64(-1); ; {
		current, err := provider.GetDBVersion(ctx)
		switch {
		case err != nil:
			return fmt.Errorf("read the schema's version: %w", err)
		case current > newest:
			return fmt.Errorf("the database has schema %d, this program knows %d: use a newer duban", current, newest)
		case current == newest:
			return nil
		}
		if done < 0 {
			if err := s.secure(ctx, current, newest); err != nil {
				return err
			}
		}
		// A migration that another process did meanwhile fails here; then the
		// version has moved, and what is left is tried.
		if _, err := provider.Up(ctx); err != nil && current == done {
			return fmt.Errorf("migrate: %w", err)
		}
		done = current
	}
}

func (s *Store) provider() (*goose.Provider, error) {
	dialect, folder, options, err := s.dialect.migrations()
	if err != nil {
		return nil, err
	}
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, s.write.pool, files, options...)
}
