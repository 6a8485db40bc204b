package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/internal/config"
	"duban/internal/duban"
	"duban/internal/sandbox"
	"duban/internal/store"
)

// notice2027 is an invented notice in the form of the real ones.
func notice2027(t *testing.T) string {
	t.Helper()
	body, err := os.ReadFile("../calendar/testdata/notice-2027.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestAnAdminKeepsANoticeThatWasPasted(t *testing.T) {
	w := newWorld(t, at(11, 20, 10, 0))
	w.admin()
	list := w.tell(adminID, "/holidays")
	w.expect(list, "2026年放假安排（国办发明电〔2025〕7号）", "国庆节：10月1日至7日放假，9月20日（周日）、10月10日（周六）上班", "2027年放假安排（推算）", "没有调休", "端午节：6月9日放假")

	before := w.audited()
	read := w.tell(adminID, notice2027(t), sandbox.ReplyTo(list[0].ID))
	w.expect(read, "已读2027年放假安排（国办发明电〔2026〕99号）", "春节：2月5日至11日放假，1月31日（周日）、2月20日（周六）上班",
		"改为放假：2月9日至11日、5月3日至5日、10月4日至7日", "改为上班：1月31日、2月20日、4月25日、5月8日、9月26日、10月9日")
	if w.audited() != before {
		t.Error("something was kept before the admin pressed")
	}
	w.expect(w.tell(adminID, "/holidays 2027"), "推算")
	w.expect(w.press(adminID, read[0], "保存"), "2027年放假安排已登记", "/holidays 2027 取消")
	if n := w.audited(); n != before+1 {
		t.Errorf("%d audit entries, want %d", n, before+1)
	}
	w.expect(w.tell(adminID, "/holidays 2027"), "2027年放假安排（国办发明电〔2026〕99号）")
	w.expect(w.press(adminID, read[0], "保存"), "这个按钮已失效") // it waits for nobody any more
	w.expect(w.tell(adminID, "/holidays "+notice2027(t)), "与现行安排一致，不用保存")

	w.down()
	w.up()
	w.expect(w.tell(adminID, "节假日"), "2027年放假安排（国办发明电〔2026〕99号）")
	w.expect(w.tell(adminID, "/holidays 2027 取消"), "改按推算")
	w.expect(w.tell(adminID, "/holidays 2027"), "推算")
	w.expect(w.tell(adminID, "/holidays 2027 取消"), "没有登记过2027年的通知")
	w.expect(w.tell(adminID, "/holidays 2026 取消"), "没有登记过2026年的通知")
	if n := w.audited(); n != before+2 {
		t.Errorf("%d audit entries, want %d", n, before+2)
	}
}

func TestANoticeThatDoesNotAgreeIsShownAndNotKept(t *testing.T) {
	w := newWorld(t, at(11, 20, 10, 0))
	w.admin()
	before := w.audited()
	damaged := strings.NewReplacer("共7天。1月31日", "共8天。1月31日", "五、端午节", "五、", "5月8日（周六）", "5月7日（周五）").Replace(notice2027(t))
	read := w.tell(adminID, "/holidays "+damaged)
	w.expect(read, "国庆节：10月1日至7日放假", "没有保存", "春节：天数对不上", "端午：没有读到", "5月7日（周五）不是周末")
	if len(read[0].Keyboard) != 0 || w.audited() != before {
		t.Errorf("there is something to press: %v", read[0].Keyboard)
	}
	w.expect(w.tell(adminID, notice2027(t), sandbox.ReplyTo(read[0].ID)), "保存后立即生效") // answered with the right one
}

func TestWrongWordsAboutDaysOffChangeNothing(t *testing.T) {
	w := newWorld(t, at(11, 20, 10, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	for _, c := range []struct {
		from  int64
		words string
		says  string
	}{
		{adminID, "/holidays 2026-12-01 也许", "看不懂“2026-12-01 也许”"},
		{adminID, "/holidays 2026-02-30 停工", "日期不存在"},
		{adminID, "/holidays 11月2日 停工", "已过"},
		{adminID, "/holidays 2026-12-01 取消", "没有单独安排过"},
		{adminID, "/holidays 一、元旦：1月1日放假1天", "没有写是哪一年"},
		{adminID, "/holidays 1999", "看不懂"},
		{wang, "/holidays 2026-12-01 停工", "只有督办员"},
		{wang, "/holidays", "只有督办员"},
	} {
		before := w.audited()
		w.expect(w.tell(c.from, c.words), c.says)
		if n := w.audited(); n != before {
			t.Errorf("%s changed something", c.words)
		}
	}
}

// A day on which the office is closed is no working day for anything: the nudge of
// the next working day moves, once, and moves back when the closure is taken back.
func TestAClosureMovesTheNudge(t *testing.T) {
	for _, v := range []struct {
		name string
		say  []string
		none int // a day of November on which nobody may be nudged
		on   int // of December, or 30 of November
	}{
		{"closed", []string{"/holidays 2026-11-30 停工 暴雪"}, 30, 1},
		{"closed for two days", []string{"/holidays 11月30日至12月1日 停工"}, 30, 2},
		{"closed and opened again", []string{"/holidays 2026-11-30 停工", "/holidays 2026-11-30 取消"}, 29, 30},
	} {
		t.Run(v.name, func(t *testing.T) {
			w := newWorld(t, at(11, 23, 8, 0))
			w.office()
			w.bind(wang, "王芳", "教育局")
			w.walk(at(11, 27, 18, 0))
			for _, words := range v.say {
				w.tell(adminID, words)
			}
			w.walk(at(11, v.none, 23, 0))
			if n := w.count(wang, "催办"); n != 0 {
				t.Errorf("%d nudges while the office was closed", n)
			}
			day := at(12, v.on, 9, 0)
			if v.on == 30 {
				day = at(11, 30, 9, 0)
			}
			w.walk(day)
			if n := w.count(wang, "催办"); n != 1 {
				t.Errorf("%d nudges by %s, want 1", n, day)
			}
			w.walk(at(12, 10, 9, 0))
			if n := w.count(wang, "催办"); n != 1 {
				t.Errorf("%d nudges in the end", n)
			}
		})
	}
}

// An opening that counts working days moves as soon as days are changed, in chat or
// on the command line.
func TestAClosureMovesTheNextOpening(t *testing.T) {
	w := newWorld(t, at(11, 18, 10, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	w.expect(w.tell(adminID, "/schedule 每月28日前最后一个工作日截止，提前4个工作日"), "11月23日（周一）9:00发出，11月27日（周五）17:00截止")
	w.tell(adminID, "/holidays 2026-11-25 停工")
	w.expect(w.tell(adminID, "/schedule"), "下次11月20日（周五）9:00")
	w.keep(`{"year":2026,"source":"","local":true,"days":[{"date":"2026-11-24","name":"停电","off":true}]}`)
	w.expect(w.tell(adminID, "/schedule"), "下次11月19日（周四）9:00")
	w.walk(at(11, 19, 9, 0))
	if n := w.count(wang, "进展报送"); n != 1 {
		t.Errorf("%d digests, want 1", n)
	}
	w.tell(adminID, "/holidays 2026-11-24至2026-11-25 取消") // too late: it has opened
	w.walk(at(12, 21, 9, 0))
	if n := w.count(wang, "进展报送"); n != 1 {
		t.Errorf("%d digests in November, want 1", n)
	}
}

// What waits to be sent heeds a day that another process has declared off.
func TestWhatWaitsHeedsADayOffFromTheCommandLine(t *testing.T) {
	w := newWorld(t, at(11, 24, 18, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	off := func(date string) {
		w.keep(`{"year":2026,"source":"","local":true,"days":[{"date":"` + date + `","name":"停电","off":true}]}`)
		w.settle()
	}
	waits := func() time.Time {
		return time.UnixMilli(int64(w.row("SELECT not_before FROM outbox WHERE state = 'pending' AND unasked"))).In(beijing)
	}
	off("2026-11-25")
	w.expect(w.tell(adminID, "/remind 教育局"), "11月26日（周四）9:00提醒")
	off("2026-11-26")
	if got := waits(); !got.Equal(at(11, 27, 9, 0)) {
		t.Errorf("it waits until %s", got)
	}
	w.tell(adminID, "/holidays 2026-11-26 取消")
	if got := waits(); !got.Equal(at(11, 26, 9, 0)) {
		t.Errorf("it waits until %s", got)
	}
	w.walk(at(11, 25, 20, 0))
	if n := w.count(wang, "提醒："); n != 0 {
		t.Errorf("reminded %d times on a day off", n)
	}
	w.walk(at(11, 26, 9, 0))
	if n := w.count(wang, "提醒："); n != 1 {
		t.Errorf("reminded %d times on the next working day", n)
	}
}

// keep imports days on the command line, while the bot runs.
func (w *world) keep(year string) {
	w.t.Helper()
	c := config.Default()
	c.Database = config.Secret(w.options.Database)
	o := Office{Config: c, Now: w.Demo.Clock.Now}
	file := filepath.Join(w.t.TempDir(), "year.json")
	if err := os.WriteFile(file, []byte(year), 0o600); err != nil {
		w.t.Fatal(err)
	}
	r, err := o.ReadDaysOff(w.t.Context(), file)
	if err != nil {
		w.t.Fatal(err)
	}
	if r.Same {
		w.t.Fatal("there is nothing to keep")
	}
	if err := o.KeepDaysOff(w.t.Context(), r); err != nil {
		w.t.Fatal(err)
	}
	if again, err := o.ReadDaysOff(w.t.Context(), file); err != nil || !again.Same {
		w.t.Errorf("the same days again: %+v %v", again, err)
	}
}

// The command line changes the days beside a bot that runs, between an opening and
// its nudge.
func TestDaysKeptBesideARunningBotHoldAtOnce(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	w.walk(at(11, 27, 18, 0))
	w.keep(`{"year":2026,"source":"","local":true,"days":[
		{"date":"2026-11-30","name":"检修","off":true},{"date":"2026-12-01","name":"检修","off":false,"hours":"13:00-17:00"}]}`)
	w.walk(at(12, 1, 12, 50))
	if n := w.count(wang, "催办"); n != 0 {
		t.Errorf("%d nudges before work began", n)
	}
	w.walk(at(12, 1, 13, 0))
	if n := w.count(wang, "催办"); n != 1 {
		t.Errorf("%d nudges when it began, want 1", n)
	}
	w.expect(w.tell(adminID, "/holidays 2026"), "本单位", "11月30日（周一）停工（检修）", "12月1日（周二）只在13:00-17:00上班（检修）")
}

// The scheduler counts working days by what the database says.
func TestTheSchedulerHeedsADayOffFromTheCommandLine(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	w.walk(at(11, 27, 16, 0))
	w.keep(`{"year":2026,"source":"","local":true,"days":[{"date":"2026-11-30","name":"停电","off":true}]}`)
	w.walk(at(11, 27, 17, 0))
	w.walk(at(12, 1, 8, 59))
	if n := w.count(wang, "催办"); n != 0 {
		t.Errorf("the silent were asked again %d times before the day on which work goes on", n)
	}
	w.walk(at(12, 1, 9, 0))
	if n := w.count(wang, "催办"); n != 1 {
		t.Errorf("the silent were asked again %d times when work goes on, want 1", n)
	}
}

// An office's own day stands whatever a notice says of it.
func TestANoticeDoesNotTouchAnOfficesOwnDays(t *testing.T) {
	w := newWorld(t, at(11, 20, 10, 0))
	w.admin()
	w.tell(adminID, "/holidays 2027-05-03 上班 值守")
	w.tell(adminID, "/holidays 2027-05-06至2027-05-07 停工")
	read := w.tell(adminID, "/holidays "+notice2027(t))
	w.expect(read, "改为放假：2月9日至11日、5月4日至5日、10月4日至7日")
	w.press(adminID, read[0], "保存")
	w.expect(w.tell(adminID, "/holidays 2027"), "劳动节：5月1日至5日放假", "5月3日（周一）上班（值守）", "5月6日至7日停工")
}

// What is sent unasked waits for the half of a day in which the office works.
func TestAHalfDayIsWorkedInItsHoursOnly(t *testing.T) {
	w := newWorld(t, at(11, 24, 10, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	w.expect(w.tell(adminID, "/holidays 2026-11-24 下午 体检"), "11月24日（周二）只在13:00-17:00上班（体检）")
	w.expect(w.tell(adminID, "/remind 教育局"), "11月24日（周二）13:00提醒")
	w.walk(at(11, 24, 12, 50))
	if n := w.count(wang, "提醒："); n != 0 {
		t.Errorf("reminded %d times in the morning: %s", n, texts(w.since(wang, 0)))
	}
	w.expect(w.tell(wang, "我的任务"), "55项") // an answer waits for nothing
	asked := len(w.since(wang, 0))
	w.walk(at(11, 24, 13, 0))
	if n := len(w.since(wang, 0)) - asked; n != 1 {
		t.Errorf("%d messages when work began, want the reminder", n)
	}
}

// A folder of year files lies over what comes with the program, and a notice that
// was kept over both.
func TestAFolderOfYearsLiesOverTheProgramsOwn(t *testing.T) {
	folder := t.TempDir()
	write := func(name, body string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("2026.json", `{"year":2026,"source":"省里的安排","days":[{"date":"2026-12-25","name":"试","off":true}]}`)
	write("own.json", `{"year":2026,"source":"","local":true,"days":[{"date":"2026-12-28","name":"盘点","off":true}]}`)
	write("notes.txt", "no year")
	c := config.Default()
	c.Holidays = folder
	c.Database = config.Secret(filepath.Join(t.TempDir(), "duban.db"))
	b, err := NewBot(c)
	if err != nil {
		t.Fatal(err)
	}
	day := func(month, d int) bool {
		return b.Calendar.HoursOn(b.Calendar.Day(at(1, 1, 12, 0).AddDate(0, month-1, d-1))).IsZero()
	}
	if b.Calendar.Source(2026) != "省里的安排" || !day(12, 25) || !day(12, 28) || day(10, 1) || b.Calendar.Source(2025) != "国办发明电〔2024〕12号" {
		t.Errorf("2026 is of %s", b.Calendar.Source(2026))
	}
	o := Office{Config: c, Now: func() time.Time { return at(11, 20, 10, 0) }}
	years, err := o.DaysOff(t.Context())
	if err != nil || len(years) != 2 || years[0].Source != "省里的安排" || len(years[0].Days) != 2 || years[1].Source != "" {
		t.Errorf("%+v %v", years, err)
	}
	write("2025.json", `{"year":2025}`)
	if _, err := NewBot(c); err == nil || !strings.Contains(err.Error(), "2025.json") {
		t.Errorf("a damaged year: %v", err)
	}
	c.Holidays = filepath.Join(folder, "none")
	if _, err := NewBot(c); err == nil {
		t.Error("a folder that is not there")
	}
}

// A missing notice is told to the admin and answered where it is told.
func TestTheAdminIsAskedForAMissingNoticeAndAnswersThere(t *testing.T) {
	w := newWorld(t, at(11, 20, 18, 0))
	w.office()
	w.walk(at(11, 23, 9, 0))
	asked := w.newest(adminID, "还没有登记2027年放假安排")
	read := w.tell(adminID, notice2027(t), sandbox.ReplyTo(asked.ID))
	w.press(adminID, read[0], "保存")
	w.walk(at(12, 23, 9, 0))
	if n := w.count(adminID, "还没有登记2027年放假安排"); n != 1 {
		t.Errorf("asked %d times", n)
	}
	var entry duban.Entry
	for _, e := range w.auditOf("calendar:2027") {
		entry = e
	}
	if entry.Action != "holidays" || !strings.Contains(entry.Detail, "国办发明电〔2026〕99号") || !strings.HasPrefix(entry.Actor, "person:") {
		t.Errorf("%+v", entry)
	}
}

func (w *world) auditOf(subject string) (all []duban.Entry) {
	w.t.Helper()
	if err := w.Store.Read(w.t.Context(), func(tx *store.Tx) (err error) { all, err = tx.AuditOf(subject, 10, 0); return err }); err != nil {
		w.t.Fatal(err)
	}
	return all
}
