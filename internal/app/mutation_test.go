//go:build mutation

package app

import (
	"strings"
	"testing"

	"duban/internal/sandbox"
	"duban/internal/telegram"
)

// neighbour has the id after the contact's: whom a bot that miscounts writes to.
const neighbour = wang + 1

// scene is the real bot that makes one mistake while a contact asks for his
// tasks and turns a page, and what Telegram refused of it.
func scene(t *testing.T, m telegram.Mistake, before func(*world)) (*world, []sandbox.Event) {
	w := withContact(t)
	w.Sandbox.AddUser(sandbox.User{ID: neighbour, FirstName: "周邻"})
	if before != nil {
		before(w)
	}
	w.walk(at(11, 23, 9, 0))
	digest := w.newest(wang, "进展报送")

	telegram.Make(m)
	t.Cleanup(func() { telegram.Make(telegram.NoMistake) })
	w.tell(wang, "我的任务")
	w.press(wang, digest, "›")
	w.expect(w.tell(wang, "/whoami"), "市教育局") // whatever was refused, the bot goes on

	var refused []sandbox.Event
	for _, e := range w.Sandbox.Requests() {
		if e.Kind == sandbox.EventRefused {
			refused = append(refused, e)
		}
	}
	return w, refused
}

// The sandbox is worth as much as it refuses: every mistake is in its log once,
// in Telegram's words, and nothing else is.
func TestMutationIsCaughtByTheRefusalOfItsName(t *testing.T) {
	met := func(w *world) { // in a group: Telegram lets the bot know him, not write to him
		w.say(neighbour, w.Sandbox.AddGroup("办公室", neighbour), "/help@"+w.Sandbox.Bot().Username)
	}
	for _, c := range []struct {
		name    string
		mistake telegram.Mistake
		before  func(*world)
		method  string
		code    int
		words   string // the beginning of the refusal
		pages   int    // that the contact gets nevertheless
		told    int    // how often the admin hears of a message that could not be sent
	}{
		{"over-long page", telegram.LongPage, nil, "sendMessage", 400, "Bad Request: message is too long", 0, 1},
		{"callback data too long", telegram.LongData, nil, "sendMessage", 400, "Bad Request: BUTTON_DATA_INVALID", 0, 1},
		{"unescaped <", telegram.BareBracket, nil, "sendMessage", 400, "Bad Request: can't parse entities: ", 1, 0},
		{"nobody the bot knows", telegram.NotStarted, nil, "sendMessage", 400, "Bad Request: chat not found", 0, 0},
		{"somebody met in a group", telegram.NotStarted, met, "sendMessage", 403, "Forbidden: bot can't initiate conversation with a user", 0, 0},
		{"answer sent twice", telegram.AnswerTwice, nil, "answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired or query ID is invalid", 1, 0},
		{"null keyboard", telegram.NullMarkup, nil, "sendMessage", 400, "Bad Request: object expected as reply markup", 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, refused := scene(t, c.mistake, c.before)
			if len(refused) != 1 || refused[0].Method != c.method || refused[0].Code != c.code || !strings.HasPrefix(refused[0].Description, c.words) {
				t.Errorf("the sandbox refused %+v, want %s with %d %s alone", refused, c.method, c.code, c.words)
			}
			if n := w.count(wang, "共55项"); n != c.pages {
				t.Errorf("the contact got %d pages, want %d:\n%s", n, c.pages, texts(w.since(wang, 0)))
			}
			if n := w.count(adminID, "没能发出"); n != c.told {
				t.Errorf("the admin was told %d times, want %d", n, c.told)
			}
		})
	}
}

// Without a mistake the same scene has no refusal: the check above finds what
// it looks for, and nothing that is always there.
func TestMutationOfNothingIsNotRefused(t *testing.T) {
	if w, refused := scene(t, telegram.NoMistake, nil); len(refused) != 0 || w.count(wang, "共55项") != 1 {
		t.Errorf("the sandbox refused %+v; the contact got\n%s", refused, texts(w.since(wang, 0)))
	}
}
