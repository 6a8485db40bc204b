package intake_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duban/internal/duban"
	"duban/internal/intake"
)

// known are the tasks of the published list.
func known(no int) bool { return no >= 1 && no <= 57 }

// replyCase is one block of testdata/replies.txt.
type replyCase struct {
	line int
	card int
	mine []int // empty: all
	text []string
	want []string
}

func replyCases(t testing.TB) []replyCase {
	t.Helper()
	data, err := os.ReadFile("testdata/replies.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []replyCase
	var cur replyCase
	for i, s := range append(strings.Split(string(data), "\n"), "") {
		switch {
		case s == "":
			if len(cur.text) > 0 {
				all = append(all, cur)
			}
			cur = replyCase{line: i + 2}
		case strings.HasPrefix(s, "#"):
		case strings.HasPrefix(s, "> "):
			cur.text = append(cur.text, s[2:])
		case strings.HasPrefix(s, "card "):
			fmt.Sscanf(s, "card %d", &cur.card)
		case strings.HasPrefix(s, "mine "):
			for _, no := range strings.Fields(s)[1:] {
				n, err := strconv.Atoi(no)
				if err != nil {
					t.Fatal(err)
				}
				cur.mine = append(cur.mine, n)
			}
		default:
			cur.want = append(cur.want, s)
		}
	}
	return all
}

func TestReplies(t *testing.T) {
	cases := replyCases(t)
	if len(cases) < 80 {
		t.Fatalf("%d cases, want at least 80", len(cases))
	}
	for _, c := range cases {
		text := strings.Join(c.text, "\n")
		ctx := intake.ReplyContext{Task: c.card, Known: known}
		if len(c.mine) > 0 {
			ctx.Own = func(no int) bool { return slices.Contains(c.mine, no) }
		}
		got := show(intake.ReadReply(text, ctx))
		if want := strings.Join(c.want, "\n"); got != want {
			t.Errorf("replies.txt:%d (card %d)\n%s\n--- got\n%s\n--- want\n%s", c.line, c.card, text, got, want)
		}
	}
}

func TestALineEndOfAnyKindParts(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r", "\n\n", " \n\t"} {
		r := intake.ReadReply("28 又办一期"+end+"30 没动", intake.ReplyContext{Known: known})
		if got := show(r); got != "28 progressing: 又办一期\n30 none: 没动" {
			t.Errorf("with %q: %s", end, got)
		}
	}
}

func TestStates(t *testing.T) {
	data, err := os.ReadFile("testdata/states.txt")
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range strings.Split(string(data), "\n") {
		if s == "" || strings.HasPrefix(s, "#") {
			continue
		}
		want, words, _ := strings.Cut(s, ": ")
		if got := intake.ReadState(words); stateName(got) != want {
			t.Errorf("states.txt:%d: %s is %s, want %s", i+1, words, stateName(got), want)
		}
	}
}

func show(r intake.Reply) string {
	var all []string
	item := func(prefix string, i intake.Item) {
		plus := ""
		if i.Append {
			plus = "+"
		}
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s%d%s %s: %s", prefix, i.No, plus, stateName(i.State), flat(i.Words))))
	}
	for _, i := range r.Items {
		item("", i)
	}
	for _, i := range r.Unknown {
		item("unknown ", i)
	}
	if r.Rest != nil {
		all = append(all, "rest: "+flat(r.Rest.Words))
	}
	if r.Loose != "" {
		all = append(all, "loose: "+flat(r.Loose))
	}
	if r.Whose != 0 {
		all = append(all, fmt.Sprint("whose: ", r.Whose))
	}
	return strings.Join(all, "\n")
}

func flat(words string) string { return strings.ReplaceAll(words, "\n", "⏎") }

func stateName(s duban.ReportState) string {
	if s == duban.Said {
		return "-"
	}
	return string(s)
}
