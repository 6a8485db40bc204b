package app

import (
	"slices"
	"strings"
	"testing"

	"duban/internal/duban"
	"duban/internal/sandbox"
	"duban/internal/store"
)

// An admin arranges everything over HTTP, and the next digests show exactly that.
func TestWhatAnAdminArrangesIsWhatIsAsked(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	const zhang, li = 12, 13
	w.bind(wang, "王芳", "教育局")
	w.bind(li, "李梅", "总工会")

	w.step("binds a person it has met", func() {
		w.Sandbox.AddUser(sandbox.User{ID: zhang, FirstName: "张建国"})
		w.tell(zhang, "你好")
		offer := w.tell(adminID, "/contact 人社局 张建国")
		w.expect(offer, "张建国", "编号12", "市人社局联络员")
		w.expect(w.press(adminID, offer[0], "确认登记")) // the offer itself is changed
		w.newest(adminID, "张建国已登记为市人社局联络员")
		w.newest(zhang, "您已登记为市人社局联络员")
	})
	w.step("assigns and takes off again", func() {
		w.expect(w.tell(adminID, "/assign 5 总工会 support"), "第5项已分给市总工会（配合）", "人社局、总工会配合")
		w.expect(w.tell(li, "第5项"), "加强创新创业课程建设", "配合 市总工会")
	})
	w.step("a schedule and a due date for one task", func() {
		w.expect(w.tell(adminID, "/schedule 28"), "第28项随清单报送", "/schedule 28 每周五 15:00")
		w.expect(w.tell(adminID, "/due 28"), "第28项尚未定时限", "/due 28 长期")
		w.expect(w.tell(adminID, "/schedule 28 每周五 15:00 确认"), "每周五 15:00")
		w.expect(w.tell(adminID, "/due 28 2026-12-31"), "12月31日（周四）")
		w.expect(w.tell(adminID, "/schedule 28"), "第28项单独报送", "每周五 15:00", "/schedule 28 默认")
		w.expect(w.tell(adminID, "/due 28"), "第28项时限为12月31日（周四）")
		w.expect(w.tell(wang, "/task 28"), "时限12月31日（周四）")
	})
	w.walk(at(11, 23, 9, 0))
	want := map[int64]int{wang: 54, zhang: 45, li: 4} // without 28; 总工会 has 4, 25, 55 and now 5
	for user, n := range want {
		if nos := w.listed(user, w.newest(user, "进展报送")); len(nos) != n || slices.Contains(nos, 28) {
			t.Errorf("user %d is asked for %d tasks: %v, want %d without 28", user, len(nos), nos, n)
		}
	}
	if nos := w.listed(li, w.newest(li, "进展报送")); !slices.Contains(nos, 5) {
		t.Errorf("总工会 is not asked for task 5: %v", nos)
	}
	w.step("moves a contact to another department", func() {
		w.expect(w.tell(adminID, "/unassign 5 总工会"), "不再由市总工会负责")
		offer := w.tell(adminID, "/contact 商务局 李梅")
		w.expect(offer, "总工会联络员")
		w.press(adminID, offer[0], "改任")
		w.newest(li, "您已登记为市商务局联络员")
	})
	w.walk(at(11, 23, 10, 0))
	if nos := w.listed(li, w.newest(li, "市商务局本期请报")); len(nos) != 5 {
		t.Errorf("the moved contact is asked for %v, want 商务局's five", nos)
	}
	w.walk(at(11, 27, 15, 0))
	if friday := w.newest(wang, "进展报送"); !strings.Contains(friday.Text, "请报第28项，12月3日") || !strings.Contains(friday.Text, "28 打造优质培训项目（牵头，时限12月31日，还有24个工作日）") || strings.Contains(friday.Text, "不用报") {
		t.Errorf("on Friday at 15:00: %s", friday.Text)
	}
	w.walk(at(12, 25, 9, 0)) // December's is the full round
	if nos := w.listed(li, w.newest(li, "12月进展报送")); len(nos) != 5 || slices.Contains(nos, 5) {
		t.Errorf("next month the moved contact is asked for %v, want 商务局's five", nos)
	}
}

