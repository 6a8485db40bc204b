package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/internal/duban"
)

// A demo kept in a file goes on where it was: chats, list, people, clock.
func TestADemoKeptInAFileGoesOn(t *testing.T) {
	options := DemoOptions{Database: filepath.Join(t.TempDir(), "demo.db"), Start: at(11, 23, 8, 55), Standing: true}
	open := func() *world {
		d, err := NewDemo(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		return &world{Demo: d, t: t}
	}
	w := open()
	edu := w.player("教育局")
	w.walk(at(11, 23, 9, 0))
	w.tell(edu, "28 开班")
	before := len(w.Sandbox.Messages(edu))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	w = open()
	defer w.Close()
	if n := len(w.Sandbox.Messages(edu)); n != before {
		t.Errorf("%d messages after the restart, were %d", n, before)
	}
	if now := w.Demo.Clock.Now(); now.Before(at(11, 23, 9, 0)) {
		t.Errorf("the clock went back to %v", now)
	}
	if w.Cast.Group == 0 || w.player("教育局") != edu {
		t.Errorf("the cast changed: %+v", w.Cast)
	}
	w.expect(w.tell(edu, "29 签约两家"), "已登记 第29项")
	w.expect(w.say(w.Cast.Leader.User, w.Cast.Group, "/status"), "已报2，")
	if n := w.count(edu, "进展报送"); n != 1 {
		t.Errorf("%d digests, want 1", n)
	}
}

// A demo that is killed loses at most what was said in its last moment: what is said
// to it afterwards it takes, though the chats that were saved are older than what
// the bot has seen.
func TestADemoThatWasKilledTakesWhatIsSaidAfterwards(t *testing.T) {
	options := DemoOptions{Database: filepath.Join(t.TempDir(), "demo.db"), Start: at(11, 23, 8, 55), Standing: true}
	d, err := NewDemo(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Demo: d, t: t}
	edu := w.player("教育局")
	w.walk(at(11, 23, 9, 0))
	stale := &bytes.Buffer{}
	if err := w.Sandbox.Save(stale); err != nil {
		t.Fatal(err)
	}
	w.expect(w.tell(edu, "28 开班"), "已登记 第28项")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(options.Database+".chats.json", stale.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if d, err = NewDemo(t.Context(), options); err != nil {
		t.Fatal(err)
	}
	w = &world{Demo: d, t: t}
	defer w.Close()
	w.expect(w.tell(edu, "28 又开一班"), "已登记 第28项")
	w.expect(w.tell(edu, "29 签约两家"), "已登记 第29项")
}

// The chats of an earlier demo are nothing without its database.
func TestChatsWithoutTheirDatabaseAreRefused(t *testing.T) {
	options := DemoOptions{Database: filepath.Join(t.TempDir(), "demo.db"), Start: at(11, 23, 8, 55), Standing: true, Empty: true}
	if err := os.WriteFile(options.Database+".chats.json", []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if d, err := NewDemo(t.Context(), options); err == nil || !strings.Contains(err.Error(), options.Database+".chats.json") {
		if d != nil {
			d.Close()
		}
		t.Errorf("got %v", err)
	}
}

// The demo is what the README promises: everybody is there, and everybody is
// invented.
func TestTheDemoHasEverybody(t *testing.T) {
	d, err := NewDemo(t.Context(), DemoOptions{Start: at(11, 23, 8, 55), Standing: true})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	w := &world{Demo: d, t: t}
	served := map[string]bool{}
	for _, p := range w.Cast.Contacts {
		served[p.Department] = true
		if !strings.Contains(texts(w.since(p.User, 0)), "联络员") {
			t.Errorf("%s of %s is not bound", p.Name, p.Department)
		}
	}
	for _, dep := range w.Bot.Seed.Directory {
		if dep.Kind == duban.Single && !served[dep.Name] {
			t.Errorf("%s has no contact", dep.Name)
		}
	}
	w.walk(at(11, 23, 9, 0))
	if n := w.count(w.Cast.Admin.User, "未通知到"); n != 0 {
		t.Errorf("the admin was told that somebody could not be asked: %s", texts(w.since(w.Cast.Admin.User, 0)))
	}
	for _, p := range w.Cast.Contacts {
		if n := w.count(p.User, "进展报送"); n != 1 {
			t.Errorf("%s got %d digests, want 1", p.Department, n)
		}
	}
	if pinned, ok := w.Sandbox.Pinned(w.Cast.Group); !ok || !strings.Contains(pinned.Text, "57项任务") {
		t.Errorf("no board is pinned: %q", pinned.Text)
	}
	if w.count(w.Cast.Group, "补发") != 0 {
		t.Error("a jump of the clock was taken for a time out of service")
	}
}
