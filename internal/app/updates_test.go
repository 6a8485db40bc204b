package app

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"duban/internal/sandbox"
)

// batch has the next poll answered with these updates as they stand.
func (w *world) batch(updates ...string) {
	w.Sandbox.Fail(sandbox.Fault{
		Method: "getUpdates", Kind: sandbox.Status, Code: 200, Body: `{"ok":true,"result":[` + strings.Join(updates, ",") + `]}`,
	})
	w.Sandbox.Deliver(json.RawMessage(`{"nothing":1}`)) // ends the poll that waits
	w.pass(2 * time.Second)
}

// wrote is an update: what the contact wrote, as message or edited_message.
func wrote(update int64, kind string, message int, edited int64, words string) string {
	text, err := json.Marshal(words)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf(`{"update_id":%d,%q:{"message_id":%d,"date":%d,"edit_date":%d,"chat":{"id":%d,"type":"private"},
		"from":{"id":%[6]d,"is_bot":false,"first_name":"王"},"text":%s}}`, update, kind, message, at(11, 23, 8, 58).Unix(), edited, wang, text)
}

func message(update int64, id int, words string) string {
	return wrote(update, "message", id, 0, words)
}

// standing are the words that stand for the contact's department, by task.
func (w *world) standing(nos ...int) string {
	var all []string
	for _, no := range nos {
		all = append(all, w.filed(no, "教育局").Words)
	}
	return strings.Join(all, "|")
}

func TestTheSameUpdateCountsOnceHoweverItComesAgain(t *testing.T) {
	inBubble(t, func(w *world) {
		one := message(5001, 901, "28 第一次")
		w.batch(one, one, message(5002, 902, "29 签约"), one)
		w.batch(one)
		w.down()
		w.up()
		w.batch(one, message(7001, 901, "28 第一次")) // and the same message as another update
		if n := w.reports(); n != 2 || w.standing(28, 29) != "第一次|签约" {
			t.Errorf("%d reports: %s", n, w.standing(28, 29))
		}
		if n := w.count(wang, "已登记 第28项"); n != 1 {
			t.Errorf("answered %d times, want 1", n)
		}
		undo := message(7002, 903, "/undo")
		w.batch(undo, undo)
		if n := w.reports(); n != 1 {
			t.Errorf("%d reports after one /undo, want 1", n)
		}
		w.nothingLeft()
	})
}

func TestUpdatesOutOfOrderAreEachTakenOnce(t *testing.T) {
	inBubble(t, func(w *world) {
		w.batch(message(5003, 903, "30 三"), message(5001, 901, "28 一"), message(5002, 902, "29 二"))
		w.batch(message(5003, 903, "30 三"), message(5000, 900, "27 零"))
		if n := w.reports(); n != 4 || w.standing(27, 28, 29, 30) != "零|一|二|三" {
			t.Errorf("%d reports: %s", n, w.standing(27, 28, 29, 30))
		}
		w.nothingLeft()
	})
}

func TestUpdateIDsThatRestartLowerAreTaken(t *testing.T) {
	inBubble(t, func(w *world) {
		w.batch(message(900000, 901, "28 之前"))
		w.Sandbox.RestartUpdateIDs(40)
		w.send(wang, "29 之后")
		w.pass(2 * time.Second)
		w.send(wang, "30 再后")
		w.pass(2 * time.Second)
		if n := w.reports(); n != 3 || w.standing(28, 29, 30) != "之前|之后|再后" {
			t.Errorf("%d reports: %s", n, w.standing(28, 29, 30))
		}
		w.nothingLeft()
	})
}

