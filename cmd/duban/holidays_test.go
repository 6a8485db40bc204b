package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/internal/postgrestest"
)

const notice2027 = "../../internal/calendar/testdata/notice-2027.txt"

func TestDaysOffAreListedWithoutADatabase(t *testing.T) {
	h := newHost(t)
	out, code := h.do("holidays", "list", "2026", "2027")
	for _, line := range []string{
		"2026: 国办发明电〔2025〕7号\n", "2026-02-14 Sat  work  春节\n", "2026-10-07 Wed  off  国庆节\n",
		"2027: computed (推算), for no notice is known\n", "2027-06-09 Wed  off  端午节\n",
	} {
		if !strings.Contains(out, line) {
			t.Errorf("%q is missing", line)
		}
	}
	if code != 0 || h.exists() {
		t.Errorf("exit %d, a database %v", code, h.exists())
	}
	folder := t.TempDir()
	own := `{"year":2026,"source":"","local":true,"days":[{"date":"2026-12-28","name":"盘点","off":false,"hours":"9:00-12:00"}]}`
	if err := os.WriteFile(filepath.Join(folder, "own.json"), []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	c := h.command("holidays", "list", "2026")
	c.Env = append(c.Env, "DUBAN_HOLIDAYS="+folder)
	if out, err := c.Output(); err != nil || !strings.Contains(string(out), "2026-12-28 Mon  9:00-12:00  盘点 (our own)\n") {
		t.Errorf("with a folder: %v\n%s", err, out)
	}
	for _, args := range [][]string{{"holidays", "list", "soon"}, {"holidays", "import"}, {"holidays", "import", "a", "b"}} {
		if _, code := h.do(args...); code != exitUsage {
			t.Errorf("%v: exit %d", args, code)
		}
	}
}

func TestANoticeIsImportedBesideARunningBot(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { importBeside(t, newHost(t)) })
	t.Run("postgres", func(t *testing.T) {
		h := newHost(t)
		h.database = postgrestest.Empty(t)
		importBeside(t, h)
	})
}

func importBeside(t *testing.T, h *host) {
	h.prepare()
	out, _ := h.do("invite", "--role", "admin")
	bot, _ := h.bot()
	h.send("/start " + strings.TrimSpace(out[strings.LastIndexAny(out, "= ")+1:]))
	h.until("the admin is there", h.said("您已登记为督办员"))
	h.send("/holidays 2027")
	h.until("nothing is known of 2027", h.said("2027年放假安排（推算）"))

	dry, code := h.do("holidays", "import", "--dry-run", notice2027)
	if code != 0 || !strings.Contains(dry, "2027: 国办发明电〔2026〕99号\n27 days off, 6 worked\n") ||
		!strings.Contains(dry, "2027-01-31 Sun  off -> 9:00-17:00\n") || !strings.Contains(dry, "2027-02-09 Tue  9:00-17:00 -> off\n") {
		t.Errorf("exit %d: %s", code, dry)
	}
	if out, _ := h.do("holidays", "list", "2027"); !strings.Contains(out, "computed") {
		t.Error("a dry run kept something")
	}
	if out, code := h.do("holidays", "import", notice2027); code != 0 || out != dry {
		t.Errorf("exit %d: %s", code, out)
	}
	h.send("/holidays 2027")
	h.until("the bot knows what was imported", h.said("2027年放假安排（国办发明电〔2026〕99号）"))
	if out, code := h.do("holidays", "import", notice2027); code != 0 || strings.Contains(out, "->") {
		t.Errorf("the same again: exit %d, %s", code, out)
	}
	if out, code := h.do("audit", "verify"); code != 0 || !strings.Contains(out, "all fit") {
		t.Errorf("exit %d: %s", code, out)
	}
	h.end(bot)
}

func TestADamagedNoticeIsRefusedWhole(t *testing.T) {
	h := newHost(t)
	body, err := os.ReadFile(notice2027)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []struct{ name, body, says string }{
		{"a count", strings.Replace(string(body), "共7天", "共9天", 1), "wrong-count 春节"},
		{"no notice", "hello", "no-year"},
		{"not JSON", "{", ""},
		{"another encoding", "\xb9\xfa\xce\xf1\xd4\xba", ""},
		{"a year that contradicts itself", `{"year":2027,"source":"x","days":[{"date":"2027-01-01","name":"元旦","off":true},{"date":"2027-01-01","name":"元旦","off":true}]}`, ""},
	} {
		file := filepath.Join(t.TempDir(), "notice.txt")
		if err := os.WriteFile(file, []byte(v.body), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, code := h.do("holidays", "import", file); code != exitFailed || !strings.Contains(out, v.says) || h.exists() {
			t.Errorf("%s: exit %d, %q", v.name, code, out)
		}
	}
}
