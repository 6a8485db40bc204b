package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

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
