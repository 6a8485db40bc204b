package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
)

const keptFor = 90 * 24 * time.Hour

// sent puts a post into the outbox and lets it arrive.
func (w *world) sent(p chat.Post, message int64) (id int64) {
	w.t.Helper()
	w.do(func(tx *Tx) error { tx.Post(p); return nil })
	w.do(func(tx *Tx) error {
		due := must[[]Queued](w.t)(tx.Due(1))
		if err := tx.Begin(due, time.Minute); err != nil {
			return err
		}
		id = due[0].ID
		if _, err := tx.EndAttempt(id, 1, chat.Outcome{Class: chat.Sent, Message: message}); err != nil {
			return err
		}
		if p.About != nil {
			if err := tx.Remember(p.Chat, message, *p.About); err != nil {
				return err
			}
		}
		return tx.EndPost(due[0], PostSent, message, "")
	})
	return id
}

func (w *world) prune() {
	w.t.Helper()
	if err := w.Prune(w.t.Context(), keptFor); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) number(sql string, args ...any) (n int) {
	w.t.Helper()
	w.do(func(tx *Tx) (err error) { n, err = tx.count("SELECT COUNT(*) AS n FROM "+sql, args...); return err })
	return n
}

func (w *world) remembers(chatID, message int64) (found bool) {
	w.t.Helper()
	w.do(func(tx *Tx) (err error) { _, found, err = tx.About(chatID, message); return err })
	return found
}

func words(s string) *chat.Outgoing { return &chat.Outgoing{HTML: s} }

func TestWhatWasSaidIsForgottenAfterAWhile(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		card := chat.View{Kind: chat.Card, Task: 1}
		w.sent(chat.Post{Chat: 1, Text: words("甲"), Key: "telegram:1:0", About: &card}, 11)
		w.sent(chat.Post{Chat: 1, Text: words("乙"), Key: "board:1"}, 12)
		w.sent(chat.Post{Chat: 1, Text: words("丙")}, 13)
		w.do(func(tx *Tx) error {
			tx.Post(chat.Post{Chat: 1, Text: words("丁"), NotBefore: w.now.Add(2 * keptFor)})
			return nil
		})
		w.do(func(tx *Tx) error {
			p := must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
			for i := range 3 {
				must[int64](t)(tx.KeepWords(p.ID, fmt.Sprint(i), "戊"))
				must[string](t)(tx.Invite(duban.Invitation{Admin: true}))
				if err := tx.StartJob(duban.Job{Kind: duban.Download, Person: p.ID, Source: fmt.Sprint(i)}); err != nil {
					return err
				}
			}
			must[map[int64]bool](t)(tx.Receive("telegram", 1, 2))
			must[int64](t)(tx.KeepUpload(p.ID, "清单.csv", []byte("己")))
			_, err := tx.Occur(duban.Occurrence{Kind: duban.DigestSent, Cause: "x"})
			return err
		})
		w.do(func(tx *Tx) error { return tx.exec("UPDATE job SET state = ? WHERE id < 3", jobDone) })

		w.now = start.Add(keptFor - time.Hour)
		w.sent(chat.Post{Chat: 1, Text: words("新"), About: &card}, 14)
		w.prune()
		for sql, want := range map[string]int{
			"inbox": 0, "upload": 0, "outbox": 5, "attempt": 4, "posted": 2, "invitation": 3,
			"job": 3, "unplaced WHERE words <> ''": 3, "outbox WHERE payload <> '{}'": 5,
		} {
			if got := w.number(sql); got != want {
				t.Errorf("an hour before its time: %d in %s, want %d", got, sql, want)
			}
		}

		w.now = start.Add(keptFor + 25*time.Hour) // codes live for a day
		for range 2 {
			w.prune()
		}
		for sql, want := range map[string]int{
			"outbox":                             3, // 乙 has a key that may come again, 丁 waits, 新 is young
			"outbox WHERE payload = '{}'":        1,
			"outbox WHERE dedup_key = 'board:1'": 1,
			"outbox WHERE state = 'pending'":     1,
			"attempt":                            1,
			"posted":                             1,
			"invitation":                         0,
			"job":                                1, // it has not ended
			"unplaced":                           1,
			"unplaced WHERE words <> '' OR placed_at = 0": 0,
			"occurrence": 1,
		} {
			if got := w.number(sql); got != want {
				t.Errorf("after its time: %d in %s, want %d", got, sql, want)
			}
		}
		if w.remembers(1, 11) || !w.remembers(1, 14) {
			t.Error("what a message is about is forgotten by its age")
		}
		again := func() int {
			w.do(func(tx *Tx) error { tx.Post(chat.Post{Chat: 1, Text: words("乙"), Key: "board:1"}); return nil })
			return w.number("outbox")
		}
		if n := again(); n != 3 {
			t.Errorf("a key that came again: %d rows", n)
		}
	})
}

