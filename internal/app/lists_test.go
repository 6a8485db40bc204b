package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"duban/internal/duban"
	"duban/internal/sandbox"
	"duban/internal/store"
)

// file sends a list as a file and returns what the bot made of it.
func (w *world) file(body string) sandbox.Message {
	w.t.Helper()
	said := w.tell(adminID, "", sandbox.Document("清单.txt", []byte(body)))
	if len(said) < 2 {
		w.t.Fatalf("nothing came of the file: %s", texts(said))
	}
	return said[1] // behind 正在读取
}

// again is a message as it reads now.
func (w *world) again(m sandbox.Message) sandbox.Message {
	w.t.Helper()
	m, found := w.Sandbox.Message(m.Chat, m.ID)
	if !found {
		w.t.Fatalf("message %d is gone", m.ID)
	}
	return m
}

// turn presses a button and returns the message it was under as it reads then.
func (w *world) turn(m sandbox.Message, label string) sandbox.Message {
	w.t.Helper()
	w.press(adminID, m, label)
	return w.again(m)
}

func (w *world) reads(m sandbox.Message, words ...string) {
	w.t.Helper()
	w.expect([]sandbox.Message{m}, words...)
}

// seedWith is the published list with some words replaced.
func (w *world) seedWith(t *testing.T, pairs ...string) string {
	t.Helper()
	list := string(w.Bot.Seed.Data)
	for i := 0; i < len(pairs); i += 2 {
		if strings.Count(list, pairs[i]) != 1 {
			t.Fatalf("%q stands in the list %d times", pairs[i], strings.Count(list, pairs[i]))
		}
		list = strings.Replace(list, pairs[i], pairs[i+1], 1)
	}
	return list
}

// The edited list of the gold file: the preview names exactly what was edited, and
// afterwards every report stands under its own words.
func TestAChangedListKeepsEveryReportUnderItsOwnWords(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	w.walk(at(11, 23, 9, 0))
	w.tell(wang, "5 课程建设方案已印发\n10 已开展跟踪调查\n11 启蒙教育已进12所小学\n28 又办两期电工班\n30 集团章程已拟\n31 指导委员会已成立\n44 联席会议已建立\n46 经费已落实\n57 活动周方案已定")
	said := map[string]string{}
	for _, r := range w.lastWords() {
		said[r.words] = r.content
	}
	if len(said) != 9 {
		t.Fatalf("reported: %v", said)
	}
	changed, err := os.ReadFile("../duban/testdata/changed.txt")
	if err != nil {
		t.Fatal(err)
	}
	before := w.audited()
	preview := w.file(string(changed))
	w.reads(preview,
		"新增1项，改写1项，对调1对，分工变化1家次，删去1项。",
		"第5项分工：加总工会（配合）", "第11项新增：建立专业设置与产业需求对接机制（教育局牵头，发改局、人社局配合）", "第28→29项改写：", "1.2万人次",
		"30与31对调：现30→32、31→31", "第44项删去：成立职业教育联席会议工作领导小组（已报1条归档）", "只改项号：11—27→12—28、29→30、32—43→33—44\n")
	if w.audited() != before || w.filed(11, "教育局").Words != "启蒙教育已进12所小学" {
		t.Error("the preview changed something")
	}
	w.turn(preview, "登记变更")
	w.newest(adminID, "已按新文件登记")
	w.reads(w.newest(wang, "清单有调整"), "项号变化：11—29→12—30、30→32、32—43→33—44", "文字有改动：第29项", "新承担：第11项", "不再承担：原第44项")
	if n := w.count(strangerID, ""); n != 0 {
		t.Error("a stranger was told of it")
	}
	if listed := w.listed(wang, w.newest(wang, "进展报送")); !slices.Contains(listed, 12) || slices.Contains(listed, 11) {
		t.Errorf("the digest that is there lists %v", listed)
	}
	for _, r := range w.lastWords() {
		if l := duban.Likeness(r.content, said[r.words]); l < 0.6 {
			t.Errorf("%q stands under %q, and stood under %q", r.words, r.content, said[r.words])
		}
	}
	for no, words := range map[int]string{5: "课程建设方案已印发", 10: "已开展跟踪调查", 12: "启蒙教育已进12所小学", 29: "又办两期电工班", 32: "集团章程已拟", 31: "指导委员会已成立", 46: "经费已落实", 57: "活动周方案已定"} {
		if got := w.filed(no, "教育局").Words; got != words {
			t.Errorf("under %d stands %q, want %q", no, got, words)
		}
	}
	if n := w.reports(); n != 9 {
		t.Errorf("%d reports, want all 9", n)
	}
	w.expect(w.tell(adminID, "/audit 29"), "按新文件改清单")
	w.reads(w.file(string(changed)), "没有改动")

	w.step("what is new is asked for from the next round on, what is gone no more", func() {
		digest := w.listed(wang, w.newest(wang, "进展报送"))
		if slices.Contains(digest, 11) {
			t.Errorf("the round that is open asks for %v", digest)
		}
		w.expect(w.tell(wang, "12 又进3所小学"), "已登记")
		w.walk(at(12, 25, 9, 0))
		if digest = w.listed(wang, w.newest(wang, "12月进展报送")); !slices.Contains(digest, 11) {
			t.Errorf("the next round asks for %v", digest)
		}
	})
	w.step("a task that comes back brings its reports", func() {
		preview := w.file(string(w.Bot.Seed.Data))
		w.reads(preview, "恢复1项", "第44项恢复")
		w.turn(preview, "登记变更")
		if got := w.filed(44, "教育局").Words; got != "联席会议已建立" {
			t.Errorf("under 44 stands %q", got)
		}
	})
}

