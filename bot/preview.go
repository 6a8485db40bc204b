package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"duban/internal/calendar"
	"duban/internal/duban"
	"duban/internal/text"
)

// maxPreview is how many days ahead can be foreseen.
const maxPreview = 366

// MayPreview says why what will be sent on a day cannot be foreseen at now.
func (b *Bot) MayPreview(day calendar.Day, now time.Time) error {
	today := b.Calendar.Day(now)
	if day.Before(today) {
		return errors.New("that day has passed")
	}
	if today.Add(maxPreview).Before(day) {
		return fmt.Errorf("that day is more than %d days ahead", maxPreview)
	}
	return nil
}

// preview starts to find out who would be told what on a day: /preview 2026-10-10.
func (b *Bot) preview(a *ask) (Reply, error) {
	said := strings.TrimSpace(a.args)
	if said == "" {
		said = a.voice.DateOf(a.Now()).String()
	}
	if _, err := a.list(); err != nil {
		return Reply{}, err
	}
	day, err := b.Calendar.ParseDate(said, b.Calendar.Day(a.Now()))
	if err != nil {
		return refuse(text.NoDate{Said: said, Impossible: reason(err) == calendar.ImpossibleDate})
	}
	if b.MayPreview(day, a.Now()) != nil {
		return refuse(text.NoPreview{Day: duban.Date(day)})
	}
	return Reply{Start: []duban.Job{{Kind: duban.Foresee, Person: a.who.ID, Name: day.String(), Source: a.in.Source, Chat: a.in.Chat.ID}}}, nil
}

// foreseen shows what a job has found out.
func (b *Bot) foreseen(a *ask) (Reply, error) {
	var told []duban.Foreseen
	day, err := duban.ParseDate(a.in.Text)
	if err != nil || json.Unmarshal(a.in.Data, &told) != nil {
		return refuse(text.PreviewFailed{})
	}
	dir, err := a.Directory()
	return a.say(Forecast(dir, b.Calendar, day, told)), err
}

// Forecast words what will be sent on a day: what is sent at one time about one
// thing is one line.
func Forecast(dir duban.Directory, c *calendar.Calendar, day duban.Date, told []duban.Foreseen) text.Preview {
	m := text.Preview{Day: day, Off: !c.WorkingDay(calendar.Day(day))}
	for _, t := range told {
		line := text.PreviewLine{At: t.At, Kind: t.Kind, Opens: t.Opening.Opens, Closes: t.Opening.Closes, Late: t.Opening.Late}
		who := text.PreviewWho{Person: t.Person, Tasks: t.Tasks}
		switch {
		case t.Group.ID != 0:
			who = text.PreviewWho{Group: t.Group.Title, Tasks: t.Tasks}
		case t.Kind == "head":
			who.Departments = named(dir, t.Person.Heads)
		case t.Opening.ID != 0 && t.Tasks > 0:
			who.Departments = named(dir, t.Person.Departments)
		}
		i := slices.IndexFunc(m.Lines, func(l text.PreviewLine) bool {
			return l.At.Equal(line.At) && l.Kind == line.Kind && l.Opens.Equal(line.Opens) && l.Closes.Equal(line.Closes)
		})
		if i < 0 {
			m.Lines, i = append(m.Lines, line), len(m.Lines)
		}
		m.Lines[i].Who = append(m.Lines[i].Who, who)
		m.Count++
	}
	return m
}
