package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"duban/bot"
	"duban/internal/calendar"
	"duban/internal/store"
	"duban/scheduler"
)

// DaysOff is a year's special days in order.
type DaysOff struct {
	Year   int
	Source string // the notice; empty: the days are computed 推算
	Days   []calendar.YearDay
	Own    map[calendar.Day]bool // those that are the office's own
}

// DaysOff returns the special days of some years, or of this one and the next.
func (o Office) DaysOff(ctx context.Context, years ...int) (all []DaysOff, err error) {
	err = o.withCalendar(ctx, func(b *bot.Bot, tx *store.Tx) error {
		own, err := ownDays(b, tx)
		if err != nil {
			return err
		}
		if len(years) == 0 {
			year := b.Calendar.Day(o.Now()).Year
			years = []int{year, year + 1}
		}
		for _, year := range years {
			all = append(all, DaysOff{year, b.Calendar.Source(year), b.Calendar.Specials(year), own})
		}
		return nil
	})
	return all, err
}

func ownDays(b *bot.Bot, tx *store.Tx) (map[calendar.Day]bool, error) {
	own := map[calendar.Day]bool{}
	for _, y := range b.Years {
		for _, d := range y.Days {
			own[d.Date] = own[d.Date] || y.Local
		}
	}
	if tx == nil {
		return own, nil
	}
	local, err := tx.LocalDays()
	for _, d := range local {
		own[calendar.Day(d.Date)] = true
	}
	return own, err
}

// withCalendar reads with the calendar as the database has it; tx is nil where
// there is no database yet.
func (o Office) withCalendar(ctx context.Context, do func(*bot.Bot, *store.Tx) error) error {
	b, err := NewBot(o.Config)
	if err != nil {
		return err
	}
	there, err := o.exists(ctx)
	if err != nil {
		return err
	}
	if !there {
		return do(b, nil)
	}
	s, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Read(ctx, func(tx *store.Tx) error {
		if err := b.Follow(tx); err != nil {
			return err
		}
		return do(b, tx)
	})
}

// DaysRead is a year's days off as they were read, before anything is kept.
type DaysRead struct {
	calendar.Notice
	Changes []calendar.Change // what keeping it would change
	Same    bool              // nothing at all
}

// ReadDaysOff reads a file: a notice as it was pasted, or a year as JSON.
func (o Office) ReadDaysOff(ctx context.Context, path string) (r DaysRead, err error) {
	body, err := readBounded(path)
	if err != nil {
		return r, err
	}
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	switch {
	case !utf8.Valid(body):
		return r, fmt.Errorf("%s is not UTF-8; please save it as such", path)
	case bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")):
		r.Year, err = calendar.ParseYear(body)
	default:
		r.Notice = calendar.ReadNotice(string(body))
	}
	if err != nil || len(r.Problems) > 0 {
		return r, err
	}
	err = o.withCalendar(ctx, func(b *bot.Bot, tx *store.Tx) error {
		after, err := with(b, tx, r.Year)
		r.Changes = b.Calendar.Changes(after)
		r.Same = len(r.Changes) == 0 && (r.Year.Local || b.Calendar.Source(r.Year.Year) == r.Year.Source)
		return err
	})
	return r, err
}

func with(b *bot.Bot, tx *store.Tx, y calendar.Year) (*calendar.Calendar, error) {
	if tx != nil {
		return b.With(tx, y)
	}
	return calendar.New(b.Calendar.Zone(), b.Calendar.Hours(), slices.Concat(b.Years, []calendar.Year{y})...), nil
}

// KeepDaysOff keeps what was read and moves what is planned. A bot that runs on
// the same database follows at once.
func (o Office) KeepDaysOff(ctx context.Context, r DaysRead) error {
	if len(r.Problems) > 0 {
		return errors.New("the notice has problems; nothing was kept")
	}
	b, err := NewBot(o.Config)
	if err != nil {
		return err
	}
	s, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Write(ctx, func(tx *store.Tx) error {
		if err := b.Follow(tx); err != nil {
			return err
		}
		if err := b.KeepYear(tx, operator, r.Year); err != nil {
			return err
		}
		after, err := b.CalendarIn(tx)
		if err != nil {
			return err
		}
		return (&scheduler.Scheduler{}).Replan(tx, b.Calendar, after)
	})
}
