package store

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/postgrestest"
)

// world is a store on a real database with a clock the test moves.
type world struct {
	*Store
	t     *testing.T
	where string
	now   time.Time
}

var start = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// onEveryStore runs a test on each database duban knows: what one does, the
// other does.
func onEveryStore(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, openWorld(t, filepath.Join(t.TempDir(), "duban.db"))) })
	t.Run("postgres", func(t *testing.T) { test(t, openWorld(t, postgrestest.Copy(t, migrated))) })
}

// onEveryNewPlace runs a test on each database duban knows before anything is in
// it.
func onEveryNewPlace(t *testing.T, test func(t *testing.T, where string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "duban.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, postgrestest.Empty(t)) })
}

func openWorld(t *testing.T, where string) *world {
	t.Helper()
	w := &world{t: t, where: where, now: start}
	if _, err := Make(t.Context(), where, w.clock); err != nil {
		t.Fatal(err)
	}
	w.Store = w.another()
	return w
}

// another opens the database once more, as another process does.
func (w *world) another() *Store {
	w.t.Helper()
	s, err := Open(w.t.Context(), w.where, w.clock)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { s.Close() })
	return s
}

func (w *world) clock() time.Time { return w.now }

func (w *world) onPostgres() bool { return strings.HasPrefix(w.where, "postgres") }

func migrated(where string) error {
	_, err := Make(context.Background(), where, time.Now)
	return err
}

// do runs a unit of work that must succeed.
func (w *world) do(work func(tx *Tx) error) {
	w.t.Helper()
	if err := w.Write(w.t.Context(), work); err != nil {
		w.t.Fatal(err)
	}
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

var departments = []duban.Department{
	{Kind: duban.Single, Name: "教育局", Formal: "市教育局", English: "Education", Position: 1},
	{Kind: duban.Single, Name: "人社局", Formal: "市人社局", English: "Human Resources", Position: 2},
	{Kind: duban.Collective, Name: "各乡镇", Formal: "各乡镇", English: "Townships", Position: 3},
}

var publication = duban.Publication{Title: "清单", Tasks: []duban.PublishedTask{
	{No: 1, Section: "一", Content: "甲", Shares: []duban.PublishedShare{
		{Printed: "市教育局", Name: "教育局", Role: duban.Lead}, {Printed: "人社局", Name: "人社局", Role: duban.Support},
	}},
	{No: 2, Section: "一", Content: "乙", Shares: []duban.PublishedShare{
		{Printed: "市教育局", Name: "教育局", Role: duban.Lead}, {Printed: "各乡镇", Name: "各乡镇", Role: duban.Support},
	}},
}}

// confirmed stores the publication, confirms it and returns its list.
func (w *world) confirmed() (list duban.List) {
	w.t.Helper()
	w.do(func(tx *Tx) error {
		if err := tx.AddDepartments(departments...); err != nil {
			return err
		}
		var err error
		if list, _, err = tx.ImportList(publication); err != nil {
			return err
		}
		return tx.ConfirmList(list.ID, true, duban.Date{Year: 2026, Month: 11, Day: 23}, duban.Round{
			Kind: duban.Ask, Schedule: "x", Next: start, NextCloses: start.Add(96 * time.Hour),
		})
	})
	return list
}

func (w *world) assignments(list duban.ListID) (all []duban.Assignment) {
	w.t.Helper()
	w.do(func(tx *Tx) (err error) { all, err = tx.Assignments(list); return err })
	return all
}

func TestTheSameDocumentTwiceChangesNothing(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		w.do(func(tx *Tx) error {
			again, fresh, err := tx.ImportList(publication)
			if err != nil || fresh || again.ID != list.ID || again.State != duban.Confirmed {
				t.Errorf("imported again: %+v, fresh %v, %v", again, fresh, err)
			}
			return nil
		})
		changed := publication
		changed.Tasks = changed.Tasks[:1]
		err := w.Write(t.Context(), func(tx *Tx) error { _, _, err := tx.ImportList(changed); return err })
		if duban.KindOf(err) != duban.Conflict {
			t.Errorf("another document under the same title: %v, want a conflict", err)
		}
		if n := len(w.assignments(list.ID)); n != 3 {
			t.Errorf("%d assignments, want 3", n)
		}
	})
}

