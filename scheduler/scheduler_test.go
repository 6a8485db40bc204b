package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/postgrestest"
	"duban/internal/store"
	"duban/seeds"
)

const (
	monthly = "每月23日 9:00，4天后17:00截止"
	weekly  = "每周一 9:00"
	workday = 8 * time.Hour
)

var shanghai = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return zone
}()

// at reads an instant of the office: 2026-11-23 09:00.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

// office is the scheduler on a real database with the published list, a clock
// the test sets, and a book of what was written.
type office struct {
	*Scheduler
	t     testing.TB
	db    *store.Store
	where string
	mu    sync.Mutex
	now   time.Time
	list  duban.List
	dir   duban.Directory

	writes, woken int
	posts         []chat.Post
	openings      []duban.Opening
	broken        error // what each write ends with after it did everything
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *office) Glance(ctx context.Context, do func(Tx) error) error {
	return o.db.Glance(ctx, func(tx *store.Tx) error { return do(tx) })
}

func (o *office) Write(ctx context.Context, do func(Tx) error) error {
	b := &book{}
	err := o.db.Write(ctx, func(tx *store.Tx) error {
		b.Tx, b.posts, b.openings = tx, nil, nil
		return errors.Join(do(b), o.broken)
	})
	o.mu.Lock()
	defer o.mu.Unlock()
	o.writes++
	if err == nil {
		o.posts, o.openings = append(o.posts, b.posts...), append(o.openings, b.openings...)
	}
	return err
}

// book notes what a transaction posts and opens.
type book struct {
	*store.Tx
	posts    []chat.Post
	openings []duban.Opening
}

func (b *book) Post(p chat.Post) {
	b.posts = append(b.posts, p)
	b.Tx.Post(p)
}

func (b *book) OpenRound(o duban.Opening, asked, passed []duban.Assignment) (duban.Opening, bool, error) {
	o, opened, err := b.Tx.OpenRound(o, asked, passed)
	if opened {
		b.openings = append(b.openings, o)
	}
	return o, opened, err
}

// newOffice confirms the list on a Friday morning, three days before the
// monthly round of November opens.
func newOffice(t testing.TB) *office {
	t.Helper()
	days, err := calendar.Load(shanghai, "9:00-17:00", seeds.Holidays()...)
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, now: at("2026-11-20 10:00")}
	o.where = postgrestest.Where(t)
	if _, err := store.Make(context.Background(), o.where, o.clock); err != nil {
		t.Fatal(err)
	}
	if o.db, err = store.Open(context.Background(), o.where, o.clock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.db.Close() })
	o.Scheduler = &Scheduler{
		Store: o, Calendar: days, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Wake: func() { o.mu.Lock(); o.woken++; o.mu.Unlock() }, Climb: duban.DefaultClimb,
		Focus: duban.FocusRule{Lights: duban.LightRule{Zone: shanghai, Near: 7 * workday, Quiet: 2}, Near: 30 * workday, Passed: 2},
	}
	o.do(func(tx *store.Tx) error {
		pub, dir, err := seeds.Load()
		if err != nil {
			return err
		}
		if err := tx.AddDepartments(dir...); err != nil {
			return err
		}
		if o.list, _, err = tx.ImportList(pub); err != nil {
			return err
		}
		err = tx.ConfirmList(o.list.ID, true, duban.Date{Year: 2026, Month: 11, Day: 20},
			o.round(duban.Round{Kind: duban.Ask, Schedule: monthly}), o.round(duban.Round{Kind: duban.Summarise, Schedule: weekly}))
		if err != nil {
			return err
		}
		o.dir, err = tx.Directory()
		return err
	})
	return o
}

// round fills in the next moment of a round from now on.
func (o *office) round(r duban.Round) duban.Round {
	o.t.Helper()
	s, err := calendar.ParseSchedule(r.Schedule)
	if err != nil {
		o.t.Fatal(err)
	}
	m, ok := s.Next(o.Calendar, o.now)
	if !ok {
		o.t.Fatalf("%s never comes", r.Schedule)
	}
	r.List, r.Schedule, r.Next, r.NextCloses = o.list.ID, s.String(), m.Opens, m.Closes
	return r
}

