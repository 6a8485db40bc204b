package text

import (
	"fmt"

	"duban/internal/duban"
)

// Messages about working days and days off.
type (
	Holidays    struct{ Years []HolidayYear }
	HolidayYear struct {
		Year      int
		Source    string // the notice; empty: the days are computed
		Festivals []Festival
		Local     []LocalDay
	}
	// Festival is what is off for it, and which days are worked for that.
	Festival struct {
		Name string
		Off  []Span
		Work []duban.Date
	}
	// LocalDay is days on end of an office's own, all alike.
	LocalDay struct {
		First, Last duban.Date
		Off         bool
		Hours       string // in which it works, empty: the usual ones
		Name        string
	}
	NoticeRead struct {
		Year      int // 0: it does not say
		Source    string
		Festivals []Festival
		Problems  []NoticeProblem
		Unread    []string
		Off, Work []Span // what would change
		Same      bool   // nothing would
	}
	NoticeProblem struct {
		Reason, Festival, Said string
		Day                    duban.Date
	}
	NoticeKept struct {
		Year   int
		Source string
	}
	NoticeForgotten struct {
		Year   int
		Source string // which one holds instead; empty: the days are computed
	}
	NoticeNotKept struct{ Year int }
	LocalDaySet   struct {
		Day     LocalDay
		Removed bool
	}
	NoLocalDay struct {
		Said, Reason string
		None         bool // there is nothing to take back
	}
	NoNotice struct{ Year int }
)

// Span is days on end.
type Span struct{ First, Last duban.Date }

// In is the same voice in another year, whose dates need no year then.
func (v Voice) In(year int) Voice {
	v.Now = duban.Date{Year: year, Month: 7, Day: 1}.In(v.Zone)
	return v
}

// Span is days on end without their weekdays: 2月15日至23日.
func (v Voice) Span(s Span) string {
	sameMonth := s.First.Year == s.Last.Year && s.First.Month == s.Last.Month
	switch {
	case s.First == s.Last:
		return v.Date(s.First)
	case v.lang() == English && sameMonth:
		return fmt.Sprintf("%d–%s", s.First.Day, v.Date(s.Last))
	case v.lang() == English:
		return v.Date(s.First) + " – " + v.Date(s.Last)
	case sameMonth:
		return fmt.Sprintf("%s至%d日", v.Date(s.First), s.Last.Day)
	default:
		return v.Date(s.First) + "至" + v.Date(s.Last)
	}
}

// DateSpans joins spans of days as a list does.
func (v Voice) DateSpans(spans []Span) string {
	return listed(v, spans, v.Span)
}

// Days joins days with their weekdays as a list does.
func (v Voice) Days(days []duban.Date) string {
	return listed(v, days, v.Day)
}

func listed[T any](v Voice, all []T, say func(T) string) string {
	s := ""
	for i, one := range all {
		if i > 0 {
			s += v.comma()
		}
		s += say(one)
	}
	return s
}

// LocalDays is the days a LocalDay is about: one with its weekday, or a span.
func (v Voice) LocalDays(d LocalDay) string {
	if d.First == d.Last {
		return v.Day(d.First)
	}
	return v.Span(Span{d.First, d.Last})
}

// LocalSpec is these days as the command takes them.
func (v Voice) LocalSpec(d LocalDay) string {
	if d.First == d.Last {
		return d.First.String()
	}
	if v.lang() == English {
		return d.First.String() + "~" + d.Last.String()
	}
	return d.First.String() + "至" + d.Last.String()
}
