package bot

import (
	"fmt"
	"testing"

	"duban/internal/duban"
)

// duty is a department's duty in a task, the zero one where it has none.
func (w *talk) duty(no int, department string) duban.Assignment {
	w.t.Helper()
	task, _, err := w.tx.TaskByNo(w.list.ID, no)
	if err != nil {
		w.t.Fatal(err)
	}
	dir, err := w.tx.Directory()
	if err != nil {
		w.t.Fatal(err)
	}
	d, _ := dir.Find(department)
	all, err := w.tx.TaskAssignments(task.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, x := range all {
		if x.Department == d.ID {
			return x
		}
	}
	return duban.Assignment{}
}

// What leaves a hole is said before it is done: nothing happens until the button is
// pressed, or the command says that it is meant.
func TestAHoleIsConfirmedFirst(t *testing.T) {
	t.Parallel()
	served := func(w *talk) bool { return w.of(7).IsContact() }
	leads := func(no int, department string) func(*talk) bool {
		return func(w *talk) bool { return w.duty(no, department).Role == duban.Lead }
	}
	due := func(no int) func(*talk) bool {
		return func(w *talk) bool {
			task, _, err := w.tx.TaskByNo(w.list.ID, no)
			if err != nil {
				w.t.Fatal(err)
			}
			return task.Due.IsZero()
		}
	}
	for _, c := range []struct {
		words  string
		says   []string
		press  string
		before func(*talk) bool // holds until it is confirmed
		done   string
	}{
		{"/unbind 教育局", []string{"唯一能联系上的联络员", "55项任务无人可问（牵头44项）", "/invite 教育局"}, "仍要解除", served, "不再是市教育局联络员"},
		{"/unassign 28 教育局", []string{"唯一的牵头单位", "取消分工后该项没有牵头单位", "人社局"}, "仍要取消分工", leads(28, "教育局"), "不再由市教育局负责"},
		{"/assign 28 教育局 配合", []string{"唯一的牵头单位", "改为配合后该项没有牵头单位"}, "仍要改为配合", leads(28, "教育局"), "（配合）"},
		{"/due 28 2020-01-01", []string{"2020年1月1日（周三）已过", "即亮红灯"}, "仍要设定", due(28), "2020年1月1日"},
	} {
		for _, typed := range []bool{false, true} {
			t.Run(fmt.Sprint(c.words, typed), func(t *testing.T) {
				talking(t, func(w *talk) {
					w.want(w.office(c.words), c.says...)
					if !c.before(w) {
						t.Fatal("it is done before it is confirmed")
					}
					done := ""
					if typed {
						done = w.office(c.words + " 确认")
					} else {
						done = w.press(7, c.press)
					}
					if w.want(done, c.done); c.before(w) {
						t.Error("it is not done after it was confirmed")
					}
				})
			})
		}
	}
}

// What leaves nothing open is done at once.
func TestWithoutAHoleNothingIsAsked(t *testing.T) {
	talking(t, func(w *talk) {
		second := w.meets(12, "小王")
		education := w.of(7).Departments[0]
		if _, err := w.tx.Bind(second.ID, education, false); err != nil {
			t.Fatal(err)
		}
		w.want(w.office("/unbind 教育局 小王"), "昵称“小王”不再是市教育局联络员")
		w.want(w.office("/unbind 教育局 王"), "没有叫“王”的")
		w.want(w.office("/unassign 28 人社局"), "不再由市人社局负责")
		w.want(w.office("/assign 28 人社局 牵头"), "由教育局、人社局牵头")
		w.want(w.office("/unassign 28 教育局"), "不再由市教育局负责", "由人社局牵头")
		w.want(w.office("/due 28 2030-12-31"), "定为2030年12月31日")
	})
}

// A department's role is never changed by leaving it out.
func TestARoleThatIsLeftOutIsKeptOrAskedFor(t *testing.T) {
	talking(t, func(w *talk) {
		w.want(w.office("/assign 28 教育局"), "已由市教育局负责（牵头），未作改动")
		if w.duty(28, "教育局").Role != duban.Lead {
			t.Error("the lead was demoted")
		}
		w.want(w.office("/assign 28 商务局"), "分给市商务局，请定角色")
		if w.duty(28, "商务局").ID != 0 {
			t.Error("assigned without a role")
		}
		w.want(w.press(7, "配合"), "已分给市商务局（配合）", "由教育局牵头")
		w.want(w.office("/assign 28 商务局"), "（配合），未作改动")
	})
}

// Somebody who goes over to another department leaves a hole as well: the offer says
// so before the press.
func TestAMoveSaysWhatItLeaves(t *testing.T) {
	talking(t, func(w *talk) {
		w.want(w.office("/contact 财政局 赵敏"), "现为：督办员；教育局联络员", "改任后市教育局没有能联系上的联络员，55项任务无人可问（牵头44项）")
		w.press(7, "改任")
		if p := w.of(7); len(p.Departments) != 1 {
			t.Errorf("after the move: %+v", p)
		}
	})
}
