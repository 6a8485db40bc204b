package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"duban/bot"
	"duban/internal/chat"
)

const poison = "毒"

// poisoned puts a handler before the bot's own that does something else when it
// reads the poison. No input is known on which a real handler hangs or panics.
func (w *world) poisoned(do func(context.Context) error) (tries *int) {
	tries, handle := new(int), w.App.inbox.answer
	w.App.inbox.answer = func(ctx context.Context, tx bot.Tx, in chat.Incoming) (bot.Reply, error) {
		if !strings.Contains(in.Text, poison) {
			return handle(ctx, tx, in)
		}
		*tries++
		if reply, err := handle(ctx, tx, in); err != nil { // its rows are written, and must not stay
			return reply, err
		}
		return bot.Reply{}, do(ctx)
	}
	return tries
}

// hundred is a batch of which one is poison, not at an end.
func hundred() (batch []string) {
	for i := range 100 {
		words := fmt.Sprintf("%d 邻居%d", 2+i%9, i)
		if i == 37 {
			words = "28 " + poison
		}
		batch = append(batch, message(int64(8000+i), 2000+i, words))
	}
	return batch
}

// A handler that hangs, panics or fails stands in the middle of a hundred. The
// other ninety-nine are committed within a second, the one is tried three times and
// more, and nothing of it is in the database but that it is in quarantine.
func TestAHandlerThatFailsAmongAHundredIsAlone(t *testing.T) {
	for name, do := range map[string]func(context.Context) error{
		"past its deadline": func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
		"in a panic":        func(context.Context) error { panic(poison) },
		"with an error":     func(context.Context) error { return errors.New("cannot") },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(w *world) {
				tried := w.poisoned(do)
				began := w.Demo.Clock.Now()
				w.batch(hundred()...)
				if n := w.reports(); n != 99 {
					t.Errorf("%d reports two seconds later, want the neighbours' 99", n)
				}
				if n := w.row(`SELECT COUNT(*) FROM report WHERE at > ?`, began.Add(time.Second).UnixMilli()); n != 0 {
					t.Errorf("%d neighbours were stored more than a second after the batch came", n)
				}
				w.pass(time.Minute)
				if *tried != 1+tries {
					t.Errorf("the poison was tried %d times, want once with the others and then %d times", *tried, tries)
				}
				w.isolated()
			})
		})
	}
}

// isolated fails unless there is one update in quarantine of which nothing else is
// to be found, and the admin was told once.
func (w *world) isolated() {
	w.t.Helper()
	if n := w.Sandbox.Pending(); n != 0 {
		w.t.Errorf("%d updates are not acknowledged", n)
	}
	for query, want := range map[string]int{
		`SELECT COUNT(*) FROM inbox WHERE status = 'quarantined'`:                               1,
		`SELECT COUNT(*) FROM report WHERE words LIKE '%` + poison + `%'`:                       0,
		`SELECT COUNT(*) FROM outbox WHERE payload LIKE '%` + poison + `%'`:                     0,
		`SELECT COUNT(*) FROM report`:                                                           99,
		`SELECT COUNT(*) FROM audit WHERE action = 'report'`:                                    99,
		`SELECT COUNT(*) FROM inbox WHERE bot = 'telegram' AND update_id BETWEEN 8000 AND 8099`: 100,
	} {
		if n := w.row(query); n != want {
			w.t.Errorf("%s: %d, want %d", query, n, want)
		}
	}
	if n := w.count(adminID, "已隔离"); n != 1 {
		w.t.Errorf("the admin was told %d times, want 1", n)
	}
}

// fullFor makes the disk full for whatever holds the poison: as SQLite does on
// SQLITE_FULL, the trigger ends the transaction and leaves what follows to commit by
// itself.
func (w *world) fullFor(words string) {
	w.exec(`CREATE TRIGGER full BEFORE INSERT ON report WHEN NEW.words LIKE '%` + words + `%'
		BEGIN SELECT RAISE(ROLLBACK, 'database or disk is full'); END`)
}

// The disk is full for one of a hundred. The others are committed; that one is not
// acknowledged and comes again until there is room.
func TestADiskThatIsFullForOneOfAHundredLosesNone(t *testing.T) {
	inBubble(t, func(w *world) {
		w.fullFor(poison)
		batch := hundred()
		since := w.events()
		w.batch(batch...)
		if n := w.reports(); n != 99 {
			t.Errorf("%d reports, want the neighbours' 99", n)
		}
		for range 3 {
			w.batch(batch...) // it comes again, with the same outcome
		}
		if n := w.row(`SELECT COUNT(*) FROM inbox WHERE update_id = 8037`); n != 0 {
			t.Error("what could not be stored is marked as taken")
		}
		for query, want := range map[string]int{
			`SELECT COUNT(*) FROM audit WHERE action = 'report'`:               99,
			`SELECT COUNT(*) FROM inbox WHERE update_id BETWEEN 8000 AND 8099`: 99,
			`SELECT COUNT(*) FROM inbox WHERE status = 'quarantined'`:          0,
		} {
			if n := w.row(query); n != want {
				t.Errorf("%s: %d, want %d", query, n, want)
			}
		}
		if n := w.calls("getUpdates", since); n > 20 {
			t.Errorf("%d polls while the disk was full", n)
		}
		w.exec("DROP TRIGGER full")
		w.batch(batch...)
		if n := w.reports(); n != 100 || w.standing(28) != poison {
			t.Errorf("%d reports when there was room again, want 100", n)
		}
		w.pass(2 * time.Minute)
		w.nothingLeft()
	})
}

// A database that is moved away under the running bot is still open and would be
// written to, for nothing. Nothing is acknowledged until it is back.
func TestADatabaseThatIsGoneTakesNothing(t *testing.T) {
	inBubble(t, func(w *world) {
		path := w.options.Database
		if err := os.Rename(path, path+".away"); err != nil {
			t.Fatal(err)
		}
		since := w.events()
		w.send(wang, "28 开班")
		w.pass(5 * time.Minute)
		if n := w.Sandbox.Pending(); n != 1 {
			t.Errorf("%d updates wait at Telegram, want 1", n)
		}
		if n := w.calls("getUpdates", since); n > 30 {
			t.Errorf("%d polls in five minutes", n)
		}
		if n := w.count(wang, "已登记 第28项"); n != 0 {
			t.Errorf("%d answers say that it is stored", n)
		}
		if err := os.Rename(path+".away", path); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Minute)
		if n := w.reports(); n != 1 {
			t.Errorf("%d reports when it was back, want 1", n)
		}
		w.nothingLeft()
	})
}
