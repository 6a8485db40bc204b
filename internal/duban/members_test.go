package duban_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"duban/internal/duban"
)

func TestHowManyAssignmentsBeginAndEnd(t *testing.T) {
	now := []duban.Assignment{{Task: 1, Department: education}, {Task: 1, Department: jia, Via: towns}, {Task: 2, Department: jia}}
	for _, c := range []struct {
		name   string
		duties []duban.Duty
		want   duban.Change
	}{
		{"as it is", []duban.Duty{{1, education, lead, 0}, {1, jia, support, towns}, {2, jia, lead, 0}}, duban.Change{}},
		{"another role or collective is no other assignment", []duban.Duty{{1, education, support, rural}, {1, jia, lead, 0}, {2, jia, lead, 0}}, duban.Change{}},
		{"one begins", []duban.Duty{{1, education, lead, 0}, {1, jia, support, towns}, {1, yi, support, towns}, {2, jia, lead, 0}}, duban.Change{Begin: 1}},
		{"one ends", []duban.Duty{{1, education, lead, 0}, {2, jia, lead, 0}}, duban.Change{End: 1}},
		{"all end and one begins", []duban.Duty{{3, jia, lead, 0}}, duban.Change{Begin: 1, End: 3}},
	} {
		if diff := cmp.Diff(c.want, duban.ChangeTo(c.duties, now)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// To take a collective's members and to give them back changes nothing, and what
// is announced is what then is.
func TestTheChangeThatIsAnnouncedIsTheOneThatHappens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		single := rapid.SampledFrom([]duban.DepartmentID{education, human, jia, yi})
		var shares []duban.Share
		for range rapid.IntRange(0, 8).Draw(t, "shares") {
			shares = append(shares, duban.Share{
				Task: duban.TaskID(rapid.IntRange(1, 3).Draw(t, "task")), Role: rapid.SampledFrom([]duban.Role{lead, support}).Draw(t, "role"),
				Department: rapid.SampledFrom([]duban.DepartmentID{education, human, towns, rural}).Draw(t, "department"),
			})
		}
		draw := func(name string) []duban.DepartmentID {
			return rapid.SliceOfNDistinct(single, 0, 4, rapid.ID).Draw(t, name)
		}
		before := duban.WithMembers(duban.WithMembers(nil, towns, draw("towns")), rural, draw("rural"))
		after := duban.WithMembers(before, towns, draw("then"))
		assigned := func(members []duban.Membership) (all []duban.Assignment) {
			for _, d := range duban.Duties(shares, members, dir) {
				all = append(all, duban.Assignment{Task: d.Task, Department: d.Department})
			}
			return all
		}
		now, then := assigned(before), assigned(after)
		change := duban.ChangeTo(duban.Duties(shares, after, dir), now)
		if len(now)+change.Begin-change.End != len(then) {
			t.Errorf("%d assignments, %+v, then %d", len(now), change, len(then))
		}
		back := duban.ChangeTo(duban.Duties(shares, before, dir), then)
		if back.Begin != change.End || back.End != change.Begin {
			t.Errorf("there %+v, back %+v", change, back)
		}
	})
}
