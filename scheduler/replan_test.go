package scheduler

import (
	"testing"
	"time"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/store"
	"duban/seeds"
)

// declare makes days off of the office's own and moves what is planned, as whoever
// changes days does.
func (o *office) declare(days ...calendar.YearDay) {
	o.t.Helper()
	var years []calendar.Year
	for _, body := range seeds.Holidays() {
		y, err := calendar.ParseYear(body)
		if err != nil {
			o.t.Fatal(err)
		}
		years = append(years, y)
	}
	after := calendar.New(shanghai, calendar.DefaultHours, append(years, calendar.Year{Local: true, Days: days})...)
	o.do(func(tx *store.Tx) error { return o.Replan(tx, o.Calendar, after) })
	o.Calendar.Replace(after)
}

func off(month time.Month, day int) calendar.YearDay {
	return calendar.YearDay{Date: calendar.Day{Year: 2026, Month: month, Day: day}, Off: true}
}

func worked(month time.Month, day int) calendar.YearDay {
	return calendar.YearDay{Date: calendar.Day{Year: 2026, Month: month, Day: day}}
}

func TestADayOffBetweenDeadlineAndNudgeMovesTheNudge(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.tick("2026-11-23 09:00")
	o.tick("2026-11-27 17:00")
	o.now = at("2026-11-28 10:00")
	o.declare(off(11, 30))
	o.tick("2026-11-30 09:00")
	o.expect(chat.Nudge)
	o.tick("2026-12-01 08:59")
	o.expect(chat.Nudge)
	o.tick("2026-12-01 09:00")
	o.expect(chat.Nudge, 101)
	o.tick("2026-12-02 09:00")
	o.expect(chat.Nudge)
}

func TestAClosureTakenBackBringsTheNudgeForward(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.declare(off(11, 30), off(12, 1))
	o.tick("2026-11-23 09:00")
	o.tick("2026-11-27 17:00")
	o.tick("2026-11-30 10:00")
	o.expect(chat.Nudge)
	o.declare() // they work after all, and it is ten o'clock
	o.tick("2026-11-30 10:01")
	o.expect(chat.Nudge, 101)
	o.tick("2026-12-02 09:00")
	o.expect(chat.Nudge)
}

// A day off declared while a round collects moves neither what was asked nor the
// deadline that was promised; the nudge is computed when it is due.
func TestADayOffWhileARoundCollectsKeepsItsDeadline(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.tick("2026-11-23 09:00")
	o.now = at("2026-11-24 10:00")
	o.declare(off(11, 30))
	o.tick("2026-11-27 16:59")
	o.expect(chat.Digest)
	if got := o.openings; len(got) != 1 || !got[0].Closes.Equal(at("2026-11-27 17:00")) || got[0].Step != duban.Collecting {
		t.Fatalf("%+v", got)
	}
	o.tick("2026-11-27 17:00")
	o.tick("2026-11-30 09:00")
	o.expect(chat.Nudge)
	o.tick("2026-12-01 09:00")
	o.expect(chat.Nudge, 101)
}

// A focus round counts working days back from its deadline. It opens once in each
// month, however late the office learns of a day off.
func TestANewDayOffMovesTheNextOpeningAndLeavesNoMonthOut(t *testing.T) {
	for _, v := range []struct {
		name          string
		now           string
		days          []calendar.YearDay
		opens, closes string
		then          string // when it opens the month after

	}{
		{name: "in time", now: "2026-11-18 10:00", days: []calendar.YearDay{off(11, 25)}, opens: "2026-11-20 09:00", closes: "2026-11-27 17:00", then: "2026-12-22 09:00"},
		{name: "too late to open earlier", now: "2026-11-21 10:00", days: []calendar.YearDay{off(11, 25)}, opens: "2026-11-23 09:00", closes: "2026-11-27 17:00", then: "2026-12-22 09:00"},
		{name: "a Saturday worked", now: "2026-11-21 10:00", days: []calendar.YearDay{worked(11, 28)}, opens: "2026-11-24 09:00", closes: "2026-11-28 17:00", then: "2026-12-22 09:00"},
		{name: "a Saturday worked, said too late", now: "2026-11-23 10:00", days: []calendar.YearDay{worked(11, 28)}, opens: "2026-11-23 09:00", closes: "2026-11-27 17:00", then: "2026-12-22 09:00"},
		{name: "the next month", now: "2026-11-24 10:00", days: []calendar.YearDay{off(12, 23)}, opens: "2026-11-23 09:00", closes: "2026-11-27 17:00", then: "2026-12-21 09:00"},
	} {
		t.Run(v.name, func(t *testing.T) {
			o := newOffice(t)
			o.now = at("2026-11-02 10:00")
			o.bind(101, "教育局")
			o.do(func(tx *store.Tx) error {
				_, err := tx.SetRound(o.round(duban.Round{Kind: duban.Ask, Schedule: focus}))
				return err
			})
			if now := at(v.now); now.After(at("2026-11-23 09:00")) {
				o.tick("2026-11-23 09:00")
			}
			o.now = at(v.now)
			o.declare(v.days...)
			for now := o.now.Truncate(time.Hour); now.Before(at("2026-12-31 18:00")); now = now.Add(time.Hour) {
				o.tick(now.In(shanghai).Format("2006-01-02 15:04"))
			}
			if len(o.openings) != 2 {
				t.Fatalf("opened %d times: %+v", len(o.openings), o.openings)
			}
			if got := o.openings[0]; !got.Opens.Equal(at(v.opens)) || !got.Closes.Equal(at(v.closes)) {
				t.Errorf("opened %s to %s, want %s to %s", got.Opens.In(shanghai), got.Closes.In(shanghai), v.opens, v.closes)
			}
			if got := o.openings[1]; !got.Opens.Equal(at(v.then)) {
				t.Errorf("then %s, want %s", got.Opens.In(shanghai), v.then)
			}
		})
	}
}

