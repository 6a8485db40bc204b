package app

import (
	"bytes"
	"context"
	"log/slog"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"duban/internal/config"
	"duban/internal/duban"
	"duban/internal/postgrestest"
	"duban/internal/sandbox"
	"duban/internal/store"
	"duban/internal/telegram"
)

var beijing = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return zone
}()

// at is a moment of 2026 in Beijing.
func at(month time.Month, day, hour, minute int) time.Time {
	return time.Date(2026, month, day, hour, minute, 0, 0, beijing)
}

// world is the real bot talking HTTP to the sandbox, and a test that is all the
// people.
type world struct {
	*Demo
	t *testing.T

	http telegram.Doer // how the bot reaches the sandbox; nil is over a socket
	skew time.Duration // by how much the bot's clock is ahead of the sandbox's
}

const adminID, leaderID, strangerID = 1, 2, 3

// newWorld starts a bot that knows nobody, on a clock that stands.
func newWorld(t *testing.T, start time.Time) *world {
	t.Helper()
	return newWorldOn(t, postgrestest.Where(t), start)
}

// newWorldOn is newWorld on a database of the test's choice.
func newWorldOn(t *testing.T, where string, start time.Time) *world {
	t.Helper()
	d, err := NewDemo(t.Context(), DemoOptions{
		Database: where, Start: start, Standing: true, Empty: true, Log: watchedLog(t, sandbox.DefaultToken),
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Demo: d, t: t}
	w.people()
	return w
}

// people are those who are there before anybody comes, and that all leave.
func (w *world) people() {
	w.t.Cleanup(func() {
		if err := w.Close(); err != nil {
			w.t.Error(err)
		}
	})
	for id, name := range map[int64]string{adminID: "刘督办", leaderID: "李明", strangerID: "陌生人"} {
		w.Sandbox.AddUser(sandbox.User{ID: id, FirstName: name, LanguageCode: "zh-hans"})
	}
}

// watchedLog shows warnings in the test's output and reads all lines itself: the
// token is in none.
func watchedLog(t *testing.T, token string) *slog.Logger {
	all := &bytes.Buffer{} // its handler locks
	_, secret, _ := strings.Cut(token, ":")
	t.Cleanup(func() {
		if strings.Contains(all.String(), secret) {
			t.Error("the token stands in the log")
		}
	})
	return slog.New(slog.NewMultiHandler(
		slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}),
		slog.NewTextHandler(all, &slog.HandlerOptions{Level: slog.LevelDebug}),
	))
}

