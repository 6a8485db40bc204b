package store

import (
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// `duban invite` beside a bot that is just starting on a new installation.
func TestSeveralProcessesMayMakeOneDatabaseAtOnce(t *testing.T) {
	for range 5 {
		path := filepath.Join(t.TempDir(), "duban.db")
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := Make(t.Context(), path, time.Now); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
}
