package bench

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"duban/internal/app"
	"duban/internal/chat"
	"duban/internal/config"
	"duban/internal/duban"
	"duban/internal/sandbox"
	"duban/internal/store"
)

// BenchmarkRound is how many replies a second are stored while a round is open,
// with 1, 10 and 100 contacts in the department. Each contact has a digest, which
// shows what his colleagues reply, and a group has a board. Who replies faster than
// he can be answered is answered once a minute.
func BenchmarkRound(b *testing.B) {
	raw := rawCommits(b)
	for _, contacts := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("%d-contacts", contacts), func(b *testing.B) {
			h := newHost(b, contacts)
			rate := h.stored(b)
			b.ReportMetric(rate, "replies/s")
			b.ReportMetric(rate/raw, "×commits")
			b.ReportMetric(float64(h.spent.Microseconds())/float64(b.N), "µs-processor")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// stored is how many of b.N replies that wait are stored in a second, while every
// message that shows them is brought up to date.
func (h *host) stored(b *testing.B) float64 {
	b.Helper()
	contacts := len(h.contacts)
	waiting := max(b.N, contacts) // each at least once: only then can he be written to
	for n := range waiting {
		h.reply(b, n)
	}
	h.openRound(b)
	stop := start(b, "duban", h)
	edits := func() int { return h.sandbox.Count(sandbox.EventEdited) }
	h.until(b, "the first replies are stored", time.Minute, func() bool { return h.sandbox.Pending() < waiting })
	began, first := time.Now(), h.sandbox.Pending()
	h.until(b, "all replies are stored", 10*time.Minute, func() bool { return h.sandbox.Pending() == 0 })
	took := time.Since(began)
	h.until(b, "every message shows them", time.Minute, func() bool { return edits() > contacts })
	stop()
	return float64(first) / took.Seconds()
}

// openRound asks for everything, as of an hour ago: each contact has his digest, and
// a group of leaders its board.
func (h *host) openRound(b *testing.B) {
	b.Helper()
	group := h.sandbox.AddGroup("督办领导", h.contacts[0])
	board := h.say(b, group, "看板")
	digests := map[int64]int64{}
	for _, user := range h.contacts {
		digests[user] = h.say(b, user, "应报清单")
	}
	h.write(b, func(tx *store.Tx) error {
		list, _, err := tx.CurrentList()
		if err != nil {
			return err
		}
		if _, err := tx.AllowGroup(duban.Group{Chat: group, Title: "督办领导", List: list.ID, Role: duban.Leadership}); err != nil {
			return err
		}
		if err := tx.SetBoard(group, board); err != nil {
			return err
		}
		opening, err := open(tx, list)
		if err != nil {
			return err
		}
		for user, message := range digests {
			p, _, err := tx.PersonByUser(user)
			if err != nil {
				return err
			}
			if err := tx.Remember(user, message, chat.View{Kind: chat.Digest, Person: int64(p.ID), Opening: int64(opening.ID)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// open opens the first of a list's rounds, which asks for everything until next week.
func open(tx *store.Tx, list duban.List) (duban.Opening, error) {
	bot, err := app.NewBot(config.Default())
	if err != nil {
		return duban.Opening{}, err
	}
	rounds, err := bot.DefaultRounds(tx.Now())
	if err != nil {
		return duban.Opening{}, err
	}
	rounds[0].List = list.ID
	r, err := tx.SetRound(rounds[0])
	if err != nil {
		return duban.Opening{}, err
	}
	all, err := tx.Assignments(list.ID)
	if err != nil {
		return duban.Opening{}, err
	}
	closes := tx.Now().Add(7 * 24 * time.Hour)
	o, _, err := tx.OpenRound(duban.Opening{
		Round: r.ID, List: list.ID, Opens: tx.Now().Add(-time.Hour), Closes: closes, Step: duban.Collecting, NextAt: closes,
	}, all, nil)
	return o, err
}

// say lets the bot send words and returns the message.
func (h *host) say(b *testing.B, to int64, words string) (message int64) {
	b.Helper()
	answer, err := http.PostForm(h.api+"/bot"+h.sandbox.Token()+"/sendMessage",
		url.Values{"chat_id": {strconv.FormatInt(to, 10)}, "text": {words}})
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	var sent struct {
		Result struct {
			MessageID int64 `json:"message_id"`
		}
	}
	if err := json.NewDecoder(answer.Body).Decode(&sent); err != nil || sent.Result.MessageID == 0 {
		b.Fatalf("%s: %v", answer.Status, err)
	}
	return sent.Result.MessageID
}
