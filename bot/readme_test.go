package bot

import (
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"duban/internal/text"
)

var update = flag.Bool("update", false, "write the command tables of the README files")

// The README's command tables are made from the route table.
func TestTheReadmeListsEveryCommand(t *testing.T) {
	for file, lang := range map[string]string{"../README.md": text.English, "../README.zh-CN.md": text.Chinese} {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want, begin := commandTable(lang), "<!-- commands -->\n"
		before, rest, found := strings.Cut(string(body), begin)
		got, after, closed := strings.Cut(rest, "<!-- end of commands -->")
		if !found || !closed {
			t.Fatalf("%s has no place for the commands", file)
		}
		if *update {
			if err := os.WriteFile(file, []byte(before+begin+want+"<!-- end of commands -->"+after), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got != want {
			t.Errorf("%s is not what routes.go says; run go test ./bot -run Readme -update", file)
		}
	}
}

func commandTable(lang string) string {
	who := map[audience]string{
		anyone: "anyone", contact: "contact", department: "contact, head", leader: "leader, leadership group",
		viewer: "anyone registered", admin: "admin",
	}
	head := "| who | command | does |\n|---|---|---|\n"
	if lang == text.Chinese {
		who = map[audience]string{
			anyone: "任何人", contact: "联络员", department: "联络员、负责人", leader: "领导、领导小组群", viewer: "已登记的人", admin: "督办员",
		}
		head = "| 谁 | 命令 | 做什么 |\n|---|---|---|\n"
	}
	voice := text.Voice{Lang: lang, Zone: time.UTC, Now: time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)}
	var out strings.Builder
	out.WriteString(head)
	for _, r := range routes {
		if r.command == "" || r.hidden {
			continue
		}
		out.WriteString("| " + who[r.who] + " | `/" + r.command + "` | " + voice.Label("command."+r.command))
		if e := voice.Label("example." + r.command); e != "" {
			out.WriteString(": `" + e + "`")
		}
		out.WriteString(" |\n")
	}
	return out.String()
}
