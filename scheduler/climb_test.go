package scheduler

import (
	"errors"
	"slices"
	"testing"
	"time"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/store"
	"duban/seeds"
)

const (
	focus     = "每月28日前最后一个工作日截止，提前4个工作日"
	quarterly = "每季度最后一个工作日截止，提前4个工作日"
)

// climbers is an office with two silent departments, a head of the first, and an
// admin. The round of November opens on Monday 23rd and closes on Friday 27th.
func climbers(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	o.set(duban.Ask, focus) // full, on the days of a focus round
	o.bind(101, "教育局")
	o.bind(102, "人社局")
	o.head(201, "教育局")
	o.admin(1)
	return o
}

// set makes the list's own round of a kind open by a schedule from now on.
func (o *office) set(kind duban.RoundKind, schedule string) {
	o.t.Helper()
	o.do(func(tx *store.Tx) error {
		_, err := tx.SetRound(o.round(duban.Round{Kind: kind, Schedule: schedule}))
		return err
	})
}

func (o *office) head(user int64, department string) {
	o.t.Helper()
	o.do(func(tx *store.Tx) error {
		p, err := tx.Meet(user, "负责人", "zh")
		_, err2 := tx.Bind(p.ID, o.department(department), true)
		return errors.Join(err, err2, tx.SetStarted(p.ID))
	})
}

func (o *office) admin(user int64) {
	o.t.Helper()
	o.do(func(tx *store.Tx) error {
		p, err := tx.Meet(user, "督办员", "zh")
		return errors.Join(err, tx.SetAdmin(p.ID, true), tx.SetStarted(p.ID))
	})
}

// climbed are those who are told something of the climb at an instant, by kind.
func (o *office) climbed(when string, want map[string][]int64) {
	o.t.Helper()
	o.tick(when)
	for _, kind := range []string{chat.Digest, chat.Reminder, chat.Nudge, chat.Head, chat.Office} {
		o.expect(kind, want[kind]...)
	}
}

// until ticks each half hour up to an instant and returns how often each kind was sent.
func (o *office) until(when string) map[string]int {
	o.t.Helper()
	n := map[string]int{}
	for t := o.now; t.Before(at(when)); t = t.Add(30 * time.Minute) {
		o.tick(t.In(shanghai).Format("2006-01-02 15:04"))
		for _, p := range o.posts {
			if p.View != nil && p.Edit == 0 {
				n[p.View.Kind]++
			}
		}
	}
	o.now = at(when)
	return n
}

// Each step at its own morning, to whom it concerns, once.
func TestTheClimb(t *testing.T) {
	o := climbers(t)
	none := map[string][]int64{}
	for _, c := range []struct {
		when string
		want map[string][]int64
	}{
		{"2026-11-23 09:00", map[string][]int64{chat.Digest: {101, 102}}},
		{"2026-11-24 09:00", none},
		{"2026-11-26 08:59", none},
		{"2026-11-26 09:00", map[string][]int64{chat.Reminder: {101, 102}}},
		{"2026-11-26 09:01", none},
		{"2026-11-27 17:00", none},
		{"2026-11-28 09:00", none}, // Saturday
		{"2026-11-30 08:59", none},
		{"2026-11-30 09:00", map[string][]int64{chat.Nudge: {101, 102}}},
		{"2026-12-01 08:59", none},
		{"2026-12-01 09:00", map[string][]int64{chat.Head: {201}}},
		{"2026-12-02 08:59", none},
		{"2026-12-02 09:00", map[string][]int64{chat.Office: {1}}},
		{"2026-12-03 09:00", none},
		{"2026-12-15 09:00", none},
	} {
		o.climbed(c.when, c.want)
	}
}

// Whatever a report says, it ends the climb; 收到 does not.
func TestAnyReportEndsTheClimb(t *testing.T) {
	for _, state := range []duban.ReportState{duban.Progressing, duban.NoNews, duban.Stuck, duban.Claimed} {
		o := climbers(t)
		p := o.bind(101, "教育局")
		o.tick("2026-11-23 09:00")
		o.now = at("2026-11-30 10:00") // after the nudge
		o.file(p, "教育局", state)
		o.until("2026-12-01 08:00")
		o.climbed("2026-12-01 09:00", nil)
		o.climbed("2026-12-02 09:00", map[string][]int64{chat.Office: {1}}) // the other is silent still
	}
	o := climbers(t)
	p := o.bind(101, "教育局")
	o.tick("2026-11-23 09:00")
	o.do(func(tx *store.Tx) error {
		all, err := tx.Assignments(o.list.ID)
		for _, a := range all {
			_, _, err2 := tx.File(duban.Report{Assignment: a.ID, Person: p.ID, Source: "m:101:7", Words: "收到"})
			err = errors.Join(err, err2)
		}
		return err
	})
	o.climbed("2026-11-26 09:00", map[string][]int64{chat.Reminder: {101, 102}})
}