func TestAReportFromOneSourceCountsOnce(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		a := w.assignments(w.confirmed().ID)[0]
		w.do(func(tx *Tx) error {
			p := must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
			for i, want := range []bool{true, false} {
				_, added, err := tx.File(duban.Report{Assignment: a.ID, Person: p.ID, Source: "m:1:2", Words: "开班", State: duban.Progressing})
				if err != nil || added != want {
					t.Errorf("time %d: added %v, %v", i, added, err)
				}
			}
			return nil
		})
		got := w.assignments(1)[0]
		if !got.ReportedAt.Equal(start) {
			t.Errorf("reported at %v, want %v", got.ReportedAt, start)
		}
	})
}

func TestWithdrawingAReportRestoresWhatStoodBefore(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		a := w.assignments(list.ID)[0]
		w.do(func(tx *Tx) error {
			o, opened, err := tx.OpenRound(duban.Opening{Round: 1, List: list.ID, Opens: start, Closes: start.Add(time.Hour), Step: duban.Collecting},
				[]duban.Assignment{a}, nil)
			if err != nil || !opened {
				t.Fatalf("opened %v, %v", opened, err)
			}
			p := must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
			r, _, err := tx.File(duban.Report{Assignment: a.ID, Person: p.ID, Source: "m:1:2", Words: "无场地", State: duban.Stuck})
			if err != nil {
				return err
			}
			owed := must[[]duban.Owed](t)(tx.Owed(o.ID))
			if !owed[0].Answered || !owed[0].Assignment.Blocked {
				t.Errorf("after the report: %+v", owed[0])
			}
			if changed, err := tx.Withdraw(r); err != nil || !changed {
				t.Errorf("withdraw: %v, %v", changed, err)
			}
			owed = must[[]duban.Owed](t)(tx.Owed(o.ID))
			if owed[0].Answered || owed[0].Assignment.Blocked || !owed[0].Assignment.ReportedAt.IsZero() {
				t.Errorf("after taking it back: %+v", owed[0])
			}
			return nil
		})
	})
}

func TestARoundOpensOnceForOneInstant(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		for i, want := range []bool{true, false} {
			w.do(func(tx *Tx) error {
				_, opened, err := tx.OpenRound(duban.Opening{Round: 1, List: list.ID, Opens: start, Step: duban.Collecting}, nil, nil)
				if opened != want {
					t.Errorf("time %d: opened %v", i, opened)
				}
				return err
			})
		}
	})
}

func TestACodeWorksOnceAndForADay(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		var codes [2]string
		w.do(func(tx *Tx) (err error) {
			for i := range codes {
				if codes[i], err = tx.Invite(duban.Invitation{Admin: true}); err != nil {
					return err
				}
			}
			return nil
		})
		use := func(code string) (valid bool) {
			w.do(func(tx *Tx) (err error) { _, valid, err = tx.Redeem(code, 1); return err })
			return valid
		}
		if use("wrong") || !use(codes[0]) || use(codes[0]) {
			t.Error("a code must be known, and work once")
		}
		w.now = w.now.Add(duban.InvitationLife)
		if use(codes[1]) {
			t.Error("a code must not work after its life")
		}
	})
}

func TestChangesOfPeopleFormAChain(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		for range 3 {
			w.do(func(tx *Tx) error {
				tx.Audit("operator", "assign", "task:1", map[string]any{"department": "教育局"})
				tx.Audit("operator", "unassign", "task:1", nil)
				return nil
			})
		}
		verify := func() (broken *duban.Entry) {
			w.do(func(tx *Tx) (err error) { _, _, broken, err = tx.VerifyAudit(); return err })
			return broken
		}
		if b := verify(); b != nil {
			t.Fatalf("an untouched chain is broken at %d", b.ID)
		}
		w.do(func(tx *Tx) error { return tx.exec("UPDATE audit SET detail = '{}' WHERE id = 4") })
		if b := verify(); b == nil || b.ID != 4 {
			t.Errorf("an altered entry 4 was not seen: %v", b)
		}
		w.do(func(tx *Tx) error { return tx.exec("DELETE FROM audit WHERE id = 2") })
		if b := verify(); b == nil || b.ID != 3 {
			t.Errorf("a missing entry 2 was not seen: %v", b)
		}
	})
}

