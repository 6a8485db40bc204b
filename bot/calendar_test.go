package bot

import (
	"testing"
	"time"

	"duban/internal/calendar"
	"duban/internal/duban"
)

// snapshot is what one unit of work sees of the days off.
type snapshot struct {
	revision int64
	closed   []duban.SpecialDay
}

func (s snapshot) CalendarRevision() (int64, error)       { return s.revision, nil }
func (s snapshot) Notices() ([]duban.Notice, error)       { return nil, nil }
func (s snapshot) LocalDays() ([]duban.SpecialDay, error) { return s.closed, nil }

// A preview may have begun before a day off was set, and looks into the calendar
// after it: the day stays off for everybody else.
func TestAnOlderReaderDoesNotPutTheCalendarBack(t *testing.T) {
	b := New(calendar.New(time.UTC, calendar.DefaultHours), Seed{})
	day := duban.Date{Year: 2026, Month: time.December, Day: 2}
	before := snapshot{revision: 1}
	after := snapshot{revision: 2, closed: []duban.SpecialDay{{Date: day, Off: true}}}
	for i, step := range []struct {
		in      snapshot
		working bool
	}{{before, true}, {after, false}, {before, false}, {after, false}} {
		if err := b.Follow(step.in); err != nil {
			t.Fatal(err)
		}
		if got := b.Calendar.WorkingDay(calendar.Day(day)); got != step.working {
			t.Errorf("step %d, revision %d: working %v, want %v", i, step.in.revision, got, step.working)
		}
	}
}