func TestAMessageThatCanStillBeChangedIsRemembered(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		w.do(func(tx *Tx) error {
			for i, step := range []duban.OpeningStep{duban.Over, duban.Over, duban.Collecting} {
				o := duban.Opening{Round: 1, List: list.ID, Opens: start.Add(time.Duration(i) * time.Hour), Closes: start, Step: duban.Collecting}
				o, _, err := tx.OpenRound(o, nil, nil)
				if err != nil {
					return err
				}
				o.Step = step
				if err := tx.StepOpening(o); err != nil {
					return err
				}
			}
			other := must[duban.Round](t)(tx.SetRound(duban.Round{List: list.ID, Task: 1, Kind: duban.Ask}))
			if _, _, err := tx.OpenRound(duban.Opening{Round: other.ID, List: list.ID, Opens: start, Step: duban.Over}, nil, nil); err != nil {
				return err
			}
			must[duban.Group](t)(tx.AllowGroup(duban.Group{Chat: -1, List: list.ID}))
			if err := tx.SetBoard(-1, 22); err != nil {
				return err
			}
			walker := must[duban.Person](t)(tx.Meet(7, "王芳", "zh"))
			must[duban.Person](t)(tx.Meet(8, "李明", "zh"))
			return tx.SetWalk(duban.Walk{Person: walker.ID, Task: 1})
		})
		messages := []struct {
			chat, message int64
			about         chat.View
			stays         bool
		}{
			{-1, 21, chat.View{Kind: chat.Board}, false}, // no longer the pinned one
			{-1, 22, chat.View{Kind: chat.Board}, true},
			{7, 1, chat.View{Kind: chat.Digest, Opening: 1}, false},
			{7, 2, chat.View{Kind: chat.Digest, Opening: 2}, false}, // a newer opening asks
			{7, 3, chat.View{Kind: chat.Digest, Opening: 3}, true},
			{7, 4, chat.View{Kind: chat.Digest, Opening: 4}, true}, // over, but nothing newer
			{7, 5, chat.View{Kind: chat.Walk}, true},
			{8, 5, chat.View{Kind: chat.Walk}, false}, // he walks no more
			{7, 6, chat.View{Kind: chat.Card}, false},
		}
		w.do(func(tx *Tx) error {
			for _, m := range messages {
				if err := tx.Remember(m.chat, m.message, m.about); err != nil {
					return err
				}
			}
			return nil
		})
		w.now = w.now.Add(keptFor + time.Hour)
		w.prune()
		for _, m := range messages {
			if got := w.remembers(m.chat, m.message); got != m.stays {
				t.Errorf("%s of opening %d, message %d in %d: remembered %v, want %v", m.about.Kind, m.about.Opening, m.message, m.chat, got, m.stays)
			}
		}
	})
}

// Messages of before their age was kept are met by the first pruning, and are not old
// at once.
func TestAMessageOfUnknownAgeCountsFromNow(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		w.do(func(tx *Tx) error {
			if err := tx.Remember(1, 2, chat.View{Kind: chat.Card}); err != nil {
				return err
			}
			return tx.exec("UPDATE posted SET at = 0")
		})
		w.prune()
		w.now = w.now.Add(keptFor - time.Hour)
		w.prune()
		if !w.remembers(1, 2) {
			t.Error("it was forgotten at once")
		}
		w.now = w.now.Add(2 * time.Hour)
		w.prune()
		if w.remembers(1, 2) {
			t.Error("it is remembered for ever")
		}
	})
}

