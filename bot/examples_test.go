package bot

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"duban/internal/calendar"
	"duban/internal/text"
)

// What help and refusals show as an example is read, on whatever day it is shown, in
// the language it is written in.
func TestExamplesCanBeRead(t *testing.T) {
	example := regexp.MustCompile(`<code>/(schedule|away|mute|due|preview) ?([^<]*)</code>`)
	for _, lang := range []string{text.Chinese, text.English} {
		for day := range 400 {
			now := time.Date(2026, time.November, 23+day, 9, 0, 0, 0, time.UTC)
			voice := text.Voice{Lang: lang, Zone: time.UTC, Now: now}
			b := &Bot{Calendar: calendar.New(time.UTC, calendar.Hours{})}
			messages := []any{text.NoSpan{}, text.NoDate{}, text.DueUsage{}, text.ScheduleUsage{}, text.NoPreview{}}
			if day > 0 {
				messages = messages[:3]
			}
			seen := 0
			for _, m := range messages {
				for _, found := range example.FindAllStringSubmatch(voice.Say(m), -1) {
					seen++
					b.readExample(t, lang, found[1], found[2], calendar.Day(voice.DateOf(now)))
				}
			}
			if seen < 5 {
				t.Fatalf("%s: %d examples", lang, seen)
			}
		}
	}
}

func (b *Bot) readExample(t *testing.T, lang, command, said string, today calendar.Day) {
	t.Helper()
	var err error
	_, rest, _ := strings.Cut(said, " ")
	switch command {
	case "away", "mute":
		if said != "无" && said != "none" {
			var until calendar.Day
			if _, until, err = b.Calendar.ParseSpan(said, today); err == nil && until.Before(today) {
				t.Errorf("%s: /%s %s has passed", lang, command, said)
			}
		}
	case "preview":
		_, err = b.Calendar.ParseDate(said, today)
	case "due":
		switch {
		case rest == "无" || rest == "none" || rest == "长期" || rest == "standing":
		case everyYear(rest):
			_, err = calendar.ParseMonths(rest)
		default:
			var day calendar.Day
			if day, err = b.Calendar.ParseDate(rest, today); err == nil && day.Before(today) {
				t.Errorf("%s: /due %s has passed", lang, said)
			}
		}
	case "schedule":
		if _, err = calendar.ParseSchedule(said); err != nil && !isDefault(rest) {
			_, err = calendar.ParseSchedule(rest)
		} else {
			err = nil
		}
	}
	if err != nil {
		t.Errorf("%s: /%s %s: %v", lang, command, said, err)
	}
}