func (o *office) do(work func(tx *store.Tx) error) {
	o.t.Helper()
	if err := o.db.Write(context.Background(), work); err != nil {
		o.t.Fatal(err)
	}
}

// tick sets the clock and ticks. It forgets what was posted before.
func (o *office) tick(when string) {
	o.t.Helper()
	o.now, o.posts = at(when), nil
	if err := o.Tick(context.Background()); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) department(name string) duban.DepartmentID {
	o.t.Helper()
	d, ok := o.dir.Find(name)
	if !ok {
		o.t.Fatalf("no department %s", name)
	}
	return d.ID
}

// bind makes a user who has pressed Start the next contact of departments.
func (o *office) bind(user int64, departments ...string) (p duban.Person) {
	o.t.Helper()
	o.do(func(tx *store.Tx) (err error) {
		if p, err = tx.Meet(user, fmt.Sprintf("联络员%d", user), "zh"); err != nil {
			return err
		}
		for _, d := range departments {
			if _, err := tx.Bind(p.ID, o.department(d), false); err != nil {
				return err
			}
		}
		return tx.SetStarted(p.ID)
	})
	return p
}

func (o *office) task(no int) (t duban.Task) {
	o.t.Helper()
	o.do(func(tx *store.Tx) (err error) { t, _, err = tx.TaskByNo(o.list.ID, no); return err })
	return t
}

// file reports for every open assignment of a department, or of its tasks named.
func (o *office) file(p duban.Person, department string, state duban.ReportState, nos ...int) {
	o.t.Helper()
	o.do(func(tx *store.Tx) error {
		all, err := tx.Assignments(o.list.ID)
		for _, a := range all {
			t, err2 := tx.Task(a.Task)
			if a.Department == o.department(department) && (len(nos) == 0 || slices.Contains(nos, t.No)) {
				_, _, err3 := tx.File(duban.Report{
					Assignment: a.ID, Person: p.ID, Source: fmt.Sprintf("m:%d:%d", p.User, o.now.Unix()), Words: "又办两期", State: state,
				})
				err = errors.Join(err, err3)
			}
			err = errors.Join(err, err2)
		}
		return err
	})
}

// posted are the users and groups that were sent a kind of view, in order.
func (o *office) posted(kind string) (chats []int64) {
	chats = []int64{}
	for _, p := range o.posts {
		if p.View.Kind == kind && p.Edit == 0 {
			chats = append(chats, p.Chat)
		}
	}
	return chats
}

func (o *office) expect(kind string, chats ...int64) {
	o.t.Helper()
	got := o.posted(kind)
	slices.Sort(got)
	slices.Sort(chats)
	if diff := cmp.Diff(append([]int64{}, chats...), got); diff != "" {
		o.t.Errorf("%s sent at %s: %s", kind, o.now.Format("01-02 15:04"), diff)
	}
}

// rounds are the list's rounds as they stand; the monthly asking comes first.
func (o *office) rounds() (all []duban.Round) {
	o.t.Helper()
	o.do(func(tx *store.Tx) (err error) { all, err = tx.Rounds(o.list.ID); return err })
	return all
}

// owed is what an opening asks for.
func (o *office) owed(opening duban.Opening) (all []duban.Owed) {
	o.t.Helper()
	o.do(func(tx *store.Tx) (err error) { all, err = tx.Owed(opening.ID); return err })
	return all
}

func TestARoundOpensOnce(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.tick("2026-11-23 08:59")
	o.expect(chat.Digest)
	o.tick("2026-11-23 09:00")
	o.expect(chat.Digest, 101)
	for _, when := range []string{"2026-11-23 09:00", "2026-11-23 09:01", "2026-11-24 09:00"} {
		o.tick(when)
		o.expect(chat.Digest)
	}
	if len(o.openings) != 1 {
		t.Fatalf("opened %d times", len(o.openings))
	}
	got := o.openings[0]
	if !got.Opens.Equal(at("2026-11-23 09:00")) || !got.Closes.Equal(at("2026-11-27 17:00")) || got.Late || got.Step != duban.Collecting {
		t.Errorf("%+v", got)
	}
	var all []duban.Assignment
	o.do(func(tx *store.Tx) (err error) { all, err = tx.Assignments(o.list.ID); return err })
	if n := len(o.owed(got)); n != len(all) || n < 57 {
		t.Errorf("asks for %d of %d", n, len(all))
	}
	if next := o.rounds()[0]; !next.Next.Equal(at("2026-12-23 09:00")) || !next.NextCloses.Equal(at("2026-12-27 17:00")) {
		t.Errorf("opens next %v, closes %v", next.Next.In(shanghai), next.NextCloses.In(shanghai))
	}
}