// However a post ends, its file and the words with a code in them go at once.
func TestAPostThatHasEndedKeepsNeitherFileNorCode(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		for _, state := range []string{PostSent, PostRefused, PostSkipped, PostDead} {
			w.do(func(tx *Tx) error {
				tx.Post(chat.Post{Chat: 1, Text: &chat.Outgoing{HTML: "台账", File: &chat.Document{Name: "a.csv", Data: []byte("secret")}}})
				tx.Post(chat.Post{Chat: 2, Text: words("?start=secret"), Expires: w.now.Add(time.Hour)})
				return nil
			})
			w.do(func(tx *Tx) error {
				for _, q := range must[[]Queued](t)(tx.Due(9)) {
					if err := tx.EndPost(q, state, 1, ""); err != nil {
						return err
					}
				}
				return nil
			})
			if n := w.number("outbox WHERE payload LIKE '%\"file\":%' OR payload LIKE '%secret%'"); n != 0 {
				t.Errorf("%s: %d posts keep what was to go", state, n)
			}
			if n := w.number("outbox WHERE state = ? AND payload LIKE '%台账%'", state); n != 1 {
				t.Errorf("%s: %d posts keep their words", state, n)
			}
		}
	})
}

// Another process has taken a post up meanwhile: what its first attempt ended as is no
// longer of interest.
func TestAnOutcomeOfAnAttemptThatWasTakenUpChangesNothing(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		w.do(func(tx *Tx) error { tx.Post(chat.Post{Chat: 1, Text: words("甲")}); return nil })
		var q Queued
		w.do(func(tx *Tx) error {
			due := must[[]Queued](t)(tx.Due(1))
			err := tx.Begin(due, time.Minute)
			q = due[0]
			return err
		})
		for i, want := range []bool{true, false} {
			w.do(func(tx *Tx) error {
				open, err := tx.EndAttempt(q.ID, 1, chat.Outcome{Class: chat.Ambiguous})
				if open != want || err != nil {
					t.Errorf("time %d: %v, %v", i, open, err)
				}
				return errors.Join(err, tx.Requeue(q, w.now))
			})
		}
		if n := w.number("outbox WHERE ambiguous = 1"); n != 1 {
			t.Errorf("%d posts count one ambiguous attempt", n)
		}
	})
}

func TestACodeThatCannotBeSentGoesWhenItExpires(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		w.do(func(tx *Tx) error {
			tx.Post(chat.Post{Chat: 2, Text: words("?start=secret"), Expires: w.now.Add(time.Hour)})
			return tx.CloseGate(0, w.now.Add(time.Hour*24))
		})
		w.prune()
		if n := w.number("outbox WHERE payload LIKE '%secret%' AND state = 'pending'"); n != 1 {
			t.Errorf("%d wait", n)
		}
		w.now = w.now.Add(time.Hour)
		w.prune()
		if n := w.number("outbox WHERE payload LIKE '%secret%' OR state <> 'skipped'"); n != 0 {
			t.Errorf("%d are still there", n)
		}
	})
}

// fill makes n sent messages, old as of start.
func fill(tx *Tx, n int) error {
	count := fmt.Sprintf("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ", n)
	at := millis(start)
	for _, sql := range []string{
		fmt.Sprintf(`INSERT INTO outbox (dedup_key, chat_id, lane, op, payload, state, not_before, created_at, ended_at, message_id)
			SELECT CASE WHEN i %% 100 = 0 THEN 'edited:' || i ELSE 'telegram:' || i || ':0' END, i %% 1000, 0, 'send',
			'{"text":{"html":"已收到：第1项，已开班3期，培训120人。"}}', 'sent', %[1]d, %[1]d, %[1]d, i FROM n`, at),
		fmt.Sprintf("INSERT INTO attempt (outbox_id, n, at, outcome) SELECT i, 1, %d, 'sent' FROM n", at),
		fmt.Sprintf(`INSERT INTO posted (chat_id, message_id, kind, opening_id, about, at)
			SELECT i %% 1000, i, 'receipt', 0, '{"kind":"receipt","task":1}', %d FROM n`, at),
	} {
		if err := tx.exec(count + sql); err != nil {
			return err
		}
	}
	return nil
}