// Steps are settings. What was sent under the old ones is not sent again under new
// ones, and what was left out is not made up for.
func TestStepsThatChangeInMidRound(t *testing.T) {
	o := climbers(t)
	o.Scheduler.Climb = duban.Climb{Nudge: 1, Office: 2}
	o.climbed("2026-11-23 09:00", map[string][]int64{chat.Digest: {101, 102}})
	o.climbed("2026-11-26 09:00", nil)
	o.climbed("2026-11-30 09:00", map[string][]int64{chat.Nudge: {101, 102}})
	o.Scheduler.Climb = duban.Climb{Remind: 1, Nudge: 3, Head: 4, Office: 5}
	got := o.until("2026-12-20 00:00")
	for kind, want := range map[string]int{chat.Digest: 0, chat.Reminder: 0, chat.Nudge: 0, chat.Head: 1, chat.Office: 1} {
		if got[kind] != want {
			t.Errorf("%s sent %d times after the change, want %d", kind, got[kind], want)
		}
	}
	if heard := o.told(chat.Office); !heard.Equal(at("2026-12-04 09:00")) {
		t.Errorf("the office heard on %v, want the fifth working day", heard.In(shanghai))
	}
}

// told is when something of a kind was last sent.
func (o *office) told(kind string) (when time.Time) {
	o.t.Helper()
	o.do(func(tx *store.Tx) error {
		for t := at("2026-11-20 00:00"); t.Before(o.now); t = t.Add(30 * time.Minute) {
			since, err := tx.OccurredSince(duban.OccurrenceKind(kind), o.openings[0].Cause(), t)
			if err != nil {
				return err
			}
			if since {
				when = t.Add(30 * time.Minute)
			}
		}
		return nil
	})
	return when
}

// A notice is made known after the round opened: days off move every step that is
// still to come, a make-up day brings it nearer.
func TestAHolidayNoticeMovesTheClimb(t *testing.T) {
	o := climbers(t)
	o.tick("2026-11-23 09:00")
	o.tick("2026-11-27 18:00")
	o.Scheduler.Calendar = withDays(t, map[string]bool{"2026-11-28": false, "2026-11-30": true, "2026-12-01": true})
	o.climbed("2026-11-28 09:00", map[string][]int64{chat.Nudge: {101, 102}}) // the Saturday is a working day now
	o.climbed("2026-11-30 09:00", nil)
	o.climbed("2026-12-01 09:00", nil)
	o.climbed("2026-12-02 09:00", map[string][]int64{chat.Head: {201}})
	o.climbed("2026-12-03 09:00", map[string][]int64{chat.Office: {1}})
	if got := o.until("2026-12-20 00:00"); got[chat.Nudge]+got[chat.Head]+got[chat.Office] > 0 {
		t.Errorf("sent again: %v", got)
	}
}

// withDays is the office's calendar with a notice of days off (true) and on (false).
func withDays(t *testing.T, days map[string]bool) *calendar.Calendar {
	t.Helper()
	years := []calendar.Year{}
	for _, body := range seeds.Holidays() {
		y, err := calendar.ParseYear(body)
		if err != nil {
			t.Fatal(err)
		}
		years = append(years, y)
	}
	late := calendar.Year{Year: 2026, Local: true}
	for d, off := range days {
		day, err := calendar.ParseDay(d)
		if err != nil {
			t.Fatal(err)
		}
		late.Days = append(late.Days, calendar.YearDay{Date: day, Name: "调休", Off: off})
	}
	return calendar.New(shanghai, calendar.DefaultHours, append(years, late)...)
}

// A contact is away from the middle of a round on: who stands in for him is asked that
// morning for what is open, and reminded and nudged in his place; he is not.
func TestWhoStandsInIsAskedFromHisFirstMorningOn(t *testing.T) {
	o := climbers(t)
	a := o.bind(101, "教育局")
	o.bind(301, "教育局")
	o.do(func(tx *store.Tx) error {
		return tx.SetAway(a.ID, duban.Span{From: day("2026-11-25"), Until: day("2026-11-30")})
	})
	o.climbed("2026-11-23 09:00", map[string][]int64{chat.Digest: {101, 102}})
	o.climbed("2026-11-24 09:00", nil)
	o.climbed("2026-11-25 09:00", map[string][]int64{chat.Digest: {301}})
	o.climbed("2026-11-26 09:00", map[string][]int64{chat.Reminder: {102, 301}})
	o.climbed("2026-11-30 09:00", map[string][]int64{chat.Nudge: {102, 301}})
	o.climbed("2026-12-01 09:00", map[string][]int64{chat.Head: {201}})
	if got := o.until("2026-12-10 00:00"); got[chat.Digest] != 0 {
		t.Errorf("back at his desk he is asked again: %v", got)
	}
}

