package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"duban/internal/duban"
	"duban/internal/postgrestest"
)

func postgresWorld(t *testing.T) *world {
	t.Helper()
	return openWorld(t, postgrestest.Copy(t, migrated))
}

// Another process changes what a unit of work has read: the unit is done again
// on what is there now.
func TestAUnitIsDoneAgainWhenAnotherProcessCameInBetween(t *testing.T) {
	w := postgresWorld(t)
	w.do(func(tx *Tx) error { _, err := tx.Meet(7, "王", "zh"); return err })
	add := func(tx *Tx, words string) error {
		p, _, err := tx.PersonByUser(7)
		if err == nil {
			_, err = tx.Meet(7, p.Name+words, "zh")
		}
		return err
	}
	other, runs := w.another(), 0
	w.do(func(tx *Tx) error {
		p, _, err := tx.PersonByUser(7)
		if runs++; err == nil && runs == 1 {
			err = other.Write(t.Context(), func(tx *Tx) error { return add(tx, "甲") })
		}
		if err != nil {
			return err
		}
		if _, err = tx.Meet(7, p.Name+"乙", "zh"); err != nil {
			return fmt.Errorf("in words of its own: %v", err) //nolint:errorlint // what the handlers make of an error must not matter
		}
		return nil
	})
	w.do(func(tx *Tx) error {
		if p, _, err := tx.PersonByUser(7); p.Name != "王甲乙" || runs != 2 {
			t.Errorf("after %d runs he is called %s, %v", runs, p.Name, err)
		}
		return nil
	})
}

// A key is taken by another process in between: that too is no mistake of the
// unit's, though the server calls it one.
func TestAUnitIsDoneAgainWhenAnotherProcessTookItsKey(t *testing.T) {
	w := postgresWorld(t)
	other, runs := w.another(), 0
	w.do(func(tx *Tx) error {
		if _, err := tx.Occurrences(); err != nil { // from here on it sees nothing new
			return err
		}
		if runs++; runs > 1 {
			_, err := tx.Meet(7, "王芳", "zh")
			return err
		}
		err := other.Write(t.Context(), func(tx *Tx) error { _, err := tx.Meet(7, "王", "zh"); return err })
		return errors.Join(err, tx.insert(&personRow{UserID: 7, Name: "王芳"}))
	})
	if runs != 2 {
		t.Errorf("%d runs", runs)
	}
}

func TestAUnitIsDoneAgainNoLongerThanItsTime(t *testing.T) {
	w := postgresWorld(t)
	w.do(func(tx *Tx) error { _, err := tx.Meet(7, "王", "zh"); return err })
	other, runs := w.another(), 0
	ctx, cancel := context.WithCancel(t.Context())
	err := w.Write(ctx, func(tx *Tx) error {
		if _, _, err := tx.PersonByUser(7); err != nil {
			return err
		}
		runs++
		err := other.Write(t.Context(), func(tx *Tx) error { _, err := tx.Meet(7, fmt.Sprint("甲", runs), "zh"); return err })
		if err != nil {
			return err
		}
		_, err = tx.Meet(7, "乙", "zh")
		if runs == 3 {
			cancel()
		}
		return err
	})
	if err == nil || runs != 3 {
		t.Errorf("ended after %d runs with %v", runs, err)
	}
}

// While one process is taking a job, another takes the next and does not wait.
func TestAClaimPassesOverWhatAnotherProcessIsTaking(t *testing.T) {
	w := postgresWorld(t)
	w.do(func(tx *Tx) error {
		p := must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
		for _, source := range []string{"first", "second"} {
			if err := tx.StartJob(duban.Job{Kind: duban.Download, Person: p.ID, Source: source}); err != nil {
				return err
			}
		}
		return nil
	})
	other, theirs, asked := w.another(), duban.Job{}, false
	w.do(func(tx *Tx) error {
		mine, _, err := tx.ClaimJob(time.Minute)
		if err == nil && !asked { // the second time, if they met, there is nothing left to take
			asked = true
			err = other.Write(t.Context(), func(tx *Tx) (err error) { theirs, _, err = tx.ClaimJob(time.Minute); return err })
		}
		if mine.Source != "first" || theirs.Source != "second" {
			t.Errorf("%q and %q were taken", mine.Source, theirs.Source)
		}
		return err
	})
}

// A row that another process holds for longer than a unit waits is nobody's
// mistake.
func TestALockThatIsNotToBeHadIsTrouble(t *testing.T) {
	w := postgresWorld(t)
	w.do(func(tx *Tx) error { _, err := tx.Meet(7, "王", "zh"); return err })
	hasty, err := Open(t.Context(), w.where+"&lock_timeout=20", w.Store.now)
	if err != nil {
		t.Fatal(err)
	}
	defer hasty.Close()
	w.do(func(tx *Tx) error {
		must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
		err := hasty.Write(t.Context(), func(tx *Tx) error { _, err := tx.Meet(7, "李明", "zh"); return err })
		if !Unavailable(err) {
			t.Errorf("behind a lock: %v", err)
		}
		return nil
	})
}

