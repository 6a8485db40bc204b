package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/internal/duban"
	"duban/internal/text"
)

// promised is every command the product speaks of, built or not. One that is not
// among them does not exist.
var promised = strings.Fields(`
	start help whoami lang forget
	tasks task find report fill form pass done extend object undo away mute
	status dept overdue targets instruct
	import invite contact contacts unbind assign unassign alias members merge due schedule preview remind export
	review publish close group role lists audit health holidays`)

// spoken are commands that are only reached by words, such as 谁没报; they have
// no name of their own in the help.
func spoken(r route) bool { return r.command != "" && r.hidden }

func TestEveryRouteIsOneWayToSaySomething(t *testing.T) {
	for i, r := range routes {
		ways := 0
		for _, way := range []string{r.command, r.button, r.reply} {
			if way != "" {
				ways++
			}
		}
		if ways != 1 {
			t.Errorf("route %d is %d ways: %+v", i, ways, r)
		}
		if r.do == nil {
			t.Errorf("nothing answers %s%s%s", r.command, r.button, r.reply)
		}
		if r.who < anyone || r.who > admin {
			t.Errorf("%s%s%s is for audience %d", r.command, r.button, r.reply, r.who)
		}
		if r.button == "" && r.ids != 0 {
			t.Errorf("%s%s carries identities and is no button", r.command, r.reply)
		}
	}
}

func TestNoTwoRoutesAreTheSame(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range routes {
		for _, way := range []string{"/" + r.command, "press " + r.button, "reply " + r.reply} {
			if strings.HasSuffix(way, " ") || way == "/" {
				continue
			}
			if seen[way] {
				t.Errorf("%s is there twice", way)
			}
			seen[way] = true
		}
	}
}

func TestEveryCommandIsPromised(t *testing.T) {
	for _, r := range routes {
		if r.command != "" && !spoken(r) && !slices.Contains(promised, r.command) {
			t.Errorf("/%s is not in the product's table", r.command)
		}
	}
}

func TestTelegramTakesEveryCommand(t *testing.T) {
	for _, r := range routes {
		if strings.Trim(r.command, "abcdefghijklmnopqrstuvwxyz_") != "" || len(r.command) > 32 {
			t.Errorf("/%s", r.command)
		}
	}
	if _, found := commandRoute(""); found {
		t.Error("no name is a command")
	}
}

func TestEveryCommandIsDescribedInBothLanguages(t *testing.T) {
	for _, lang := range []string{text.Chinese, text.English} {
		voice := text.Voice{Lang: lang, Zone: time.UTC, Now: time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)}
		for _, r := range routes {
			if r.command == "" || spoken(r) {
				continue
			}
			does, example := voice.Label("command."+r.command), voice.Label("example."+r.command)
			if does == "" || strings.HasPrefix(does, "[") || len([]rune(does)) > 256 {
				t.Errorf("%s: /%s does %q", lang, r.command, does)
			}
			if strings.HasPrefix(example, "[") {
				t.Errorf("%s: /%s has no example: %q", lang, r.command, example)
			}
			if example == "" {
				continue
			}
			name, args, ok := parseCommand(example, "duban_bot")
			if !ok || name != r.command || args == "" {
				t.Errorf("%s: the example of /%s is %q", lang, r.command, example)
			}
		}
	}
}

// Every word that stands for a command leads to one that exists.
func TestEveryPhraseIsACommand(t *testing.T) {
	for _, said := range []string{
		"开始", "帮助", "我是谁", "我的任务", "填报", "逐项填报", "撤回", "汇总", "总览", "按单位", "逾期", "哪些没动", "谁没报", "联络员", "报送安排", "导入", "人员",
		"第28项", "第二十八项", "task 28", "查 实训", "找　实训", "find sxjd", "my tasks", "who is missing", "what has not moved", "status",
	} {
		name, _, ok := text.Phrase(said)
		if _, found := commandRoute(name); !ok || !found {
			t.Errorf("%s stands for %q", said, name)
		}
	}
}