func TestADayThatIsSkippedOpensTheNextTime(t *testing.T) {
	o := newOffice(t)
	o.do(func(tx *store.Tx) error {
		_, err := tx.SetRound(o.round(duban.Round{Kind: duban.Ask, Schedule: "每月23日，遇休跳过"}))
		return err
	})
	o.declare(off(11, 23))
	if got := o.rounds()[0].Next; !got.Equal(at("2026-12-23 09:00")) {
		t.Errorf("opens next %s", got.In(shanghai))
	}
}

// Days may be changed while the bot is down over an opening: what has not opened is
// asked for once, when it is to be by the new days, or at once if that has gone by.
func TestAMomentThatHasComeAndNotOpenedIsAskedForOnce(t *testing.T) {
	for _, v := range []struct {
		day  calendar.YearDay
		asks string // when
	}{
		{worked(11, 28), "2026-11-24 09:00"}, // it opens on the 24th now
		{off(11, 26), "2026-11-23 15:00"},    // on the 20th
	} {
		o := newOffice(t)
		o.bind(101, "教育局")
		o.do(func(tx *store.Tx) error {
			_, err := tx.SetRound(o.round(duban.Round{Kind: duban.Ask, Schedule: focus}))
			return err
		})
		o.now = at("2026-11-23 14:00")
		o.declare(v.day)
		var asked []string
		for now := at("2026-11-23 15:00"); now.Before(at("2026-12-18 09:00")); now = now.Add(time.Hour) {
			when := now.In(shanghai).Format("2006-01-02 15:04")
			o.tick(when)
			for range o.posted(chat.Digest) {
				asked = append(asked, when)
			}
		}
		if len(asked) != 1 || asked[0] != v.asks {
			t.Errorf("asked %v, want %s", asked, v.asks)
		}
	}
}

// Several changes in a row, one of them too late to open earlier, leave no month
// out.
func TestAnOpeningThatWasKeptIsKeptByTheNextChangeToo(t *testing.T) {
	o := newOffice(t)
	o.do(func(tx *store.Tx) error {
		_, err := tx.SetRound(o.round(duban.Round{Kind: duban.Ask, Schedule: focus}))
		return err
	})
	o.now = at("2026-11-21 10:00")
	o.declare(off(11, 25)) // would have opened on the 20th
	o.declare(off(11, 25), off(12, 10))
	if got := o.rounds()[0].Next; !got.Equal(at("2026-11-23 09:00")) {
		t.Errorf("opens next %s", got.In(shanghai))
	}
}

func TestARoundThatHasEndedStaysEnded(t *testing.T) {
	o := newOffice(t)
	o.do(func(tx *store.Tx) error {
		_, err := tx.SetRound(o.round(duban.Round{Kind: duban.Ask, Schedule: "2026-11-23 9:00"}))
		return err
	})
	o.tick("2026-11-23 09:00")
	o.now = at("2026-11-23 10:00")
	o.declare(off(11, 24))
	if got := o.rounds()[0].Next; !got.IsZero() {
		t.Errorf("opens again %s", got)
	}
}

// A day that is moved onto one that has opened is asked for with it.
func TestADayMovedOntoOneThatHasOpenedOpensNoMore(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.do(func(tx *store.Tx) error {
		_, err := tx.SetRound(o.round(duban.Round{Kind: duban.Ask, Schedule: "每天 9:00，遇休提前"}))
		return err
	})
	o.tick("2026-11-23 09:00")
	o.now = at("2026-11-23 10:00")
	o.declare(off(11, 24))
	if got := o.rounds()[0].Next; !got.Equal(at("2026-11-25 09:00")) {
		t.Errorf("opens next %s", got.In(shanghai))
	}
}

func TestPostsThatWaitForWorkIsBegunLookAgain(t *testing.T) {
	o := newOffice(t)
	p := o.bind(101, "教育局")
	o.declare(off(11, 24))
	o.now = at("2026-11-23 18:00")
	opens := at("2026-11-25 09:00")
	post := func(tx *store.Tx, key string, at time.Time, unasked bool) {
		v := chat.View{Kind: chat.Remind, Person: int64(p.ID)}
		tx.Post(chat.Post{Chat: 101, Key: key, View: &v, NotBefore: at, Unasked: unasked})
	}
	o.do(func(tx *store.Tx) error {
		post(tx, "waits for work", opens, true)
		post(tx, "waits for something else", opens.Add(time.Hour), true)
		post(tx, "an answer", opens, false)
		return nil
	})
	o.declare() // the 24th is worked
	var due []store.Queued
	o.do(func(tx *store.Tx) (err error) { due, err = tx.Due(10); return err })
	if len(due) != 1 || !due[0].Unasked || !due[0].NotBefore.Equal(o.now) {
		t.Errorf("%d posts look again: %+v", len(due), due)
	}
}