// lastWord is the last words about a task that stands, with the task's own.
type lastWord struct{ words, content string }

func (w *world) lastWords() (all []lastWord) {
	w.t.Helper()
	err := w.Store.Read(w.t.Context(), func(tx *store.Tx) error {
		list, _, err := tx.CurrentList()
		if err != nil {
			return err
		}
		tasks, err := tx.Tasks(list.ID)
		for _, t := range tasks {
			duties, err := tx.TaskAssignments(t.ID)
			if err != nil {
				return err
			}
			for _, a := range duties {
				if r, found, _ := tx.LastReport(a.ID); found {
					all = append(all, lastWord{r.Words, t.Content})
				}
			}
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

func TestADoubtfulPairNeedsItsOwnPress(t *testing.T) {
	for press, want := range map[string]string{"同一项": "改写1项", "不是": "新增1项，删去1项"} {
		w := newWorld(t, at(11, 23, 8, 0))
		w.office()
		edited := w.seedWith(t, "打造优质培训项目，积极承接行业企业委托的职业培训，完成职业技能培训1万人次左右", "打造优质社区项目，积极承接街道委托的文体活动，完成职业技能展演1万人次左右")
		doubt := w.file(edited)
		w.reads(doubt, "拿不准", "现第28项：打造优质培训项目", "新第28项：打造优质社区项目")
		if hasButton(doubt, "登记变更") {
			t.Error("a doubt can be passed over")
		}
		doubt = w.turn(doubt, press)
		w.reads(doubt, want)
		w.turn(doubt, "登记变更")
		w.newest(adminID, "已按新文件登记")
		w.reads(w.file(edited), "没有改动")
	}
}

// Whatever changes the list after the preview: it is shown anew, and nothing is
// changed by the press.
func TestAChangeIsRefusedWhenTheListHasChangedSinceThePreview(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	edited := w.seedWith(t, "打造优质培训项目，", "打造更多优质培训项目，")
	preview := w.file(edited)
	for _, change := range []string{"/assign 5 总工会 配合", "/unassign 5 总工会", "/due 3 2026-12-31", "/members 各乡镇 +甲镇"} {
		for _, m := range w.tell(adminID, change) {
			if hasButton(m, "确认") {
				w.press(adminID, m, "确认")
			}
		}
		before := w.audited()
		preview = w.turn(preview, "登记变更")
		w.reads(preview, "在您看过之后有改动", "第28项改写")
		if after := w.audited(); after != before {
			t.Errorf("after %s the press changed something", change)
		}
	}
	w.step("another import", func() {
		other := w.file(w.seedWith(t, "打造优质培训项目，", "打造一批优质培训项目，"))
		w.turn(other, "登记变更")
		preview = w.turn(preview, "登记变更")
		w.reads(preview, "在您看过之后有改动", "“打造一批优质培训项目…”改为“打造更多优质培训项目…”")
	})
	w.reads(w.turn(preview, "不登记"), "没有改动")
	w.press(adminID, w.again(w.file(edited)), "登记变更")
	w.newest(adminID, "已按新文件登记")
}

func TestWhatTheOfficeSettledStaysUnlessTheFileIsToWin(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.tell(adminID, "/assign 4 人社局 牵头")
	edited := w.seedWith(t, "兼职导师制度\n\t市教育局、人社局、总工会\n", "兼职导师制度\n\t总工会、市教育局、人社局\n")
	preview := w.file(edited)
	w.reads(preview, "没有改动") // the order of names alone undoes no settled role
	edited = strings.Replace(edited, "打造优质培训项目，", "打造更多优质培训项目，", 1)
	preview = w.file(edited)
	w.reads(preview, "第4项保留：总工会（文件写牵头）")
	preview = w.turn(preview, "以文件为准")
	w.reads(preview, "一律以文件为准", "第4项分工：总工会改为牵头", "第4项分工：人社局改为配合")
	preview = w.turn(preview, "以核定为准")
	w.reads(preview, "第4项保留")
	w.turn(preview, "登记变更")
	w.expect(w.tell(adminID, "/task 4"), "牵头 市教育局", "牵头 市人社局", "配合 市总工会")
}

func TestAnotherListIsRefusedAndSaysWhatWorks(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.reads(w.file("养老服务任务清单\n\t序号\n\t主要任务\n\t任务内容\n\t责任部门\n\n\t1\n\t设施建设\n\t建设社区食堂\n\t市财政局\n"), "没有改动", "另一份清单")
	list := w.seedWith(t, "瓦房店市推进职业教育实用高效发展主要任务落实举措清单", "瓦房店市职业教育年度任务一览")
	preview := w.file(list)
	w.reads(preview, "原标题《瓦房店市推进职业教育实用高效发展主要任务落实举措清单》", "只改项号或标题")
	w.turn(preview, "登记变更")
	w.reads(w.file(list), "没有改动")
}

// A name nobody knows: as another name, as a new department, as a collective, or
// left; and none of it before a press.
func TestAnUnknownNameIsSettledWithAButton(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.admin()
	list := w.seedWith(t, "兼职导师制度\n\t市教育局、人社局、总工会\n", "兼职导师制度\n\t市教育体育局、林业局、各开发区\n")
	asked := w.file(list)
	w.reads(asked, "“市教育体育局”不在单位名录里", "第4项", "后面还有2个名称")
	w.reads(w.turn(w.file(list), "先不导入"), "没有改动")
	w.press(adminID, asked, "就是教育局")
	asked = w.again(asked)
	w.reads(asked, "“林业局”不在单位名录里")
	asked = w.turn(asked, "新单位")
	w.reads(asked, "“各开发区”不在单位名录里")
	preview := w.press(adminID, asked, "集体单位")
	w.expect(preview, "16家单位、5个集体单位", "172家次")
	w.expect(w.press(adminID, preview[0], "入库"), "请核定", "各开发区")
	w.press(adminID, w.newest(adminID, "请核定"), "按首位")
	w.expect(w.tell(adminID, "/task 4"), "牵头 市教育局", "配合 林业局")
	w.expect(w.tell(adminID, "/alias 教育局 = 教体局"), "市教育体育局")
}

func TestTheThreeQuestionsAreAskedWhereTheyArise(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.admin()
	w.press(adminID, w.tell(adminID, "/import")[0], "自带清单")
	w.press(adminID, w.newest(adminID, "列在首位"), "入库")
	ask := w.newest(adminID, "请核定")
	w.reads(ask, "14个方面57项任务，172家次，15家单位、4个集体单位", "1 牵头", "2 时限：第15项2025年12月31日已过", "3 集体单位尚无成员：各乡镇、各街道办事处")
	w.expect(w.press(adminID, ask, "登记成员"), "各乡镇现无成员", "/members 各乡镇")

	w.step("a new due date is asked for and taken", func() {
		wanted := w.press(adminID, ask, "定新时限")
		w.expect(wanted, "第15项新时限请回复本消息")
		w.expect(w.tell(adminID, "说不好", sandbox.ReplyTo(wanted[0].ID)), "看不懂日期")
		w.expect(w.tell(adminID, "2027年6月底前", sandbox.ReplyTo(wanted[0].ID)), "第15项", "2027年6月30日", "请核定")
	})
	ask = w.newest(adminID, "请核定")
	if strings.Contains(ask.Text, "时限：") {
		t.Errorf("asked again: %s", ask.Text)
	}
	w.step("leads one by one, and the rest by the first name", func() {
		step := w.turn(ask, "逐项定")
		w.reads(step, "逐项定牵头", "第1项", "责任单位：教育工委、教育局、人社局")
		step = w.turn(step, "教育局")
		w.reads(step, "第2项")
		step = w.turn(step, "本项不分")
		w.reads(step, "第4项") // 3 has one department
		back := w.turn(step, "返回")
		w.reads(back, "请核定", "1 牵头")
		step = w.turn(back, "逐项定")
		w.reads(step, "第4项")
		w.press(adminID, step, "其余按首位")
		w.newest(adminID, "已核定")
	})
	w.expect(w.tell(adminID, "/task 1"), "牵头 市教育局", "配合 市委教育工委")
	w.expect(w.tell(adminID, "/task 2"), "配合 市委教育工委", "配合 市教育局")
	w.expect(w.tell(adminID, "/task 4"), "牵头 市教育局", "配合 市总工会")
	w.expect(w.tell(adminID, "/task 15"), "时限2027年6月30日")
}

func TestADayThatHasPassedLightsNothingUntilItIsSettled(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	if card := texts(w.tell(adminID, "/task 15")); strings.Contains(card, "逾期") || strings.Contains(card, "时限") {
		t.Errorf("15 is lit: %s", card)
	}
	there := w.tell(adminID, "/import")
	w.expect(there, "没有改动", "第15项2025年12月31日已过")
	w.turn(there[len(there)-1], "已完成")
	w.newest(adminID, "第15项记为已完成")
	w.walk(at(11, 23, 9, 0))
	if asked := w.listed(wang, w.newest(wang, "进展报送")); slices.Contains(asked, 15) {
		t.Errorf("what is done is asked for: %v", asked)
	}
	w.expect(w.tell(adminID, "/task 15"), "办结")
	w.expect(w.tell(adminID, "/due 15 2026-12-31"), "12月31日")
	w.expect(w.tell(adminID, "/task 15"), "待报")
}

func TestADepartmentThatBecomesPartOfAnother(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	const li = 13
	w.bind(wang, "王芳", "教育局")
	w.bind(li, "李梅", "总工会")
	w.walk(at(11, 23, 9, 0))
	w.tell(wang, "4 教育局已安排劳模进校园")
	w.tell(li, "4 总工会已选派劳模10人")
	w.tell(li, "25 竞赛已报名")
	w.expect(w.tell(adminID, "/merge 总工会 工会"), "没有“工会”")
	w.expect(w.tell(adminID, "/merge 总工会 市总工会"), "不用合并")
	w.expect(w.tell(adminID, "/merge 各乡镇 教育局"), "集体单位")
	plan := w.tell(adminID, "/merge 总工会 教育局")
	w.expect(plan, "市总工会并入市教育局", "进展2条", "不能撤销")
	w.tell(li, "28 技能比武已办")
	again := w.turn(plan[0], "确认合并")
	w.reads(again, "之后有变化", "进展3条")
	w.turn(again, "确认合并")
	w.newest(adminID, "市总工会已并入市教育局")
	if r := w.filed(4, "教育局"); r.Words != "总工会已选派劳模10人" {
		t.Errorf("the last word about 4 is %q", r.Words)
	}
	if r := w.filed(25, "总工会"); r.Words != "竞赛已报名" {
		t.Errorf("by its old name the department said %q about 25", r.Words)
	}
	if n := w.reports(); n != 4 {
		t.Errorf("%d reports, want all 4", n)
	}
	w.expect(w.tell(li, "/whoami"), "教育局")
	w.expect(w.tell(li, "25 竞赛已结束"), "已登记")
	w.expect(w.tell(adminID, "/audit 教育局"), "合并单位")
	w.reads(w.again(w.tell(adminID, "/contacts")[0]), "教育局：王芳、李梅")
	if got := w.again(w.tell(adminID, "/contacts")[0]); strings.Contains(got.Text, "总工会") {
		t.Errorf("the department is still there: %s", got.Text)
	}
}

// A list that bears a marking, holds numbers of persons or is called secret is
// refused by chat and by command line before anything of it is kept.
func TestNothingStaysOfAListThatMayNotBeKept(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.admin()
	seed := string(w.Bot.Seed.Data)
	const unheard = "某处不得留存的字句"
	o := Office{Config: w.settings(), Now: w.Demo.Clock.Now}
	for in, says := range map[string][2]string{
		"\n机密⭐1年\n":                {"文件带有密级标志", "secrecy marking"},
		"\n密级：工作秘密\n":              {"文件带有密级标志", "secrecy marking"},
		"\n110105\n19491231002X\n": {"文件里有身份证号或银行卡号", "identity or bank card numbers"},
		"\n本件属于国家秘密\n":             {"不涉密的，请改写后重发", "other words"},
	} {
		body := unheard + in + seed
		said := w.tell(adminID, "", sandbox.Document(unheard[:12]+".txt", []byte(body)))
		w.expect(said, "内容未保存", says[0])
		file := filepath.Join(t.TempDir(), "清单.txt")
		if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := o.ReadList(t.Context(), file); err == nil || !strings.Contains(err.Error(), says[1]) || strings.Contains(err.Error(), unheard) {
			t.Errorf("the command line says %v", err)
		}
	}
	if n := w.row("SELECT (SELECT COUNT(*) FROM upload) + (SELECT COUNT(*) FROM list)"); n != 0 {
		t.Errorf("%d files or lists are kept", n)
	}
	if w.onPostgres() {
		return
	}
	for _, name := range []string{w.options.Database, w.options.Database + "-wal"} {
		kept, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(kept), unheard) {
			t.Errorf("%s holds words of the file", filepath.Base(name))
		}
	}
}
