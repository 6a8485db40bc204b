package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"duban/internal/need"
	"duban/internal/sandbox"
)

// The office's time zone comes with the program: it is found where the machine has
// none.
func TestTheTimeZoneComesWithTheProgram(t *testing.T) {
	deps, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(strings.Fields(string(deps)), "time/tzdata") {
		t.Error("the binary does not contain time/tzdata")
	}
	h := newHost(t)
	h.prepare()
	c := h.command("export")
	if exec.Command("unshare", "-Urm", "true").Run() == nil { // then the machine's own can be hidden
		c = exec.Command("unshare", "-Urm", "sh", "-c", `
			for zones in /usr/share/zoneinfo /usr/share/lib/zoneinfo /usr/lib/locale/TZ; do
				if [ -d $zones ]; then mount -t tmpfs none $zones || exit 9; fi
			done
			exec "$0" export`, binary)
	}
	c.Env = append(h.command().Env, "ZONEINFO=/nowhere", "GOROOT=/nowhere", "TZ=")
	out, err := c.CombinedOutput()
	if err != nil || exported(string(out)) != 57 {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestASecondBotOnOneDatabaseSaysSoAndDisturbsNothing(t *testing.T) {
	h := newHost(t)
	h.contact()
	polls := h.calls("getUpdates")
	bot, _ := h.bot()
	h.waits(polls)
	polls = h.calls("getUpdates")
	out, err := h.command("run").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "another duban process holds this database") || !strings.Contains(string(out), h.database) {
		t.Errorf("the second one: %v\n%s", err, out)
	}
	if n := h.calls("getUpdates"); n != polls {
		t.Error("the second one polled")
	}
	h.send("28 开班")
	h.until("the first one goes on", h.said("已登记 第28项"))
	h.end(bot)
}

// refused runs the bot on a database it cannot use and returns what it says; it
// must end by itself with a word, and must not have polled.
func (h *host) refused(change ...func(*exec.Cmd)) string {
	h.Helper()
	c := h.command("run")
	for _, f := range change {
		f(c)
	}
	out, err := c.CombinedOutput()
	if err == nil || c.ProcessState.ExitCode() != exitFailed {
		h.Errorf("it ended with %v, want exit code %d", err, exitFailed)
	}
	if n := h.calls("getUpdates"); n != 0 {
		h.Error("it polled")
	}
	if strings.Contains(string(out), "goroutine") || strings.Count(string(out), "\n") > 2 {
		h.Errorf("this is no clear word:\n%s", out)
	}
	return string(out)
}

func TestADatabaseOfANewerProgramIsRefusedByTheBinary(t *testing.T) {
	h := newHost(t)
	h.prepare()
	h.exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
	if out := h.refused(); !strings.Contains(out, "schema 9999") || !strings.Contains(out, "use a newer duban") {
		t.Error(out)
	}
}

func TestAFileThatIsNoDatabaseIsRefusedAndKept(t *testing.T) {
	h := newHost(t)
	words := strings.Repeat("督办 not a database\n", 1000)
	if err := os.WriteFile(h.database, []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := h.refused(); !strings.Contains(out, "not a database") || !strings.Contains(out, h.database) {
		t.Error(out)
	}
	if kept, err := os.ReadFile(h.database); err != nil || string(kept) != words {
		t.Errorf("the file was changed, %v", err)
	}
}

// A database that may only be read is refused with a word. Root may write
// everything, so then somebody else runs the bot.
func TestADatabaseThatMayOnlyBeReadIsRefused(t *testing.T) {
	h := newHost(t)
	h.prepare()
	dir := filepath.Dir(h.database)
	files, err := filepath.Glob(h.database + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := os.Chmod(f, 0o444); err != nil {
			t.Fatal(err)
		}
	}
	nobody := func(*exec.Cmd) {}
	if os.Getuid() == 0 {
		const id = 65534
		nobody = func(c *exec.Cmd) {
			c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: id, Gid: id}}
		}
		if err := os.Chmod(filepath.Dir(binary), 0o755); err != nil {
			t.Fatal(err)
		}
		for up := dir; up != filepath.Dir(up) && up != os.TempDir(); up = filepath.Dir(up) {
			if err := os.Chmod(up, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(h.database+".lock", nil, 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(h.database+".lock", 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	out := h.refused(nobody)
	if !strings.Contains(out, h.database) || !strings.Contains(out, "cannot be written") {
		t.Error(out)
	}
}

// The database is deleted under the running bot: it says so and takes nothing that
// would be gone with the process.
func TestADatabaseDeletedUnderTheBotIsSaid(t *testing.T) {
	h := newHost(t)
	h.contact()
	polls := h.calls("getUpdates")
	bot, log := h.bot()
	h.waits(polls)
	if err := os.Rename(h.database, h.database+".deleted"); err != nil {
		t.Fatal(err)
	}
	h.send("28 开班")
	h.until("the bot says what is wrong", log.says(h.database+" was moved, deleted or replaced"))
	if h.sandbox.Pending() != 1 || h.said("已登记 第")() {
		t.Error("it was taken all the same")
	}
	h.end(bot)
	if err := os.Rename(h.database+".deleted", h.database); err != nil {
		t.Fatal(err)
	}
	bot, _ = h.bot()
	h.until("it is taken when the file is back", h.said("已登记 第28项"))
	h.end(bot)
}

// A path that is not there is a mistake more often than a new installation: the
// bot says where it looked and which line begins one, and makes nothing.
func TestABotWithoutADatabaseMakesNone(t *testing.T) {
	h := newHost(t)
	h.database = filepath.Join(filepath.Dir(h.database), "elsewhere", "duban.db")
	for range 2 {
		out := h.refused()
		if !strings.Contains(out, "no database at "+h.database) || !strings.Contains(out, "duban run --create") {
			t.Error(out)
		}
		if _, err := os.Stat(filepath.Dir(h.database)); err == nil {
			t.Error("the folder was made")
		}
	}
	if out, code := h.do("invite", "--role", "admin"); code != exitFailed || out != "" || h.exists() {
		t.Errorf("invite: exit %d, %s", code, out)
	}
}

func TestABotIsToldToMakeItsDatabaseAndSaysWhereItIs(t *testing.T) {
	h := newHost(t)
	polls := h.calls("getUpdates")
	bot, log := h.bot(func(c *exec.Cmd) { c.Args = append(c.Args, "--create") })
	h.waits(polls)
	h.end(bot)
	if said := log.String(); !strings.Contains(said, `msg="made a new database" database=`+h.database) {
		t.Error(said)
	}
	polls = h.calls("getUpdates")
	bot, log = h.bot(func(c *exec.Cmd) {
		c.Dir = filepath.Dir(h.database)
		c.Args, c.Env = append(c.Args, "--create"), append(c.Env, "DUBAN_DATABASE_URL=duban.db")
	})
	h.waits(polls)
	h.end(bot)
	if said := log.String(); strings.Contains(said, "made a new") || !strings.Contains(said, `msg="the database" database=`+h.database) {
		t.Error(said)
	}
}

// A terminal that is closed ends the bot as the operator would; one that was told
// to outlive its terminal does.
func TestSIGHUPEndsItCleanlyUnlessItWasIgnored(t *testing.T) {
	h := newHost(t)
	h.prepare()
	polls := h.calls("getUpdates")
	bot, _ := h.bot()
	h.waits(polls)
	if err := bot.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if err := bot.Wait(); err != nil {
		t.Errorf("after SIGHUP: %v", err)
	}
	if _, err := os.Stat(h.database + "-wal"); err == nil {
		t.Error("the log is still there")
	}
	polls = h.calls("getUpdates")
	kept, _ := h.bot(func(c *exec.Cmd) {
		c.Path, c.Args = need.Program(t, "apt-get install coreutils", "nohup"), append([]string{"nohup"}, c.Args...)
	})
	h.waits(polls)
	if err := kept.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	h.sandbox.AddUser(sandbox.User{ID: contactID + 1, FirstName: "李明"})
	if _, err := h.sandbox.Send(contactID+1, contactID+1, "/whoami"); err != nil {
		t.Fatal(err)
	}
	h.until("it goes on", func() bool { return h.sandbox.Pending() == 0 })
	h.end(kept)
}

// A copy is made beside the running bot and put back after it has ended; what was
// said in between is what the operator is told of.
func TestACopyIsMadeBesideARunningBotAndPutBack(t *testing.T) {
	h := newHost(t)
	h.contact()
	polls := h.calls("getUpdates")
	bot, _ := h.bot()
	h.waits(polls)
	copied := filepath.Join(t.TempDir(), "copy.db")
	if _, code := h.do("backup", copied); code != exitOK {
		t.Fatalf("backup: exit %d", code)
	}
	if _, code := h.do("backup", copied); code != exitFailed {
		t.Errorf("over a file that is there: exit %d", code)
	}
	h.send("28 开班")
	h.until("it is filed", h.said("已登记 第28项"))
	if out, err := h.command("restore", copied).CombinedOutput(); err == nil || !strings.Contains(string(out), "another duban process holds") {
		t.Errorf("under the running bot: %v, %s", err, out)
	}
	h.end(bot)
	out, err := h.command("restore", copied).CombinedOutput()
	if err != nil || !strings.Contains(string(out), h.database+".replaced-1") || !strings.Contains(string(out), "ask them to write it again") {
		t.Fatalf("%v, %s", err, out)
	}
	if n := h.number("SELECT COUNT(*) FROM report"); n != 0 {
		t.Errorf("%d reports are in the copy", n)
	}
	bot, _ = h.bot()
	h.send("29 签约")
	h.until("it goes on", h.said("已登记 第29项"))
	h.end(bot)
}
