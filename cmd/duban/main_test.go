package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"duban/internal/app"
	"duban/internal/config"
	"duban/internal/duban"
	"duban/internal/postgrestest"
	"duban/internal/sandbox"
	"duban/internal/store"
)

// binary is the real program, built once.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "duban-test-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "duban")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// host is a machine on which the real binary runs against a sandbox.
type host struct {
	*testing.T
	sandbox  *sandbox.Server
	api      string
	database string
}

const contactID = 11

// password is the database's, where it has one.
const password = "canary-of-the-database"

func newHost(t *testing.T) *host {
	s := sandbox.New(sandbox.Options{Bot: sandbox.User{FirstName: "督办", Username: "duban_test_bot", IsBot: true}})
	server := httptest.NewServer(s)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close(); s.Close() })
	h := &host{T: t, sandbox: s, api: server.URL, database: filepath.Join(t.TempDir(), "duban.db")}
	s.AddUser(sandbox.User{ID: contactID, FirstName: "王芳", LanguageCode: "zh-hans"})
	return h
}

func (h *host) command(args ...string) *exec.Cmd {
	c := exec.Command(binary, args...)
	c.Env = append(os.Environ(), "DUBAN_DATABASE_URL="+h.database, "DUBAN_TELEGRAM_API="+h.api, "DUBAN_TELEGRAM_TOKEN="+h.sandbox.Token())
	return c
}

// do runs a command to its end and returns what it printed.
func (h *host) do(args ...string) (stdout string, code int) {
	h.Helper()
	c := h.command(args...)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		h.Fatal(err)
	}
	if strings.Contains(out.String()+errs.String(), password) {
		h.Errorf("%v prints the database's password", args)
	}
	if h.Log(args, out.String(), errs.String()); c.ProcessState.ExitCode() < 0 {
		h.Fatal(err)
	}
	return out.String(), c.ProcessState.ExitCode()
}

func (h *host) exists() bool {
	h.Helper()
	there, err := store.Exists(h.Context(), h.database)
	if err != nil {
		h.Fatal(err)
	}
	return there
}

// run starts the bot; its log must never hold the token.
func (h *host) run() (c *exec.Cmd, log *bytes.Buffer) {
	h.Helper()
	c, log = h.command("run", "--create"), &bytes.Buffer{}
	c.Stderr, c.Stdout = log, log
	if err := c.Start(); err != nil {
		h.Fatal(err)
	}
	return c, log
}

// until waits for a condition of the world, not for a duration.
func (h *host) until(what string, done func() bool) {
	h.Helper()
	h.untilWithin(0, what, done)
}

// untilWithin is until with as much more patience as so many updates need.
func (h *host) untilWithin(updates int, what string, done func() bool) {
	h.Helper()
	changed, cancel := h.sandbox.Subscribe()
	defer cancel()
	ctx, stop := context.WithTimeout(h.Context(), time.Minute+time.Duration(updates)*20*time.Millisecond)
	defer stop()
	for !done() {
		select {
		case <-changed:
		case <-time.After(5 * time.Millisecond):
		case <-ctx.Done():
			h.Fatalf("never: %s", what)
		}
	}
}

func (h *host) said(words string) func() bool {
	return func() bool {
		for _, m := range h.sandbox.Messages(contactID) {
			if m.From.IsBot && strings.Contains(m.Text, words) {
				return true
			}
		}
		return false
	}
}

// prepare confirms the published list, as an admin does in chat.
func (h *host) prepare() {
	h.Helper()
	if _, code := h.do("import", "../../seeds/vocational-education.txt"); code != 0 {
		h.Fatal("import failed")
	}
	c := config.Default()
	b, err := app.NewBot(c)
	if err != nil {
		h.Fatal(err)
	}
	s, err := store.Open(h.Context(), h.database, time.Now)
	if err != nil {
		h.Fatal(err)
	}
	defer s.Close()
	err = s.Write(h.Context(), func(tx *store.Tx) error {
		list, _, err := tx.CurrentList()
		if err != nil {
			return err
		}
		rounds, err := b.DefaultRounds(tx.Now())
		if err != nil {
			return err
		}
		return tx.ConfirmList(list.ID, true, duban.DateOf(tx.Now(), b.Calendar.Zone()), rounds...)
	})
	if err != nil {
		h.Fatal(err)
	}
}

func (h *host) stop(c *exec.Cmd) {
	h.Helper()
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		h.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		h.Errorf("after SIGTERM: %v", err)
	}
}

