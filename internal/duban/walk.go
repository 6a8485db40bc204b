package duban

import (
	"slices"
	"time"
)

// Walk is where a person is in 逐项填报, the walk through what he owes.
type Walk struct {
	Person     PersonID
	Task       TaskID       // zero at the closing check
	Department DepartmentID // the one of his that the step is about, zero for all that are asked (合署)
	Skipped    []TaskID
	// Heard is when the person last went on with it, zero once something else began:
	// then words belong to it no more, but its buttons do, and it can be gone on with.
	Heard time.Time
}

// walkLife is how long a walk waits for words.
const walkLife = time.Hour

// Waits reports whether words that answer nothing else belong to the walk.
func (w Walk) Waits(now time.Time) bool { return !w.Heard.IsZero() && now.Sub(w.Heard) < walkLife }

// Back moves the walk to the step before the one where it stands, or, from the
// closing check, to the last. It stays at the first.
func (w Walk) Back(steps []WalkStep) Walk {
	_, place := w.At(steps)
	switch {
	case w.Task == 0 && len(steps) > 0:
		place = len(steps) + 1
	case place < 2:
		return w
	}
	w.Task, w.Department = steps[place-2].Task, 0
	w.Skipped = slices.DeleteFunc(slices.Clone(w.Skipped), func(t TaskID) bool { return t == w.Task })
	return w
}

// WalkStep is one task on the way.
type WalkStep struct {
	Task TaskID
	Open []DepartmentID // of those asked, whose answer is missing
	Of   int            // how many are asked
}

// WalkSteps returns what a person walks through: each task he is asked for once,
// in the order of owed.
func WalkSteps(owed []Owed) []WalkStep {
	var steps []WalkStep
	at := map[TaskID]int{}
	for _, w := range owed {
		i, there := at[w.Assignment.Task]
		if !there {
			i = len(steps)
			at[w.Assignment.Task] = i
			steps = append(steps, WalkStep{Task: w.Assignment.Task})
		}
		steps[i].Of++
		if !w.Answered {
			steps[i].Open = append(steps[i].Open, w.Assignment.Department)
		}
	}
	return steps
}

// Next moves the walk to the first step that is neither answered nor skipped; it
// is at the closing check when none is left. Where some of a person's departments
// have answered on their own, the others are asked one by one.
func (w Walk) Next(steps []WalkStep) Walk {
	w.Task, w.Department = 0, 0
	for _, s := range steps {
		if len(s.Open) == 0 || slices.Contains(w.Skipped, s.Task) {
			continue
		}
		w.Task = s.Task
		if len(s.Open) < s.Of {
			w.Department = s.Open[0]
		}
		break
	}
	return w
}

// Stop ends the walk at the closing check and leaves out whatever is still open.
func (w Walk) Stop(steps []WalkStep) Walk {
	for _, s := range steps {
		if len(s.Open) > 0 && !slices.Contains(w.Skipped, s.Task) {
			w.Skipped = append(slices.Clone(w.Skipped), s.Task)
		}
	}
	return w.Next(steps)
}

// At returns the step where the walk stands and its place, from 1; it is 0 when
// that task is not asked for any more.
func (w Walk) At(steps []WalkStep) (s WalkStep, place int) {
	i := slices.IndexFunc(steps, func(s WalkStep) bool { return s.Task == w.Task })
	if i < 0 {
		return WalkStep{}, 0
	}
	return steps[i], i + 1
}

// Unplaced is words that belong to a task their author has not named yet.
type Unplaced struct {
	ID     int64
	Person PersonID
	Source string
	Words  string
}