// An edit that comes before its message, or twice, or after a later one, leaves
// the words that were written last.
func TestTheLastRevisionStandsInWhateverOrderRevisionsCome(t *testing.T) {
	const first, later = 1795395300, 1795395360
	sent := func(update int64) string { return message(update, 901, "28 原话") }
	edit := func(update, date int64, words string) string {
		return wrote(update, "edited_message", 901, date, words)
	}
	for name, c := range map[string]struct {
		updates []string
		want    string
	}{
		"before its message":           {[]string{edit(5002, first, "28 改过"), sent(5001)}, "改过"},
		"before it, and again":         {[]string{edit(5002, first, "28 改过"), sent(5001), edit(5003, first, "28 改过"), sent(5004)}, "改过"},
		"twice":                        {[]string{sent(5001), edit(5002, first, "28 改过"), edit(5003, first, "28 改过")}, "改过"},
		"an older one last":            {[]string{sent(5001), edit(5003, later, "28 再改"), edit(5002, first, "28 改过")}, "再改"},
		"two in one second":            {[]string{sent(5001), edit(5002, first, "28 改过"), edit(5003, first, "28 再改")}, "再改"},
		"the message again at the end": {[]string{sent(5001), edit(5002, first, "28 改过"), sent(5009)}, "改过"},
	} {
		for _, together := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, in one batch: %v", name, together), func(t *testing.T) {
				inBubble(t, func(w *world) {
					if together {
						w.batch(c.updates...)
					} else {
						for _, u := range c.updates {
							w.batch(u)
						}
					}
					if n := w.reports(); n != 1 || w.standing(28) != c.want {
						t.Errorf("%d reports stand: %q, want %q", n, w.standing(28), c.want)
					}
					w.nothingLeft()
				})
			})
		}
	}
}

// A step of the walk that is delivered twice is not the answer to the next one.
func TestAStepOfTheWalkThatComesTwiceIsOneAnswer(t *testing.T) {
	inBubble(t, func(w *world) {
		w.until(at(11, 23, 9, 1))
		w.tell(wang, "/fill")
		w.batch(message(5001, 901, "已部署"))
		w.batch(message(7001, 901, "已部署"))
		if n := w.reports(); n != 1 {
			t.Errorf("%d reports, want 1", n)
		}
	})
}

// hostile are updates nobody should send: fields of the wrong type, nothing where
// something must be, more than anybody reads. Each is one element of a batch.
func hostile(id int) []string {
	u := func(body string) string { id++; return fmt.Sprintf(`{"update_id":%d,%s}`, id, body) }
	text := func(fields string) string {
		return u(`"message":{"message_id":` + fmt.Sprint(id) + `,"date":1795395300,"chat":{"id":11,"type":"private"},"from":{"id":11,"is_bot":false,"first_name":"王"},` + fields + `}`)
	}
	deep := strings.Repeat("[", 10000) + strings.Repeat("]", 10000)
	nest := strings.Repeat(`{"reply_to_message":`, 5000) + `{}` + strings.Repeat("}", 5000)
	return []string{
		// wrong types
		u(`"message":7`), u(`"message":"x"`), u(`"message":[]`), u(`"message":{"message_id":"five"}`), u(`"callback_query":{"id":5}`),
		u(`"my_chat_member":{"chat":[]}`), text(`"text":{"a":1}`), text(`"text":"x","reply_to_message":3`), text(`"photo":{"file_id":1}`),
		// nulls and emptiness
		u(`"message":null`), u(`"message":{}`), u(`"callback_query":{}`), u(`"callback_query":{"id":null,"from":null,"message":null,"data":null}`), u(`"edited_message":{}`),
		u(`"my_chat_member":{}`), u(`"x":null`), text(`"text":null`), text(`"text":""`), text(`"from":null,"text":"27 无名"`), text(`"chat":null,"text":"x"`),
		text(`"document":{},"photo":[],"contact":{},"users_shared":{}`), text(`"contact":{"phone_number":null}`),
		// nested
		u(`"message":` + deep), u(`"x":` + deep), text(`"text":"x","y":` + deep), text(`"text":"x","reply_to_message":` + nest), u(`"a":[],"b":{"update_id":` + fmt.Sprint(id) + `}`),
		// characters
		text(`"text":"27 \u0000空\u0000"`), text(`"text":"27 \ud800半个"`), text(`"text":"27 \udc00\ud800"`), text("\"text\":\"27 \xff\xfe\xc0\""), text(`"text":"\u202e/start \u200b"`),
		text(`"text":"</b>&<a href='x'>27"`), text(`"text":"'; DROP TABLE report; --"`),
		// entities
		text(`"text":"/完成","entities":[{"type":"bot_command","offset":0,"length":999}]`), text(`"text":"a","entities":[{"type":"bot_command","offset":-3,"length":-9}]`),
		text(`"text":"abc","entities":[{"type":"bold","offset":0,"length":2},{"type":"code","offset":1,"length":2},{"type":"bold","offset":1e9,"length":5}]`), text(`"text":"a","entities":7`),
		// numbers
		u(`"message":{"message_id":1e400,"chat":{"id":11}}`), u(`"message":{"message_id":99999999999999999999,"chat":{"id":11}}`), text(`"text":"99999999999999999999999 x"`),
		u(`"message":{"message_id":5,"date":9223372036854775807,"chat":{"id":11,"type":"private"},"from":{"id":11},"text":"27 未来"}`),
		u(`"message":{"message_id":6,"date":-9223372036854775808,"chat":{"id":-9223372036854775808,"type":"group"},"from":{"id":11},"text":"x"}`),
		u(`"callback_query":{"id":"1","from":{"id":11},"data":"none:99999999999999999999","message":{"message_id":-1,"chat":{"id":11,"type":"private"}}}`),
		u(`"callback_query":{"id":"2","from":{"id":-11},"data":"\u0000","message":{"message_id":1,"chat":{"id":0}}}`),
		// sizes
		text(`"text":"` + strings.Repeat("长", 1<<20/3) + `"`), text(`"text":"27 ` + strings.Repeat("a\\n", 5000) + `"`), text(`"caption":"` + strings.Repeat("1", 1<<20) + `"`),
		u(`"message":{"message_id":7,"chat":{"id":11,"type":"private"},"from":{"id":11,"first_name":"` + strings.Repeat("王", 100000) + `"},"text":"/whoami"}`),
		// kinds nobody knows, and migrations to and from nothing
		u(`"dream":{"x":1}`), u(`"poll":{},"message_reaction":7`), u(`"message":{"message_id":8,"chat":{"id":-5},"migrate_to_chat_id":-5}`), u(`"message":{"message_id":9,"chat":{"id":-5},"migrate_from_chat_id":0}`),
		// no updates at all
		`7`, `null`, `"x"`, `[]`, `{}`, `{"message":{"message_id":5}}`, `{"update_id":"x"}`, `{"update_id":-4}`, `{"update_id":null}`, `{"update_id":9223372036854775807}`, deep,
	}
}

