package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, name, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEnvironmentBeatsFileBeatsDefault(t *testing.T) {
	file := write(t, "duban.yaml", "database: from-file.db\nhours: 8:30-17:30\n")
	c, err := Load(file, []string{"DUBAN_DATABASE=from-env.db", "DUBAN_TELEGRAM_TOKEN=1:abc", "OTHER=x"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Database != "from-env.db" || c.Hours != "8:30-17:30" || c.Zone != "Asia/Shanghai" || c.Telegram.Token.Reveal() != "1:abc" {
		t.Errorf("got %+v", c)
	}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
}

func TestAMisspeltKeyNamesItsLine(t *testing.T) {
	_, err := Load(write(t, "duban.yaml", "zone: Asia/Shanghai\ndatabse: x.db\n"), nil)
	if err == nil || !strings.Contains(err.Error(), "line 2") || !strings.Contains(err.Error(), "databse") {
		t.Errorf("got %v", err)
	}
}

func TestTheTokenComesFromAFileAndIsNeverPrinted(t *testing.T) {
	const canary = "123:canary"
	c, err := Load("", []string{"DUBAN_TELEGRAM_TOKEN_FILE=" + write(t, "token", canary+"\n")})
	if err != nil || c.Telegram.Token.Reveal() != canary {
		t.Fatalf("token %q, %v", c.Telegram.Token.Reveal(), err)
	}
	for _, f := range []string{"%v", "%+v", "%#v", "%s"} {
		if s := fmt.Sprintf(f, c); strings.Contains(s, "canary") {
			t.Errorf("%s prints the token: %s", f, s)
		}
	}
}

func TestEverythingWrongIsSaidAtOnce(t *testing.T) {
	err := Config{Zone: "Mars/Base", LogLevel: "loud"}.Validate()
	for _, want := range []string{"database", "zone", "telegram.api", "log_level"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
}
