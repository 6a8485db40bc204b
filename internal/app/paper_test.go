package app

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"duban/internal/ledger"
	"duban/internal/sandbox"
)

// attached is the file that came with the newest message of a chat that says
// words.
func (w *world) attached(chat int64, words string) (name string, body []byte) {
	w.t.Helper()
	m := w.newest(chat, words)
	if m.Document == nil {
		w.t.Fatalf("no file with %q", m.Text)
	}
	f, body, ok := w.Sandbox.File(m.Document.ID)
	if !ok {
		w.t.Fatalf("file %s cannot be read", f.ID)
	}
	return f.Name, body
}

func TestAnAdminIsSentTheLedgerInTheFormatHeAsksFor(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	w.tell(wang, "28 累计1500人次")
	w.step("in each format", func() {
		for _, c := range []struct{ command, name, begins string }{
			{"/export", "职业教育台账2026-11-23.xlsx", "PK"},
			{"/export DOCX", "职业教育台账2026-11-23.docx", "PK"},
			{"/export csv", "职业教育台账2026-11-23.csv", "\ufeff瓦房店市"},
			{"导出台账", "职业教育台账2026-11-23.xlsx", "PK"},
		} {
			w.expect(w.tell(adminID, c.command), "台账：57项任务")
			name, body := w.attached(adminID, "台账：57项任务")
			if name != c.name || !bytes.HasPrefix(body, []byte(c.begins)) {
				t.Errorf("%s sent %s, which begins %q", c.command, name, body[:12])
			}
		}
		if _, body := w.attached(adminID, "台账"); len(body) == 0 {
			t.Error("the file is empty")
		}
		w.tell(adminID, "/export csv")
		if _, body := w.attached(adminID, "台账"); !strings.Contains(string(body), "教育局（11月23日）：累计1500人次") {
			t.Errorf("the report is missing:\n%s", body)
		}
	})
	w.step("no other format, and nobody else", func() {
		w.expect(w.tell(adminID, "/export pdf"), "没有“pdf”这种格式", "/export docx")
		w.expect(w.tell(wang, "/export"), "只有督办员")
	})
}

// Telegram does not take the ledger for a while, and the program ends meanwhile:
// the next life sends the file, from what was kept.
func TestALedgerThatWasMadeIsSentByTheNextLife(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.Sandbox.Fail(sandbox.Fault{Method: "sendDocument", RetryAfter: 300})
	w.tell(adminID, "/export docx")
	if n := w.count(adminID, "台账：57项任务"); n != 0 {
		t.Fatalf("sent %d times although it was refused", n)
	}
	w.down()
	w.up()
	w.walk(at(11, 23, 8, 6))
	if n := w.row("SELECT COUNT(*) FROM outbox WHERE payload LIKE '%\"file\":%'"); n != 0 {
		t.Errorf("the bytes of %d files are still kept", n)
	}
	if _, body := w.attached(adminID, "台账：57项任务"); !bytes.HasPrefix(body, []byte("PK")) || w.count(adminID, "台账：57项任务") != 1 {
		t.Errorf("%d bytes, sent %d times", len(body), w.count(adminID, "台账：57项任务"))
	}
}

func TestAFormatIsNamedOrTheFilesOwn(t *testing.T) {
	for _, c := range []struct {
		named, file string
		want        ledger.Format
	}{{"", "", ledger.CSV}, {"", "a/台账.XLSX", ledger.XLSX}, {"docx", "", ledger.DOCX}, {"csv", "a.txt", ledger.CSV}} {
		if got, err := FormatFor(c.named, c.file); got != c.want || err != nil {
			t.Errorf("%q, %q: %q, %v", c.named, c.file, got, err)
		}
	}
	for _, c := range []struct{ named, file string }{{"pdf", ""}, {"", "台账"}, {"", "a.xls"}} {
		var usage *UsageError
		if got, err := FormatFor(c.named, c.file); !errors.As(err, &usage) {
			t.Errorf("%q, %q: %q, %v", c.named, c.file, got, err)
		}
	}
}
