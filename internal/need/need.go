// Package need is for tests that call programs a machine may lack.
package need

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Program is the path of the first of these programs that the machine has.
// Without any the test is skipped with the command that installs it, or fails
// where DUBAN_TEST_REQUIRE is "all", as it is in .ci/run.
func Program(t testing.TB, install string, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	Missing(t, "needs "+strings.Join(names, " or ")+": "+install)
	return ""
}

// Missing ends a test for want of something: it skips, or fails where nothing
// may be skipped.
func Missing(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("DUBAN_TEST_REQUIRE") == "all" {
		t.Fatal(why)
	}
	t.Skip(why)
}