func TestCommandsWorkBesideARunningBot(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { workBeside(t, newHost(t)) })
	t.Run("postgres", func(t *testing.T) {
		h := newHost(t)
		h.database = strings.Replace(postgrestest.Empty(t), "duban@", "duban:"+password+"@", 1)
		workBeside(t, h)
	})
}

func workBeside(t *testing.T, h *host) {
	bot, log := h.run()
	defer bot.Process.Kill()
	h.until("the bot polls", func() bool { return strings.Contains(fmt.Sprint(h.sandbox.Requests()), "getUpdates") })

	out, code := h.do("invite", "--role", "admin")
	link := regexp.MustCompile(`^https://t\.me/duban_test_bot\?start=([A-Za-z0-9_-]{22})\n$`).FindStringSubmatch(out)
	if code != 0 || link == nil {
		t.Fatalf("invite printed %q, exit %d", out, code)
	}
	if _, err := h.sandbox.Send(contactID, contactID, "/start "+link[1]); err != nil {
		t.Fatal(err)
	}
	h.until("the code works", h.said("您已登记为督办员"))

	if out, code := h.do("import", "../../seeds/vocational-education.txt"); code != 0 || !strings.Contains(out, "57 tasks") {
		t.Errorf("import: %q, exit %d", out, code)
	}
	if _, err := h.sandbox.Send(contactID, contactID, "/import"); err != nil {
		t.Fatal(err)
	}
	h.until("the bot sees what was imported", h.said("请核定"))

	out, code = h.do("audit", "verify")
	head := regexp.MustCompile(`head ([0-9a-f]{64})`).FindStringSubmatch(out)
	if code != 0 || head == nil || !strings.Contains(out, "cannot be seen") {
		t.Fatalf("audit verify: %q, exit %d", out, code)
	}
	if out, code := h.do("audit", "verify", "--head", head[1]); code != 0 || !strings.Contains(out, "is in the chain") {
		t.Errorf("audit verify --head: %q, exit %d", out, code)
	}
	if _, code := h.do("audit", "verify", "--head", strings.Repeat("0", 64)); code != exitFailed {
		t.Errorf("a head that is not there: exit %d", code)
	}
	if out, code := h.do("export"); code != 0 || exported(out) != 57 {
		t.Errorf("export has %d tasks, exit %d", exported(out), code)
	}
	second := h.command("run")
	if said, err := second.CombinedOutput(); err == nil || !strings.Contains(string(said), fmt.Sprint("process ", bot.Process.Pid)) {
		t.Errorf("a second bot on one database: %v, %s", err, said)
	}
	h.stop(bot)
	if strings.Contains(log.String(), h.sandbox.Token()) || strings.Contains(log.String(), strings.SplitN(h.sandbox.Token(), ":", 2)[1]) {
		t.Error("the token stands in the log")
	}
	if strings.Contains(log.String(), password) {
		t.Error("the database's password stands in the log")
	}
}

