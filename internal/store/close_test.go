package store

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// An operator stops the bot while it reads, and copies the database's file.
func TestAClosedDatabaseIsOneFile(t *testing.T) {
	for range 40 {
		path := filepath.Join(t.TempDir(), "duban.db")
		if _, err := Make(t.Context(), path, time.Now); err != nil {
			t.Fatal(err)
		}
		s, err := Open(t.Context(), path, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		_ = s.Read(ctx, func(tx *Tx) error {
			cancel()
			_, err := tx.Stats() // fails: the context is done
			return err
		})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path + "-wal"); err == nil {
			t.Fatal("the WAL is still there")
		}
	}
}
