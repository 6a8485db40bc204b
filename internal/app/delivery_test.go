package app

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"duban/internal/sandbox"
	"duban/internal/telegram"
)

// withContact is a world with one contact, before the round opens.
func withContact(t *testing.T) *world {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	return w
}

const wang = 11

// beside opens the database as somebody else than the bot.
func (w *world) beside() *sql.DB {
	w.t.Helper()
	driver := "sqlite3"
	if w.onPostgres() {
		driver = "pgx"
	}
	db, err := sql.Open(driver, w.options.Database)
	if err != nil {
		w.t.Fatal(err)
	}
	return db
}

func (w *world) onPostgres() bool { return strings.HasPrefix(w.options.Database, "postgres") }

// row reads one number from the database.
func (w *world) row(query string, args ...any) (n int) {
	w.t.Helper()
	db := w.beside()
	defer db.Close()
	if err := db.QueryRow(w.sql(query, args), args...).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	db := w.beside()
	defer db.Close()
	if _, err := db.Exec(w.sql(query, args), args...); err != nil {
		w.t.Fatal(err)
	}
}

// sql spells the places of arguments as the database wants them.
func (w *world) sql(query string, args []any) string {
	for i := 1; w.onPostgres() && i <= len(args); i++ {
		query = strings.Replace(query, "?", fmt.Sprintf("$%d", i), 1)
	}
	return query
}

// One row a class of the delivery table: what Telegram does to the digest, and
// what becomes of it.
func TestWhatBecomesOfADigestThatTelegramRefuses(t *testing.T) {
	for _, c := range []struct {
		name     string
		fault    sandbox.Fault
		digests  int // that the contact sees
		marked   int // of them marked as possibly repeated
		attempts int
	}{
		{"throttled for ninety seconds", sandbox.Fault{Kind: sandbox.Before, Code: 429, Description: "Too Many Requests: retry after 90", RetryAfter: 90}, 1, 0, 2},
		{"broken after it took effect", sandbox.Fault{Kind: sandbox.ResetAfter}, 2, 1, 2},
		{"broken before it took effect", sandbox.Fault{Kind: sandbox.Reset}, 1, 1, 2},
		{"502 before it took effect", sandbox.Fault{Kind: sandbox.Status, Code: 502, Body: "<html>Bad Gateway</html>"}, 1, 1, 2},
		{"an answer cut in the middle", sandbox.Fault{Kind: sandbox.CutBody}, 2, 1, 2},
		{"markup refused", sandbox.Fault{Kind: sandbox.Before, Code: 400, Description: "Bad Request: can't parse entities: Unsupported start tag"}, 1, 0, 2},
		{"the token refused for a moment", sandbox.Fault{Kind: sandbox.Before, Code: 401, Description: "Unauthorized"}, 1, 0, 2},
		{"our own mistake", sandbox.Fault{Kind: sandbox.Before, Code: 400, Description: "Bad Request: message is too long"}, 0, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := withContact(t)
			c.fault.Method, c.fault.Chat, c.fault.Times = "sendMessage", wang, 1
			w.Sandbox.Fail(c.fault)
			w.walk(at(11, 23, 9, 5))
			if n := w.count(wang, "进展报送"); n != c.digests {
				t.Errorf("%d digests, want %d", n, c.digests)
			}
			if n := w.count(wang, "可能重复"); n != c.marked {
				t.Errorf("%d marked, want %d", n, c.marked)
			}
			if n := w.row(`SELECT COUNT(*) FROM attempt a JOIN outbox o ON o.id = a.outbox_id WHERE o.payload LIKE '%"digest"%' AND o.op = 'send'`); n != c.attempts {
				t.Errorf("%d attempts on record, want %d", n, c.attempts)
			}
			if told := w.count(adminID, "没能发出"); (told == 1) != (c.digests == 0) {
				t.Errorf("the admin was told %d times", told)
			}
			if c.digests == 0 {
				w.expect(w.tell(wang, "我的任务"), "共55项") // the contact has done nothing wrong
			}
		})
	}
}

