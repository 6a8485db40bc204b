package store

import (
	"strings"
	"testing"

	"duban/internal/chat"
	"duban/internal/duban"
)

// A hostile message may hold what PostgreSQL refuses. It fails nothing, and its
// neighbours in the batch are kept with it.
func TestTextNoDatabaseCanHoldFailsNothing(t *testing.T) {
	const hostile, kept = "王\x00芳\xff。", "王\uFFFD芳\uFFFD。"
	onEveryStore(t, func(t *testing.T, w *world) {
		list := w.confirmed()
		a := w.assignments(list.ID)[0]
		w.do(func(tx *Tx) error {
			p := must[duban.Person](t)(tx.Meet(7, hostile, "zh"))
			if p = must[duban.Person](t)(tx.Person(p.ID)); p.Name != kept {
				t.Errorf("the name is %q, want %q", p.Name, kept)
			}
			r, _, err := tx.File(duban.Report{Assignment: a.ID, Person: p.ID, Source: hostile, Words: hostile, State: duban.Said})
			if err != nil || r.Words != kept {
				t.Errorf("report %q, %v", r.Words, err)
			}
			if again, err := tx.ReportsFrom(hostile); err != nil || len(again) != 1 {
				t.Errorf("by its source: %v, %v", again, err)
			}
			must[int64](t)(tx.KeepWords(p.ID, hostile, hostile))
			must[duban.Group](t)(tx.AllowGroup(duban.Group{Chat: -5, Title: hostile, List: list.ID}))
			if people := must[[]duban.Person](t)(tx.PeopleNamed(hostile)); len(people) != 1 {
				t.Errorf("by his name: %v", people)
			}
			body := []byte(hostile)
			id := must[int64](t)(tx.KeepUpload(p.ID, hostile, body))
			if name, back, _, err := tx.Upload(id); err != nil || name != kept || string(back) != hostile {
				t.Errorf("upload %q, %q, %v: a file's bytes are its own", name, back, err)
			}
			tx.Post(chat.Post{Chat: 7, Text: &chat.Outgoing{HTML: hostile}, Key: hostile})
			tx.Audit(hostile, "report", hostile, map[string]string{"words": hostile})
			return tx.StartJob(duban.Job{Kind: duban.Download, Person: p.ID, Name: hostile, Source: hostile})
		})
		w.do(func(tx *Tx) error {
			_, n, broken, err := tx.VerifyAudit()
			if n != 1 || broken != nil {
				t.Errorf("the chain of %d breaks at %v", n, broken)
			}
			if of := must[[]duban.Entry](t)(tx.AuditOf(hostile, 1, 0)); len(of) != 1 {
				t.Errorf("entries about it: %v", of)
			}
			if due := must[[]Queued](t)(tx.Due(1)); len(due) != 1 || !strings.Contains(due[0].Text.HTML, "芳") {
				t.Errorf("due: %+v", due)
			}
			return err
		})
	})
}