// The server goes away and comes back: meanwhile everything says so, and then
// the next unit works, whatever connections had been there.
func TestAServerThatRestartsIsFoundAgain(t *testing.T) {
	w := postgresWorld(t)
	use := func() error {
		var inside func(depth int) error
		inside = func(depth int) error { // a reader inside a reader: all connections are used
			return w.Read(t.Context(), func(tx *Tx) error {
				if _, err := tx.Occurrences(); err != nil || depth == readers {
					return err
				}
				return inside(depth + 1)
			})
		}
		if err := inside(1); err != nil {
			return err
		}
		return w.Write(t.Context(), func(tx *Tx) error { return tx.CloseGate(1, w.now) })
	}
	if err := use(); err != nil {
		t.Fatal(err)
	}
	postgrestest.Stop(t)
	for range 2 {
		if err := use(); !Unavailable(err) {
			t.Errorf("without a server: %v", err)
		}
		if err := w.Write(t.Context(), func(*Tx) error { return nil }); !Unavailable(err) {
			t.Errorf("writing without a server: %v", err)
		}
	}
	postgrestest.Start(t)
	if err := use(); err != nil {
		t.Errorf("the server is back: %v", err)
	}
	postgrestest.Stop(t)
	postgrestest.Start(t)
	if err := use(); err != nil {
		t.Errorf("the server was away unseen: %v", err)
	}
	if err := use(); err != nil { // pgx asks a connection it has not used for a second, or only once, whether it is alive
		t.Fatal(err)
	}
	w.cut()
	if err := use(); err != nil {
		t.Errorf("the connections were cut: %v", err)
	}
}

// cut ends the connections of every process but this, as the server does before
// it goes.
func (w *world) cut() {
	w.t.Helper()
	err := w.another().Write(w.t.Context(), func(tx *Tx) error {
		return tx.exec("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// Another bot takes the database while the connection that holds it is gone: the first
// one writes nothing any more, so that it sends nothing, and is told to end.
func TestALostHoldStopsWhoeverHadIt(t *testing.T) {
	w := postgresWorld(t)
	held, err := Hold(t.Context(), w.where)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	w.While(held)
	w.do(func(*Tx) error { return nil })

	// Whoever waits for the lock has it the moment the connection ends.
	d := must[dialect](t)(locate(w.where)).(postgresServer)
	other := must[*pgx.Conn](t)(pgx.ConnectConfig(t.Context(), d.config))
	defer other.Close(context.Background())
	waiting := make(chan error, 1)
	go func() {
		_, err := other.Exec(t.Context(), "SELECT pg_advisory_lock($1)", holdKey)
		waiting <- err
	}()
	ender := w.another()
	err = ender.Write(t.Context(), func(tx *Tx) error {
		return tx.exec(`SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' AND granted
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-waiting; err != nil {
		t.Fatal(err)
	}
	<-held.Taken()
	if err := held.Lost(); !errors.Is(err, ErrHeld) {
		t.Errorf("lost: %v", err)
	}
	ran := false
	err = w.Write(t.Context(), func(*Tx) error { ran = true; return nil })
	if ran || !Unavailable(err) || !Locked(err) {
		t.Errorf("after the loss: ran %v, %v", ran, err)
	}
}

// A unit of work that was under way when the hold was lost keeps nothing.
func TestAUnitDuringWhichTheHoldIsLostKeepsNothing(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		held := &Held{}
		w.While(held)
		err := w.Write(t.Context(), func(tx *Tx) error {
			held.lose(errors.New("gone"))
			return tx.CloseGate(1, w.now.Add(time.Hour))
		})
		if !Unavailable(err) {
			t.Errorf("ended with %v", err)
		}
		held.lose(nil)
		if n := w.number("gate"); n != 0 {
			t.Errorf("%d gates stayed", n)
		}
	})
}

// A bot goes on holding its database over a restart of the server.
func TestAHeldDatabaseIsHeldAfterARestart(t *testing.T) {
	w := postgresWorld(t)
	held, err := Hold(t.Context(), w.where)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	w.While(held)
	postgrestest.Stop(t)
	postgrestest.Start(t)
	deadline := time.Now().Add(time.Minute)
	for n := 0; n == 0; {
		err := w.Read(t.Context(), func(tx *Tx) error {
			row, _, err := one[struct{ N int }](tx, "SELECT COUNT(*) AS n FROM pg_locks WHERE locktype = 'advisory'")
			n = row.N
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if time.Now().After(deadline) {
			t.Fatal("the lock was not taken again")
		}
	}
}

func TestTroubleOfPostgreSQLIsKnown(t *testing.T) {
	for state, trouble := range map[string]bool{
		"08006": true, "53100": true, "53200": true, "53300": true, "55P03": true, "57P01": true, "57P02": true, "57P03": true,
		"58030": true, "25006": true, "40001": true, "23505": false, "22021": false, "42601": false, "57014": false,
	} {
		err := fmt.Errorf("write: %w", &pgconn.PgError{Code: state})
		if Unavailable(err) != trouble {
			t.Errorf("%s: %v, want %v", state, !trouble, trouble)
		}
	}
}

// No error shows the password of an address, however badly it is written.
func TestNoErrorShowsAPassword(t *testing.T) {
	for _, where := range []string{
		"postgres://duban:canary@127.0.0.1:1/duban", "postgres://duban:canary@no such host/duban", "postgres://duban:can/canary@h/duban",
		"postgres://duban:x@h:port-canary/duban", "postgres://h/d?sslmode=canary", "postgres://h/d?password=canary&sslmode=x",
		"postgres://duban:%canary@h/duban", "postgresql://[canary/", "sqlite://canary/x", "sqlite:x?canary",
	} {
		_, opened := Open(t.Context(), where, time.Now)
		_, held := Hold(t.Context(), where)
		_, exists := Exists(t.Context(), where)
		for what, err := range map[string]error{"Open": opened, "Hold": held, "Exists": exists} {
			if err == nil && (what != "Exists" || !strings.HasPrefix(where, "sqlite")) {
				t.Errorf("%s of %s: no error", what, where)
			}
			if said := fmt.Sprintf("%v %+v %#v %s", err, err, err, Describe(where)); strings.Contains(said, "canary") {
				t.Errorf("%s of %s: %s", what, where, said)
			}
		}
	}
}