// Each wrong form changes nothing, and says in one sentence what would work.
func TestAWrongFormChangesNothingAndSaysWhatWorks(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()

	w.bind(wang, "王芳", "教育局")
	for _, c := range []struct {
		from  int64
		words string
		says  []string
	}{
		{adminID, "/assign 5 总工公", []string{"没有“总工公”这个单位", "总工会"}},
		{adminID, "/assign 58 总工会", []string{"没有“58”这一项", "1到57"}},
		{adminID, "/assign 5 总工会 boss", []string{"牵头", "配合"}},
		{adminID, "/assign", []string{"/assign 28 教育局"}},
		{adminID, "/unassign 5 税务局", []string{"没有直接分给税务局", "教育局"}},
		{adminID, "/contact 教育局 赵无名", []string{"没有见过“赵无名”", "/invite 教育局 赵无名"}},
		{adminID, "/contact 各乡镇", []string{"集体单位", "/members"}},
		{adminID, "/due 28 2026-02-30", []string{"没有“2026-02-30”这一天", "2026-12-31"}},
		{adminID, "/schedule 28 0 9 30 2 *", []string{"永远不会到", "每周五 15:00"}},
		{adminID, "/schedule 28 TZ=0 9 * * *", []string{"看不懂"}},
		{adminID, "/members 各乡镇 甲镇", []string{"没有“甲镇”", "+甲镇"}},
		{adminID, "/alias 教育局 = 人社局", []string{"已经是人社局的名称"}},
		{adminID, "/role 王芳 none2", []string{"/role"}},
		{adminID, "/role 刘督办 none", []string{"至少要留一位督办员"}},
		{adminID, "/role 督办 admin", []string{"没有见过“督办”", "写全名"}},
		{adminID, "/remind 商务局", []string{"没有能联系上的联络员"}},
		{adminID, "/invite 教育厅局", []string{"没有“教育厅局”这个单位"}},
		{adminID, "/unbind 商务局", []string{"/contacts"}},
		{adminID, "/nonsense", []string{"没有 /nonsense 这个命令"}},
		{wang, "28 11010519491231002X 已培训", []string{"身份证号", "内容未保存"}},
		{wang, "/assign 5 总工会", []string{"只有督办员"}},
		{wang, "/status", []string{"只有领导和督办员"}},
		{wang, "58 完成", []string{"没有“58”这一项"}},
		{wang, "49 减税已落实", []string{"第49项由", "发改局", "您登记的单位是教育局"}},
		{strangerID, "/tasks", []string{"还没有登记"}},
		{strangerID, "/start wrong-code", []string{"链接无效、已用过或已过期"}},
	} {
		before := w.audited()
		w.expect(w.tell(c.from, c.words), c.says...)
		if after := w.audited(); after != before {
			t.Errorf("%s changed something: %d audit entries, were %d", c.words, after, before)
		}
	}
	if n := w.reports(); n != 0 {
		t.Errorf("%d reports, want none", n)
	}
}

