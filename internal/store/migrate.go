package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/sqlite/*.sql
var migrations embed.FS

// migrate brings the schema up to date. Two processes that start at once both
// end well: the second waits and finds nothing to do.
func (s *Store) migrate(ctx context.Context) error {
	pool, err := s.write.DB()
	if err != nil {
		return err
	}
	files, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, files)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	current, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read the schema's version: %w", err)
	}
	sources := provider.ListSources()
	if newest := sources[len(sources)-1].Version; current > newest {
		return fmt.Errorf("the database has schema %d, this program knows %d: use a newer duban", current, newest)
	}
	return migrateFrom(ctx, provider, current)
}

// migrateFrom does what is missing. A process that starts at the same time may
// do a step first; then that step fails here, and what is left is looked at anew.
func migrateFrom(ctx context.Context, provider *goose.Provider, version int64) error {
	for {
		_, err := provider.Up(ctx)
		if err == nil {
			return nil
		}
		now, readErr := provider.GetDBVersion(ctx)
		if readErr != nil || now == version {
			return fmt.Errorf("migrate: %w", err)
		}
		version = now
	}
}
