package seeds_test

import (
	"encoding/json"
	"testing"

	"duban/internal/duban"
	"duban/seeds"
)

func TestTheListHasTheFiguresOfThePaper(t *testing.T) {
	pub, dir, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	if pub.Title != "瓦房店市推进职业教育实用高效发展主要任务落实举措清单" {
		t.Errorf("title %q", pub.Title)
	}
	if len(pub.Tasks) != 57 || len(pub.Sections()) != 14 || pub.ShareCount() != 172 {
		t.Errorf("%d tasks, %d sections, %d shares; want 57, 14, 172",
			len(pub.Tasks), len(pub.Sections()), pub.ShareCount())
	}
	first, names, stands := map[string]int{}, map[string]bool{}, map[string]int{}
	for _, task := range pub.Tasks {
		first[task.Shares[0].Name]++
		for _, s := range task.Shares {
			names[s.Name] = true
			stands[s.Name]++
			if s.Confirmed {
				t.Errorf("task %d: %s is confirmed", task.No, s.Name)
			}
		}
	}
	want := map[string]int{"教育局": 44, "教育工委": 4, "人社局": 3, "财政局": 3, "编办": 1, "发改局": 1, "领导小组成员单位": 1}
	for name, n := range want {
		if first[name] != n {
			t.Errorf("%s is named first in %d, want %d", name, first[name], n)
		}
	}
	if len(first) != len(want) || len(names) != 19 || len(dir) != 19 {
		t.Errorf("%d lead, %d names, %d in the directory; want %d, 19, 19", len(first), len(names), len(dir), len(want))
	}
	if stands["教育局"] != 55 || stands["人社局"] != 46 {
		t.Errorf("教育局 in %d, 人社局 in %d; want 55, 46", stands["教育局"], stands["人社局"])
	}
}

func TestEveryNameOfTheDirectoryIsOneDepartments(t *testing.T) {
	dir, err := seeds.Directory()
	if err != nil {
		t.Fatal(err)
	}
	owner := map[string]string{}
	for i, dep := range dir {
		if dep.Position != i+1 || dep.ID != 0 || dep.English == "" {
			t.Errorf("%s: position %d, id %d, English %q", dep.Name, dep.Position, dep.ID, dep.English)
		}
		if (dep.Kind == duban.Collective) != (i >= 15) {
			t.Errorf("%s is a %s", dep.Name, dep.Kind)
		}
		for _, name := range append([]string{dep.Name, dep.Formal}, dep.Aliases...) {
			if o, ok := owner[duban.NameKey(name)]; ok && o != dep.Name {
				t.Errorf("%s belongs to %s and %s", name, o, dep.Name)
			}
			owner[duban.NameKey(name)] = dep.Name
		}
	}
}

func TestHolidaysAreJSONYears(t *testing.T) {
	years := seeds.Holidays()
	if len(years) < 3 {
		t.Fatalf("%d years, want 2024 to 2026", len(years))
	}
	for i, data := range years {
		var y struct{ Year int }
		if err := json.Unmarshal(data, &y); err != nil || y.Year != 2024+i {
			t.Errorf("file %d: year %d, %v", i, y.Year, err)
		}
	}
}
