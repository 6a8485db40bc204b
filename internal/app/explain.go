package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/store"
	"duban/seeds"
)

// Explanation is how a reply is read.
type Explanation struct {
	Reports []Understood
	Loose   string // words that are about no task, unless they are mere talk
	Missing []int  // numbers that are no task's
	Whose   int    // a number that may be a task's or belong to the words about the answered one; 0 for none
}

// Understood is what a reply says of one task; number 0 is of none, or of all
// others.
type Understood struct {
	intake.Item
	Rest    bool           // what was said of all others
	Targets []duban.Target // the task's, which Figures count
}

// Explain reads a reply without filing anything: with the tasks of the database's
// list or, where there is no database or no list in it, with those that come with
// the program. A task other than 0 is the one whose card is answered.
func (o Office) Explain(ctx context.Context, words string, task int) (Explanation, error) {
	contents, err := o.contents(ctx)
	if err != nil {
		return Explanation{}, err
	}
	if _, known := contents[task]; task != 0 && !known {
		return Explanation{}, &UsageError{Says: fmt.Sprintf("there is no task %d in the list", task)}
	}
	zone, err := o.Zone()
	if err != nil {
		return Explanation{}, err
	}
	c := intake.ReplyContext{
		Task:    task,
		Known:   func(no int) bool { _, known := contents[no]; return known },
		Targets: func(no int) []duban.Target { return intake.ReadTargets(contents[no]) },
		Today:   duban.DateOf(o.Now(), zone),
	}
	return explain(intake.ReadReply(words, c), c), nil
}

// Zone is where the office's days begin.
func (o Office) Zone() (*time.Location, error) { return time.LoadLocation(o.Config.Zone) }

func explain(read intake.Reply, c intake.ReplyContext) Explanation {
	e := Explanation{Whose: read.Whose}
	if e.Whose != 0 {
		return e // nothing would be filed before it is asked
	}
	for _, item := range read.Items {
		e.Reports = append(e.Reports, Understood{Item: item, Targets: c.Targets(item.No)})
	}
	for _, item := range read.Unknown {
		e.Reports = append(e.Reports, Understood{Item: item})
		if !slices.Contains(e.Missing, item.No) {
			e.Missing = append(e.Missing, item.No)
		}
	}
	if read.Rest != nil {
		e.Reports = append(e.Reports, Understood{Item: *read.Rest, Rest: true})
	}
	if read.Loose == "" {
		return e
	}
	loose := intake.ReadWords(read.Loose, c)
	if loose.State != duban.Said {
		e.Loose = read.Loose
	}
	if len(e.Reports) == 0 {
		e.Reports = []Understood{{Item: loose}}
	}
	return e
}

// contents are the words of each task by its number.
func (o Office) contents(ctx context.Context) (map[int]string, error) {
	all := map[int]string{}
	there, err := o.exists(ctx)
	if err != nil {
		return nil, err
	}
	if there {
		if err := o.keptContents(ctx, all); err != nil || len(all) > 0 {
			return all, err
		}
	}
	pub, _, err := seeds.Load()
	for _, t := range pub.Tasks {
		all[t.No] = t.Content
	}
	return all, err
}

func (o Office) keptContents(ctx context.Context, all map[int]string) error {
	s, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Read(ctx, func(tx *store.Tx) error {
		list, found, err := tx.CurrentList()
		if err != nil || !found {
			return err
		}
		tasks, err := tx.Tasks(list.ID)
		for _, t := range tasks {
			all[t.No] = t.Content
		}
		return err
	})
}
