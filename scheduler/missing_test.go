package scheduler

import (
	"errors"
	"testing"
	"time"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/store"
)

// From 1 November on the admins are told once a week, in working hours, that next
// year's notice is missing, until it is there.
func TestAMissingNoticeIsToldOnceAWeekFromNovemberOn(t *testing.T) {
	o := newOffice(t)
	o.do(func(tx *store.Tx) error {
		for user, admin := range map[int64]bool{1: true, 2: true, 3: false} {
			p, err := tx.Meet(user, "督办员", "zh")
			if err != nil {
				return err
			}
			if err := tx.SetAdmin(p.ID, admin); err != nil {
				return err
			}
			if user != 2 { // 2 cannot be written to yet
				if err := tx.SetStarted(p.ID); err != nil {
					return err
				}
			}
		}
		return nil
	})
	var told []string
	hours := func(from, to string) {
		for now := at(from); now.Before(at(to)); now = now.Add(time.Hour) {
			when := now.In(shanghai).Format("2006-01-02 15:04")
			o.tick(when)
			for _, user := range o.posted(chat.NoNotice) {
				if user != 1 {
					t.Errorf("user %d was told", user)
				}
				told = append(told, when)
			}
		}
	}
	hours("2026-10-26 00:00", "2026-11-27 00:00")
	want := []string{"2026-11-02 09:00", "2026-11-09 09:00", "2026-11-16 09:00", "2026-11-23 09:00"} // 1 November is a Sunday
	if got := told; len(got) != len(want) || got[0] != want[0] || got[3] != want[3] {
		t.Errorf("told %v, want %v", got, want)
	}
	for _, p := range o.posts {
		if p.View.Kind == chat.NoNotice && (!p.Unasked || p.View.Filter != "2027") {
			t.Errorf("%+v", p)
		}
	}
	o.Calendar.Replace(calendar.New(shanghai, calendar.DefaultHours, calendar.Year{Year: 2026, Source: "x"}, calendar.Year{Year: 2027, Source: "y"}))
	told = nil
	hours("2026-11-27 00:00", "2027-01-15 00:00")
	if len(told) != 0 {
		t.Errorf("told %v although the notice is there", told)
	}
}

// Without the notice of the current year they go on being told; a bot that was
// down tells once.
func TestAMissingNoticeIsToldOnUntilItIsThere(t *testing.T) {
	o := newOffice(t)
	o.do(func(tx *store.Tx) error {
		p, err := tx.Meet(1, "督办员", "zh")
		if err != nil {
			return err
		}
		if err := tx.SetAdmin(p.ID, true); err != nil {
			return err
		}
		return tx.SetStarted(p.ID)
	})
	for _, v := range []struct {
		when string
		told int
	}{
		{"2026-11-23 09:00", 1}, {"2026-11-27 16:00", 0}, {"2026-11-30 08:59", 0}, {"2026-11-30 09:00", 1},
		{"2027-01-04 09:00", 1}, {"2027-01-08 09:00", 0}, {"2027-01-09 12:00", 0}, {"2027-03-01 18:00", 0}, {"2027-03-02 12:00", 1},
	} {
		o.tick(v.when)
		if got := o.posted(chat.NoNotice); len(got) != v.told {
			t.Errorf("%s: told %v", v.when, got)
		}
	}
}

// An idle tick looks for a notice once a day and writes nothing.
func TestAMissingNoticeIsLookedForOnceADay(t *testing.T) {
	o := newOffice(t)
	o.tick("2026-11-20 08:00")
	if day := o.mindedOn(); !day.IsZero() {
		t.Errorf("looked for it on %s before work began", day)
	}
	o.tick("2026-11-20 12:00")
	if day := o.mindedOn(); day != o.Calendar.Day(o.now) {
		t.Errorf("looked for it on %s", day)
	}
	o.do(func(tx *store.Tx) error { // somebody who is told tomorrow
		p, err := tx.Meet(1, "督办员", "zh")
		return errors.Join(err, tx.SetAdmin(p.ID, true), tx.SetStarted(p.ID))
	})
	o.tick("2026-11-20 12:01")
	o.expect(chat.NoNotice)
	if o.writes != 0 {
		t.Errorf("%d writes", o.writes)
	}
	o.tick("2026-11-23 09:00")
	o.expect(chat.NoNotice, 1)
}
