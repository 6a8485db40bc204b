package app

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/bot"
	"duban/internal/calendar"
	"duban/internal/duban"
	"duban/internal/sandbox"
	"duban/internal/text"
)

// unasked is what was delivered on a day that nobody had asked for: to whom, about
// what, and in which hour.
func (w *world) unasked(day time.Time) (got []string) {
	w.t.Helper()
	db := w.beside()
	defer db.Close()
	rows, err := db.Query(`SELECT chat_id, COALESCE(payload ->> '$.view.kind', ''), COALESCE(payload ->> '$.view.opening', 0), ended_at
		FROM outbox WHERE unasked AND op = 'send' AND state = 'sent' AND ended_at >= ? AND ended_at < ?`,
		day.UnixMilli(), day.AddDate(0, 0, 1).UnixMilli())
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var chat, opening, at int64
		var kind string
		if err := rows.Scan(&chat, &kind, &opening, &at); err != nil {
			w.t.Fatal(err)
		}
		got = append(got, line(time.UnixMilli(at), chat, kind, opening))
	}
	slices.Sort(got)
	return got
}

func line(at time.Time, chat int64, kind string, opening int64) string {
	return fmt.Sprintf("%s: %d is told %q of opening %d", at.In(beijing).Format("15 o'clock"), chat, kind, opening)
}

// foretold is the same out of a preview.
func (w *world) foretold(day calendar.Day) (want []string) {
	w.t.Helper()
	told, err := w.App.Preview(w.t.Context(), day)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range told {
		want = append(want, line(f.At, f.Chat, f.Kind, int64(f.Opening.ID)))
	}
	for _, lang := range []string{text.Chinese, text.English} {
		voice := text.Voice{Lang: lang, Zone: beijing, Now: w.Demo.Clock.Now()}
		if said := voice.Say(bot.Forecast(nil, w.Bot.Calendar, duban.Date(day), told)); strings.Contains(said, "html/template") {
			w.t.Errorf("a text fails:\n%s", said)
		}
	}
	slices.Sort(want)
	return want
}

// change lets something happen that bears on who is told what: answers, absences,
// schedules, due dates, people who come and go.
func (w *world) change(r *rand.Rand, users *[]int64) {
	user := (*users)[r.IntN(len(*users))]
	no := 1 + r.IntN(57)
	for _, words := range [][2]any{
		{user, "其余无新进展"}, {user, fmt.Sprintf("%d 办了一期", no)}, {user, "/away 明天到下周五"}, {user, "/mute 2天"}, {user, "/away 无"},
		{int64(adminID), fmt.Sprintf("/due %d 下月中旬", no)}, {int64(adminID), fmt.Sprintf("/due %d 每年6月、11月、12月", no)},
		{int64(adminID), fmt.Sprintf("/schedule %d 每周五 15:00，2个工作日后截止 确认", no)}, {int64(adminID), fmt.Sprintf("/schedule %d 默认", no)},
		{int64(adminID), "/schedule 重点 每月15日 10:00，遇休顺延 确认"}, {int64(adminID), "/schedule 重点 默认 确认"}, {int64(adminID), "/remind 教育局"},
		{int64(adminID), "/schedule 财政局 每两周"}, {int64(adminID), "/schedule 财政局 每月5日 20:00 确认"},
	} {
		if r.IntN(6) == 0 {
			w.tell(words[0].(int64), words[1].(string))
		}
	}
	if r.IntN(8) == 0 && len(*users) > 8 {
		w.Sandbox.Block(user)
		w.settle()
		*users = slices.DeleteFunc(*users, func(u int64) bool { return u == user })
	}
}

// What a preview says of a day is what that day brings: on fifty days, whatever
// happened before.
func TestADayBringsExactlyWhatItsPreviewSays(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(20261123, 5))
	w := newWorldOn(t, filepath.Join(t.TempDir(), "duban.db"), at(11, 20, 8, 0))
	w.office()
	var users []int64
	for _, user := range w.bindAll() {
		users = append(users, user)
	}
	slices.Sort(users)
	w.bind(300, "李梅", "教育局") // B岗
	w.headOf(301, "周局长", "教育局")
	group := w.group("领导小组")
	w.say(adminID, group, "/group")
	told, days, least := 0, 50, 100
	if raced { // a few days are enough to see a race
		days, least = 8, 1
	}
	for range days {
		day := w.Bot.Calendar.Day(w.Demo.Clock.Now()).Add(1 + r.IntN(8))
		w.change(r, &users)
		want := w.foretold(day)
		w.walk(day.In(beijing).AddDate(0, 0, 1).Add(-time.Minute))
		if diff := cmp.Diff(want, w.unasked(day.In(beijing))); diff != "" {
			t.Fatalf("%s: preview (-), day (+)\n%s", day, diff)
		}
		told += len(want)
	}
	if told < least {
		t.Errorf("only %d messages in all: the days tell nothing", told)
	}
}

// headOf makes somebody the head of a department, as the office does.
func (w *world) headOf(user int64, name, department string) {
	w.t.Helper()
	w.Sandbox.AddUser(sandbox.User{ID: user, FirstName: name, LanguageCode: "zh-hans"})
	w.tell(user, "/start")
	offer := w.tell(adminID, "/contact "+department+" "+name+" 负责人")
	w.press(adminID, offer[0], "确认登记为负责人")
}

// An admin asks in chat and reads who, what and when; nothing changes by it.
func TestAnAdminLooksAhead(t *testing.T) {
	w := withContact(t)
	before := w.row("SELECT COUNT(*) FROM occurrence") + w.row("SELECT COUNT(*) FROM opening")
	w.expect(w.tell(adminID, "/preview 2026-11-23"), "11月23日（周一）将通知", "9:00　应报清单", "王芳（教育局）55项", "9:00　未通知到的单位报督办员")
	w.expect(w.tell(adminID, "/preview 11月28日"), "这一天休息，不主动通知任何人")
	w.expect(w.tell(adminID, "/preview 2026-11-30"), "催办", "王芳（教育局）55项")
	w.expect(w.tell(adminID, "/preview 2026-11-01"), "未受理", "只能看今天起一年内的")
	w.expect(w.tell(adminID, "/preview 某日"), "看不懂日期")
	if after := w.row("SELECT COUNT(*) FROM occurrence") + w.row("SELECT COUNT(*) FROM opening"); after != before {
		t.Errorf("%d rows, were %d", after, before)
	}
	told, _, err := Office{Config: w.settings(), Now: w.Demo.Clock.Now}.Preview(t.Context(), "2026-11-26")
	if err != nil || len(told) != 1 || told[0].Kind != "reminder" || told[0].Person.Name != "王芳" || told[0].Tasks != 55 {
		t.Errorf("on the command line: %+v, %v", told, err)
	}
	for _, day := range []string{"2026-11-01", "nonsense", "2028-01-01"} {
		if _, _, err := (Office{Config: w.settings(), Now: w.Demo.Clock.Now}).Preview(t.Context(), day); err == nil || strings.Contains(err.Error(), "SQL") {
			t.Errorf("%s: %v", day, err)
		}
	}
}
