package duban

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAFormsKeyIsReadBackAndShowsDamage(t *testing.T) {
	k := FormKey{List: 1, Departments: []DepartmentID{3, 5}, Openings: []OpeningID{12}}
	said := k.String()
	back, ok := ParseFormKey(said)
	if diff := cmp.Diff(k, back); diff != "" || !ok || !IsFormKey(said) {
		t.Errorf("%q: %v\n%s", said, ok, diff)
	}
	for i := range said {
		damaged := said[:i] + "7" + said[i+1:]
		if _, ok := ParseFormKey(damaged); ok && damaged != said {
			t.Errorf("%q passes for %q", damaged, said)
		}
	}
	for _, s := range []string{"", "28", "duban-form-1", "duban-form-1:::", sealed("duban-form-1:1:a:3"), sealed("duban-form-2:1:2:3"), sealed("duban-form-1:1:2:")} {
		if k, ok := ParseFormKey(s); ok {
			t.Errorf("%q is read as %v", s, k)
		}
	}
}

func TestARowsKeyBelongsToItsForm(t *testing.T) {
	k := FormKey{List: 1, Departments: []DepartmentID{3}, Openings: []OpeningID{12}}
	row := k.Row(128, 28)
	if task, no, ok := k.ParseRow(row); task != 128 || no != 28 || !ok {
		t.Errorf("%q: %d, %d, %v", row, task, no, ok)
	}
	next := k
	next.Openings = []OpeningID{13}
	if task, no, ok := next.ParseRow(row); ok || task != 0 || no != 0 {
		t.Error("a row of the round before passes for one of this round")
	}
	for _, s := range []string{"", "128", "128.28", "128.28.x", "128.29" + row[len("128.28"):], row + ".1"} {
		if _, _, ok := k.ParseRow(s); ok {
			t.Errorf("%q is read", s)
		}
	}
}