func (w *world) settle() {
	w.t.Helper()
	if err := w.Settle(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// walk moves the clock; what falls due on the way happens on the way.
func (w *world) walk(to time.Time) {
	w.t.Helper()
	if err := w.To(w.t.Context(), to); err != nil {
		w.t.Fatal(err)
	}
}

// say sends words to a chat and returns what the bot said there since.
func (w *world) say(from, chat int64, words string, opts ...sandbox.MessageOption) []sandbox.Message {
	w.t.Helper()
	before := w.lastID(chat)
	if _, err := w.Sandbox.Send(from, chat, words, opts...); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
	return w.since(chat, before)
}

// tell is say in private.
func (w *world) tell(from int64, words string, opts ...sandbox.MessageOption) []sandbox.Message {
	w.t.Helper()
	return w.say(from, from, words, opts...)
}

func (w *world) lastID(chat int64) int {
	all := w.Sandbox.Messages(chat)
	if len(all) == 0 {
		return 0
	}
	return all[len(all)-1].ID
}

// since are the bot's messages in a chat after a message.
func (w *world) since(chat int64, id int) (said []sandbox.Message) {
	for _, m := range w.Sandbox.Messages(chat) {
		if m.ID > id && m.From.IsBot && m.Service == "" {
			if strings.Contains(m.Text, "html/template") {
				w.t.Errorf("a text fails:\n%s", m.Text)
			}
			said = append(said, m)
		}
	}
	return said
}

// newest is the bot's newest message in a chat that contains words.
func (w *world) newest(chat int64, words string) sandbox.Message {
	w.t.Helper()
	for _, m := range slices.Backward(w.since(chat, 0)) {
		if strings.Contains(m.Text, words) {
			return m
		}
	}
	w.t.Fatalf("no message with %q in chat %d; there is:\n%s", words, chat, texts(w.since(chat, 0)))
	return sandbox.Message{}
}

// count is how many of the bot's messages in a chat contain words.
func (w *world) count(chat int64, words string) (n int) {
	for _, m := range w.since(chat, 0) {
		if strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}

// press presses a button by its label under a message.
func (w *world) press(from int64, m sandbox.Message, label string) []sandbox.Message {
	w.t.Helper()
	before := w.lastID(m.Chat)
	if _, err := w.Sandbox.PressLabel(from, m.Chat, m.ID, label); err != nil {
		w.t.Fatalf("press %s under %q: %v", label, m.Text, err)
	}
	w.settle()
	return w.since(m.Chat, before)
}

func texts(messages []sandbox.Message) string {
	var all []string
	for _, m := range messages {
		all = append(all, m.Text)
	}
	return broken(strings.Join(all, "\n----\n"))
}

// broken is words as they are written where a line may be broken anywhere.
func broken(words string) string {
	return strings.NewReplacer("\u2060", "", "\u00a0", " ").Replace(words)
}

// expect fails unless some message contains all the words.
func (w *world) expect(messages []sandbox.Message, words ...string) {
	w.t.Helper()
	for _, word := range words {
		if !strings.Contains(texts(messages), word) {
			w.t.Errorf("%q was not said; said:\n%s", word, texts(messages))
		}
	}
}

// admin makes the admin come with a code from the host.
func (w *world) admin() {
	w.t.Helper()
	code, err := w.Invite(w.t.Context(), duban.Invitation{Admin: true, Name: "刘督办"})
	if err != nil {
		w.t.Fatal(err)
	}
	w.expect(w.tell(adminID, "/start "+code), "您已登记为督办员")
}

// office goes from an empty installation to a confirmed list by conversation.
func (w *world) office() {
	w.t.Helper()
	w.admin()
	offer := w.tell(adminID, "/import")
	preview := w.press(adminID, offer[0], "自带清单")
	w.expect(preview, "14个方面57项任务，172家次，15家单位、4个集体单位", "教育局44")
	confirm := w.press(adminID, preview[0], "入库")
	w.expect(confirm, "请核定")
	w.expect(w.press(adminID, confirm[0], "按首位"), "已核定")
}

var link = regexp.MustCompile(`https://t\.me/\w+\?start=(\S+)`)

// bind lets an admin invite a person, who comes with the code in the link.
func (w *world) bind(user int64, name, department string) {
	w.t.Helper()
	w.Sandbox.AddUser(sandbox.User{ID: user, FirstName: name, LanguageCode: "zh-hans"})
	invited := w.tell(adminID, "/invite "+department+" "+name)
	code := link.FindStringSubmatch(texts(invited))
	if code == nil {
		w.t.Fatalf("no link in %q", texts(invited))
	}
	w.expect(w.tell(user, "/start "+code[1]), "您已登记为", department, "联络员")
}

// departments are the fifteen in official order, with the user that is contact.
func (w *world) departments() map[string]int64 {
	users := map[string]int64{}
	for _, d := range w.Bot.Seed.Directory {
		if d.Kind == duban.Single {
			users[d.Name] = 100 + int64(len(users))
		}
	}
	return users
}

// bindAll binds a contact for each of the fifteen departments by codes.
func (w *world) bindAll() map[string]int64 {
	w.t.Helper()
	users := w.departments()
	for _, d := range w.Bot.Seed.Directory {
		if user, ok := users[d.Name]; ok {
			w.bind(user, d.Name+"小王", d.Name)
		}
	}
	return users
}

// group makes a group with the leader and the admin in it.
func (w *world) group(title string) int64 {
	g := w.Sandbox.AddGroup(title, leaderID, adminID)
	w.Sandbox.Promote(g, true)
	return g
}

var lineNo = regexp.MustCompile(`(?m)^(\d+) .*（(?:牵头|配合)[），]`)

// listed turns all pages of a digest and returns the task numbers on them.
func (w *world) listed(user int64, digest sandbox.Message) (nos []int) {
	w.t.Helper()
	for {
		for _, m := range lineNo.FindAllStringSubmatch(digest.Text, -1) {
			no, _ := strconv.Atoi(m[1])
			nos = append(nos, no)
		}
		if !hasButton(digest, "›") {
			return nos
		}
		w.press(user, digest, "›")
		digest, _ = w.Sandbox.Message(user, digest.ID)
	}
}

func hasButton(m sandbox.Message, label string) bool {
	for _, row := range m.Keyboard {
		for _, b := range row {
			if strings.Contains(b.Text, label) {
				return true
			}
		}
	}
	return false
}

// reports is how many standing reports there are.
func (w *world) reports() int {
	w.t.Helper()
	var stats store.Stats
	if err := w.Store.Read(w.t.Context(), func(tx *store.Tx) (err error) { stats, err = tx.Stats(); return err }); err != nil {
		w.t.Fatal(err)
	}
	return stats.Reports
}

// filed is what a department said last about a task.
func (w *world) filed(no int, department string) (r duban.Report) {
	w.t.Helper()
	err := w.Store.Read(w.t.Context(), func(tx *store.Tx) error {
		list, _, err := tx.CurrentList()
		if err != nil {
			return err
		}
		t, _, err := tx.TaskByNo(list.ID, no)
		if err != nil {
			return err
		}
		dir, err := tx.Directory()
		if err != nil {
			return err
		}
		d, _ := dir.Find(department)
		all, err := tx.TaskAssignments(t.ID)
		for _, a := range all {
			if a.Department == d.ID {
				r, _, err = tx.LastReport(a.ID)
			}
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// down stops the bot as an operator does; up starts it anew on the same
// database.
func (w *world) down() {
	w.t.Helper()
	w.stop()
	if err := <-w.done; err != nil {
		w.t.Fatal(err)
	}
	if err := w.App.Close(); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) up() {
	w.t.Helper()
	w.start()
	w.settle()
}

// settings are those of the bot of this world.
func (w *world) settings() config.Config {
	c := config.Default()
	c.Database, c.Telegram.Token, c.Telegram.API = config.Secret(w.options.Database), config.Secret(w.Sandbox.Token()), "http://"+w.Address
	return c
}

func (w *world) start() {
	w.t.Helper()
	now := func() time.Time { return w.Demo.Clock.Now().Add(time.Duration(atomic.LoadInt64((*int64)(&w.skew)))) }
	a, err := New(w.t.Context(), w.settings(), Options{Now: now, Log: w.options.Log, HTTP: w.http, Create: true})
	if err != nil {
		w.t.Fatal(err)
	}
	w.App, w.Walker.App = a, a
	run, stop := context.WithCancel(context.WithoutCancel(w.t.Context()))
	w.stop = stop
	go func() { w.done <- a.Run(run) }()
}

// jump sets the bot's clock forward or, with d below zero, back.
func (w *world) jump(d time.Duration) { atomic.AddInt64((*int64)(&w.skew), int64(d)) }

// step names what is shown next, for whoever reads a failure.
func (w *world) step(name string, do func()) {
	w.t.Helper()
	w.t.Log(w.Demo.Clock.Now().In(beijing).Format("01-02 15:04"), name)
	do()
}
