package app

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"duban/bot"
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/store"
	"duban/internal/telegram"
)

// maxDownload is the largest file a job fetches.
const maxDownload = 2 << 20

// jobs does what takes longer than a handler may: it runs outside the
// transaction that asked for it, and what it brings comes back as an incoming.
type jobs struct {
	store    *store.Store
	telegram *telegram.Client
	log      *slog.Logger
	wake     chan struct{}
	menu     func(context.Context, duban.Person) error
	foresee  func(ctx context.Context, day string) ([]byte, error)
	paper    func(context.Context, duban.Job) ([]byte, error)
	arrived  func(ctx context.Context, id int64, in chat.Incoming) error
}

// Wake makes the worker look at once.
func (j *jobs) Wake() {
	select {
	case j.wake <- struct{}{}:
	default:
	}
}

// Recover lets jobs run again that a crash interrupted.
func (j *jobs) Recover(ctx context.Context) error {
	return j.store.Write(ctx, func(tx *store.Tx) error { return tx.ReviveJobs() })
}

// Run works until ctx is done.
func (j *jobs) Run(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		for {
			again, err := j.next(ctx)
			if err != nil && ctx.Err() == nil {
				j.log.Error("work on a job", "err", err)
			}
			if !again || err != nil {
				break
			}
		}
		timer.Reset(5 * time.Second)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-j.wake:
		case <-timer.C:
		}
	}
}

// next does one job; again is false when none waits.
func (j *jobs) next(ctx context.Context) (again bool, err error) {
	var job duban.Job
	waits := false
	err = j.store.Read(ctx, func(tx *store.Tx) (err error) { waits, err = tx.JobWaits(); return err })
	if err != nil || !waits {
		return false, err
	}
	var user duban.Person
	err = j.store.Write(ctx, func(tx *store.Tx) (err error) {
		if job, waits, err = tx.ClaimJob(); err != nil || !waits {
			return err
		}
		user, err = tx.Person(job.Person)
		return err
	})
	if err != nil || !waits {
		return false, err
	}
	in, err := j.do(ctx, job, user)
	if err != nil && j.mayRetry(err, job) {
		return true, j.store.Write(ctx, func(tx *store.Tx) error {
			return tx.RetryJob(job.ID, tx.Now().Add(backoff(job.Attempt)))
		})
	}
	note := ""
	if err != nil {
		j.log.Warn("a job failed", "job", job.ID, "kind", job.Kind, "err", err)
		in.Data, note = nil, string(job.Kind)+" failed"
	}
	if job.Kind == duban.SetMenu {
		return true, j.end(ctx, job, note)
	}
	in.From = chat.Person{ID: user.User}
	if err := j.arrived(ctx, int64(job.ID), in); err != nil {
		return false, err
	}
	return true, j.end(ctx, job, note)
}

func (j *jobs) end(ctx context.Context, job duban.Job, note string) error {
	return j.store.Write(ctx, func(tx *store.Tx) error { return tx.EndJob(job.ID, note) })
}

// do works on one job of a person and returns what it brings.
func (j *jobs) do(ctx context.Context, job duban.Job, user duban.Person) (in chat.Incoming, err error) {
	in = chat.Incoming{
		Kind: chat.Arrived, Source: job.Source, Chat: chat.Chat{ID: job.Chat, Private: job.Chat > 0}, Work: string(job.Kind),
	}
	switch job.Kind {
	case duban.SetMenu:
		return in, j.menu(ctx, user)
	case duban.Foresee:
		in.Text = job.Name
		in.Data, err = j.foresee(ctx, job.Name)
		return in, err
	case duban.MakeLedger, duban.MakeForm:
		in.Text = job.Name
		in.Data, err = j.paper(ctx, job)
		return in, err
	}
	in.File, in.Message = &chat.File{ID: job.File, Name: job.Name}, messageOf(in.Source)
	if in.Data, err = j.telegram.Download(ctx, job.File, maxDownload); err != nil {
		return in, err
	}
	return in, recognise(&in)
}

// recognise reads a file that is a form, so that it arrives as what it says. The
// words of every file stand where typed ones do, for the guard that keeps out what
// must not be stored.
func recognise(in *chat.Incoming) (err error) {
	in.Text = intake.Words(in.Data)
	form, fault := intake.ReadForm(in.Data)
	if fault == intake.NotForm || fault == intake.FormTooLarge {
		return nil
	}
	in.Work = string(duban.ReadForm)
	in.Data, err = json.Marshal(bot.Filled{Form: form, Fault: fault})
	return err
}

// messageOf is the message that a source names, 0 for none.
func messageOf(source string) int64 {
	parts := strings.Split(source, ":")
	if len(parts) < 3 {
		return 0
	}
	id, _ := strconv.ParseInt(parts[2], 10, 64)
	return id
}

func (j *jobs) mayRetry(err error, job duban.Job) bool {
	var large *telegram.TooLargeError
	return job.Attempt < tries && !errors.As(err, &large)
}