func day(s string) duban.Date {
	d, err := duban.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Who stands in since the day of the reminder gets the digest and not both.
func TestNobodyIsRemindedInTheBreathInWhichHeIsAsked(t *testing.T) {
	o := climbers(t)
	a := o.bind(101, "教育局")
	o.bind(301, "教育局")
	o.do(func(tx *store.Tx) error {
		return tx.SetAway(a.ID, duban.Span{From: day("2026-11-26"), Until: day("2026-11-30")})
	})
	o.tick("2026-11-23 09:00")
	o.climbed("2026-11-26 09:00", map[string][]int64{chat.Digest: {301}, chat.Reminder: {102}})
}

// In a month in which both close the full round alone asks, once; and what the focus
// rounds between do not ask for is told by nobody.
func TestFocusAndFullRoundsShareTheYear(t *testing.T) {
	o := newOffice(t)
	// January, February, April and May have nothing to ask for: all was heard of.
	if got, want := o.halfYear("商务局"), []string{"11-23", "12-25", "03-25", "06-24"}; !slices.Equal(got, want) {
		t.Errorf("asked on %v, want %v", got, want)
	}
	if len(o.openings) != 8 {
		t.Errorf("%d openings in eight months, want one a month", len(o.openings))
	}
}

// 财政局 supports task 15, which promises numbers: they can move at any time.
func TestWhereNumbersArePromisedEveryFocusRoundAsks(t *testing.T) {
	o := newOffice(t)
	want := []string{"11-23", "12-25", "01-22", "02-22", "03-25", "04-22", "05-24", "06-24"}
	if got := o.halfYear("财政局"); !slices.Equal(got, want) {
		t.Errorf("asked on %v, want %v", got, want)
	}
}

// halfYear is on which days a department that always answers is asked.
func (o *office) halfYear(department string) (opened []string) {
	o.t.Helper()
	p := o.bind(101, department)
	o.set(duban.Ask, quarterly)
	o.do(func(tx *store.Tx) error {
		_, err := tx.SetRound(duban.Round{
			List: o.list.ID, Kind: duban.Focus, Schedule: focus, Next: at("2026-11-23 09:00"), NextCloses: at("2026-11-27 17:00"),
		})
		return err
	})
	for when := at("2026-11-20 09:00"); when.Before(at("2027-07-01 00:00")); when = when.AddDate(0, 0, 1) {
		o.tick(when.In(shanghai).Format("2006-01-02 15:04"))
		if len(o.posted(chat.Digest)) > 0 {
			opened = append(opened, when.In(shanghai).Format("01-02"))
			o.file(p, department, duban.Progressing)
		}
	}
	return opened
}

// Both rounds were missed: one asking, the full one, is made up for.
func TestAfterDowntimeOverBothRoundsTheFullOneAsks(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.set(duban.Ask, quarterly)
	o.do(func(tx *store.Tx) error {
		_, err := tx.SetRound(duban.Round{
			List: o.list.ID, Kind: duban.Focus, Schedule: focus, Next: at("2026-11-23 09:00"), NextCloses: at("2026-11-27 17:00"),
		})
		return err
	})
	o.climbed("2027-01-25 10:00", map[string][]int64{chat.Digest: {101}})
	if len(o.openings) != 1 || !o.openings[0].Late || !o.openings[0].Opens.Equal(at("2026-12-25 09:00")) {
		t.Errorf("%+v", o.openings)
	}
	for _, r := range o.rounds() {
		if !r.Next.After(o.now) {
			t.Errorf("%s is due still: %v", r.Kind, r.Next)
		}
	}
}

// The bot was down over the whole climb: each is told once, in the end, what he would
// have been told last.
func TestAfterDowntimeEachStepIsTakenOnce(t *testing.T) {
	o := climbers(t)
	o.tick("2026-11-23 09:00")
	o.climbed("2026-12-03 14:00", map[string][]int64{chat.Nudge: {101, 102}, chat.Head: {201}, chat.Office: {1}})
	if got := o.until("2026-12-20 00:00"); got[chat.Reminder]+got[chat.Nudge]+got[chat.Head]+got[chat.Office] > 0 {
		t.Errorf("and again: %v", got)
	}
}
