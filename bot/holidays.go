package bot

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// holidays shows the days off of this year and the next, or changes them:
// /holidays 2027, /holidays with a notice behind it, /holidays 2026-12-01 停工,
// /holidays 2027 取消.
func (b *Bot) holidays(a *ask) (Reply, error) {
	said := strings.TrimSpace(a.args)
	first, rest, _ := strings.Cut(said, " ")
	year, isYear := yearSaid(first)
	switch {
	case said == "":
		now := b.Calendar.Day(a.Now()).Year
		return b.showYears(a, now, now+1)
	case isYear && rest == "":
		return b.showYears(a, year)
	case isYear && isCancelled(rest):
		return b.forgetNotice(a, year)
	case calendar.IsNotice(said):
		return b.readNotice(a, said)
	default:
		return b.setLocal(a, said)
	}
}

// replyHolidays takes an answer to a message about days off as what could stand
// behind the command.
func (b *Bot) replyHolidays(a *ask) (Reply, error) {
	a.args = a.in.Text
	return b.holidays(a)
}

func yearSaid(s string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSuffix(s, "年"))
	return n, err == nil && n >= 2000 && n < 2100
}

func isCancelled(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "取消", "撤销", "cancel":
		return true
	}
	return false
}

// aboutHolidays says something that a pasted notice may be the answer to.
func (a *ask) aboutHolidays(message any, rows ...[]chat.Button) Reply {
	reply := a.say(message, rows...)
	reply.Say[0].About = &chat.View{Kind: chat.Holidays}
	return reply
}

func (b *Bot) showYears(a *ask, years ...int) (Reply, error) {
	m := text.Holidays{}
	for _, year := range years {
		y, err := b.describeYear(a.Tx, year)
		if err != nil {
			return Reply{}, err
		}
		m.Years = append(m.Years, y)
	}
	return a.aboutHolidays(m), nil
}

// readNotice shows what a pasted notice says and what of it was not understood.
// Nothing is kept before the admin presses.
func (b *Bot) readNotice(a *ask, said string) (Reply, error) {
	n := calendar.ReadNotice(said)
	m := text.NoticeRead{Year: n.Year.Year, Source: n.Year.Source, Festivals: festivals(n.Year.Days), Unread: n.Unread}
	for _, p := range n.Problems {
		m.Problems = append(m.Problems, text.NoticeProblem{Reason: p.Reason, Festival: p.Festival, Said: p.Said, Day: duban.Date(p.Day)})
	}
	if len(n.Problems) > 0 {
		return a.aboutHolidays(m), nil
	}
	after, err := b.With(a.Tx, n.Year)
	if err != nil {
		return Reply{}, err
	}
	m.Off, m.Work = changed(b.Calendar.Changes(after))
	if m.Same = len(m.Off)+len(m.Work) == 0 && b.Calendar.Source(n.Year.Year) == n.Year.Source; m.Same {
		return a.say(m), nil
	}
	body, err := json.Marshal(n.Year)
	if err != nil {
		return Reply{}, err
	}
	id, err := a.KeepUpload(a.who.ID, noticeUpload, body)
	if err != nil {
		return Reply{}, err
	}
	return a.say(m, []chat.Button{{Label: a.voice.Label("button.keep"), Data: data("holidays", id)}}), nil
}

// noticeUpload is the name under which a notice waits for confirmation.
const noticeUpload = "holidays"

// pressHolidays keeps a notice that was shown.
func (b *Bot) pressHolidays(a *ask) (Reply, error) {
	name, body, found, err := a.Upload(a.ids[0])
	if err != nil {
		return Reply{}, err
	}
	if !found || name != noticeUpload {
		return b.oldButton(a)
	}
	year, err := calendar.ParseYear(body)
	if err != nil {
		return Reply{}, fmt.Errorf("a notice that was shown: %w", err)
	}
	if err := a.DropUpload(a.ids[0]); err != nil {
		return Reply{}, err
	}
	if err := b.KeepYear(a.Tx, actor(a.who), year); err != nil {
		return Reply{}, err
	}
	reply := a.say(text.NoticeKept{Year: year.Year, Source: year.Source})
	return b.withBoards(a, reply)
}

// forgetNotice takes back a notice that was kept.
func (b *Bot) forgetNotice(a *ask, year int) (Reply, error) {
	found, err := a.RemoveNotice(year)
	if err != nil {
		return Reply{}, err
	}
	if !found {
		return refuse(text.NoticeNotKept{Year: year})
	}
	a.changed("holidays", yearSubject(year), map[string]any{"removed": true})
	after, err := b.CalendarIn(a.Tx)
	if err != nil {
		return Reply{}, err
	}
	return b.withBoards(a, a.say(text.NoticeForgotten{Year: year, Source: after.Source(year)}))
}

// setLocal closes the office for a day or half of one, or opens it again.
func (b *Bot) setLocal(a *ask, said string) (Reply, error) {
	l, err := b.Calendar.ParseLocal(said, b.Calendar.Day(a.Now()))
	if err != nil {
		return refuse(text.NoLocalDay{Said: said, Reason: reason(err)})
	}
	m := text.LocalDaySet{Day: localDay(l)}
	subject := fmt.Sprintf("calendar:%s", l.First)
	if l.Take {
		n, err := a.RemoveLocalDays(duban.Date(l.First), duban.Date(l.Last))
		if err != nil {
			return Reply{}, err
		}
		if n == 0 {
			return refuse(text.NoLocalDay{Said: said, None: true})
		}
		m.Removed = true
		a.changed("holidays", subject, map[string]any{"to": l.Last.String(), "removed": true})
		return b.withBoards(a, a.say(m))
	}
	if err := a.SetLocalDays(specialDays(l.Days())...); err != nil {
		return Reply{}, err
	}
	a.changed("holidays", subject, map[string]any{"to": l.Last.String(), "off": l.Off, "hours": m.Day.Hours, "name": l.Name})
	return b.withBoards(a, a.say(m))
}

func yearSubject(year int) string { return fmt.Sprintf("calendar:%d", year) }

// withBoards also brings the boards up to date: lights are lit in working time.
func (b *Bot) withBoards(a *ask, reply Reply) (Reply, error) {
	a.refreshBoards()
	return reply, nil
}

// renderNoNotice asks an admin for the notice of a year, unless it has come.
func (b *Bot) renderNoNotice(r *render) (chat.Outgoing, error) {
	year, ok := yearSaid(r.view.Filter)
	if !ok || !b.Calendar.Estimated(year) {
		return chat.Outgoing{}, ErrNothing
	}
	return r.out(text.NoNotice{Year: year}), nil
}
