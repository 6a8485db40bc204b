package bot

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"duban/internal/chat"
)

func TestParseCommand(t *testing.T) {
	for _, c := range []struct {
		said, name, args string
		ok               bool
	}{
		{"/status", "status", "", true},
		{"/STATUS", "status", "", true},
		{"  /status  ", "status", "", true},
		{"\u3000/status", "status", "", true},
		{"／status", "status", "", true},
		{"/status@duban_bot", "status", "", true},
		{"/status@Duban_Bot 教育局", "status", "教育局", true},
		{"／dept@duban_bot教育局", "dept", "教育局", true},
		{"/report@duban_bot\n28 又培训300人次\n35 无", "report", "28 又培训300人次\n35 无", true},

		// Another bot's, or one that only begins like this one.
		{"/status@other_bot", "", "", false},
		{"/status@duban_bot2", "", "", false},
		{"/status@", "", "", false},
		{"/status@教育局", "", "", false},

		// What cannot stand in a name begins the arguments.
		{"/report 28 又培训300人次", "report", "28 又培训300人次", true},
		{"/report28 又培训300人次", "report", "28 又培训300人次", true},
		{"/report２８ 又培训", "report", "２８ 又培训", true},
		{"/task28", "task", "28", true},
		{"/task第28项", "task", "第28项", true},
		{"/task第二十八项", "task", "第二十八项", true},
		{"/task，28", "task", "，28", true},
		{"/task\t28", "task", "28", true},
		{"/task\u300028", "task", "28", true},
		{"/task\u00a028", "task", "28", true},
		{"/due\u300028\u30002026-12-31", "due", "28 2026-12-31", true}, // full-width blanks part words as others do
		{"/due\u00a028\u00a02026-12-31", "due", "28 2026-12-31", true},
		{"/start ABC-def_123", "start", "ABC-def_123", true},
		{"/alias 人社局 = 人力社保局", "alias", "人社局 = 人力社保局", true},

		// No name at all is a command nobody knows.
		{"/", "", "", true},
		{"／", "", "", true},
		{"/ ", "", "", true},
		{"//", "", "/", true},
		{"/完成", "", "完成", true},
		{"/28", "", "28", true},
		{"/@duban_bot", "", "", true},

		{"", "", "", false},
		{" ", "", "", false},
		{"status", "", "", false},
		{"28 /status", "", "", false},
		{"又培训/新增300人次", "", "", false},
		{"\x00/status", "", "", false},

		// What a broken client may send.
		{"/sta\x00tus", "sta", "\x00tus", true},
		{"/status\xff\xfe", "status", "\ufffd\ufffd", true},
		{"\xff/status", "", "", false},
		{"/st\u0430tus", "st", "\u0430tus", true}, // a Cyrillic а
		{"/ſtatus", "", "ſtatus", true},           // lower case of which is no s
		{"/status&amp;<b>", "status", "&amp;<b>", true},
	} {
		name, args, ok := parseCommand(c.said, "duban_bot")
		if name != c.name || args != c.args || ok != c.ok {
			t.Errorf("%q: %q %q %v, want %q %q %v", c.said, name, args, ok, c.name, c.args, c.ok)
		}
	}
}

// Before the bot has learned its own name nothing is addressed to it by name.
func TestANamelessBotIsNotAddressed(t *testing.T) {
	if _, _, ok := parseCommand("/status@duban_bot", ""); ok {
		t.Error("taken")
	}
	if name, _, ok := parseCommand("/status", ""); !ok || name != "status" {
		t.Error("not taken")
	}
}

func FuzzParseCommand(f *testing.F) {
	for _, s := range []string{"", "/", "／", "/status", "/status@duban_bot", "/status@", "/task第28项", "/完成", "/@", "/a@b@c", "\xff/\xff", "/s\x00", "/İ", "/ſ", "/\u2028"} {
		f.Add(s, "duban_bot")
	}
	f.Fuzz(func(t *testing.T, s, username string) {
		name, args, ok := parseCommand(s, username)
		if !ok {
			if name != "" || args != "" {
				t.Errorf("%q: %q %q of no command", s, name, args)
			}
			return
		}
		if strings.IndexFunc(name, func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') }) >= 0 {
			t.Errorf("%q: name %q", s, name)
		}
		if args != strings.TrimSpace(args) {
			t.Errorf("%q: blanks around %q", s, args)
		}
		if utf8.ValidString(s) && !utf8.ValidString(args) {
			t.Errorf("%q: a character is cut in two: %q", s, args)
		}
	})
}

// However it is spaced, written and addressed, a command of the table is found.
func TestEveryCommandIsFoundHoweverItIsTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom(routes).Filter(func(r route) bool { return r.command != "" }).Draw(t, "route")
		name := strings.Map(func(c rune) rune {
			if rapid.Bool().Draw(t, "upper") {
				return unicode.ToUpper(c)
			}
			return c
		}, r.command)
		blank := rapid.StringOf(rapid.SampledFrom([]rune(" \t\n\u3000\u00a0")))
		to := rapid.SampledFrom([]string{"", "@duban_bot", "@Duban_BOT"}).Draw(t, "to")
		args := rapid.SampledFrom([]string{"", "28", "第28项", "教育局"}).Draw(t, "args")
		between := blank.Draw(t, "between")
		if to != "" && args == "28" && between == "" {
			between = " " // a digit may stand in a bot's name
		}
		said := blank.Draw(t, "front") + rapid.SampledFrom([]string{"/", "／"}).Draw(t, "slash") + name + to + between + args + blank.Draw(t, "back")
		got, gotArgs, ok := parseCommand(said, "duban_bot")
		if !ok || got != r.command || gotArgs != args {
			t.Fatalf("%q: %q %q %v", said, got, gotArgs, ok)
		}
	})
}

// The guard looks at all that is written, wherever that is; what is only called
// secret matters in words that are said to the bot.
func TestTheGuardComesBeforeEverythingElse(t *testing.T) {
	private, group := chat.Chat{ID: 10, Private: true}, chat.Chat{ID: -10}
	answer := &chat.Reply{From: chat.Person{Bot: true}}
	for _, c := range []struct {
		in   chat.Incoming
		held bool
	}{
		{chat.Incoming{Chat: private, Text: "28 机密★ 某某"}, true},
		{chat.Incoming{Chat: group, Text: "28 机密★ 某某"}, true},
		{chat.Incoming{Chat: private, File: &chat.File{Name: "密级：机密.docx"}}, true},
		{chat.Incoming{Chat: private, Kind: chat.Edited, Text: "28 【机密】"}, true},
		{chat.Incoming{Chat: private, Kind: chat.Arrived, Text: "学员11010519491231002X", File: &chat.File{Name: "a.xlsx"}}, true},
		{chat.Incoming{Chat: private, Text: "/find 属于机密"}, true},
		{chat.Incoming{Chat: private, Text: "28 属于秘密级文件"}, true},
		{chat.Incoming{Chat: group, Text: "这份文件属于机密"}, false},
		{chat.Incoming{Chat: group, Text: "这份文件属于机密", Reply: answer}, true},
		{chat.Incoming{Chat: group, Text: "/find 机密"}, true},
		{chat.Incoming{Chat: private, Text: "28 开展商业秘密保护培训，电话13998765432"}, false},
	} {
		b := &Bot{Username: "duban_bot"}
		if held := b.guard(&ask{in: c.in}) != nil; held != c.held {
			t.Errorf("%+v: held %v", c.in, held)
		}
	}
}
