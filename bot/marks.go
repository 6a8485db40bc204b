package bot

import (
	"duban/internal/duban"
	"duban/internal/text"
)

// What the office is shown of marked reports: those of so many days, the newest
// first.
const (
	markedDays   = 31
	maxMarks     = 10
	maxCardMarks = 4
)

// marked are the reports that the office should look at, for it alone.
func (r *render) marked(limit int, of func(duban.Assignment) bool) (lines []text.MarkedLine, err error) {
	if !r.who.Admin {
		return nil, nil
	}
	list, found, err := r.CurrentList()
	if err != nil || !found {
		return nil, err
	}
	all, err := r.MarkedReports(list.ID, r.Now().AddDate(0, 0, -markedDays), 200)
	if err != nil {
		return nil, err
	}
	for _, rep := range all {
		d, err := r.Assignment(rep.Assignment)
		if err != nil {
			return nil, err
		}
		if !of(d) || len(lines) == limit {
			continue
		}
		t, err := r.Task(d.Task)
		if err != nil {
			return nil, err
		}
		line := text.MarkedLine{No: t.No, Mark: rep.Mark, Later: rep.Later, Words: brief(rep.Words, 30)}
		line.Department, _ = r.dir.ByID(d.Department)
		lines = append(lines, line)
	}
	return lines, nil
}
