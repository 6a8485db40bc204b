package scheduler

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/failpoint"
)

// Tx is what the scheduler reads and writes in one transaction.
type Tx interface {
	Now() time.Time
	Post(chat.Post)
	Outdate(chat.View)
	RoundsDue() (bool, error)
	DueRounds() ([]duban.Round, error)
	Rounds(duban.ListID) ([]duban.Round, error)
	Advance(id duban.RoundID, next, closes time.Time) error
	OpenRound(o duban.Opening, asked, passed []duban.Assignment) (duban.Opening, bool, error)
	DueOpenings() ([]duban.Opening, error)
	StepOpening(duban.Opening) error
	LookAgain() error
	Told(o duban.OpeningID, kind duban.OccurrenceKind, by time.Time) ([]duban.PersonID, error)
	LastOpeningOf(duban.RoundID) (duban.Opening, bool, error)
	CountQuiet(duban.Opening) error
	Owed(duban.OpeningID, ...duban.DepartmentID) ([]duban.Owed, error)
	Occur(duban.Occurrence) (first bool, err error)
	OccurredSince(kind duban.OccurrenceKind, cause string, since time.Time) (bool, error)
	OccurEach(duban.Occurrence, []duban.PersonID) (fresh []duban.PersonID, err error)
	Assignments(duban.ListID) ([]duban.Assignment, error)
	Tasks(duban.ListID) ([]duban.Task, error)
	Targets(duban.ListID) (map[duban.TaskID][]duban.Target, error)
	Contacts() ([]duban.Contact, error)
	Admins() ([]duban.Person, error)
	Groups() ([]duban.Group, error)
	Lists() ([]duban.List, error)
	Newest() (time.Time, error)
	ClockSetBack() error
	Reconsider(opens time.Time) error
}

// Store runs units of work.
type Store interface {
	Glance(context.Context, func(Tx) error) error // whose statements need not see one state
	Write(context.Context, func(Tx) error) error
}

// Scheduler opens rounds, closes them and climbs.
type Scheduler struct {
	Store    Store
	Calendar *calendar.Calendar
	Focus    duban.FocusRule
	Climb    duban.Climb
	Log      *slog.Logger
	Wake     func() // called after something was put into the outbox

	mu     sync.Mutex
	seen   time.Time    // what the clock showed at the last tick
	minded calendar.Day // when a missing notice was last looked for
}

// Run ticks once a second until ctx is done.
func (s *Scheduler) Run(ctx context.Context) error {
	log := cron.PrintfLogger(slogPrinter{s.Log})
	// The order matters: with Recover outside, one panic would leave the job
	// marked as running for good.
	c := cron.New(cron.WithChain(cron.SkipIfStillRunning(cron.DiscardLogger), cron.Recover(log)), cron.WithLogger(cron.DiscardLogger))
	if _, err := c.AddFunc("@every 1s", func() {
		if err := s.Tick(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("tick", "err", err)
		}
	}); err != nil {
		return fmt.Errorf("start ticking: %w", err)
	}
	c.Start()
	<-ctx.Done()
	<-c.Stop().Done()
	return ctx.Err()
}

// Tick does everything whose moment has come. It may be called at any time and
// from anywhere: what was done is not done again.
func (s *Scheduler) Tick(ctx context.Context) error {
	var due, back bool
	var now time.Time
	seen := s.lastSeen() // before now is read, or another tick may come between
	err := s.Store.Glance(ctx, func(tx Tx) (err error) {
		now = tx.Now()
		if back, err = wentBack(tx, seen); err != nil || back {
			return err
		}
		if due, err = tx.RoundsDue(); err != nil || due {
			return err
		}
		due, err = s.mindNotice(tx)
		return err
	})
	if err != nil {
		return err
	}
	if !due && !back {
		s.saw(now)
		return nil
	}
	err = s.Store.Write(ctx, func(tx Tx) error {
		if back {
			if err := s.rewind(tx); err != nil {
				return err
			}
		}
		return s.Do(tx)
	})
	if err != nil {
		return err
	}
	s.saw(now)
	s.mindedNotice(now)
	failpoint.Hit(failpoint.Opened)
	s.Wake()
	return nil
}

// Do does everything whose moment has come by the clock of a unit of work.
func (s *Scheduler) Do(tx Tx) error {
	if err := s.tellNoNotice(tx); err != nil {
		return err
	}
	rounds, err := tx.DueRounds()
	if err != nil {
		return err
	}
	for _, r := range rounds {
		if err := s.open(tx, r, overtaken(r, rounds)); err != nil {
			return fmt.Errorf("open round %d: %w", r.ID, err)
		}
	}
	for {
		openings, err := tx.DueOpenings()
		if err != nil || len(openings) == 0 {
			failpoint.Hit(failpoint.Opening)
			return err
		}
		for _, o := range openings {
			if err := s.step(tx, o); err != nil {
				return fmt.Errorf("step opening %d: %w", o.ID, err)
			}
		}
	}
}

type slogPrinter struct{ log *slog.Logger }

func (p slogPrinter) Printf(format string, args ...any) {
	p.log.Error("panic in a tick", "detail", fmt.Sprintf(format, args...))
}
