package bot

import (
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"
	"strings"

	"duban/internal/duban"
	"duban/internal/text"
)

// edited takes a changed message as a new revision of the reports it made. A
// changed command does nothing, and says so once.
func (b *Bot) edited(a *ask) (Reply, error) {
	_, _, command := parseCommand(a.in.Text, b.Username)
	switch {
	case command || forAnother(a.in.Text, b.Username) || !a.who.IsContact():
		return a.onceOf(text.EditedCommand{}), nil
	case a.in.Text == "":
		return a.onceOf(text.NoFiles{}), nil
	}
	// The platform's date of an edit has whole seconds; two in one differ by their words.
	a.in.Source += fmt.Sprintf("#%08x", crc32.ChecksumIEEE([]byte(a.in.Text)))
	old, overtaken, err := revisions(a)
	if err != nil || overtaken {
		return Reply{}, err
	}
	about := duban.TaskID(a.about.Task)
	if len(old) > 0 && about == 0 && sameTask(a, old) {
		d, err := a.Assignment(old[0].Assignment)
		if err != nil {
			return Reply{}, err
		}
		about = d.Task
	}
	f, err := a.filing(a.in.Source)
	if err != nil {
		return Reply{}, err
	}
	f.replaces = old
	f.answers(about)
	return b.fileAnew(f, a.in.Text)
}

// fileAnew files what words say in the place of what the message said before, if
// they say anything: what it tells of no more stands again as it did.
func (b *Bot) fileAnew(f *filing, words string) (Reply, error) {
	loose, instead, err := b.fileEach(f, words)
	if err != nil || len(f.filed) == 0 {
		return orNothing(instead), err
	}
	if err := f.replace(); err != nil {
		return Reply{}, err
	}
	if instead != nil {
		return *instead, nil
	}
	reply, err := b.receipt(f, loose)
	if err != nil {
		return Reply{}, err
	}
	return b.followWalk(f.ask, reply, f.filed)
}

// fallen are the tasks that the speaker's changed words tell of no more, as they
// stand now.
func (f *filing) fallen() (lines []text.FallenLine, err error) {
	for _, r := range f.replaces {
		d, err := f.Assignment(r.Assignment)
		if err != nil {
			return nil, err
		}
		t, err := f.Task(d.Task)
		if err != nil {
			return nil, err
		}
		told := slices.ContainsFunc(f.filed, func(x filed) bool { return x.task.ID == t.ID })
		if told || slices.ContainsFunc(lines, func(l text.FallenLine) bool { return l.No == t.No }) {
			continue
		}
		last, _, err := f.LastReport(d.ID)
		if err != nil {
			return nil, err
		}
		lines = append(lines, text.FallenLine{No: t.No, Words: brief(last.Words, 40), State: last.State})
	}
	return lines, nil
}

// onceOf answers all changes of a message with one message.
func (a *ask) onceOf(message any) Reply {
	reply := a.say(message)
	reply.Say[0].Key = "edited:" + originOf(a.in.Source)
	return reply
}

// replace takes back what newer words took the place of.
func (f *filing) replace() error {
	for _, r := range f.replaces {
		if _, err := f.Withdraw(r); err != nil {
			return err
		}
	}
	return nil
}

// sameTask reports whether reports are all about one task.
func sameTask(a *ask, reports []duban.Report) bool {
	tasks := map[duban.TaskID]bool{}
	for _, r := range reports {
		if d, err := a.Assignment(r.Assignment); err == nil {
			tasks[d.Task] = true
		}
	}
	return len(tasks) == 1
}

// revisions returns the standing reports that came with a message, whatever
// revision of it. overtaken is true when one of them is of this revision or of a
// later one: what is delivered twice or late must not replace it.
func revisions(a *ask) (reports []duban.Report, overtaken bool, err error) {
	reports, err = a.ReportsFrom(a.in.Source)
	mine := revisionOf(a.in.Source)
	for _, r := range reports {
		same := r.Source == a.in.Source || strings.HasPrefix(r.Source, a.in.Source+settledMark)
		if same || mine == 0 || revisionOf(r.Source) > mine {
			return reports, true, err
		}
	}
	return reports, false, err
}

// revisionOf is when a message was changed, in seconds; 0 for as it was sent.
func revisionOf(source string) int64 {
	parts := strings.SplitN(source, ":", 4)
	if len(parts) < 4 {
		return 0
	}
	date, _, _ := strings.Cut(parts[3], "#")
	n, _ := strconv.ParseInt(date, 10, 64) // the platform's own number
	return n
}

// originOf cuts the revision off a source.
func originOf(source string) string {
	parts := strings.SplitN(source, ":", 4)
	return strings.Join(parts[:min(3, len(parts))], ":")
}