func TestANoticeThatCannotBeSentBegetsNoOther(t *testing.T) {
	w := withContact(t)
	w.Sandbox.Fail(sandbox.Fault{Chat: adminID, Times: -1, Kind: sandbox.Before, Code: 400, Description: "Bad Request: something new"})
	w.walk(at(11, 23, 9, 5)) // the summary is refused, the note about empty collectives, and that 2027's days off are not known
	if n := w.row("SELECT COUNT(*) FROM outbox WHERE state = 'dead'"); n != 6 {
		t.Errorf("%d posts are dead, want the three and the notice about each", n)
	}
	if n := w.count(wang, "进展报送"); n != 1 {
		t.Errorf("%d digests, want 1", n)
	}
}

func TestAPageThatIsGoneIsSentAnew(t *testing.T) {
	w := withContact(t)
	w.walk(at(11, 23, 9, 0))
	digest := w.newest(wang, "进展报送")
	w.Sandbox.Fail(sandbox.Fault{Method: "editMessageText", Times: 1, Kind: sandbox.Before, Code: 400, Description: "Bad Request: message to edit not found"})
	w.press(wang, digest, "›")
	if again := w.newest(wang, "进展报送"); again.ID == digest.ID || !hasButton(again, "2/") {
		t.Errorf("the second page did not come as a new message: %v", again.Keyboard)
	}
}

func TestAPoisonUpdateIsAloneAndItsNeighboursAreStored(t *testing.T) {
	w := withContact(t)
	const mei = 12
	w.bind(mei, "李梅", "总工会")
	w.walk(at(11, 23, 9, 0))
	w.tell(mei, "/fill")
	w.exec("UPDATE walk SET skipped = 'not JSON'") // whatever she says next fails in its handler
	w.Sandbox.Deliver(json.RawMessage(`{"message": 7}`))
	for user, words := range map[int64]string{wang: "28 开班", mei: "劳模进校园"} {
		if _, err := w.Sandbox.Send(user, user, words); err != nil {
			t.Fatal(err)
		}
	}
	w.settle()
	if n := w.reports(); n != 1 {
		t.Errorf("%d reports, want the neighbour's alone", n)
	}
	if n := w.row("SELECT COUNT(*) FROM inbox WHERE status = 'quarantined'"); n != 2 {
		t.Errorf("%d in quarantine, want 2", n)
	}
	if n := w.count(adminID, "已隔离"); n != 2 {
		t.Errorf("the admin was told %d times, want 2", n)
	}
}

func TestNothingUnaskedIsSentAtNight(t *testing.T) {
	w := withContact(t)
	w.expect(w.tell(adminID, "/schedule 每天 21:00 确认"), "21:00发出")
	w.walk(at(11, 23, 23, 0))
	if n := w.count(wang, "进展报送"); n != 0 {
		t.Error("a digest was sent at night")
	}
	w.expect(w.tell(wang, "/tasks"), "共55项") // an answer is
	w.walk(at(11, 24, 9, 0))
	if n := w.count(wang, "进展报送"); n != 1 {
		t.Errorf("%d digests in the morning, want 1", n)
	}
}

func TestAnEditedScheduleDoesNotAskTwiceOnOneDay(t *testing.T) {
	w := withContact(t)
	w.walk(at(11, 23, 9, 0))
	w.expect(w.tell(adminID, "/schedule 每月23日 10:00 确认"), "2027年1月25日", "已保存") // December has a full round
	w.walk(at(11, 23, 12, 0))
	if n := w.count(wang, "进展报送"); n != 1 {
		t.Errorf("%d digests, want 1", n)
	}
}