func TestPostsLeaveInOrderOfLanesOneToAChat(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		text := func(s string) *chat.Outgoing { return &chat.Outgoing{HTML: s} }
		w.do(func(tx *Tx) error {
			tx.Post(chat.Post{Chat: 1, Text: text("digest"), Lane: chat.Notice, Key: "d"})
			tx.Post(chat.Post{Chat: 1, Text: text("answer"), Lane: chat.Answer})
			tx.Post(chat.Post{Chat: 2, Text: text("other"), Lane: chat.Notice})
			tx.Post(chat.Post{Chat: 2, Text: text("digest again"), Lane: chat.Notice, Key: "d"})
			return nil
		})
		due := func() (texts []string, posts []Queued) {
			w.do(func(tx *Tx) (err error) {
				posts, err = tx.Due(10)
				for _, q := range posts {
					texts = append(texts, q.Text.HTML)
				}
				return err
			})
			return
		}
		texts, posts := due()
		if len(texts) != 2 || texts[0] != "answer" || texts[1] != "other" {
			t.Fatalf("due %v, want the answer and the other chat's post", texts)
		}
		w.do(func(tx *Tx) error { return tx.Begin(posts[:1], time.Minute) })
		if posts[0].Attempts != 1 {
			t.Errorf("after an attempt: %d attempts", posts[0].Attempts)
		}
		if texts, _ := due(); len(texts) != 1 || texts[0] != "other" {
			t.Errorf("while one is on its way: due %v", texts)
		}
		w.do(func(tx *Tx) error {
			if _, err := tx.EndAttempt(posts[0].ID, 1, chat.Outcome{Class: chat.Sent}); err != nil {
				return err
			}
			return tx.EndPost(posts[0], PostSent, 55, "")
		})
		if texts, _ := due(); len(texts) != 2 || texts[0] != "digest" {
			t.Errorf("after it was sent: due %v", texts)
		}
		w.do(func(tx *Tx) error { return tx.CloseGate(1, w.now.Add(time.Minute)) })
		if texts, _ := due(); len(texts) != 1 {
			t.Errorf("behind a gate: due %v", texts)
		}
	})
}

func TestOneRefreshOfAMessageWaitsAtATime(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		for page := range 3 {
			w.do(func(tx *Tx) error {
				tx.Post(chat.Post{Chat: 1, Edit: 9, View: &chat.View{Kind: "digest", Page: page}, Lane: chat.Refresh})
				return nil
			})
		}
		w.do(func(tx *Tx) error {
			due := must[[]Queued](t)(tx.Due(10))
			if len(due) != 1 || due[0].View.Page != 2 {
				t.Errorf("due %+v, want the newest alone", due)
			}
			return nil
		})
	})
}

func TestNothingOfAFailedUnitStays(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		boom := errors.New("boom")
		err := w.Write(t.Context(), func(tx *Tx) error {
			if _, err := tx.Receive("bot", 1, 2); err != nil {
				return err
			}
			tx.Post(chat.Post{Chat: 1, Text: &chat.Outgoing{HTML: "x"}})
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatal(err)
		}
		w.do(func(tx *Tx) error {
			fresh := must[map[int64]bool](t)(tx.Receive("bot", 1, 2, 2))
			if len(fresh) != 2 {
				t.Errorf("fresh %v, want both updates", fresh)
			}
			if due := must[[]Queued](t)(tx.Due(10)); len(due) != 0 {
				t.Errorf("due %v, want nothing", due)
			}
			return nil
		})
	})
}

func TestJobsRunOnceUnlessInterrupted(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		w.do(func(tx *Tx) error {
			p := must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
			for range 2 {
				if err := tx.StartJob(duban.Job{Kind: duban.Download, Person: p.ID, File: "f", Name: "清单.txt", Source: "m:1:1", Chat: 1}); err != nil {
					return err
				}
			}
			j, found, err := tx.ClaimJob(time.Minute)
			if !found || j.Name != "清单.txt" || j.Attempt != 1 {
				t.Errorf("claimed %+v, %v", j, found)
			}
			if _, again, _ := tx.ClaimJob(time.Minute); again {
				t.Error("claimed twice")
			}
			if err != nil {
				return err
			}
			return tx.ReviveJobs()
		})
		w.do(func(tx *Tx) error {
			j, found, err := tx.ClaimJob(time.Minute)
			if !found || j.Attempt != 2 {
				t.Errorf("after a crash: %+v, %v", j, found)
			}
			return err
		})
	})
}

func TestTheCalendarSeesTheNextMoment(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		w.confirmed()
		w.do(func(tx *Tx) error {
			at, found, err := tx.NextMoment()
			if !found || !at.Equal(start) {
				t.Errorf("next moment %v, %v", at, found)
			}
			if d := must[[]duban.Round](t)(tx.DueRounds()); len(d) != 1 || d[0].Schedule != "x" {
				t.Errorf("due rounds %+v", d)
			}
			_, err2 := tx.NextDue()
			return errors.Join(err, err2)
		})
	})
}

