package crashtest

import (
	"fmt"
	"strings"
)

// notRecorded finds messages that came of no attempt, and posts that arrived more
// often than they were tried.
func (e *evidence) notRecorded(strays []int) (wrong []string) {
	for _, n := range strays {
		wrong = append(wrong, fmt.Sprintf("a message to %d at %d ms came of no attempt: %.60q",
			e.events[n].Chat, e.events[n].Time.UnixMilli(), e.events[n].Text))
	}
	for _, p := range e.posts {
		if len(p.delivered) > p.attempts {
			wrong = append(wrong, fmt.Sprintf("post %d arrived %d times with %d attempts", p.id, len(p.delivered), p.attempts))
		}
	}
	return wrong
}

// notExplained: deliveries − 1 ≤ ambiguous ≤ attempts.
func (e *evidence) notExplained() (wrong []string) {
	for _, p := range e.posts {
		if len(p.delivered)-1 > p.ambiguous || p.ambiguous > p.attempts {
			wrong = append(wrong, fmt.Sprintf("post %d arrived %d times, %d of its %d attempts ambiguous",
				p.id, len(p.delivered), p.ambiguous, p.attempts))
		}
	}
	return wrong
}

func (e *evidence) notCounted() (wrong []string) {
	tried, unsure := map[int64]int{}, map[int64]int{}
	for _, a := range e.attempts {
		tried[a.post]++
		if a.outcome == "ambiguous" {
			unsure[a.post]++
		}
	}
	for _, p := range e.posts {
		if tried[p.id] != p.attempts || unsure[p.id] != p.ambiguous {
			wrong = append(wrong, fmt.Sprintf("post %d says %d attempts, %d ambiguous; there are %d and %d",
				p.id, p.attempts, p.ambiguous, tried[p.id], unsure[p.id]))
		}
	}
	return wrong
}

// twice is what a message says that may have arrived before.
const twice = "（可能重复）"

func (e *evidence) notMarked() (wrong []string) {
	for _, p := range e.posts {
		for _, n := range p.delivered[min(1, len(p.delivered)):] {
			if !strings.Contains(e.events[n].Text, twice) {
				wrong = append(wrong, fmt.Sprintf("post %d arrived again unmarked: %.60q", p.id, e.events[n].Text))
			}
		}
	}
	return wrong
}

// notInOrder compares the first arrivals in each lane of a chat with the order
// of the posts.
func (e *evidence) notInOrder() (wrong []string) {
	for key, lane := range e.sends() {
		for i, p := range lane[min(1, len(lane)):] {
			if before := lane[i]; before.delivered[0] > p.delivered[0] {
				wrong = append(wrong, fmt.Sprintf("chat %d, lane %d: post %d arrived before %d", key[0], key[1], p.id, before.id))
			}
		}
	}
	return wrong
}

// views are what each kind of occurrence is sent as.
var views = map[string]string{
	"digest": "digest", "reminder": "reminder", "nudge": "nudge", "head": "head", "office": "office", "note": "note",
	"summary": "summary", "publish": "publication", "no-notice": "no-notice",
}

// due is what an occurrence promises: a view in a chat about an opening.
type due struct {
	chat    int64
	view    string
	opening int64
}

// notArrived finds occurrences whose message did not arrive, unless there was
// nothing left to ask when its turn came.
func (e *evidence) notArrived() (wrong []string) {
	posts := map[due][]*post{}
	for _, p := range e.posts {
		if p.view != "" {
			d := due{p.chat, p.view, p.opening}
			posts[d] = append(posts[d], p)
		}
	}
	promised := map[due]int{}
	for _, o := range e.occurrences {
		promised[due{o.chat, views[o.kind], o.opening}]++
	}
	for d, n := range promised {
		arrived := 0
		for _, p := range posts[d] {
			if len(p.delivered) > 0 || p.state == "skipped" && p.ambiguous == 0 && d.view != "summary" {
				arrived++
			}
		}
		if arrived != n {
			wrong = append(wrong, fmt.Sprintf("%d × %s to %d for opening %d, and %d arrived", n, d.view, d.chat, d.opening, arrived))
		}
	}
	return wrong
}

// digestTwice: the digest comes with the opening, and once more for each
// department a person was bound to after it had opened.
func (e *evidence) digestTwice() (wrong []string) {
	got := map[due]int{}
	for _, p := range e.posts {
		if p.view == "digest" && p.op == "send" {
			got[due{p.chat, p.view, p.opening}]++
		}
	}
	for d, n := range got {
		if most := 1 + e.boundSince(d); n > most {
			wrong = append(wrong, fmt.Sprintf("%d digests of opening %d to %d, at most %d", n, d.opening, d.chat, most))
		}
	}
	return wrong
}

func (e *evidence) boundSince(d due) int {
	departments := map[int64]bool{}
	for _, o := range e.openings {
		for _, b := range e.bindings {
			if o.id == d.opening && b.chat == d.chat && b.since >= o.at {
				departments[b.department] = true
			}
		}
	}
	return len(departments)
}

// notAsked finds who was bound when a round opened and has no digest of it.
func (e *evidence) notAsked() (wrong []string) {
	asked := map[due]bool{}
	for _, o := range e.occurrences {
		asked[due{o.chat, o.kind, o.opening}] = true
	}
	for _, o := range e.openings {
		for _, b := range e.bindings {
			if b.since < o.at && (b.until == 0 || b.until > o.at) && !asked[due{b.chat, "digest", o.id}] {
				wrong = append(wrong, fmt.Sprintf("%d was not asked by opening %d", b.chat, o.id))
			}
		}
	}
	return wrong
}
