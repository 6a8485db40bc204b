package bot

import (
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// maxApart is how many rounds of single tasks and departments one message tells of.
const maxApart = 5

// renderMissing shows which departments have not answered everything, never who of
// them: what is past its deadline first. Before it the office alone, in private, is
// told names; all others see counts.
func (b *Bot) renderMissing(r *render) (chat.Outgoing, error) {
	s, err := r.survey()
	if err != nil {
		return chat.Outgoing{}, err
	}
	m := text.Missing{At: r.Now()}
	openings := current(s)
	if len(openings) > maxApart {
		m.More, openings = len(openings)-maxApart, openings[:maxApart]
	}
	for _, id := range openings {
		short, err := shortfallOf(r, r.dir, id)
		if err != nil {
			return chat.Outgoing{}, err
		}
		line := text.MissingRound{Closes: short.opening.Closes, Owed: short.Owed, Answered: short.Answered}
		if line.Round, err = r.roundName(short.opening); err != nil {
			return chat.Outgoing{}, err
		}
		open := r.Now().Before(short.opening.Closes)
		if r.mayName(short.opening) {
			line.Lines, line.Unasked = short.lines(short.departments), short.lines(short.unasked)
		}
		if open {
			m.Open = append(m.Open, line)
		} else {
			m.Due = append(m.Due, line)
		}
	}
	m.Marked, err = r.marked(maxMarks, func(duban.Assignment) bool { return true })
	return r.out(m), err
}

// mayName reports whether the viewer is told who has not answered an opening yet.
func (r *render) mayName(o duban.Opening) bool { return r.who.Admin || !r.Now().Before(o.Closes) }

// current are the openings that still ask for something, the list's own first.
func current(s duban.Survey) (ids []duban.OpeningID) {
	for _, o := range s.Owed {
		if !o.Own {
			ids = append(ids, o.Opening)
			break
		}
	}
	for _, o := range s.Apart(0) {
		ids = append(ids, o.Opening)
	}
	return ids
}

// apart is how the rounds of single tasks and departments stand, of one department or
// with 0 of all.
func (r *render) apart(s duban.Survey, of duban.DepartmentID) (lines []text.RoundLine, err error) {
	for _, t := range s.Apart(of) {
		o, err := r.Opening(t.Opening)
		if err != nil {
			return nil, err
		}
		name, err := r.roundName(o)
		if err != nil {
			return nil, err
		}
		lines = append(lines, text.RoundLine{Round: name, Owed: t.Owed, Answered: t.Answered})
	}
	return lines, nil
}
