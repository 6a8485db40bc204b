package crashtest

import (
	"bytes"
	"database/sql"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"duban/internal/sandbox"
)

const (
	adminID  int64 = 1
	leaderID int64 = 2
	firstID  int64 = 101 // of the contacts
)

// office is an installation that works: list, contacts, leadership group. It is
// made once, by conversation, and copied.
type office struct {
	once     sync.Once
	database []byte
	platform []byte // the sandbox's state
	group    int64
	contacts []contact // in official order
}

// contact answers for one department and its tasks.
type contact struct {
	user       int64
	department string
	tasks      []int // their numbers
}

var prepared office

// handover is when a world gets its office, on its clock.
var handover = morning.Add(30 * time.Minute)

// furnished is a world with a working office in it, half an hour after it was
// made.
func furnished(t testing.TB, environ ...string) *world {
	t.Helper()
	prepared.once.Do(func() { prepared.make(t) })
	if prepared.database == nil {
		t.Fatal("the office could not be made")
	}
	w := newWorld(t, handover, environ...)
	if err := w.sandbox.Load(bytes.NewReader(prepared.platform)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.database, prepared.database, 0o600); err != nil {
		t.Fatal(err)
	}
	return w
}

func (o *office) make(t testing.TB) {
	w := newWorld(t, morning)
	w.sandbox.AddUser(sandbox.User{ID: adminID, FirstName: "刘督办", LanguageCode: "zh-hans"})
	w.sandbox.AddUser(sandbox.User{ID: leaderID, FirstName: "李明", LanguageCode: "zh-hans"})
	bot := w.start("", 0, "--create")
	w.until("the bot is there", bot.polls)
	w.say(adminID, adminID, "/start "+w.invite("--role", "admin"))
	w.hears(adminID, "您已登记为督办员")
	w.say(adminID, adminID, "/import")
	for _, label := range []string{"自带清单", "入库", "按首位"} {
		w.presses(adminID, label)
	}
	w.hears(adminID, "已核定")
	o.contacts = w.contacts()
	for _, c := range o.contacts {
		w.sandbox.AddUser(sandbox.User{ID: c.user, FirstName: c.department + "小王", LanguageCode: "zh-hans"})
		w.say(c.user, c.user, "/start "+w.invite("--department", c.department))
		w.hears(c.user, "联络员")
	}
	o.group = w.sandbox.AddGroup("领导小组", leaderID, adminID)
	w.sandbox.Promote(o.group, true)
	w.say(adminID, o.group, "/group")
	w.until("the board is pinned", func() bool { _, pinned := w.sandbox.Pinned(o.group); return pinned })
	w.quiet()
	bot.stop()
	w.exec("PRAGMA wal_checkpoint(TRUNCATE)") // the copy is of one file
	var platform bytes.Buffer
	if err := w.sandbox.Save(&platform); err != nil {
		t.Fatal(err)
	}
	database, err := os.ReadFile(w.database)
	if err != nil {
		t.Fatal(err)
	}
	o.platform, o.database = platform.Bytes(), database
}

// contacts are one for each department, with its tasks.
func (w *world) contacts() (all []contact) {
	w.read(func(db *sql.DB) {
		rows(w, db, `SELECT d.name, t.no FROM department d JOIN assignment a ON a.department_id = d.id
			JOIN task t ON t.id = a.task_id WHERE d.kind = 'department' ORDER BY d.position, t.no`, func(r *sql.Rows) error {
			var name string
			var no int
			err := r.Scan(&name, &no)
			if len(all) == 0 || all[len(all)-1].department != name {
				all = append(all, contact{user: firstID + int64(len(all)), department: name})
			}
			last := &all[len(all)-1]
			last.tasks = append(last.tasks, no)
			return err
		})
	})
	if len(all) == 0 {
		w.Fatal("no department has a task")
	}
	return all
}

func (w *world) say(from, chat int64, words string) {
	w.Helper()
	if _, err := w.sandbox.Send(from, chat, words); err != nil {
		w.Fatal(err)
	}
}

// hears waits until the bot has said something to a chat.
func (w *world) hears(chat int64, words string) {
	w.Helper()
	w.until("the bot says "+words, func() bool {
		for _, m := range w.sandbox.Messages(chat) {
			if m.From.IsBot && strings.Contains(m.Text, words) {
				return true
			}
		}
		return false
	})
}

// presses waits for a button and presses it.
func (w *world) presses(user int64, label string) {
	w.Helper()
	w.until("there is a button "+label, func() bool {
		m, found := w.showing(user, label)
		if found {
			if _, err := w.sandbox.PressLabel(user, user, m.ID, label); err != nil {
				w.Fatal(err)
			}
		}
		return found
	})
}

// showing is the newest message of the bot to a user with a button.
func (w *world) showing(user int64, label string) (sandbox.Message, bool) {
	all := w.sandbox.Messages(user)
	for i := len(all) - 1; i >= 0; i-- {
		for _, row := range all[i].Keyboard {
			for _, b := range row {
				if strings.Contains(b.Text, label) {
					return all[i], true
				}
			}
		}
	}
	return sandbox.Message{}, false
}

// quiet waits until the bot has taken everything and has nothing to send.
func (w *world) quiet() {
	w.Helper()
	w.until("everything is acknowledged", func() bool { return w.sandbox.Pending() == 0 })
	last := -1
	w.until("nothing waits to be sent", func() bool {
		w.read(func(db *sql.DB) { last = w.waiting(db) })
		return last == 0
	})
}

// waiting is how many posts have not ended, and views were not brought up to date.
func (w *world) waiting(db *sql.DB) (n int) {
	w.Helper()
	if err := db.QueryRow("SELECT (SELECT COUNT(*) FROM outbox WHERE state IN ('pending', 'sending')) + (SELECT COUNT(*) FROM stale WHERE noted)").Scan(&n); err != nil {
		w.Fatal(err)
	}
	return n
}
