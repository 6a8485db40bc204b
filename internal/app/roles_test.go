package app

import (
	"fmt"
	"strings"
	"testing"

	"duban/internal/sandbox"
	"duban/seeds"
)

// Somebody who calls himself like a leader, or like a colleague, gets nothing by it:
// the office sees who it is before anything is done, the other admins hear of it,
// and the name that the office gave stays whatever somebody calls themselves.
func TestAChosenNameProvesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, at(11, 23, 10, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	const liar, second = 666, 14
	w.Sandbox.AddUser(sandbox.User{ID: liar, FirstName: "李明", LanguageCode: "zh-hans"})
	w.Sandbox.AddUser(sandbox.User{ID: second, FirstName: "赵", LanguageCode: "zh-hans"})
	code := link.FindStringSubmatch(texts(w.tell(adminID, "/invite 督办员 赵敏")))[1]
	w.tell(second, "/start "+code)
	w.newest(adminID, "赵敏（昵称“赵”，编号14）现在是督办员")
	w.tell(liar, "/start")

	w.step("a role is not given by a name, nor by a part of it", func() {
		w.expect(w.tell(adminID, "/role 李 督办员"), "没有见过“李”")
		w.expect(w.tell(adminID, "/role 李明 督办员"), "昵称“李明”", "编号666", "首次联系", "不能证明身份")
		w.expect(w.tell(liar, "/contacts"), "只有督办员")
	})
	w.step("in a group nothing is given and nobody is named", func() {
		group := w.group("群")
		if said := w.say(adminID, group, "/role 李明 督办员"); len(said) > 0 {
			t.Errorf("said in a group that is not allowed: %s", texts(said))
		}
		w.say(adminID, group, "/group")
		said := w.say(adminID, group, "/role 李明 督办员")
		if w.expect(said, "私聊"); strings.Contains(texts(said), "李明") || strings.Contains(texts(said), "666") {
			t.Errorf("the group reads: %s", texts(said))
		}
	})
	w.step("a person who takes a colleague's name keeps the office's", func() {
		w.Sandbox.AddUser(sandbox.User{ID: wang, FirstName: "李明", LanguageCode: "zh-hans"})
		w.tell(wang, "/whoami")
		w.expect(w.tell(adminID, "/contacts"), "教育局：王芳（昵称“李明”）")
		w.expect(w.tell(adminID, "/role 李明 领导"), "不止一人")
	})
	w.step("the leader is bound by number, and the other admin told", func() {
		w.Sandbox.AddUser(sandbox.User{ID: leaderID, FirstName: "明哥", LanguageCode: "zh-hans"})
		w.expect(w.tell(leaderID, "/whoami"), "编号是 "+fmt.Sprint(leaderID))
		offer := w.tell(adminID, "/role "+fmt.Sprint(leaderID)+" 李明 领导")
		w.press(adminID, offer[0], "确认登记")
		w.newest(leaderID, "您已登记为领导")
		w.newest(second, "刘督办改了人员角色")
		w.expect(w.tell(leaderID, "/status"), "57项任务")
	})
	w.step("the app's menu is that of the role, at once", func() {
		has := func(user int64, command string) bool {
			for _, c := range w.Sandbox.Menu(user, user) {
				if c.Command == command {
					return true
				}
			}
			return false
		}
		if !has(leaderID, "status") || has(leaderID, "fill") || !has(second, "role") || !has(wang, "fill") {
			t.Errorf("menus: %v, %v", w.Sandbox.Menu(leaderID, leaderID), w.Sandbox.Menu(second, second))
		}
		offer := w.tell(adminID, "/role 赵敏 无")
		w.press(adminID, offer[0], "确认去掉")
		if w.newest(second, "您不再是督办员"); has(second, "role") {
			t.Error("whoever lost a role keeps its menu")
		}
	})
}

// A name that nobody bears is answered with what would work, whatever is known.
func TestAnUnknownDepartmentIsAnsweredWithWhatIsThere(t *testing.T) {
	_, dir, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	for said, want := range map[string]string{"教育厅": "nearest: 教育局", "不存在局": "none like it; there are: 宣传部"} {
		if got := unknownDepartment(dir, said).Error(); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", said, got, want)
		}
	}
	if got := unknownDepartment(nil, "教育局").Error(); !strings.Contains(got, "duban import FILE") {
		t.Errorf("before a list is there: %s", got)
	}
}
