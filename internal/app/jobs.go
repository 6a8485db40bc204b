package app

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	retry "github.com/cenkalti/backoff/v5"

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

// errCrashed ends a job whose last attempts nobody has told the outcome of: each
// ended the process, or its lease ran out.
var errCrashed = errors.New("every attempt broke off")

// next makes one attempt at one job; again is false when none waits.
func (j *jobs) next(ctx context.Context) (again bool, err error) {
	job, user, found, err := j.claim(ctx)
	if err != nil || !found {
		return false, err
	}
	release := j.hold(ctx, job)
	defer release()
	in := incoming(job, user)
	if job.Attempt > tries {
		err = errCrashed
	} else {
		err = guarded(func() error { return j.do(ctx, job, user, &in) })
	}
	switch {
	case ctx.Err() != nil:
		return false, j.giveBack(ctx, job)
	case err != nil && j.mayRetry(err, job):
		j.log.Warn("a job is tried again", "job", job.ID, "kind", job.Kind, "attempt", job.Attempt, "err", err)
		return true, j.insist(ctx, func(tx *store.Tx) error { return tx.RetryJob(job, tx.Now().Add(backoff(job.Attempt))) })
	}
	note := ""
	if err != nil {
		j.log.Warn("a job failed", "job", job.ID, "kind", job.Kind, "attempt", job.Attempt, "err", err)
		in.Data, in.Broke, note = nil, broke(err), string(job.Kind)+" failed"
	}
	if err := j.bring(ctx, job, in); err != nil {
		return false, err
	}
	return true, j.insist(ctx, func(tx *store.Tx) error { return tx.EndJob(job, note) })
}

// claim takes a job and reads who asked for it.
func (j *jobs) claim(ctx context.Context) (job duban.Job, user duban.Person, found bool, err error) {
	err = j.store.Read(ctx, func(tx *store.Tx) (err error) { found, err = tx.JobWaits(); return err })
	if err != nil || !found {
		return job, user, false, err
	}
	err = j.store.Write(ctx, func(tx *store.Tx) (err error) {
		if job, found, err = tx.ClaimJob(lease); err != nil || !found {
			return err
		}
		user, err = tx.Person(job.Person)
		return err
	})
	return job, user, found, err
}

// hold renews a job's lease until release is called.
func (j *jobs) hold(ctx context.Context, job duban.Job) (release func()) {
	ctx, cancel := context.WithCancel(ctx)
	var renewing sync.WaitGroup
	renewing.Go(func() {
		tick := time.NewTicker(lease / 3)
		defer tick.Stop()
		for held := true; held; {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			err := j.store.Write(ctx, func(tx *store.Tx) (err error) { held, err = tx.RenewJob(job, lease); return err })
			if err != nil && ctx.Err() == nil {
				j.log.Warn("renew the lease of a job", "job", job.ID, "err", err)
				held = true // it is tried again, and may still be ours
			}
		}
	})
	return func() { cancel(); renewing.Wait() }
}

// giveBack lets a job wait for the next start: we were told to stop, and that is no
// fault of its own.
func (j *jobs) giveBack(ctx context.Context, job duban.Job) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endFor)
	defer cancel()
	return j.store.Write(ctx, func(tx *store.Tx) error { return tx.GiveBackJob(job) })
}

// bring hands over what a job has brought, as often as it takes: it counts once. A
// menu brings nothing.
func (j *jobs) bring(ctx context.Context, job duban.Job, in chat.Incoming) error {
	if job.Kind == duban.SetMenu {
		return nil
	}
	return j.persist(ctx, func() error { return j.arrived(ctx, int64(job.ID), in) })
}

// insist writes something, as often as it takes.
func (j *jobs) insist(ctx context.Context, do func(*store.Tx) error) error {
	return j.persist(ctx, func() error { return j.store.Write(ctx, do) })
}

// persist does something until it succeeds, for some minutes. After that the lease
// runs out, and the job is tried again.
func (j *jobs) persist(ctx context.Context, do func() error) error {
	_, err := retry.Retry(ctx, func() (struct{}, error) { return struct{}{}, do() },
		retry.WithMaxElapsedTime(5*time.Minute),
		retry.WithNotify(func(err error, wait time.Duration) {
			j.log.Warn("the outcome of a job could not be stored", "err", err, "wait", wait)
		}))
	return err
}

// incoming is what a job brings, before it has brought anything.
func incoming(job duban.Job, user duban.Person) chat.Incoming {
	in := chat.Incoming{
		Kind: chat.Arrived, Source: job.Source, Chat: chat.Chat{ID: job.Chat, Private: job.Chat > 0}, Work: string(job.Kind),
		From: chat.Person{ID: user.User},
	}
	switch job.Kind {
	case duban.SetMenu:
	case duban.Foresee, duban.MakeLedger, duban.MakeForm:
		in.Text = job.Name
	default:
		in.File, in.Message = &chat.File{ID: job.File, Name: job.Name}, messageOf(in.Source)
	}
	return in
}

// do works on one job and puts into in what it brings.
func (j *jobs) do(ctx context.Context, job duban.Job, user duban.Person, in *chat.Incoming) (err error) {
	switch job.Kind {
	case duban.SetMenu:
		return j.menu(ctx, user)
	case duban.Foresee:
		in.Data, err = j.foresee(ctx, job.Name)
		return err
	case duban.MakeLedger, duban.MakeForm:
		in.Data, err = j.paper(ctx, job)
		return err
	}
	if in.Data, err = j.telegram.Download(ctx, job.File, maxDownload); err != nil {
		return err
	}
	return recognise(in)
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

// broke tells a job that breaks what works on it from one that was only in bad luck.
func broke(err error) bool {
	var p *panicError
	return errors.Is(err, errCrashed) || errors.As(err, &p)
}