func TestEveryReadWorks(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		w.do(func(tx *Tx) error {
			p := must[duban.Person](t)(tx.Meet(7, "王芳_%", "zh"))
			for _, head := range []bool{false, true} {
				if added := must[bool](t)(tx.Bind(p.ID, 1, head)); !added {
					t.Errorf("bind head %v: %v", head, added)
				}
			}
			if added := must[bool](t)(tx.Bind(p.ID, 1, false)); added {
				t.Error("bound twice")
			}
			p = must[duban.Person](t)(tx.Person(p.ID))
			if !p.ServesFor(1) || len(p.Sees()) != 2 {
				t.Errorf("person %+v", p)
			}
			if got := must[[]duban.Person](t)(tx.PeopleNamed("王芳_%")); len(got) != 1 {
				t.Errorf("people named: %v", got)
			}
			if got := must[[]duban.Contact](t)(tx.Contacts()); len(got) != 2 || !got[1].Head {
				t.Errorf("contacts %v", got)
			}
			g := must[duban.Group](t)(tx.AllowGroup(duban.Group{Chat: -5, Title: "组", List: list.ID, Role: duban.Leadership}))
			if err := tx.SetBoard(g.Chat, 12); err != nil {
				return err
			}
			if err := tx.MoveChat(-5, -100); err != nil {
				return err
			}
			if _, found, _ := tx.Group(-100); !found {
				t.Error("the group did not move")
			}
			if err := tx.SetMembers(3, []duban.DepartmentID{1, 2}); err != nil {
				return err
			}
			if err := tx.SyncAssignments(list.ID); err != nil {
				return err
			}
			all := must[[]duban.Assignment](t)(tx.Assignments(list.ID))
			if len(all) != 4 {
				t.Errorf("with members: %d assignments, want 4: %+v", len(all), all)
			}
			o, _, err := tx.OpenRound(duban.Opening{Round: 1, List: list.ID, Opens: start, Closes: start, Step: duban.Collecting}, all, nil)
			if err != nil {
				return err
			}
			if err := tx.CountQuiet(o); err != nil {
				return err
			}
			if err := tx.SetMembers(3, nil); err != nil {
				return err
			}
			if err := tx.SyncAssignments(list.ID); err != nil {
				return err
			}
			if of := must[[]duban.Membership](t)(tx.MembersOf(3)); len(of) != 2 || of[0].Since.IsZero() || !of[0].Until.Equal(tx.Now()) {
				t.Errorf("memberships there were: %+v", of)
			}
			if owed := must[[]duban.Owed](t)(tx.CurrentOwed(list.ID)); len(owed) != 3 || owed[0].Assignment.Quiet != 1 {
				t.Errorf("owed %+v", owed)
			}
			if o := must[[]duban.Opening](t)(tx.Collecting(1)); len(o) != 1 {
				t.Error("nothing is open for the department")
			}
			if err := tx.Remember(1, 2, chat.View{Kind: "digest", Opening: 3, Page: 1}); err != nil {
				return err
			}
			if n, of := must[int](t)(tx.Posted("digest", 0)), must[int](t)(tx.Posted("digest", -1001234567890)); n != 1 || of != 0 {
				t.Errorf("%d posted, %d of them in a group", n, of)
			}
			if s := must[[]chat.Showing](t)(tx.Showing(1, "digest")); len(s) != 1 || s[0].View.Page != 1 {
				t.Errorf("showing %v", s)
			}
			w2 := duban.Walk{Person: p.ID, Task: 2, Department: 1, Skipped: []duban.TaskID{1}}
			if err := tx.SetWalk(w2); err != nil {
				return err
			}
			if got, found, err := tx.Walk(p.ID); !found || err != nil || got.Skipped[0] != 1 || got.Department != 1 {
				t.Errorf("walk %+v %v %v", got, found, err)
			}
			_, err = tx.Stats()
			return err
		})
	})
}

