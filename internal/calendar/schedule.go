package calendar

import (
	"fmt"
	"strings"
	"time"
)

// The defaults of whatever a schedule does not say.
const (
	opensAt  Clock = 9 * 60
	closesAt Clock = 17 * 60
	openDays       = 4 // working days from opening to closing
	maxDays        = 90
)

// Schedule says when something opens and when it closes, again and again or
// once. [ParseSchedule] makes it; its zero value never happens. Compare schedules
// by their String, never with ==.
//
// A schedule names either the days on which it opens (每月23日 9:00，4天后17:00截止) or,
// with 截止，提前, the days on which it closes (每月28日前最后一个工作日截止，提前4个工作日).
// Days that a month does not have are its last day in Chinese (每月31日) and are
// skipped in a cron spec, as cron does.
type Schedule struct {
	rule    rule
	closing closing
	off     offDays
}

// Moment is one time a schedule opens, with its deadline. Closes is after Opens
// except where a gap in the zone's clocks swallows what is between.
type Moment struct {
	Opens, Closes time.Time
}

// A rule names days and the times of day at which something opens on them.
type rule interface {
	// days returns the days of a month that the rule names, in order. Days may
	// stand in the month before where working days are counted back.
	days(c *Calendar, year int, month time.Month) []Day
	// opens returns the opening times in order; never empty.
	opens() []Clock
	// text returns the canonical text, with the opening time unless the rule's
	// days are deadlines.
	text(deadline bool) string
}

// closing says how opening and deadline belong together.
type closing struct {
	at       Clock // of the deadline
	days     int   // from opening to deadline
	working  bool  // days counts working days
	deadline bool  // the rule names the deadline; the opening is days before it
}

// offDays says what becomes of a day named by the rule when it is a day off.
type offDays int

const (
	nextDay  offDays = iota // 遇休顺延: to the next working day
	priorDay                // 遇休提前: to the one before
	skipDay                 // 遇休跳过
)

// ParseSchedule reads a schedule in Chinese or as a five-field cron spec, each
// with optional tails for the deadline and for days off:
//
//	每天 9:00    每个工作日    每周一、四 9:00    每周一至五下午3点    0 9 23 * *
//	每月23日 9:00，4天后17:00截止    每月最后一个工作日，3个工作日后截止    每月第3个工作日
//	每月28日前最后一个工作日截止，提前4个工作日    每季度末    每季度首月5日
//	每年6月、12月    每年12月15日，遇休顺延    2026-12-15 9:00
//
// Without an opening time it is 9:00, without a deadline 17:00 four working days
// later, and a day off gives way to the next working day unless 遇休提前 or 遇休跳过
// says otherwise. The reasons of its errors: [UnknownSchedule], [AmbiguousDays],
// [ImpossibleDate], [NeverHappens], [BadTime].
func ParseSchedule(text string) (Schedule, error) {
	folded := englishSchedule(fold(text))
	if folded == "" {
		return Schedule{}, refuse(UnknownSchedule, "nothing to read, or too much")
	}
	p := scheduleParser{scanner: scanner{folded}, closing: closing{closesAt, openDays, true, false}}
	err := p.parse()
	if err == nil && !p.done() {
		err = refuse(UnknownSchedule, "what is %q", strings.TrimSpace(p.rest))
	}
	if err == nil {
		err = p.check()
	}
	if err != nil {
		return Schedule{}, err
	}
	return Schedule{p.rule, p.closing, p.off}, nil
}

// IsZero reports whether s is the zero Schedule.
func (s Schedule) IsZero() bool { return s.rule == nil }

// Once reports whether s names a single day in all time.
func (s Schedule) Once() bool {
	_, once := s.rule.(onceRule)
	return once
}

// Deadline reports whether s names the days on which something closes.
func (s Schedule) Deadline() bool { return s.closing.deadline }

// String returns the canonical text, which parses back to the same schedule.
// The zero Schedule gives the empty string.
func (s Schedule) String() string {
	if s.rule == nil {
		return ""
	}
	text := s.rule.text(s.closing.deadline) + s.closing.text(s.rule.opens()[0])
	return text + [...]string{"", "，遇休提前", "，遇休跳过"}[s.off]
}

func (c closing) text(opens Clock) string {
	span := fmt.Sprintf("%d天", c.days)
	if c.working {
		span = fmt.Sprintf("%d个工作日", c.days)
	}
	switch {
	case c.deadline:
		text := "截止，提前" + span
		if c.at != closesAt {
			text = " " + c.at.String() + text
		}
		if opens != opensAt {
			text += " " + opens.String()
		}
		return text
	case c.days == 0:
		return "，当天" + c.at.String() + "截止"
	default:
		return "，" + span + "后" + c.at.String() + "截止"
	}
}
