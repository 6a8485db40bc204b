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
	file := write(t, "duban.yaml", "database_url: from-file.db\nhours: 8:30-17:30\n")
	c, err := Load(file, []string{"DUBAN_DATABASE_URL=from-env.db", "DUBAN_TELEGRAM_TOKEN=1:abc", "OTHER=x"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Database.Reveal() != "from-env.db" || c.Hours != "8:30-17:30" || c.Zone != "Asia/Shanghai" || c.Telegram.Token.Reveal() != "1:abc" {
		t.Errorf("got %+v", c)
	}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
}

func TestAMisspeltKeyNamesItsLine(t *testing.T) {
	_, err := Load(write(t, "duban.yaml", "zone: Asia/Shanghai\ndatabse_url: x.db\n"), nil)
	if err == nil || !strings.Contains(err.Error(), "line 2") || !strings.Contains(err.Error(), "databse_url") {
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
	for _, want := range []string{"database_url", "zone", "telegram.api", "log_level", "keep_days"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
}

func TestADatabaseIsAFileOrOneOfTwoKindsOfAddress(t *testing.T) {
	for where, right := range map[string]bool{
		"duban.db": true, "/var/lib/duban/duban.db": true, "./a:b.db": true, `C:\duban.db`: true, "sqlite:duban.db": true,
		"sqlite:///var/lib/duban.db": true, "postgres://duban@localhost/duban": true, "postgresql:///duban?host=/run/postgresql": true,
		"": false, "mysql://root:canary@h/d": false, "postgres:canary": false, "Postgres://u:canary@h/d": false, "file:canary.db": false,
	} {
		c := Default()
		c.Database = Secret(where)
		err := c.Validate()
		if (err == nil) != right {
			t.Errorf("%q: %v", where, err)
		}
		if err != nil && (strings.Contains(err.Error(), "canary") || !strings.Contains(err.Error(), "postgres://")) {
			t.Errorf("%q: %v", where, err)
		}
	}
}

func TestThePasswordInAnAddressIsNeverPrinted(t *testing.T) {
	const canary = "postgres://duban:canary@localhost/duban"
	for _, environ := range [][]string{
		{"DUBAN_DATABASE_URL=" + canary}, {"DUBAN_DATABASE_URL_FILE=" + write(t, "url", canary+"\n")},
	} {
		c, err := Load("", environ)
		if err != nil || c.Database.Reveal() != canary {
			t.Fatalf("%q, %v", c.Database.Reveal(), err)
		}
		for _, f := range []string{"%v", "%+v", "%#v", "%s"} {
			if s := fmt.Sprintf(f, c); strings.Contains(s, "canary") {
				t.Errorf("%s prints the password: %s", f, s)
			}
		}
	}
}

func TestAnAddressSaidOutrightBeatsTheFile(t *testing.T) {
	c, err := Load("", []string{"DUBAN_DATABASE_URL=said.db", "DUBAN_DATABASE_URL_FILE=" + write(t, "url", "file.db")})
	if err != nil || c.Database.Reveal() != "said.db" {
		t.Errorf("%q, %v", c.Database.Reveal(), err)
	}
	if c, err := Load("", nil); err != nil || c.Database != Default().Database {
		t.Errorf("nothing said: %q, %v", c.Database.Reveal(), err)
	}
}

// A name that sets nothing was meant to set something.
func TestAVariableNobodyKnowsIsNamedWithTheNearest(t *testing.T) {
	for said, want := range map[string]string{
		"DUBAN_HOUR=8:30-17:00":  "DUBAN_HOUR is no setting; nearest: DUBAN_HOURS",
		"DUBAN_TOKEN=1:canary":   "DUBAN_TOKEN is no setting; nearest: DUBAN_",
		"DUBAN_CLIMB_HEAD=soon":  "DUBAN_CLIMB_HEAD wants a whole number",
		"DUBAN_TEST_STORE=x":     "",
		"DUBAN_CONFIG=duban.yml": "",
		"DUBANA=x":               "",
	} {
		_, err := Load("", []string{said})
		if got := fmt.Sprint(err); (err == nil) != (want == "") || !strings.Contains(got, want) && want != "" || strings.Contains(got, "canary") || strings.Contains(got, "strconv") {
			t.Errorf("%s: %v", said, err)
		}
	}
}

func TestAFileWithASecretThatOthersMayReadIsNamed(t *testing.T) {
	secret := write(t, "duban.yaml", "telegram: {token: 1:abc}\n")
	plain := write(t, "plain.yaml", "hours: 8:30-17:30\n")
	token := write(t, "token", "1:abc")
	for _, mode := range []os.FileMode{0o600, 0o644} {
		for _, file := range []string{secret, plain, token} {
			if err := os.Chmod(file, mode); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			file, environ string
			open          bool
		}{{secret, "", true}, {plain, "", false}, {"", "DUBAN_TELEGRAM_TOKEN_FILE=" + token, true}} {
			got, err := Load(c.file, []string{c.environ})
			if want := c.open && mode == 0o644; err != nil || (len(got.Open) == 1) != want {
				t.Errorf("%s%s with mode %o: %v, %v", c.file, c.environ, mode, got.Open, err)
			}
		}
	}
}
