package ledger

import (
	"fmt"
	"io"
	"testing"
	"time"

	"duban/internal/duban"
	"duban/seeds"
)

// published is the list as it was published, with progress on some of its tasks.
func published(t testing.TB) (Ledger, duban.Publication, duban.Directory) {
	t.Helper()
	pub, dir, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	for i := range dir {
		dir[i].ID = duban.DepartmentID(i + 1)
	}
	l := Ledger{Title: pub.Title, Directory: dir, Last: map[duban.AssignmentID]duban.Report{}}
	for i, p := range pub.Tasks {
		task := duban.Task{ID: duban.TaskID(100 + i), No: p.No, Section: p.Section, Content: p.Content, Kind: duban.DatedTask}
		standing := duban.TaskStanding{Task: task, Light: duban.Unheard}
		for j, s := range p.Shares {
			dep, _ := dir.Find(s.Name)
			id := duban.AssignmentID(1000*i + j)
			l.Shares = append(l.Shares, duban.Share{Task: task.ID, Department: dep.ID, Printed: s.Printed, Role: s.Role})
			standing.Duties = append(standing.Duties, duban.Standing{Assignment: duban.Assignment{ID: id, Task: task.ID, Department: dep.ID, Role: s.Role}})
			if i%3 == 0 {
				standing.Light = duban.OnTrack
				l.Last[id] = duban.Report{
					Words: fmt.Sprintf("已召开第%d次推进会，方案已报市政府审定，本期又办培训班两期，累计培训1500人次", j+1),
					At:    time.Date(2026, 11, 20+j, 2, 0, 0, 0, time.UTC),
				}
			}
		}
		l.Survey.Tasks = append(l.Survey.Tasks, standing)
	}
	return l, pub, dir
}

func BenchmarkLedger(b *testing.B) {
	l, _, _ := published(b)
	for _, f := range Formats {
		b.Run(string(f), func(b *testing.B) {
			for b.Loop() {
				if err := l.Write(io.Discard, f, voice); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