func TestAPostThatWaitsToBeTriedAgainIsNotDue(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		post := func(words string) {
			w.do(func(tx *Tx) error {
				tx.Post(chat.Post{Chat: 1, Text: &chat.Outgoing{HTML: words}, Lane: chat.Notice})
				return nil
			})
		}
		due := func() (posts []Queued) {
			w.do(func(tx *Tx) (err error) { posts, err = tx.Due(9); return err })
			return posts
		}
		post("first")
		w.do(func(tx *Tx) error {
			posts := must[[]Queued](t)(tx.Due(1))
			if err := tx.Begin(posts, time.Minute); err != nil {
				return err
			}
			if _, err := tx.EndAttempt(posts[0].ID, 1, chat.Outcome{Class: chat.Ambiguous}); err != nil {
				return err
			}
			return tx.Requeue(posts[0], w.now.Add(time.Second))
		})
		post("second")
		if got := due(); len(got) != 0 {
			t.Errorf("due is %+v, though the first of the lane waits", got)
		}
		w.now = w.now.Add(time.Second)
		if got := due(); len(got) != 1 || got[0].Text.HTML != "first" || got[0].Ambiguous != 1 || got[0].Attempts != 1 {
			t.Errorf("when its time has come: %+v", got)
		}
		w.do(func(tx *Tx) error {
			if got := must[[]Attempt](t)(tx.AttemptsSince(start)); len(got) != 1 || got[0].Chat != 1 || !got[0].At.Equal(start) {
				t.Errorf("attempts %+v", got)
			}
			return nil
		})
	})
}

// A chat with a long line does not hide the others, and none of it is lost.
func TestTheOthersAreSeenBehindALongLine(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		w.do(func(tx *Tx) error {
			for range 100 {
				tx.Post(chat.Post{Chat: 1, Text: &chat.Outgoing{HTML: "x"}})
			}
			tx.Post(chat.Post{Chat: 2, Text: &chat.Outgoing{HTML: "y"}})
			return nil
		})
		w.do(func(tx *Tx) error {
			if got := must[[]Queued](t)(tx.Due(3)); len(got) != 2 || got[1].Chat != 2 {
				t.Errorf("due %+v", got)
			}
			if got := must[[]Queued](t)(tx.Due(3, 1)); len(got) != 1 || got[0].Chat != 2 {
				t.Errorf("without the first chat: due %+v", got)
			}
			return nil
		})
	})
}

func TestTheWholeBotIsHeldBackAndTrustedAgain(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		w.do(func(tx *Tx) error {
			tx.Post(chat.Post{Chat: 1, Text: &chat.Outgoing{HTML: "x"}})
			return errors.Join(tx.CloseGate(0, w.now.Add(time.Minute)), tx.OpenGate())
		})
		look := func() (due []Queued, gate time.Time) {
			w.do(func(tx *Tx) (err error) {
				due = must[[]Queued](t)(tx.Due(1))
				gate, err = tx.Gate()
				return err
			})
			return due, gate
		}
		if due, gate := look(); len(due) != 0 || !gate.Equal(start.Add(time.Minute)) {
			t.Errorf("held back: due %v, gate %v", due, gate)
		}
		w.now = w.now.Add(time.Minute)
		if due, gate := look(); len(due) != 1 || gate.IsZero() {
			t.Errorf("when it may be tried: due %v, gate %v", due, gate)
		}
		w.do(func(tx *Tx) error { return tx.OpenGate() })
		if _, gate := look(); !gate.IsZero() {
			t.Errorf("trusted again: gate %v", gate)
		}
	})
}

// What is news is the domain's to say: words that only confirm reading, or that
// nothing is new, leave a round quiet.
func TestARoundIsQuietUnlessSomethingNewWasSaid(t *testing.T) {
	for _, c := range []struct {
		words string
		state duban.ReportState
		quiet int
	}{
		{"", "", 1}, {"收到", duban.Said, 1}, {"", duban.NoNews, 1}, {"开班", duban.Progressing, 0}, {"无场地", duban.Stuck, 0},
	} {
		onEveryStore(t, func(t *testing.T, w *world) {
			list := w.confirmed()
			a := w.assignments(list.ID)[0]
			w.do(func(tx *Tx) error {
				o, _, err := tx.OpenRound(duban.Opening{Round: 1, List: list.ID, Opens: start, Closes: start, Step: duban.Collecting}, []duban.Assignment{a}, nil)
				if err != nil {
					return err
				}
				p := must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
				if c.words != "" || c.state != "" {
					if _, _, err := tx.File(duban.Report{Assignment: a.ID, Person: p.ID, Source: "m:1:2", Words: c.words, State: c.state}); err != nil {
						return err
					}
				}
				return tx.CountQuiet(o)
			})
			if got := w.assignments(list.ID)[0].Quiet; got != c.quiet {
				t.Errorf("after %q (%s): %d quiet rounds, want %d", c.words, c.state, got, c.quiet)
			}
		})
	}
}
