package app

import (
	"fmt"
	"os"
	"path/filepath"

	"duban/internal/calendar"
	"duban/internal/store"
	"duban/seeds"
)

// holidayYears is what the calendar knows without a database: the years that come
// with the program and over them the *.json files of a folder, if one is named.
func holidayYears(folder string) (years []calendar.Year, err error) {
	for _, body := range seeds.Holidays() {
		y, err := calendar.ParseYear(body)
		if err != nil {
			return nil, fmt.Errorf("days off that come with the program: %w", err)
		}
		years = append(years, y)
	}
	if folder == "" {
		return years, nil
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("days off: %w", err)
	}
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".json" {
			continue
		}
		name := filepath.Join(folder, e.Name())
		body, err := readBounded(name)
		if err != nil {
			return nil, fmt.Errorf("days off: %w", err)
		}
		y, err := calendar.ParseYear(body)
		if err != nil {
			return nil, fmt.Errorf("days off in %s: %w", name, err)
		}
		years = append(years, y)
	}
	return years, nil
}

// replan moves what is planned where tx has changed days. The calendar in use
// follows when they are committed.
func (a *App) replan(tx *store.Tx) error {
	if !tx.CalendarChanged() {
		return nil
	}
	after, err := a.Bot.CalendarIn(tx)
	if err != nil {
		return err
	}
	return a.Scheduler.Replan(tx, a.Bot.Calendar, after)
}
