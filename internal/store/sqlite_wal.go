package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// What is committed stands in the WAL until a checkpoint moves it into the
// database. SQLite makes one by itself every thousand pages, but begins the WAL
// anew only when it finds no reader in it; where readers always overlap it would
// grow without end. So from walBound on a checkpoint waits for the readers,
// shortly at first and longer the larger the WAL has become.
const (
	walBound = 16 << 20 // bytes
	walStep  = 1 << 20  // by which it grows before the next try
)

// eraseAgain is after how long it is tried again to empty the WAL of what was erased.
const eraseAgain = time.Second

// walKeeper keeps the WAL of one database small.
type walKeeper struct {
	file string
	mu   sync.Mutex
	next int64 // size at which the next checkpoint is tried
	due  bool  // it will be tried again to empty it
}

func newWALKeeper(database string) *walKeeper {
	return &walKeeper{file: database + "-wal", next: walBound}
}

// patience is how long commits may be held up for a WAL of a size.
func patience(wal int64) time.Duration {
	switch {
	case wal < 2*walBound:
		return 20 * time.Millisecond
	case wal < 3*walBound:
		return 200 * time.Millisecond
	default:
		return 2 * time.Second
	}
}

// committed makes a checkpoint if the WAL has grown too large or something was erased,
// which can be read in the WAL until then. What was committed is safe already; that a
// checkpoint fails is no error of anybody's.
func (k *walKeeper) committed(writers *sql.DB, erased bool) {
	if erased {
		k.erase(writers)
		return
	}
	if !k.mu.TryLock() {
		return // another commit sees to it
	}
	defer k.mu.Unlock()
	size := k.size()
	if size < k.next {
		return
	}
	k.next = walBound
	if checkpoint(writers, patience(size)) != nil {
		k.next = k.size() + walStep
	}
}

// erase empties the WAL. While readers hinder it, it is tried again.
func (k *walKeeper) erase(writers *sql.DB) {
	k.mu.Lock()
	defer k.mu.Unlock()
	err := checkpoint(writers, patience(0))
	if k.due || !errors.Is(err, errHindered) && !errors.Is(err, context.DeadlineExceeded) {
		return
	}
	k.due = true
	time.AfterFunc(eraseAgain, func() {
		k.mu.Lock()
		k.due = false
		k.mu.Unlock()
		k.erase(writers)
	})
}

func (k *walKeeper) size() int64 {
	info, err := os.Stat(k.file)
	if err != nil {
		return 0 // there is none yet
	}
	return info.Size()
}

var errHindered = errors.New("somebody is in the WAL")

// checkpoint empties the WAL. It returns errHindered when readers or other processes
// are in it for longer than wait.
func checkpoint(writers *sql.DB, wait time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), busyTimeout+wait)
	defer cancel()
	conn, err := writers.Conn(ctx) // commits queue behind it meanwhile, which is fairer than meeting it in SQLite
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, fmt.Sprint("PRAGMA busy_timeout = ", wait.Milliseconds())); err != nil {
		return err
	}
	var busy, log, moved int
	err = conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &moved)
	_, patient := conn.ExecContext(context.Background(), fmt.Sprint("PRAGMA busy_timeout = ", busyTimeout.Milliseconds()))
	if busy != 0 {
		return errHindered
	}
	return errors.Join(err, patient)
}