// What is sent waits for working hours, is answered on its own message, and is
// rendered when it leaves.
func TestADigestIsAViewThatWaitsForWorkingHours(t *testing.T) {
	o := newOffice(t)
	p := o.bind(101, "教育局")
	o.tick("2026-11-23 09:00")
	for _, post := range o.posts {
		if post.View.Kind != chat.Digest {
			continue
		}
		want := chat.View{Kind: chat.Digest, Person: int64(p.ID), Opening: int64(o.openings[0].ID)}
		if diff := cmp.Diff(chat.Post{Chat: 101, View: &want, About: &want, Lane: chat.Notice, Unasked: true}, post); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAMissedRoundIsAskedOnceAndMarkedLate(t *testing.T) {
	for _, c := range []struct {
		when, closes string
		late         bool
	}{
		{"2026-11-23 09:10", "2026-11-27 17:00", false}, // ten minutes are nothing
		{"2026-11-23 09:11", "2026-11-27 17:00", true},
		{"2026-11-25 15:00", "2026-11-27 17:00", true},
		// Nobody is asked for something that was due before he heard of it.
		{"2026-11-27 17:00", "2026-11-30 17:00", true},
		{"2026-11-28 12:00", "2026-11-30 17:00", true},
	} {
		o := newOffice(t)
		o.bind(101, "教育局")
		o.tick(c.when)
		o.expect(chat.Digest, 101)
		o.expect(chat.Nudge)
		if len(o.openings) != 1 {
			t.Fatalf("%s: opened %d times", c.when, len(o.openings))
		}
		got := o.openings[0]
		if !got.Opens.Equal(at("2026-11-23 09:00")) || got.Late != c.late || !got.Closes.Equal(at(c.closes)) || !got.OpenedAt.Equal(at(c.when)) {
			t.Errorf("%s: opens %v, closes %v, late %v, opened %v", c.when, got.Opens.In(shanghai), got.Closes.In(shanghai), got.Late, got.OpenedAt.In(shanghai))
		}
		o.tick(c.when)
		o.expect(chat.Digest)
	}
}

func TestSeveralMissedMonthsAreOneOpening(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.tick("2027-04-12 10:00")
	o.expect(chat.Digest, 101)
	o.expect(chat.Nudge)
	if len(o.openings) != 1 {
		t.Fatalf("opened %d times", len(o.openings))
	}
	got := o.openings[0]
	if !got.Late || !got.Opens.After(at("2027-03-01 00:00")) || !got.Closes.Equal(at("2027-04-13 17:00")) {
		t.Errorf("opens %v, closes %v, late %v", got.Opens.In(shanghai), got.Closes.In(shanghai), got.Late)
	}
	for _, r := range o.rounds() {
		if !r.Next.After(o.now) || !r.NextCloses.After(r.Next) || r.Next.After(at("2027-04-30 00:00")) {
			t.Errorf("%s: opens next %v, closes %v", r.Kind, r.Next.In(shanghai), r.NextCloses.In(shanghai))
		}
	}
	o.tick("2027-04-12 10:01")
	if len(o.posts) > 0 {
		t.Errorf("posted again: %+v", o.posts)
	}
}

func TestAScheduleThatEndsOpensNoMore(t *testing.T) {
	o := newOffice(t)
	var once duban.Round
	o.do(func(tx *store.Tx) (err error) {
		once, err = tx.SetRound(o.round(duban.Round{Kind: duban.Ask, Task: o.taskID(tx, 28), Schedule: "2026-12-01 9:00"}))
		return err
	})
	for _, when := range []string{"2026-12-01 09:00", "2026-12-01 09:01", "2027-12-01 09:00"} {
		o.tick(when)
	}
	opened := 0
	for _, x := range o.openings {
		if x.Round == once.ID {
			opened++
		}
	}
	if opened != 1 {
		t.Errorf("opened %d times", opened)
	}
	for _, r := range o.rounds() {
		if r.ID == once.ID && !r.Next.IsZero() {
			t.Errorf("opens again at %v", r.Next)
		}
	}
}

func (o *office) taskID(tx *store.Tx, no int) duban.TaskID {
	t, _, err := tx.TaskByNo(o.list.ID, no)
	if err != nil {
		o.t.Fatal(err)
	}
	return t.ID
}

func TestTheDeadlineCountsRoundsWithoutNews(t *testing.T) {
	o := newOffice(t)
	p := o.bind(101, "教育局", "人社局", "财政局")
	o.tick("2026-11-23 09:00")
	o.now = at("2026-11-25 10:00")
	o.file(p, "教育局", duban.Progressing)
	o.file(p, "人社局", duban.NoNews)
	quiet := func(department string) (least, most int) {
		least = 99
		for _, w := range o.owed(o.openings[0]) {
			if w.Assignment.Department == o.department(department) {
				least, most = min(least, w.Assignment.Quiet), max(most, w.Assignment.Quiet)
			}
		}
		return least, most
	}
	o.tick("2026-11-27 16:59")
	if _, most := quiet("财政局"); most != 0 {
		t.Errorf("counted before the deadline: %d", most)
	}
	o.tick("2026-11-27 17:00")
	o.tick("2026-11-27 17:01")
	for department, want := range map[string]int{"教育局": 0, "人社局": 1, "财政局": 1} {
		if least, most := quiet(department); least != want || most != want {
			t.Errorf("%s: between %d and %d quiet rounds, want %d", department, least, most, want)
		}
	}
}

func TestOnlyTheSilentAreNudged(t *testing.T) {
	o := newOffice(t)
	answered, partly, late := o.bind(101, "教育局"), o.bind(102, "人社局"), o.bind(103, "财政局")
	o.bind(104, "发改局")
	gone := o.bind(105, "税务局")
	o.tick("2026-11-23 09:00")
	o.expect(chat.Digest, 101, 102, 103, 104, 105)

	o.now = at("2026-11-25 10:00")
	o.file(answered, "教育局", duban.NoNews)
	o.file(partly, "人社局", duban.Progressing, 28)
	o.tick("2026-11-27 17:00")
	o.expect(chat.Nudge)
	o.now = at("2026-11-27 18:00")
	o.file(late, "财政局", duban.Stuck)
	o.do(func(tx *store.Tx) error { _, err := tx.SetReachable(gone.User, false); return err })
	o.tick("2026-11-30 08:59")
	o.expect(chat.Nudge)
	o.tick("2026-11-30 09:00")
	o.expect(chat.Nudge, 102, 104)
	for _, when := range []string{"2026-11-30 09:00", "2026-12-01 09:00", "2026-12-10 09:00"} {
		o.tick(when)
		o.expect(chat.Nudge)
	}
}

// The bot was down from the opening until after the morning of the nudge.
func TestANudgeThatWasMissedIsSentOnce(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.tick("2026-11-23 09:00")
	o.tick("2026-12-02 14:00")
	o.expect(chat.Nudge, 101)
	if w := o.owed(o.openings[0])[0]; w.Assignment.Quiet != 1 {
		t.Errorf("%d quiet rounds are counted", w.Assignment.Quiet)
	}
	o.tick("2026-12-02 14:01")
	o.expect(chat.Nudge)
}

func TestNobodyIsNudgedForWhatIsAskedAnew(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.do(func(tx *store.Tx) error { // closes after it has opened again
		_, err := tx.SetRound(o.round(duban.Round{Kind: duban.Ask, Schedule: "每周一 9:00，8天后17:00截止"}))
		return err
	})
	for _, when := range []string{"2026-11-23 09:00", "2026-11-30 09:00"} {
		o.tick(when)
		o.expect(chat.Digest, 101)
	}
	o.tick("2026-12-01 17:00") // the first closes
	o.tick("2026-12-02 09:00")
	o.expect(chat.Nudge)
}

func TestNothingIsAskedOfAnEndedAssignment(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "总工会")
	o.tick("2026-11-23 09:00")
	o.expect(chat.Digest, 101)
	o.do(func(tx *store.Tx) error {
		shares, err := tx.Shares(o.list.ID)
		for _, s := range shares {
			if s.Department == o.department("总工会") {
				_, err2 := tx.RemoveShare(s.Task, s.Department)
				err = errors.Join(err, err2)
			}
		}
		return errors.Join(err, tx.SyncAssignments(o.list.ID))
	})
	o.tick("2026-11-30 09:00")
	o.expect(chat.Nudge)
}

func TestATaskWithItsOwnScheduleLeavesTheLists(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.bind(102, "商务局") // has nothing to do with task 28
	task := o.task(28)
	o.do(func(tx *store.Tx) error {
		_, err := tx.SetRound(o.round(duban.Round{Kind: duban.Ask, Task: task.ID, Schedule: "每周五 15:00"}))
		return err
	})
	o.tick("2026-11-20 15:00")
	o.expect(chat.Digest, 101)
	o.tick("2026-11-23 09:00")
	o.expect(chat.Digest, 101, 102)
	if len(o.openings) != 2 {
		t.Fatalf("%d openings", len(o.openings))
	}
	for _, w := range o.owed(o.openings[0]) {
		if w.Assignment.Task != task.ID {
			t.Errorf("its own round asks for task %d", w.Assignment.Task)
		}
	}
	for _, w := range o.owed(o.openings[1]) {
		if w.Assignment.Task == task.ID {
			t.Error("the list's round asks for it too")
		}
	}
}

func TestADepartmentWithItsOwnScheduleLeavesTheLists(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.bind(102, "人社局")
	o.do(func(tx *store.Tx) error {
		_, err := tx.SetRound(o.round(duban.Round{Kind: duban.Ask, Department: o.department("人社局"), Schedule: "每月25日 9:00"}))
		return err
	})
	o.tick("2026-11-23 09:00")
	o.expect(chat.Digest, 101)
	o.tick("2026-11-25 09:00")
	o.expect(chat.Digest, 102)
	o.expect(chat.Note)
}

func TestOneContactOfTwoDepartmentsGetsOneDigest(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局", "教育工委", "人社局")
	o.tick("2026-11-23 09:00")
	o.expect(chat.Digest, 101)
	o.tick("2026-11-27 17:00")
	o.tick("2026-11-30 09:00")
	o.expect(chat.Nudge, 101)
}

// The first contact is asked; the next one instead of him when he cannot be
// written to, and a head never.
func TestWhoIsAsked(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.bind(102, "教育局")
	blocked := o.bind(103, "人社局")
	o.bind(104, "人社局")
	onlyBlocked := o.bind(105, "商务局")
	o.do(func(tx *store.Tx) error {
		shown, err := tx.Meet(106, "没有点过开始", "zh")
		if err != nil {
			return err
		}
		head, err := tx.Meet(107, "负责人", "zh")
		if err != nil {
			return err
		}
		_, err = tx.Bind(shown.ID, o.department("财政局"), false)
		_, err2 := tx.Bind(head.ID, o.department("税务局"), true)
		_, err3 := tx.SetReachable(blocked.User, false)
		_, err4 := tx.SetReachable(onlyBlocked.User, false)
		return errors.Join(err, err2, err3, err4, tx.SetStarted(head.ID))
	})
	o.tick("2026-11-23 09:00")
	o.expect(chat.Digest, 101, 104)
}

func TestARoundNobodyServesIsOpenedAllTheSame(t *testing.T) {
	o := newOffice(t)
	o.tick("2026-11-23 09:00")
	if len(o.posts) != 0 || len(o.openings) != 1 || len(o.owed(o.openings[0])) == 0 {
		t.Errorf("%d posts, %d openings", len(o.posts), len(o.openings))
	}
}

func TestEachAdminIsToldOnceWhomARoundCouldNotAsk(t *testing.T) {
	o := newOffice(t)
	o.do(func(tx *store.Tx) error {
		for user := int64(1); user <= 2; user++ {
			p, err := tx.Meet(user, "督办员", "zh")
			if err := errors.Join(err, tx.SetAdmin(p.ID, true), tx.SetStarted(p.ID)); err != nil {
				return err
			}
		}
		_, err := tx.SetRound(o.round(duban.Round{Kind: duban.Ask, Task: o.taskID(tx, 28), Schedule: "每周五 15:00"}))
		return err
	})
	o.tick("2026-11-20 15:00") // a task's own round is no occasion
	o.expect(chat.Note)
	o.tick("2026-11-23 09:00")
	o.expect(chat.Note, 1, 2)
	o.tick("2026-11-23 09:01")
	o.expect(chat.Note)
}

func TestTheSummaryIsSentOnceToEachLeadershipGroupOfTheList(t *testing.T) {
	o := newOffice(t)
	o.do(func(tx *store.Tx) error {
		var err error
		for _, g := range []duban.Group{
			{Chat: -1, Title: "领导小组", List: o.list.ID, Role: duban.Leadership},
			{Chat: -2, Title: "办公室", List: o.list.ID, Role: duban.Leadership},
			{Chat: -3, Title: "没有角色", List: o.list.ID},
		} {
			_, err2 := tx.AllowGroup(g)
			err = errors.Join(err, err2)
		}
		p, err2 := tx.Meet(9, "赵敏", "zh")
		return errors.Join(err, err2, tx.SetBoard(-1, 77), tx.SetAdmin(p.ID, true), tx.SetStarted(p.ID))
	})
	o.tick("2026-11-23 09:00")
	o.expect(chat.Summary, -1, -2, 9) // the office has a copy
	for _, p := range o.posts {
		if p.View.Kind == chat.Board && (p.Chat != -1 || p.Edit != 77 || p.Lane != chat.Refresh) {
			t.Errorf("board %+v", p)
		}
	}
	o.tick("2026-11-23 09:00")
	o.expect(chat.Summary)
	o.tick("2026-11-30 09:00")
	o.expect(chat.Summary, -1, -2, 9) // the office has a copy
	o.tick("2026-12-28 09:00")        // three Mondays were missed
	o.expect(chat.Summary, -1, -2, 9) // the office has a copy
	if len(o.openings) != 2 {         // of the monthly round, in November and December
		t.Errorf("%d openings", len(o.openings))
	}
}

// A changed schedule asks at its own moment; what was asked before goes on.
func TestAnEditedScheduleIsANewRevision(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	before := o.rounds()[0]
	o.tick("2026-11-23 09:00")
	o.now = at("2026-11-24 10:00")
	o.do(func(tx *store.Tx) error {
		_, err := tx.SetRound(o.round(duban.Round{Kind: duban.Ask, Schedule: "每月26日 9:00"}))
		return err
	})
	after := o.rounds()[0]
	if after.ID != before.ID || after.Revision != before.Revision+1 || !after.Next.Equal(at("2026-11-26 09:00")) {
		t.Errorf("before %+v\nafter %+v", before, after)
	}
	o.tick("2026-11-24 10:00")
	o.expect(chat.Digest)
	o.tick("2026-11-26 09:00")
	o.expect(chat.Digest, 101)
	if len(o.openings) != 2 || o.openings[0].Cause() == o.openings[1].Cause() {
		t.Errorf("%+v", o.openings)
	}
	o.tick("2026-11-27 17:00") // the old deadline still counts
	if got := o.owed(o.openings[0])[0].Assignment.Quiet; got != 1 {
		t.Errorf("%d quiet rounds", got)
	}
}

func TestAnIdleTickWritesNothing(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.tick("2026-11-20 12:00")
	o.tick("2026-11-23 08:59")
	if o.writes != 0 || o.woken != 0 {
		t.Errorf("%d writes, woken %d times", o.writes, o.woken)
	}
	o.tick("2026-11-23 09:00")
	if o.writes != 1 || o.woken != 1 {
		t.Errorf("for the round: %d writes, woken %d times", o.writes, o.woken)
	}
	o.tick("2026-11-23 09:01")
	if o.writes != 1 || o.woken != 1 {
		t.Errorf("after it: %d writes, woken %d times", o.writes, o.woken)
	}
}

// A tick that breaks at its very end leaves nothing; the next one does it all.
func TestNothingOfABrokenTickStays(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.now, o.broken = at("2026-11-23 09:00"), errors.New("disk full")
	for range 3 {
		if err := o.Tick(t.Context()); !errors.Is(err, o.broken) {
			t.Fatal(err)
		}
	}
	if o.woken != 0 || len(o.openings) != 0 || !o.rounds()[0].Next.Equal(at("2026-11-23 09:00")) {
		t.Errorf("woken %d times, opened %d times", o.woken, len(o.openings))
	}
	o.broken = nil
	o.tick("2026-11-23 09:01")
	o.expect(chat.Digest, 101)
}

// Two processes, or the timer and a walk of the clock, tick at the same time.
func TestTicksAtTheSameTimeDoItOnce(t *testing.T) {
	o := newOffice(t)
	o.bind(101, "教育局")
	o.now = at("2026-11-23 09:00")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if err := o.Tick(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	o.expect(chat.Digest, 101)
	if len(o.openings) != 1 {
		t.Errorf("opened %d times", len(o.openings))
	}
}

// Ticked once a day or once a quarter of an hour, the same things are sent.
func TestHowOftenItTicksChangesNothing(t *testing.T) {
	sent := func(every time.Duration) (all []string) {
		o := newOffice(t)
		p := o.bind(101, "教育局")
		o.bind(102, "人社局", "财政局")
		o.do(func(tx *store.Tx) error {
			_, err := tx.AllowGroup(duban.Group{Chat: -1, Title: "领导小组", List: o.list.ID, Role: duban.Leadership})
			_, err2 := tx.SetRound(o.round(duban.Round{Kind: duban.Ask, Task: o.taskID(tx, 28), Schedule: "每周五 15:00，4天后17:00截止"}))
			return errors.Join(err, err2)
		})
		for when, filed := at("2026-11-21 00:00"), false; when.Before(at("2027-01-10 00:00")); when = when.Add(every) {
			o.tick(when.Format("2006-01-02 15:04"))
			for _, post := range o.posts {
				all = append(all, fmt.Sprintf("%s %d to %d", post.View.Kind, post.View.Opening, post.Chat))
			}
			if !filed && !when.Before(at("2026-11-25 00:00")) {
				filed = true
				o.file(p, "教育局", duban.Progressing)
			}
		}
		slices.Sort(all) // what is due on one day is done in another order when it is done at once
		return all
	}
	if diff := cmp.Diff(sent(24*time.Hour), sent(15*time.Minute)); diff != "" {
		t.Error(diff)
	}
}

// patient is a store in which the first tick panics and the second fails.
type patient struct{ ticks int }

func (p *patient) Glance(context.Context, func(Tx) error) error {
	p.ticks++
	switch p.ticks {
	case 1:
		panic("boom")
	case 2:
		return errors.New("busy")
	}
	return nil
}

func (p *patient) Write(context.Context, func(Tx) error) error { return nil }

func TestItTicksEverySecondWhateverATickEndsWith(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &patient{}
		s := &Scheduler{Store: p, Log: slog.New(slog.DiscardHandler), Wake: func() {}}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second+time.Millisecond)
		defer cancel()
		if err := s.Run(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("ended with %v", err)
		}
		if p.ticks < 9 || p.ticks > 11 {
			t.Errorf("ticked %d times in ten seconds", p.ticks)
		}
	})
}

func BenchmarkOpenARound(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		o := newOffice(b)
		for i, d := range o.dir {
			if d.Kind == duban.Single {
				o.bind(int64(100+i), d.Name)
			}
		}
		o.now = at("2026-11-23 09:00")
		b.StartTimer()
		if err := o.Tick(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