// persons are one of each kind of person.
var persons = map[string]duban.Person{
	"stranger": {},
	"contact":  {Departments: []duban.DepartmentID{1}},
	"head":     {Heads: []duban.DepartmentID{1}},
	"leader":   {Leader: true},
	"admin":    {Admin: true},
}

// The help of each role is exactly what it may do.
func TestHelpListsWhatARoleMayDo(t *testing.T) {
	anybody := "start help whoami lang"
	office := "status dept overdue targets invite contact contacts unbind assign unassign alias members merge due schedule holidays preview remind publish group role audit import export"
	for _, c := range []struct{ who, private, group, leadership string }{
		{"stranger", anybody, "help whoami", "help whoami task find status dept overdue targets"},
		{"contact", anybody + " tasks task find report fill form undo away mute", "help whoami task find", "help whoami task find status dept overdue targets"},
		{"head", anybody + " tasks task find", "help whoami task find", "help whoami task find status dept overdue targets"},
		{"leader", anybody + " task find status dept overdue targets", "help whoami task find status dept overdue targets", "help whoami task find status dept overdue targets"},
		{"admin", anybody + " task find " + office, "help whoami task find status dept overdue targets contact group", "help whoami task find status dept overdue targets contact group"},
	} {
		for _, place := range []struct {
			name    string
			private bool
			role    duban.GroupRole
			want    string
		}{{"private", true, "", c.private}, {"a group", false, "", c.group}, {"the leadership group", false, duban.Leadership, c.leadership}} {
			a := &ask{who: persons[c.who], group: duban.Group{Role: place.role}}
			var names []string
			for _, line := range (&Bot{}).commands(text.Voice{}, a, place.private) {
				names = append(names, line.Name)
			}
			if diff := cmp.Diff(strings.Fields(place.want), names); diff != "" {
				t.Errorf("%s in %s:\n%s", c.who, place.name, diff)
			}
		}
	}
}

// What the help lists is let through, and what it does not list is refused.
func TestHelpAndPermissionsAgree(t *testing.T) {
	for name, p := range persons {
		for _, private := range []bool{true, false} {
			a := &ask{who: p}
			a.in.Chat.Private = private
			listed := map[string]bool{}
			for _, line := range (&Bot{}).commands(text.Voice{}, a, private) {
				listed[line.Name] = true
			}
			for _, r := range routes {
				if r.command == "" || r.hidden {
					continue
				}
				if may := a.permitted(r) == nil; may != listed[r.command] {
					t.Errorf("%s, private %v: /%s is listed %v and permitted %v", name, private, r.command, listed[r.command], may)
				}
			}
		}
	}
}

// A button or an answer does no more than some command its audience has.
func TestOnlyAdminsChangeWhoAnswersForWhat(t *testing.T) {
	for _, r := range routes {
		if slices.Contains([]string{"bind", "unbind", "who", "seed", "load", "confirm", "holidays"}, r.button) && r.who != admin {
			t.Errorf("the button %s is for audience %d", r.button, r.who)
		}
		if slices.Contains([]string{"none", "stuck", "undo", "place", "fill", "walk"}, r.button) && (r.who != contact || !r.private) {
			t.Errorf("the button %s is for audience %d, private %v", r.button, r.who, r.private)
		}
	}
}

func TestTheMenuIsTheHelp(t *testing.T) {
	menu := newBot(t).Menu(text.Chinese, duban.Person{Leader: true}, false)
	var names []string
	for _, line := range menu {
		if line.Description == "" {
			t.Errorf("/%s has no description", line.Name)
		}
		names = append(names, line.Name)
	}
	if diff := cmp.Diff(strings.Fields("help whoami task find status dept overdue targets"), names); diff != "" {
		t.Errorf("in groups: %s", diff)
	}
}