// A crash between an attempt and its outcome: the reminder is sent again and
// marked, an answer older than a minute is not.
func TestWhatACrashHidIsExplained(t *testing.T) {
	w := withContact(t)
	w.walk(at(11, 23, 9, 0))
	w.tell(wang, "/whoami")
	w.down()
	w.exec(`UPDATE outbox SET state = 'sending' WHERE id IN (
		(SELECT MAX(id) FROM outbox WHERE payload LIKE '%"digest"%' AND op = 'send'), (SELECT MAX(id) FROM outbox WHERE payload LIKE '%联络员：%'))`)
	w.Demo.Clock.Set(at(11, 23, 9, 10))
	w.up()
	w.walk(at(11, 23, 9, 15))
	if n := w.count(wang, "可能重复"); n != 1 {
		t.Errorf("%d marked, want the digest alone", n)
	}
	if n := w.count(wang, "联络员："); n != 1 {
		t.Errorf("an old answer was sent %d times", n)
	}
}

// An outcome that could not be recorded is taken up when its lease has run out;
// until then nothing else goes to that chat.
func TestAnOutcomeThatNobodyTellsIsTakenUp(t *testing.T) {
	w := withContact(t)
	w.walk(at(11, 23, 9, 0))
	w.exec(fmt.Sprintf(`UPDATE outbox SET state = 'sending', lease_until = %d
		WHERE id = (SELECT MAX(id) FROM outbox WHERE payload LIKE '%%"digest"%%')`, at(11, 23, 9, 3).UnixMilli()))
	w.Demo.Clock.Set(at(11, 23, 9, 7))
	w.App.sender.Wake()
	w.settle()
	if n := w.count(wang, "可能重复"); n != 1 {
		t.Errorf("%d marked, want 1", n)
	}
}

// The first contact cannot be written to: the office hears of it once, and who
// comes after him is asked in his place, for the same and once.
func TestTheSecondContactIsAskedWhenTheFirstIsLost(t *testing.T) {
	for name, lose := range map[string]func(w *world){
		"when he is written to": func(w *world) {
			w.Sandbox.Fail(sandbox.Fault{Method: "sendMessage", Chat: wang, Times: -1, Kind: sandbox.Before, Code: 403, Description: "Forbidden: bot was blocked by the user"})
			w.walk(at(11, 23, 9, 0))
		},
		"when he blocks the bot": func(w *world) {
			w.walk(at(11, 23, 9, 0))
			w.Sandbox.Block(wang)
			w.settle()
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := withContact(t)
			const mei = 12
			w.bind(mei, "李梅", "教育局")
			lose(w)
			w.walk(at(11, 23, 10, 0))
			if n := w.count(mei, "进展报送"); n != 1 {
				t.Errorf("the second contact was asked %d times, want once", n)
			}
			if n := w.count(adminID, "王芳"); n < 1 {
				t.Errorf("the admin heard of it %d times", n)
			}
			w.expect(w.tell(mei, "28 开班"), "28")
			if n := w.reports(); n != 1 {
				t.Errorf("%d reports, want the second contact's", n)
			}
		})
	}
}

// The database is held by somebody else for longer than the bot waits: nothing
// is acknowledged, nothing quarantined, and all is taken afterwards.
func TestALockedDatabaseLosesNothing(t *testing.T) {
	t.Parallel()
	w := withContact(t)
	w.walk(at(11, 23, 9, 0))
	db := w.beside()
	defer db.Close()
	lock, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	locking := "DELETE FROM inbox WHERE update_id = -1" // which locks the whole of SQLite
	if w.onPostgres() {
		locking = "LOCK TABLE inbox"
	}
	if _, err := lock.Exec(locking); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	raw := `{"message":{"message_id":900,"date":1,"chat":{"id":11,"type":"private"},"from":{"id":11,"is_bot":false,"first_name":"王"},"text":"28 开班"}}`
	err = w.App.inbox.take(ctx, []telegram.Update{{ID: 77, Data: json.RawMessage(raw)}})
	if err == nil {
		t.Error("an update was acknowledged that could not be stored")
	}
	if err := lock.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := w.App.inbox.take(t.Context(), []telegram.Update{{ID: 77, Data: json.RawMessage(raw)}}); err != nil {
		t.Fatal(err)
	}
	w.settle()
	if n := w.reports(); n != 1 {
		t.Errorf("%d reports, want 1", n)
	}
}
