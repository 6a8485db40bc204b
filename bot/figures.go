package bot

import (
	"slices"

	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// marks are the requests in a reply that nobody can decide here yet.
var marks = map[intake.Request]duban.Mark{
	intake.Extension: duban.AsksLater, intake.Objection: duban.Objects, intake.Close: duban.AsksClose,
}

// understand puts into a report what its words state beside their state: figures,
// a percent, requests, and, into the first of those filed together, what they leave
// open.
func (f *filing) understand(rep *duban.Report, item intake.Item, d duban.Assignment, first bool) error {
	targets := f.targets(d.Task)
	if item.Percent != nil {
		rep.Percent = *item.Percent
	}
	if rep.Mark = marks[item.Asks]; rep.Mark == duban.AsksLater {
		rep.Later = item.Extend
	}
	if len(item.Figures) > 0 {
		before, err := f.before(d.ID)
		if err == nil && item.Corrects {
			before, err = f.beforeWrong(d.ID, before)
		}
		if err != nil {
			return err
		}
		for _, s := range item.Figures {
			if s.Target < 0 || s.Target >= len(targets) {
				continue
			}
			figure := duban.Figure{Target: targets[s.Target].ID, Value: s.Value, Increment: s.Increment, Whole: speaksForAll(d, item.Words)}
			rep.Figures = append(rep.Figures, after(figure, targets[s.Target], d.ID, before))
		}
	}
	if first {
		rep.Doubts = doubts(item.Doubts, targets)
	}
	return f.mark(rep)
}

// mark marks a report for the office where its words say nothing new.
func (f *filing) mark(rep *duban.Report) error {
	last, found, err := f.LastReport(rep.Assignment)
	if err != nil {
		return err
	}
	if !found || slices.ContainsFunc(f.replaces, func(r duban.Report) bool { return r.ID == last.ID }) {
		last = duban.Report{}
	}
	*rep = rep.Marked(last)
	return nil
}

// before is what an assignment has reached but for what is about to be replaced.
func (f *filing) before(d duban.AssignmentID) ([]duban.Reached, error) {
	var without []duban.ReportID
	for _, r := range f.replaces {
		without = append(without, r.ID)
	}
	return f.ReachedBefore(d, without...)
}

// beforeWrong is what an assignment had reached before what stands now, which the
// words say was wrong.
func (f *filing) beforeWrong(d duban.AssignmentID, now []duban.Reached) ([]duban.Reached, error) {
	var without []duban.ReportID
	for _, r := range f.replaces {
		without = append(without, r.ID)
	}
	for _, r := range now {
		without = append(without, r.Report)
	}
	return f.ReachedBefore(d, without...)
}

// speaksForAll reports whether a department's figures are those of the whole task:
// a lead's are, unless he says that they are his own department's.
func speaksForAll(d duban.Assignment, words string) bool {
	return d.Role == duban.Lead && !intake.OwnShare(words)
}

// after measures a figure against what its department has reached.
func after(f duban.Figure, t duban.Target, d duban.AssignmentID, reached []duban.Reached) duban.Figure {
	last, _ := duban.LastOf(reached, d, t.ID, f.Whole)
	return f.After(last.Value, t)
}

// doubts are what a reply leaves open and a press can settle.
func doubts(all []intake.Doubt, targets []duban.Target) (kept []duban.Doubt) {
	for _, d := range all {
		doubt := duban.Doubt{Kind: string(d.Kind), Words: d.Words, Value: d.Value}
		for _, i := range d.Targets {
			if i >= 0 && i < len(targets) {
				doubt.Targets = append(doubt.Targets, targets[i].ID)
			}
		}
		if answerable(doubt, len(targets)) {
			kept = append(kept, doubt)
		}
	}
	return kept
}

// answerable reports whether there are buttons that settle a doubt about a task
// with so many targets.
func answerable(d duban.Doubt, targets int) bool {
	switch intake.DoubtKind(d.Kind) {
	case intake.WhichTarget, intake.AnyTarget:
		return len(d.Targets) > 0
	case intake.TotalOrAdded:
		return len(d.Targets) == 1
	case intake.HowFar:
		return targets > 0 // a percent is asked only where numbers are promised
	case intake.WhichState:
		return true
	}
	return false
}

// detail is what the audit chain says of a report.
func (f *filing) detail(r duban.Report, dep duban.Department) map[string]any {
	detail := map[string]any{"report": r.ID, "department": dep.Name, "state": r.State}
	if len(r.Figures) > 0 {
		detail["figures"] = r.Figures
	}
	if r.Mark != duban.NoMark {
		detail["mark"] = r.Mark
	}
	if !r.At.IsZero() && f.in.Late {
		detail["said"] = r.At
	}
	return detail
}

// addFigures says in the line of a receipt what was understood of the numbers.
func (f *filing) addFigures(line *text.FiledLine, d filed) error {
	targets := f.targets(d.task.ID)
	line.Percent = d.report.Percent
	line.Asks = slices.Contains([]duban.Mark{duban.AsksLater, duban.Objects, duban.AsksClose}, d.report.Mark)
	line.Figures = figureLines(targets, d)
	switch {
	case len(line.Figures) > 0 && d.role == duban.Support:
		all, err := f.TaskAssignments(d.task.ID)
		if err != nil {
			return err
		}
		dir, err := f.Directory()
		for _, a := range all {
			if a.Role == duban.Lead {
				line.Adds = append(line.Adds, named(dir, []duban.DepartmentID{a.Department})...)
			}
		}
		return err
	case wordsOnly(targets, d):
		return f.addStands(line, targets, d)
	}
	return nil
}

// figureLines are the figures of reports filed together: once where all departments
// have reached the same by them.
func figureLines(targets []duban.Target, d filed) (lines []text.FigureLine) {
	for i, r := range d.reports {
		for _, figure := range r.Figures {
			line := text.FigureLine{Named: len(targets) > 1, Figure: figure, Target: targetOf(targets, figure.Target)}
			same := func(o text.FigureLine) bool {
				return o.Figure.Target == figure.Target && o.Figure.Total == figure.Total && o.Figure.Why == figure.Why
			}
			if slices.ContainsFunc(lines, same) {
				continue
			}
			if i > 0 {
				line.Departments = d.deps[i : i+1]
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func targetOf(targets []duban.Target, id duban.TargetID) duban.Target {
	for _, t := range targets {
		if t.ID == id {
			return t
		}
	}
	return duban.Target{}
}

// wordsOnly reports whether words tell of work on a task with targets and leave the
// numbers as they were.
func wordsOnly(targets []duban.Target, d filed) bool {
	r := d.report
	told := r.Words != "" && (r.State == duban.Progressing || r.State == duban.Claimed)
	asked := slices.ContainsFunc(r.Doubts, func(d duban.Doubt) bool { return d.Kind != string(intake.WhichState) })
	return len(targets) > 0 && told && len(r.Figures) == 0 && !asked
}

// maxStands is how many targets a receipt names that words left as they were.
const maxStands = 5

func (f *filing) addStands(line *text.FiledLine, targets []duban.Target, d filed) error {
	reached, err := f.before(d.duty.ID)
	for _, t := range targets[:min(len(targets), maxStands)] {
		last, found := duban.LastOf(reached, d.duty.ID, t.ID, d.duty.Role == duban.Lead)
		line.Stands = append(line.Stands, text.TargetValue{Target: t, Value: last.Value, Known: found})
		line.Known = line.Known || found
	}
	line.Example = line.Stands[0].Example()
	return err
}
