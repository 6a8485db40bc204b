package crashtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"duban/internal/sandbox"
)

// finding is one breach of a rule.
type finding struct{ rule, says string }

func (f finding) String() string { return f.rule + ": " + f.says }

// The rules, by the names under which a failure is told.
const (
	storedRule     = "what is acknowledged is stored"
	onceRule       = "every reply is there exactly once"
	answeredRule   = "everything said is answered"
	auditRule      = "a command leaves one audit row"
	recordedRule   = "what leaves is on record first"
	explainedRule  = "a message arrives twice only if an attempt was ambiguous"
	countedRule    = "a post's counters are those of its attempts"
	markedRule     = "a message that arrives twice is marked"
	orderRule      = "a chat hears things in their order"
	occurrenceRule = "every occurrence arrives"
	digestRule     = "an opening's digest comes once to a person"
	askedRule      = "an opening asks everybody"
	quietRule      = "nothing waits when all is quiet"
	givenUpRule    = "nothing is given up"
	soundRule      = "the database is sound"
)

// check holds the evidence against every rule.
func (e *evidence) check() (found []finding) {
	strays := e.deliver()
	found = append(found, e.between...)
	for _, r := range []struct {
		name string
		rule func() []string
	}{
		{storedRule, e.notStored}, {onceRule, e.notOnce}, {answeredRule, e.notAnswered}, {auditRule, e.notAudited},
		{recordedRule, func() []string { return e.notRecorded(strays) }}, {explainedRule, e.notExplained}, {countedRule, e.notCounted},
		{markedRule, e.notMarked}, {orderRule, e.notInOrder}, {occurrenceRule, e.notArrived}, {digestRule, e.digestTwice},
		{askedRule, e.notAsked}, {quietRule, e.stillWaiting}, {givenUpRule, e.givenUp}, {soundRule, func() []string { return e.unsound }},
	} {
		for _, says := range r.rule() {
			found = append(found, finding{r.name, says})
		}
	}
	return found
}

func (e *evidence) notStored() (wrong []string) {
	for _, event := range e.events {
		if _, stored := e.inbox[event.Update]; event.Kind == sandbox.EventAcknowledged && !stored {
			wrong = append(wrong, fmt.Sprintf("update %d has no inbox row", event.Update))
		}
	}
	return wrong
}

// notOnce finds replies that are lost, are there twice, or do not stand as they
// should: an edited message's own report is withdrawn, every other one stands.
func (e *evidence) notOnce() (wrong []string) {
	at := e.byName()
	for _, s := range e.said {
		if !s.reports() {
			continue
		}
		name := s.name()
		switch found := at[name]; {
		case len(found) != 1:
			wrong = append(wrong, fmt.Sprintf("%s %q is there %d times", s.kind, name, len(found)))
		case s.superseded != (found[0].withdrawn != 0):
			wrong = append(wrong, fmt.Sprintf("%s %q: superseded %t, withdrawn %t", s.kind, name, s.superseded, !s.superseded))
		}
	}
	return wrong
}

// byName are the reports by what people know of them: words, and the source of a
// press.
func (e *evidence) byName() map[string][]report {
	at := map[string][]report{}
	for _, r := range e.reports {
		at[r.words], at[r.source] = append(at[r.words], r), append(at[r.source], r)
	}
	return at
}

// replies counts those that are not there and those that are there again.
func (e *evidence) replies() (lost, doubled int) {
	at := e.byName()
	for _, s := range e.said {
		switch n := len(at[s.name()]); {
		case s.reports() && n == 0:
			lost++
		case s.reports() && n > 1:
			doubled++
		}
	}
	return lost, doubled
}

// name is what a report is found by.
func (s *said) name() string {
	if s.kind == byButton {
		return s.source
	}
	return s.words
}

// notAnswered finds what nobody got an answer to: an answer arrived, or it may
// have arrived and was too old to repeat.
func (e *evidence) notAnswered() (wrong []string) {
	answers := map[string][]*post{}
	for _, p := range e.posts {
		update := p.key[:max(0, strings.LastIndexByte(p.key, ':'))] // without the number of the post
		answers[update] = append(answers[update], p)
	}
	for _, s := range e.said {
		mine := answers[fmt.Sprintf("telegram:%d", s.update)]
		if s.update != 0 && !slices.ContainsFunc(mine, func(p *post) bool {
			return len(p.delivered) > 0 || p.state == "skipped" && p.ambiguous > 0
		}) {
			wrong = append(wrong, fmt.Sprintf("%s %q, update %d, with %d posts", s.kind, s.name(), s.update, len(mine)))
		}
	}
	return wrong
}

// notAudited finds commands and reports without exactly one row.
func (e *evidence) notAudited() (wrong []string) {
	rows := map[string]int{}
	for _, a := range e.audit {
		rows[a.names()]++
	}
	for _, s := range e.said {
		if n := rows[s.words]; s.kind == byAdmin && n != 1 {
			wrong = append(wrong, fmt.Sprintf("command %s has %d rows", s.words, n))
		}
	}
	for _, r := range e.reports {
		if n := rows[fmt.Sprint("report ", r.id)]; n != 1 {
			wrong = append(wrong, fmt.Sprintf("report %d has %d rows", r.id, n))
		}
	}
	return wrong
}

// names is what was done and to what, for the entries these tests look for.
func (a audit) names() string {
	var d struct {
		To, Name string // a date, an alias
		Report   int64
	}
	if json.Unmarshal([]byte(a.detail), &d) != nil {
		return "" // no entry of ours
	}
	if d.Report != 0 {
		return fmt.Sprint(a.action, " ", d.Report)
	}
	return a.action + " " + d.To + d.Name
}

func (e *evidence) stillWaiting() (wrong []string) {
	for _, view := range e.stale {
		wrong = append(wrong, "what shows the "+view+" stays as it was")
	}
	for _, p := range e.posts {
		if p.state == "pending" || p.state == "sending" {
			wrong = append(wrong, fmt.Sprintf("post %d is %s since %d s", p.id, p.state, (e.now-p.notBefore)/1000))
		}
	}
	return wrong
}

// givenUp finds updates put into quarantine or kept too long, and posts that
// could never leave: nothing in these runs deserves that.
func (e *evidence) givenUp() (wrong []string) {
	for id, status := range e.inbox {
		if status != "ok" {
			wrong = append(wrong, fmt.Sprintf("update %d is %s", id, status))
		}
	}
	for _, p := range e.posts {
		if p.state == "dead" || p.state == "refused" {
			wrong = append(wrong, fmt.Sprintf("post %d is %s: %s", p.id, p.state, p.note))
		}
	}
	for _, event := range e.events {
		if event.Kind == sandbox.EventExpired {
			wrong = append(wrong, fmt.Sprintf("update %d waited until Telegram forgot it", event.Update))
		}
	}
	return wrong
}
