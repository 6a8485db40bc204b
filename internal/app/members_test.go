package app

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"duban/internal/config"
	"duban/internal/duban"
	"duban/internal/ledger"
	"duban/internal/sandbox"
	"duban/internal/store"
)

// duties are the assignments that have not ended, as "no department via".
func (w *world) duties() (all []string) {
	w.t.Helper()
	err := w.Store.Read(w.t.Context(), func(tx *store.Tx) error {
		list, _, err := tx.CurrentList()
		if err != nil {
			return err
		}
		dir, err := tx.Directory()
		if err != nil {
			return err
		}
		tasks, err := tx.Tasks(list.ID)
		if err != nil {
			return err
		}
		no := map[duban.TaskID]int{}
		for _, t := range tasks {
			no[t.ID] = t.No
		}
		assignments, err := tx.Assignments(list.ID)
		for _, a := range assignments {
			d, _ := dir.ByID(a.Department)
			via, _ := dir.ByID(a.Via)
			all = append(all, strings.TrimSpace(fmt.Sprintf("%d %s %s", no[a.Task], d.Name, via.Name)))
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// of are those of a department.
func of(duties []string, department string) []string {
	return slices.DeleteFunc(slices.Clone(duties), func(d string) bool { return strings.Fields(d)[1] != department })
}

// same compares duties without their order.
func same(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func (w *world) ledger() string {
	w.t.Helper()
	var out bytes.Buffer
	c := config.Default()
	c.Database = config.Secret(w.options.Database)
	if err := (Office{Config: c, Now: w.Demo.Clock.Now}).Export(w.t.Context(), &out, ledger.CSV, "zh"); err != nil {
		w.t.Fatal(err)
	}
	return out.String()
}

// change sends a command that changes members and confirms what it shows.
func (w *world) changeMembers(command string, shows ...string) sandbox.Message {
	w.t.Helper()
	before, audited := w.duties(), w.audited()
	preview := w.tell(adminID, command)
	w.expect(preview, append(shows, "不确认就什么也不改")...)
	if !slices.Equal(w.duties(), before) || w.audited() != audited {
		w.t.Errorf("%s: changed before it was confirmed", command)
	}
	w.press(adminID, preview[0], "确认改动")
	if n := w.audited(); n != audited+1 {
		w.t.Errorf("%s: %d audit entries, want one", command, n-audited)
	}
	done, _ := w.Sandbox.Message(adminID, preview[0].ID)
	w.expect([]sandbox.Message{done}, "成员已改")
	return done
}

// Members come, overlap and go: the assignments follow, the published shares do
// not move, and what was reported stays with whoever reported it.
func TestMembersComeAndGoAndTheLedgerStays(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	published, none := w.ledger(), w.duties()

	w.step("members get what their collective has", func() {
		w.changeMembers("/members 各乡镇 +甲镇、+乙乡", "由0家改为2家", "新增：甲镇、乙乡", "将新登记的：甲镇、乙乡", "新增分工6家次")
		for _, d := range []string{"甲镇", "乙乡"} {
			if got := of(w.duties(), d); len(got) != 3 || !strings.HasSuffix(got[0], "各乡镇") {
				t.Errorf("%s has %v, want 各乡镇's three", d, got)
			}
		}
	})
	w.step("who belongs to two collectives of one task has it once", func() {
		w.changeMembers("/members 涉农街道办事处 +丁街道")
		w.changeMembers("/members 各街道办事处 丁街道、+丙街道")
		if got := of(w.duties(), "丁街道"); len(got) != len(slices.Compact(slices.Clone(got))) || len(got) < len(of(w.duties(), "丙街道")) {
			t.Errorf("丁街道 has %v, 丙街道 %v", got, of(w.duties(), "丙街道"))
		}
	})
	w.step("a member that is named too is asked once", func() {
		before := of(w.duties(), "教育局")
		w.changeMembers("/members 领导小组成员单位 教育局、财政局", "新增：教育局、财政局", "新增分工2家次")
		member := append(slices.Clone(before), "45 教育局 领导小组成员单位")
		if got := of(w.duties(), "教育局"); !same(got, member) {
			t.Errorf("教育局 had %v, has %v", before, got)
		}
		w.tell(adminID, "/assign 45 教育局 牵头")
		if got := of(w.duties(), "教育局"); !same(got, append(before, "45 教育局")) {
			t.Errorf("named and a member, 教育局 has %v", got)
		}
		w.tell(adminID, "/unassign 45 教育局 确认")
		if got := of(w.duties(), "教育局"); !same(got, member) {
			t.Errorf("a member only again, 教育局 has %v", got)
		}
		seen := map[string]bool{}
		for _, d := range w.duties() {
			key := strings.Join(strings.Fields(d)[:2], " ")
			if seen[key] {
				t.Errorf("%s twice", key)
			}
			seen[key] = true
		}
	})
	if now := w.ledger(); now != published {
		t.Errorf("the ledger is not what was published:\n%s", now)
	}

	const jia = 31
	w.bind(jia, "赵甲", "甲镇")
	w.walk(at(11, 24, 9, 0))
	w.step("a removed one keeps its history", func() {
		no := strings.Fields(of(w.duties(), "甲镇")[0])[0]
		w.expect(w.tell(jia, no+" 已完成排查3家"), "已登记 第"+no+"项")
		shares := columns(w.ledger())
		w.changeMembers("/members 各乡镇 减 甲镇", "由2家改为1家", "去掉：甲镇", "结束分工3家次，已报内容保留")
		if got := of(w.duties(), "甲镇"); len(got) != 0 {
			t.Errorf("甲镇 still has %v", got)
		}
		if w.reports() != 1 || columns(w.ledger()) != shares {
			t.Errorf("%d reports; the shares in the ledger: %v", w.reports(), columns(w.ledger()) == shares)
		}
		w.expect(w.tell(adminID, "/members 各乡镇"), "成员1家", "11月23日起：乙乡", "曾为成员：甲镇（11月23日至11月24日）")
	})
	w.walk(at(11, 25, 9, 0))
	w.step("one that comes back goes on where it was", func() {
		w.changeMembers("/members 各乡镇 加 甲镇", "由1家改为2家", "新增分工3家次")
		w.expect(w.tell(adminID, "/members 各乡镇"), "11月23日起：乙乡", "11月25日起：甲镇", "曾为成员：甲镇（11月23日至11月24日）")
		no := strings.Fields(of(w.duties(), "甲镇")[0])[0]
		if r := w.filedNo(no, "甲镇"); r.Words != "已完成排查3家" {
			t.Errorf("its last report is %q", r.Words)
		}
	})
	w.step("all gone is as it was", func() {
		for _, c := range []string{"各乡镇 减 甲镇、乙乡", "涉农街道办事处 减 丁街道", "各街道办事处 减 丁街道、丙街道", "领导小组成员单位 减 教育局、财政局"} {
			w.changeMembers("/members "+c, "改后没有成员")
		}
		if now := w.duties(); !slices.Equal(now, none) {
			t.Errorf("%d assignments, were %d", len(now), len(none))
		}
	})
}

func (w *world) filedNo(no, department string) duban.Report {
	var n int
	if _, err := fmt.Sscan(no, &n); err != nil {
		w.t.Fatal(err)
	}
	return w.filed(n, department)
}

// columns is what the ledger prints as published: everything but lights and
// progress.
func columns(csv string) string {
	var kept []string
	for _, line := range strings.Split(csv, "\r\n") {
		cells := strings.Split(line, ",")
		kept = append(kept, strings.Join(cells[:min(len(cells), 5)], ","))
	}
	return strings.Join(kept, "\n")
}

// What was shown before the members changed is shown anew instead of done.
func TestAChangeOfMembersIsDoneOnlyAsItWasShown(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.changeMembers("/members 各乡镇 +甲镇、+乙乡")
	first, second := w.tell(adminID, "/members 各乡镇 +丙镇"), w.tell(adminID, "/members 各乡镇 -甲镇")
	w.press(adminID, first[0], "确认改动")
	w.expect(w.press(adminID, second[0], "确认改动"), "由3家改为2家", "去掉：甲镇")
	w.expect(w.tell(adminID, "/members 各乡镇"), "成员3家")
	w.press(adminID, w.newest(adminID, "由3家改为2家"), "确认改动")
	w.expect(w.tell(adminID, "/members 各乡镇"), "成员2家", "乙乡、丙镇")

	for words, says := range map[string][]string{
		"/members 各乡镇 减 财政局":    {"财政局不是各乡镇的成员", "乙乡、丙镇"},
		"/members 各乡镇 减 乙镇":     {"没有“乙镇”", "乙乡"},
		"/members 各乡镇 加 戊镇":     {"没有“戊镇”", "/members 各乡镇 +戊镇"},
		"/members 各乡镇 加 乙乡":     {"没有要改的"},
		"/members 各乡镇 丙镇、乙乡":    {"没有要改的"},
		"/members 各乡镇 加 各街道办事处": {"也是集体单位"},
		"/members 教育局":          {"不是集体单位"},
		"/members":              {"/members 各乡镇"},
	} {
		before := w.audited()
		w.expect(w.tell(adminID, words), says...)
		if w.audited() != before {
			t.Errorf("%s changed something", words)
		}
	}
}