func TestImportPrintsWhatItReadAndRefusesADamagedFileWhole(t *testing.T) {
	h := newHost(t)
	out, code := h.do("import", "--dry-run", "--json", "../../seeds/vocational-education.txt")
	var r readingJSON
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != 0 {
		t.Fatal(err, code)
	}
	first, shares, sections, names := map[string]int{}, 0, map[string]bool{}, map[string]bool{}
	for _, task := range r.Tasks {
		first[task.Departments[0].Name]++
		sections[task.Section] = true
		for _, d := range task.Departments {
			shares++
			names[d.Name] = true
			if want := d.Name == task.Departments[0].Name; (d.Role == duban.Lead) != want || d.Confirmed {
				t.Errorf("task %d: %+v", task.No, d)
			}
		}
	}
	if len(r.Tasks) != 57 || len(sections) != 14 || shares != 172 || len(names) != 19 || len(r.Departments) != 19 || first["教育局"] != 44 {
		t.Errorf("%d tasks, %d sections, %d shares, %d names, first %v", len(r.Tasks), len(sections), shares, len(names), first)
	}
	if h.exists() {
		t.Error("a dry run made a database")
	}

	body, err := os.ReadFile("../../seeds/vocational-education.txt")
	if err != nil {
		t.Fatal(err)
	}
	damaged := filepath.Join(t.TempDir(), "damaged.txt")
	lines := strings.Split(string(body), "\n")
	lines[30] = "\t" // task 5's departments
	if err := os.WriteFile(damaged, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code = h.do("import", "--json", damaged)
	r = readingJSON{}
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitFailed || len(r.Problems) != 1 || r.Problems[0].Line != 31 {
		t.Errorf("exit %d, problems %+v, %v", code, r.Problems, err)
	}
	if h.exists() {
		t.Error("a damaged file made a database")
	}
}

// A changed list is shown, and changed in chat: there somebody answers for it.
func TestImportShowsWhatAnEditedFileChangesAndStoresNothing(t *testing.T) {
	h := newHost(t)
	if _, code := h.do("import", "../../seeds/vocational-education.txt"); code != 0 {
		t.Fatalf("exit %d", code)
	}
	for range 2 {
		both, err := h.command("import", "../../internal/duban/testdata/changed.txt").CombinedOutput()
		for _, says := range []string{"1 new, 1 reworded, 1 pair swapped, 1 share changed, 1 gone", "11–27→12–28", "Nothing was changed", "in chat"} {
			if err == nil || !strings.Contains(string(both), says) {
				t.Errorf("%q is not said: %v, %s", says, err, both)
			}
		}
	}
	if out, code := h.do("import", "../../seeds/vocational-education.txt"); code != 0 {
		t.Errorf("the same list: exit %d, %s", code, out)
	}
}

func TestImportRefusesNamesNobodyKnowsAndSaysWhatToDo(t *testing.T) {
	h := newHost(t)
	const file = "../../internal/intake/testdata/lists/unknown-names.txt"
	out, code := h.do("import", "--json", "--dry-run", file)
	var r readingJSON
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != 0 || len(r.Problems) != 0 {
		t.Fatalf("exit %d, %v, problems %+v", code, err, r.Problems)
	}
	if len(r.Unknown) != 3 || r.Unknown[1].Name != "林业局" || len(r.Unknown[1].Tasks) != 2 || r.Unknown[2].Nearest[0] != "教育局" {
		t.Errorf("unknown %+v", r.Unknown)
	}
	if d := r.Tasks[0].Departments; len(d) != 1 || d[0].Role != duban.Support {
		t.Errorf("behind an unknown lead %+v", d)
	}
	both, err := h.command("import", file).CombinedOutput()
	if out = string(both); err == nil || !strings.Contains(out, "林业局 (task 3, 4)") || !strings.Contains(out, "省教育厅 (task 5), nearest: 教育局") || !strings.Contains(out, "/alias") {
		t.Errorf("%v: %s", err, out)
	}
	if h.exists() {
		t.Error("a list with unknown names made a database")
	}
}

func TestImportReadsRolesKindsAndLeaders(t *testing.T) {
	h := newHost(t)
	out, code := h.do("import", "--json", "--dry-run", "../../internal/intake/testdata/lists/roles-two-heads.docx")
	var r readingJSON
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != 0 || len(r.Tasks) != 3 {
		t.Fatalf("exit %d, %v, %d tasks", code, err, len(r.Tasks))
	}
	first, second, third := r.Tasks[0], r.Tasks[1], r.Tasks[2]
	if first.Kind != "dated" || first.Due != "2027-06-30" || first.DueText != "2027年6月底前" || first.Leader != "李明" || !first.Departments[1].Confirmed {
		t.Errorf("%+v", first)
	}
	if second.Kind != "yearly" || len(second.Months) != 1 || second.Months[0] != 12 || third.Kind != "standing" || len(third.Months) != 0 {
		t.Errorf("%+v, %+v", second, third)
	}
}

func TestAWrongCallSaysWhatWorksAndExitsWith2(t *testing.T) {
	h := newHost(t)
	if _, err := store.Make(t.Context(), h.database, time.Now); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"nonsense"}, {"import"}, {"import", "--bad"}, {"invite"}, {"invite", "--department", "不存在局"}, {"invite", "--role", "boss"}, {"invite", "--role", "head"}, {"demo", "--now", "tomorrow"}, {"run", "now"}, {"invite", "--role", "admin", "--name", "刘机密★10年"}, {"invite", "x"}, {"audit"}, {"audit", "nonsense"},
		{"audit", "verify", "x"}, {"holidays"}, {"version", "x"}, {"sandbox", "x"}, {"backup"}, {"restore", "a", "b"}, {"demo", "--db", "postgres://h/d"}} {
		if _, code := h.do(args...); code != exitUsage {
			t.Errorf("duban %v: exit %d, want %d", args, code, exitUsage)
		}
	}
}

// exported is how many tasks stand in a ledger of plain rows.
func exported(rows string) int { return len(regexp.MustCompile(`(?m)^\d+,`).FindAllString(rows, -1)) }