// Rows beyond one step go too, and each that stays is passed once.
func TestPruningGoesOnToTheEnd(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		const n = 5*pruneStep + 7
		w.do(func(tx *Tx) error { return fill(tx, n) })
		w.now = w.now.Add(keptFor + time.Hour)
		w.prune()
		for sql, want := range map[string]int{"outbox": n/100 + 1, "outbox WHERE payload <> '{}'": 0, "attempt": 0, "posted": 0} {
			if got := w.number(sql); got != want {
				t.Errorf("%d in %s, want %d", got, sql, want)
			}
		}
	})
}

// How long whoever writes waits while a million old messages are pruned.
// People who never had a role go after a while; who did anything, or had something
// done to them, stays.
func TestPeopleWithoutARoleAreForgotten(t *testing.T) {
	onEveryStore(t, func(t *testing.T, w *world) {
		var id [7]duban.PersonID
		w.do(func(tx *Tx) error {
			for i := range id {
				id[i] = must[duban.Person](t)(tx.Meet(int64(i), fmt.Sprint("第", i, "人"), "zh")).ID
			}
			must[int64](t)(tx.KeepWords(id[1], "m:1:1", "甲"))
			tx.Audit("operator", "role", fmt.Sprint("person:", id[2]), nil)
			return errors.Join(tx.SetLeader(id[3], true), tx.exec("UPDATE person SET met_at = ? WHERE id = ?", millis(start.Add(time.Hour)), id[4]))
		})
		w.now = start.Add(keptFor + time.Minute)
		w.do(func(tx *Tx) error { _, err := tx.pruneStrangers(keptFor); return err })
		var left []int64
		w.do(func(tx *Tx) error {
			left = must[[]int64](t)(query[int64](tx, "SELECT user_id FROM person ORDER BY user_id"))
			return nil
		})
		if want := []int64{1, 2, 3, 4, 6}; !slices.Equal(left, want) { // 6 is the newest
			t.Errorf("left are %v, want %v", left, want)
		}
	})
}

// Whatever is about a person keeps that person.
func TestWhatIsAboutPeopleKeepsThem(t *testing.T) {
	w := openWorld(t, filepath.Join(t.TempDir(), "duban.db"))
	for _, table := range w.tables() {
		if _, ok := w.columns(table, nil)["person_id"]; ok && !slices.Contains(ofPeople, table) {
			t.Errorf("people of whom %s tells would be forgotten", table)
		}
	}
}

func BenchmarkPruneAMillionMessages(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		where, clock := filepath.Join(b.TempDir(), "duban.db"), func() time.Time { return start.Add(keptFor + time.Hour) }
		if _, err := Make(b.Context(), where, clock); err != nil {
			b.Fatal(err)
		}
		s, err := Open(b.Context(), where, clock)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Write(b.Context(), func(tx *Tx) error { return fill(tx, 1_000_000) }); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		done := make(chan error, 1)
		go func() { done <- s.Prune(b.Context(), keptFor) }()
		var waits []time.Duration
		for running := true; running; {
			began := time.Now()
			if err := s.Write(b.Context(), func(tx *Tx) error { return tx.CloseGate(1, began) }); err != nil {
				b.Fatal(err)
			}
			waits = append(waits, time.Since(began))
			select {
			case err := <-done:
				if running = false; err != nil {
					b.Fatal(err)
				}
			default:
			}
		}
		b.StopTimer()
		slices.Sort(waits)
		b.ReportMetric(float64(waits[len(waits)/2].Microseconds())/1000, "ms-p50-wait")
		b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds())/1000, "ms-p99-wait")
		b.ReportMetric(float64(waits[len(waits)-1].Microseconds())/1000, "ms-longest-wait")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
