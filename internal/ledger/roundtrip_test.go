package ledger

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/need"
)

// What leaves as a ledger is read as the list that came in, whatever progress
// stands beside it, and also after LibreOffice has saved it again.
func TestALedgerIsReadAsTheListItWasMadeOf(t *testing.T) {
	l, want, dir := published(t)
	for i := range want.Tasks {
		want.Tasks[i].Line = 0
	}
	for _, c := range []struct {
		format Format
		by     []string // through which formats of LibreOffice
	}{{XLSX, nil}, {DOCX, nil}, {CSV, nil}, {XLSX, []string{"xlsx"}}, {XLSX, []string{"ods", "xlsx"}}, {DOCX, []string{"odt", "docx"}}} {
		t.Run(strings.Join(append([]string{string(c.format)}, c.by...), " to "), func(t *testing.T) {
			name, body := "台账."+string(c.format), written(t, l, c.format)
			if len(c.by) > 0 {
				body = throughOffice(t, body, string(c.format), c.by...)
			}
			got, problems := intake.ReadList(name, body, dir, duban.DateOf(voice.Now, voice.Zone))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			for i := range got.Tasks {
				got.Tasks[i].Line = 0
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// throughOffice saves a file again as LibreOffice does, format after format.
func throughOffice(t *testing.T, body []byte, format string, by ...string) []byte {
	t.Helper()
	soffice := need.Program(t, "apt-get install --no-install-recommends libreoffice-writer libreoffice-calc", "soffice")
	dir := t.TempDir()
	name := filepath.Join(dir, "a."+format)
	if err := os.WriteFile(name, body, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, to := range by {
		out, err := os.MkdirTemp(dir, "")
		if err != nil {
			t.Fatal(err)
		}
		args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", to, "--outdir", out, name}
		if said, err := exec.CommandContext(t.Context(), soffice, args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		name = filepath.Join(out, "a."+to)
	}
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}
