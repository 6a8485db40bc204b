package need

import (
	"runtime"
	"strings"
	"testing"
)

// verdict is a test that remembers how it was ended.
type verdict struct {
	testing.TB
	how string
}

func (v *verdict) Helper()           {}
func (v *verdict) Skip(args ...any)  { v.end("skip", args) }
func (v *verdict) Fatal(args ...any) { v.end("fatal", args) }

func (v *verdict) end(how string, args []any) {
	v.how = how + ": " + args[0].(string)
	runtime.Goexit()
}

func program(names ...string) (path, how string) {
	v, done := &verdict{}, make(chan struct{})
	go func() {
		defer close(done)
		path = Program(v, "apt-get install it", names...)
	}()
	<-done
	return path, v.how
}

func TestAMissingProgramSkipsAndWhereAllIsRequiredFails(t *testing.T) {
	for require, want := range map[string]string{"": "skip", "all": "fatal"} {
		t.Setenv("DUBAN_TEST_REQUIRE", require)
		if _, how := program("no-such-program", "nor-this-one"); how != want+": needs no-such-program or nor-this-one: apt-get install it" {
			t.Errorf("DUBAN_TEST_REQUIRE=%q: %q", require, how)
		}
	}
}

func TestTheFirstProgramFoundIsTaken(t *testing.T) {
	if path, how := program("no-such-program", "go"); how != "" || !strings.Contains(path, "go") {
		t.Errorf("found %q, %q", path, how)
	}
}