// Whatever one update holds, its neighbours are stored, the bot goes on, and what
// is no update is not asked for again.
func TestEachHostileUpdateIsAloneAndItsNeighboursAreStored(t *testing.T) {
	all := hostile(6000)
	inBubble(t, func(w *world) {
		for from := 0; from < len(all); from += 20 {
			to := min(from+20, len(all))
			id := int64(6000 + from)
			batch := append([]string{message(100000+id, 30000+from, fmt.Sprintf("28 前%d", from))}, all[from:to]...)
			w.batch(append(batch, message(200000+id, 40000+from, fmt.Sprintf("29 后%d", from)))...)
			if got, want := w.standing(28, 29), fmt.Sprintf("前%d|后%d", from, from); got != want {
				w.t.Fatalf("beside %d to %d there stands %q, want %q", from, to, got, want)
			}
		}
		w.pass(time.Minute)
		w.expect(w.tell(wang, "30 还在"), "第30项")
		if w.row(`SELECT COUNT(*) FROM inbox WHERE status = 'quarantined'`) == 0 {
			t.Error("nothing is in quarantine")
		}
		if n := w.row(`SELECT COUNT(*) FROM inbox WHERE status = 'quarantined' AND note = 'failed'`); n != 0 {
			t.Errorf("%d updates failed in a handler", n)
		}
		if n := w.row(`SELECT COUNT(*) FROM outbox WHERE state = 'dead'`); n != 0 {
			t.Errorf("%d posts are dead", n)
		}
	})
}

// The same, each hostile update alone on its way through the sandbox, which passes
// on whatever is JSON.
func TestAHostileUpdateAloneIsAcknowledged(t *testing.T) {
	inBubble(t, func(w *world) {
		for _, raw := range []string{`{"message":7}`, `7`, `null`, `{"dream":{}}`, `{"message":{"message_id":5,"chat":{"id":11,"type":"private"},"from":{"id":11},"text":"\ud800"}}`} {
			w.Sandbox.Deliver(json.RawMessage(raw))
			w.pass(2 * time.Second)
			if n := w.Sandbox.Pending(); n != 0 {
				t.Errorf("%s is not acknowledged", raw)
			}
		}
		w.expect(w.tell(wang, "30 还在"), "第30项")
	})
}