// audited is how many changes are on record.
func (w *world) audited() (n int) {
	w.t.Helper()
	err := w.Store.Read(w.t.Context(), func(tx *store.Tx) error {
		_, entries, broken, err := tx.VerifyAudit()
		if broken != nil {
			w.t.Errorf("the audit chain is broken at %d", broken.ID)
		}
		n = entries
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func TestAPersonIsFoundByChooserCardReplyAndCode(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	const chosen, carded, replied, unmet = 21, 22, 23, 24
	for id, name := range map[int64]string{chosen: "周选", carded: "吴片", replied: "郑群", unmet: "冯生"} {
		w.Sandbox.AddUser(sandbox.User{ID: id, FirstName: name})
		if id != unmet {
			w.tell(id, "你好")
		}
	}
	prompt := w.tell(adminID, "/contact 发改局")
	keyboard := w.Sandbox.ReplyKeyboard(adminID)
	if len(keyboard) == 0 || keyboard[0][0].RequestUsers == nil {
		t.Fatalf("no people chooser: %v", keyboard)
	}
	request := keyboard[0][0].RequestUsers.ID
	w.expect(w.tell(adminID, "", sandbox.UsersShared(request, unmet)), "没有见过")
	offer := w.tell(adminID, "", sandbox.UsersShared(request, chosen))
	w.press(adminID, offer[len(offer)-1], "确认登记")
	w.newest(chosen, "市发改局联络员")
	if k := w.Sandbox.ReplyKeyboard(adminID); k != nil {
		t.Errorf("the chooser's button stays: %v", k)
	}

	offer = w.tell(adminID, "", sandbox.ContactShared(carded), sandbox.ReplyTo(prompt[0].ID))
	w.press(adminID, offer[len(offer)-1], "确认登记")
	w.newest(carded, "市发改局联络员")

	group := w.Sandbox.AddGroup("工作群", adminID, replied)
	w.Sandbox.Promote(group, true)
	asked, err := w.Sandbox.Send(replied, group, "我来报")
	if err != nil {
		t.Fatal(err)
	}
	said := w.say(adminID, group, "/contact 财政局", sandbox.ReplyTo(asked.ID))
	if w.expect(said, "私聊"); strings.Contains(texts(said), "郑群") {
		t.Errorf("a group reads a person's name: %s", texts(said))
	}
	w.press(adminID, w.newest(adminID, "市财政局联络员"), "确认登记")
	w.newest(replied, "市财政局联络员")
}

func TestACodeIsUsedOnceNeverForwardedNeverInAGroup(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	code := link.FindStringSubmatch(texts(w.tell(adminID, "/invite 教育局")))[1]
	w.expect(w.tell(strangerID, "/start "+code, sandbox.Forwarded()), "不能转发")
	w.tell(strangerID, "/start "+code)
	w.newest(strangerID, "您已登记为市教育局联络员")
	w.expect(w.tell(leaderID, "/start "+code), "链接无效")
	group := w.group("群")
	w.say(adminID, group, "/group")
	w.expect(w.say(adminID, group, "/invite 人社局"), "私聊")
}

func TestASentListIsPreviewedAndADamagedOneRefusedWhole(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.admin()
	seed := w.Bot.Seed.Data
	damaged := strings.Replace(string(seed), "\t28\n", "\t二十八八\n", 1)
	w.expect(w.tell(adminID, "", sandbox.Document("清单.txt", []byte(damaged))), "正在读取", "什么也没有改动", "二十八八", "第")
	said := w.tell(adminID, "", sandbox.Document("清单.txt", seed))
	w.expect(said, "14个方面57项任务")
	w.expect(w.press(adminID, said[len(said)-1], "入库"), "请核定")
	if n := len(w.Sandbox.Messages(strangerID)); n != 0 {
		t.Errorf("a stranger was told %d things", n)
	}
	w.press(adminID, w.newest(adminID, "请核定"), "按首位")
	before := w.audited()
	w.expect(w.tell(adminID, "", sandbox.Document("清单.txt", seed)), "没有改动", "第15项", "已过")
	if after := w.audited(); after != before {
		t.Errorf("importing twice changed something")
	}
	w.expect(w.tell(adminID, "", sandbox.Document("大.txt", make([]byte, 3<<20))), "太大")
}

func TestAnswersCanBeCorrectedAddedToAndTakenBack(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()

	w.bind(wang, "王芳", "教育局")
	w.walk(at(11, 23, 9, 0))

	w.step("an edit is a new revision", func() {
		sent, err := w.Sandbox.Send(wang, wang, "28 累计1500人次")
		if err != nil {
			t.Fatal(err)
		}
		w.settle()
		if err := w.Sandbox.Edit(wang, wang, sent.ID, "28 累计1600人次"); err != nil {
			t.Fatal(err)
		}
		w.settle()
		if r := w.filed(28, "教育局"); r.Words != "累计1600人次" || w.reports() != 1 {
			t.Errorf("after the edit: %q, %d reports", r.Words, w.reports())
		}
	})
	w.step("of several edits within a second the last one stands", func() {
		sent, err := w.Sandbox.Send(wang, wang, "27 方案已拟")
		if err != nil {
			t.Fatal(err)
		}
		w.settle()
		for _, words := range []string{"27 方案已改", "27 方案已印", "27 方案已印发"} {
			if err := w.Sandbox.Edit(wang, wang, sent.ID, words); err != nil {
				t.Fatal(err)
			}
		}
		w.settle()
		if r := w.filed(27, "教育局"); r.Words != "方案已印发" || w.reports() != 2 {
			t.Errorf("after three edits: %q, %d reports", r.Words, w.reports())
		}
		w.tell(wang, "/undo")
	})
	w.step("an edited command does nothing and says so once", func() {
		sent, err := w.Sandbox.Send(wang, wang, "/help")
		if err != nil {
			t.Fatal(err)
		}
		w.settle()
		for _, text := range []string{"/undo", "/undo 2"} {
			if err := w.Sandbox.Edit(wang, wang, sent.ID, text); err != nil {
				t.Fatal(err)
			}
			w.settle()
		}
		if n := w.count(wang, "修改旧消息不能发出命令"); n != 1 || w.reports() != 1 {
			t.Errorf("said %d times, %d reports", n, w.reports())
		}
	})
	w.step("a plus adds to the last", func() {
		w.tell(wang, "28 +另有300人次在训")
		if r := w.filed(28, "教育局"); r.Words != "累计1600人次\n另有300人次在训" {
			t.Errorf("after the supplement: %q", r.Words)
		}
	})
	w.step("undo goes back one step", func() {
		w.expect(w.tell(wang, "/undo"), "已撤回", "累计1600人次")
		if r := w.filed(28, "教育局"); r.Words != "累计1600人次" {
			t.Errorf("after undo: %q", r.Words)
		}
	})
	w.step("words without a number are kept and placed by a press or a number", func() {
		asked := w.tell(wang, "设备已到位，正在安装")
		w.expect(asked, "哪一项", "设备已到位")
		w.expect(w.tell(wang, "22", sandbox.ReplyTo(asked[0].ID)), "已登记 第22项")
		if r := w.filed(22, "教育局"); r.Words != "设备已到位，正在安装" {
			t.Errorf("placed: %q", r.Words)
		}
		asked = w.tell(wang, "教师培训班结业")
		w.press(wang, asked[0], "3 ")
		if r := w.filed(3, "教育局"); r.Words != "教师培训班结业" {
			t.Errorf("pressed: %q", r.Words)
		}
	})
	w.step("a number alone asks to see the task", func() {
		before := w.reports()
		digest := w.newest(wang, "进展报送")
		w.expect(w.tell(wang, "29", sandbox.ReplyTo(digest.ID)), "第29项 全面推进校企协同育人")
		w.expect(w.tell(wang, "29\n31 走访企业三家", sandbox.ReplyTo(digest.ID)), "已登记 第31项", "未登记")
		w.expect(w.tell(wang, "/我的任务"), "共55项")
		if w.reports() != before+1 {
			t.Errorf("%d new reports, want 1", w.reports()-before)
		}
	})
	w.step("words with a photo are filed, and that it was not kept is said", func() {
		w.expect(w.tell(wang, "", sandbox.Photo("班.jpg", []byte("x")), sandbox.Caption("33 开班照片")), "已登记 第33项", "附件未收存")
		before := w.count(wang, "暂不收附件")
		for range 3 {
			w.tell(wang, "", sandbox.Photo("班.jpg", []byte("x")), sandbox.AlbumID("77"))
		}
		if n := w.count(wang, "暂不收附件"); n != before+1 {
			t.Errorf("an album was answered %d times, want 1", n-before)
		}
	})
	w.step("reading is no report", func() {
		before := w.reports()
		w.expect(w.tell(wang, "收到"), "还有", "未报")
		if w.reports() != before {
			t.Error("收到 counted as a report")
		}
	})
	w.step("a secrecy marking is refused and nothing kept", func() {
		before := w.reports()
		w.expect(w.tell(wang, "28 机密★ 某某情况"), "密级标志", "内容未保存")
		if w.reports() != before {
			t.Error("a marked message was stored")
		}
	})
	w.step("what is only called secret is asked for in other words", func() {
		before := w.reports()
		w.expect(w.tell(wang, "28 属于秘密级文件"), "内容未保存", "不涉密的，请改写后重发")
		if w.reports() != before {
			t.Error("it was stored")
		}
	})
	w.step("a change into marked words is not kept, and what was filed before stays", func() {
		w.tell(wang, "28 累计1650人次")
		filed := w.newest(wang, "1650")
		before := w.reports()
		if err := w.Sandbox.Edit(wang, wang, filed.ID-1, "28 机密⭐ 累计9999人次"); err != nil {
			t.Fatal(err)
		}
		w.settle()
		w.newest(wang, "修改前登记的第28项仍保留")
		if w.reports() != before || w.row("SELECT COUNT(*) FROM report WHERE words LIKE '%9999%'") != 0 {
			t.Error("the marked words were stored")
		}
	})
	w.step("after the deadline nothing is taken back", func() {
		w.walk(at(11, 27, 17, 1))
		w.expect(w.tell(wang, "/undo"), "不能撤回")
	})
}

func TestTheWalkAsksOneTaskAfterAnotherAndSurvivesARestart(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	const mei = 11
	w.bind(mei, "李梅", "总工会") // 4, 25, 28, 55
	w.walk(at(11, 23, 9, 0))
	digest := w.newest(mei, "进展报送")
	step := w.press(mei, digest, "逐项填报")
	w.expect(step, "逐项填报 1/4", "第4项")
	step = w.tell(mei, "劳模进校园两场")
	at := func() string { m, _ := w.Sandbox.Message(mei, step[0].ID); return m.Text }
	if !strings.Contains(at(), "2/4") || !strings.Contains(at(), "第25项") {
		t.Errorf("after the first answer: %s", at())
	}
	w.press(mei, step[0], "跳过")
	w.down()
	w.up()
	w.press(mei, step[0], "本期无新进展")
	if r := w.filed(28, "总工会"); r.State != duban.NoNews {
		t.Errorf("after a restart the press filed %q", r.State)
	}
	step = w.tell(mei, "有困难：经费未落实")
	w.newest(mei, "有困难1项：55")
	if !strings.Contains(at(), "有新进展1项：4") || !strings.Contains(at(), "未报1项：25") {
		t.Errorf("the check: %s", at())
	}
	w.press(mei, step[0], "继续填报")
	if !strings.Contains(at(), "逐项填报 2/4") || !strings.Contains(at(), "第25项") {
		t.Errorf("going on: %s", at())
	}
	w.press(mei, step[0], "先到这里")
	w.expect(w.tell(mei, "25 培训班组长40人"), "已登记 第25项")
	if n := w.reports(); n != 4 {
		t.Errorf("%d reports, want 4", n)
	}
}

func TestALostContactIsTheOfficesBusinessAndComesBack(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()

	w.bind(wang, "王芳", "教育局")
	w.Sandbox.Block(wang)
	w.walk(at(11, 23, 9, 0))
	if n := w.count(adminID, "联系不上"); n != 1 {
		t.Errorf("the admin was told %d times, want 1", n)
	}
	w.newest(adminID, "没有能联系上的联络员：")
	w.Sandbox.Unblock(wang)
	w.tell(wang, "/start")
	w.expect(w.tell(adminID, "/remind 教育局"), "已提醒")
	w.newest(wang, "刘督办请市教育局报")
}

func TestAGroupKeepsItsRightsAsASupergroup(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()

	w.bind(wang, "王芳", "教育局")
	group := w.group("领导小组")
	w.say(adminID, group, "/group")
	super := w.Sandbox.ToSupergroup(group)
	w.settle()
	if pinned, ok := w.Sandbox.Pinned(super); !ok || !strings.Contains(pinned.Text, "57项任务") {
		t.Errorf("no board is pinned in the supergroup: %q", pinned.Text)
	}
	if n := w.count(super, "57项任务"); n != 1 {
		t.Errorf("%d boards after the move, want 1", n)
	}
	w.expect(w.say(leaderID, super, "/status"), "57项任务")
	w.walk(at(11, 23, 9, 0))
	w.newest(super, "周报")
}

func TestEnglishIsComplete(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()

	w.bind(wang, "王芳", "教育局")
	w.press(wang, w.tell(wang, "/lang")[0], "English")
	w.expect(w.tell(wang, "/lang"), "I write to you in English")
	w.tell(adminID, "/lang en")
	w.expect(w.tell(adminID, "/schedule 28 every Friday 15:00"), "every Friday 15:00, due 4 working days later 17:00", "Sent Fri 27 Nov, 15:00", "What you wrote is when it is sent")
	w.expect(w.tell(adminID, "/due 28 Dec 31"), "Thu 31 Dec")
	w.expect(w.tell(wang, "/away 9 Jan to 12 Jan"), "9 Jan")
	w.expect(w.tell(wang, "/mute 3 days"), "This replaces")
	w.tell(wang, "/away none")
	w.walk(at(11, 23, 9, 0))
	digest := w.newest(wang, "55")
	for _, han := range []string{"本期", "截止", "待报", "回复"} {
		if strings.Contains(digest.Text, han) {
			t.Errorf("%s in an English digest:\n%s", han, digest.Text)
		}
	}
	w.expect(w.tell(wang, "28 two more courses, 1,500 in total"), "Filed", "task 28")
	w.expect(w.tell(wang, "58 x"), "58")
}
