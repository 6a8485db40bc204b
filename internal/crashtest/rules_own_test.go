package crashtest

import (
	"testing"
	"time"

	"duban/internal/sandbox"
)

// whole is evidence of one reply that came, was stored and was answered, with
// nothing wrong in it.
func whole() *evidence {
	at := time.UnixMilli(1000)
	return &evidence{
		events: []sandbox.Event{
			{Kind: sandbox.EventQueued, Update: 7, Chat: 101},
			{Kind: sandbox.EventAcknowledged, Update: 7},
			{Kind: sandbox.EventDelivered, Chat: 101, Message: 50, Time: at, Text: "已登记"},
		},
		said:     []*said{{kind: byText, chat: 101, words: "甲", update: 7}, {kind: byAdmin, chat: 1, words: "due x"}},
		inbox:    map[int64]string{7: "ok"},
		reports:  []report{{id: 1, source: "m:101:9", words: "甲"}},
		audit:    []audit{{id: 1, action: "due", detail: `{"from":"","to":"x"}`}, {id: 2, action: "report", detail: `{"report":1}`}},
		posts:    []*post{{id: 1, chat: 101, op: "send", key: "telegram:7:0", state: "sent", message: 50, attempts: 1}},
		attempts: []attempt{{post: 1, n: 1, at: 990, ended: 1010, outcome: "sent"}},
		now:      2000,
	}
}

// again lets the answer arrive a second time, by an attempt with an outcome.
func (e *evidence) again(outcome, text string) {
	e.events = append(e.events, sandbox.Event{Kind: sandbox.EventDelivered, Chat: 101, Message: 51, Time: time.UnixMilli(1500), Text: text})
	e.attempts = append(e.attempts, attempt{post: 1, n: 2, at: 1490, ended: 1510, outcome: outcome})
	e.posts[0].attempts = 2
	if outcome == "ambiguous" {
		e.posts[0].ambiguous = 1
	}
}

// Each rule is broken once, in evidence that is otherwise whole.
func TestEachRuleNoticesWhatItIsFor(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*evidence)
		rule  string // "" for none
	}{
		"nothing is wrong":                 {func(*evidence) {}, ""},
		"an explained duplicate":           {func(e *evidence) { e.again("ambiguous", "已登记\n"+twice) }, ""},
		"no inbox row":                     {func(e *evidence) { delete(e.inbox, 7) }, storedRule},
		"a lost reply":                     {func(e *evidence) { e.reports = nil }, onceRule},
		"a reply that counts twice":        {func(e *evidence) { e.reports = append(e.reports, e.reports[0]) }, onceRule},
		"a reply withdrawn by nobody":      {func(e *evidence) { e.reports[0].withdrawn = 1 }, onceRule},
		"an edited message still counts":   {func(e *evidence) { e.said[0].superseded = true }, onceRule},
		"no answer":                        {func(e *evidence) { e.posts[0].key = "telegram:8:0" }, answeredRule},
		"a command done twice":             {func(e *evidence) { e.audit = append(e.audit, e.audit[0]) }, auditRule},
		"a command not done":               {func(e *evidence) { e.audit = e.audit[1:] }, auditRule},
		"a report nobody wrote down":       {func(e *evidence) { e.audit = e.audit[:1] }, auditRule},
		"a message of no attempt":          {func(e *evidence) { e.posts[0].message, e.attempts = 0, nil }, recordedRule},
		"a message before its attempt":     {func(e *evidence) { e.posts[0].message, e.attempts[0].outcome, e.attempts[0].at = 0, "", 1001 }, recordedRule},
		"a duplicate nobody counted":       {func(e *evidence) { e.again("ambiguous", twice); e.posts[0].ambiguous = 0 }, explainedRule},
		"a duplicate after a clear answer": {func(e *evidence) { e.again("throttled", twice) }, explainedRule},
		"a counter that is off":            {func(e *evidence) { e.posts[0].attempts = 2 }, countedRule},
		"a duplicate without a mark":       {func(e *evidence) { e.again("ambiguous", "已登记") }, markedRule},
		"a post that never left":           {func(e *evidence) { e.posts = append(e.posts, &post{id: 2, state: "pending"}) }, quietRule},
		"a view that stays stale":          {func(e *evidence) { e.stale = []string{"digest of 7"} }, quietRule},
		"a post that died":                 {func(e *evidence) { e.posts = append(e.posts, &post{id: 2, state: "dead"}) }, givenUpRule},
		"an update in quarantine":          {func(e *evidence) { e.inbox[8] = "quarantined" }, givenUpRule},
		"an unsound database":              {func(e *evidence) { e.unsound = []string{"x"} }, soundRule},
		"an occurrence without a message": {func(e *evidence) {
			e.occurrences = []occurrence{{chat: 101, kind: "nudge", opening: 3}}
		}, occurrenceRule},
		"a digest that comes twice": {func(e *evidence) {
			e.openings = []opening{{id: 3, at: 5}}
			for id := int64(2); id < 4; id++ {
				e.posts = append(e.posts, &post{id: id, chat: 101, op: "send", state: "sent", view: "digest", opening: 3})
			}
		}, digestRule},
		"a contact nobody asked": {func(e *evidence) {
			e.openings, e.bindings = []opening{{id: 3, at: 5}}, []binding{{chat: 101, since: 4}}
		}, askedRule},
		"an answer out of turn": {func(e *evidence) {
			e.events = append([]sandbox.Event{{Kind: sandbox.EventDelivered, Chat: 101, Message: 49, Time: time.UnixMilli(900)}}, e.events...)
			e.posts = append(e.posts, &post{id: 2, chat: 101, op: "send", state: "sent", message: 49, attempts: 1})
			e.attempts = append(e.attempts, attempt{post: 2, n: 1, at: 890, ended: 910, outcome: "sent"})
		}, orderRule},
	} {
		e := whole()
		c.spoil(e)
		broken := map[string]bool{}
		for _, f := range e.check() {
			broken[f.rule] = true
		}
		if c.rule == "" && len(broken) > 0 || c.rule != "" && !broken[c.rule] {
			t.Errorf("%s: %q was to notice, and these did: %v", name, c.rule, broken)
		}
	}
}
