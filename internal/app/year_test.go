package app

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"duban/bot"
	"duban/internal/calendar"
	"duban/internal/chat"
	"duban/internal/config"
	"duban/internal/duban"
	"duban/internal/store"
	"duban/internal/text"
	"duban/scheduler"
	"duban/seeds"
)

const (
	admin       int64 = 1
	leaderGroup int64 = -1
)

// year is the office's 2026 on the real store, scheduler, conversation and sender,
// ticked every half hour of the bubble's clock; only Telegram is a list.
type year struct {
	t         *testing.T
	config    config.Config
	store     *store.Store
	scheduler *scheduler.Scheduler
	bot       *bot.Bot
	sender    *sender
	skew      time.Duration // by how much the clock is wrong
	places    []*place
	blocked   map[int64]bool
	source    int
	message   int64
	got       []told
}

func (y *year) now() time.Time { return time.Now().Add(y.skew) }

// open starts the office's program anew.
func (y *year) open() {
	y.t.Helper()
	var err error
	if y.store != nil {
		if err := y.store.Close(); err != nil {
			y.t.Fatal(err)
		}
	}
	if y.bot, err = NewBot(y.config); err != nil {
		y.t.Fatal(err)
	}
	if _, err := store.Make(y.t.Context(), y.config.Database.Reveal(), y.now); err != nil {
		y.t.Fatal(err)
	}
	if y.store, err = store.Open(y.t.Context(), y.config.Database.Reveal(), y.now); err != nil {
		y.t.Fatal(err)
	}
	y.scheduler = newScheduler(y.config, y.bot, y.store, slog.New(slog.DiscardHandler))
	y.sender = &sender{store: y.store, bot: y.bot, now: y.now, log: slog.New(slog.DiscardHandler)}
}

func (y *year) write(do func(tx *store.Tx) error) {
	y.t.Helper()
	if err := y.store.Write(y.t.Context(), do); err != nil {
		y.t.Fatalf("%s: %v", y.now(), err)
	}
}

// say lets somebody write to the bot in private.
func (y *year) say(user int64, words string) {
	y.t.Helper()
	y.source++
	y.take(chat.Incoming{
		Kind: chat.Message, Source: fmt.Sprintf("m:%d:%d", user, y.source), Chat: chat.Chat{ID: user, Private: true},
		From: chat.Person{ID: user, Name: fmt.Sprintf("同志%d", user), Lang: "zh"}, Message: int64(y.source), Text: words,
	})
}

func (y *year) take(in chat.Incoming) {
	y.t.Helper()
	y.write(func(tx *store.Tx) error {
		reply, err := y.bot.Handle(y.t.Context(), tx, in)
		for _, p := range reply.Say {
			tx.Post(p)
		}
		return err
	})
}

// found makes the office: the published list, fifteen contacts, a substitute, heads,
// the group.
func (y *year) found() {
	y.write(func(tx *store.Tx) error {
		pub, dir, err := seeds.Load()
		if err != nil {
			return err
		}
		if err := tx.AddDepartments(dir...); err != nil {
			return err
		}
		list, _, err := tx.ImportList(pub)
		if err != nil {
			return err
		}
		rounds, err := y.bot.DefaultRounds(tx.Now())
		if err != nil {
			return err
		}
		if err := tx.ConfirmList(list.ID, true, duban.DateOf(tx.Now(), y.bot.Calendar.Zone()), rounds...); err != nil {
			return err
		}
		_, err = tx.AllowGroup(duban.Group{Chat: leaderGroup, Title: "领导小组", List: list.ID, Role: duban.Leadership})
		return err
	})
	y.come(admin, duban.Invitation{Admin: true})
	for _, p := range y.places {
		for _, user := range p.contacts {
			y.come(user, duban.Invitation{Department: y.department(p.name)})
		}
		if p.head == 0 {
			continue
		}
		y.say(p.head, "/start")
		y.write(func(tx *store.Tx) error {
			person, _, err := tx.PersonByUser(p.head)
			if err != nil {
				return err
			}
			_, err = tx.Bind(person.ID, y.department(p.name), true)
			return err
		})
	}
}

func (y *year) department(name string) (id duban.DepartmentID) {
	y.t.Helper()
	err := y.store.Read(y.t.Context(), func(tx *store.Tx) error {
		dir, err := tx.Directory()
		d, _ := dir.Find(name)
		id = d.ID
		return err
	})
	if err != nil || id == 0 {
		y.t.Fatalf("no department %s: %v", name, err)
	}
	return id
}

func (y *year) come(user int64, inv duban.Invitation) {
	y.t.Helper()
	var code string
	y.write(func(tx *store.Tx) (err error) { code, err = tx.Invite(inv); return err })
	y.say(user, "/start "+code)
}

// tick is half an hour of the program: the scheduler, and everything sent that may be.
func (y *year) tick() {
	y.t.Helper()
	if err := y.scheduler.Tick(y.t.Context()); err != nil {
		y.t.Fatalf("%s: %v", y.now(), err)
	}
	waits := false
	err := y.store.Read(y.t.Context(), func(tx *store.Tx) error {
		due, err := tx.Due(1)
		waits = len(due) > 0
		return err
	})
	if err != nil {
		y.t.Fatal(err)
	}
	if waits {
		y.send()
	}
}

func (y *year) send() {
	y.t.Helper()
	y.write(func(tx *store.Tx) error {
		for {
			due, err := tx.Due(1)
			if err != nil || len(due) == 0 {
				return err
			}
			q := due[0]
			out, ready, err := y.sender.prepare(y.t.Context(), tx, q)
			if err != nil {
				return err
			}
			if !ready {
				continue
			}
			if err := tx.Begin(due, lease); err != nil {
				return err
			}
			outcome := chat.Outcome{Class: chat.Sent, Message: y.message}
			if y.blocked[q.Chat] {
				outcome = chat.Outcome{Class: chat.Unreachable, Code: http.StatusForbidden}
			} else if q.Unasked && q.Op == store.OpSend {
				y.got = append(y.got, y.delivered(q, out))
			}
			y.message++
			if err := y.sender.conclude(tx, attempt{post: due[0], out: out, outcome: outcome}); err != nil {
				return err
			}
			if err := tx.Flush(); err != nil {
				return err
			}
		}
	})
}

// spoken is how many tasks a message says it is about.
var spoken = regexp.MustCompile(`本期请报(\d+)项|还有(\d+)项未报|，(\d+)项未报|未报\d+家(\d+)项`)

func (y *year) delivered(q store.Queued, out chat.Outgoing) told {
	d := told{at: time.Now().In(y.bot.Calendar.Zone()).Format("2006-01-02 15:04"), to: q.Chat, what: "words"}
	if q.View != nil {
		d.what = q.View.Kind
	}
	if found := spoken.FindStringSubmatch(text.Plain(out.HTML)); found != nil && d.what != "summary" {
		d.count, _ = strconv.Atoi(slices.Max(found[1:]))
	}
	return d
}

// sleep lets time pass to an instant of the bubble.
func (y *year) sleep(to time.Time) { time.Sleep(time.Until(to)) }

// live lives through a year, half hour by half hour; what happens at an instant happens
// before its tick.
func (y *year) live(from, to calendar.Day, at map[time.Time][]func(), each func(time.Time)) {
	zone := y.bot.Calendar.Zone()
	for t := from.In(zone); t.Before(to.In(zone)); t = t.Add(30 * time.Minute) {
		y.sleep(t)
		for _, do := range at[t] {
			do()
		}
		if each != nil {
			each(t)
		}
		y.tick()
	}
}

// settings of a year.
type yearOf struct {
	zone string
	each func(y *year, t time.Time) // what befalls the program
}

// A simulated year: fifty-seven tasks, fifteen contacts of whom some answer late, some
// never, one is away, one blocks the bot, one is replaced in mid-round. Every expected
// message comes exactly once and at its hour; the judge is yearModel.
func TestAWholeYear(t *testing.T) {
	years := map[string]yearOf{
		"in Shanghai": {zone: "Asia/Shanghai"},
		"with a restart every day": {zone: "Asia/Shanghai", each: func(y *year, t time.Time) {
			if t.In(y.bot.Calendar.Zone()).Format("15:04") == "03:00" {
				y.open()
			}
		}},
		"with a clock that jumps": {zone: "Asia/Shanghai", each: jumpy},
		"where the clocks change": {zone: "America/New_York"},
	}
	if raced { // one year is enough to see a race
		years = map[string]yearOf{"in Shanghai": years["in Shanghai"]}
	}
	for name, o := range years {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { aYear(t, o) })
		})
	}
}

// jumpy is a clock that is wrong for an hour every third day: in the evening ahead, at
// noon behind, by hours or days. On days off something may wait for the next morning,
// and a clock that shows Friday then lets it go: it stays right then.
func jumpy(y *year, t time.Time) {
	local := t.In(y.bot.Calendar.Zone())
	switch hour := local.Format("15:04"); {
	case local.YearDay()%3 != 0 || !y.bot.Calendar.WorkingDay(y.bot.Calendar.Day(t)):
		y.skew = 0
	case hour == "20:00":
		y.skew = []time.Duration{2 * time.Hour, 3 * time.Hour}[local.YearDay()%2]
	case hour == "12:00":
		y.skew = -[]time.Duration{time.Hour, 26 * time.Hour, 72 * time.Hour}[local.YearDay()/3%3]
	case hour == "21:00", hour == "13:00":
		y.skew = 0
	}
}

func civil(month time.Month, d int) calendar.Day {
	return calendar.Day{Year: 2026, Month: month, Day: d}
}

// officePlaces are the fifteen departments. Users are 100 and on; B岗 200, heads 300.
func officePlaces() []*place {
	_, dir, err := seeds.Load()
	if err != nil {
		panic(err)
	}
	var places []*place
	for _, d := range dir {
		if d.Kind != duban.Single {
			continue
		}
		i := len(places)
		p := &place{name: d.Name, contacts: []int64{100 + int64(i)}, habit: habit(i % 4)}
		if i%5 == 0 || i == 7 {
			p.head = 300 + int64(i)
		}
		places = append(places, p)
	}
	return places
}

func aYear(t *testing.T, o yearOf) {
	y := &year{t: t, config: config.Default(), places: officePlaces(), blocked: map[int64]bool{}, message: 1000}
	y.config.Database, y.config.Zone = config.Secret(filepath.Join(t.TempDir(), "duban.db")), o.zone
	zone, err := time.LoadLocation(o.zone)
	if err != nil {
		t.Fatal(err)
	}
	from, to := calendar.Day{Year: 2025, Month: 12, Day: 31}, calendar.Day{Year: 2027, Month: 1, Day: 1}
	y.sleep(from.Add(-1).At(12*60, zone))
	y.open()
	t.Cleanup(func() { y.store.Close() })
	m := &yearModel{c: y.bot.Calendar, places: y.places}
	at := map[time.Time][]func(){}
	y.happenings(m, at)
	y.found()
	m.duties = y.duties()
	m.run(from, to)
	y.schedule(m, at)

	var each func(time.Time)
	if o.each != nil {
		each = func(t time.Time) { o.each(y, t) }
	}
	y.live(from, to, at, each)

	missing, unexpected := differences(m.expected, y.got)
	if len(missing)+len(unexpected) > 0 {
		t.Errorf("missing %d: %v\nunexpected %d: %v", len(missing), missing[:min(12, len(missing))], len(unexpected), unexpected[:min(12, len(unexpected))])
	}
	y.decent(t)
	t.Logf("%d messages, expected %d", len(y.got), len(m.expected))
	if len(y.got) < 300 {
		t.Errorf("only %d messages", len(y.got))
	}
}

// decent looks at what was sent without any model: nothing out of hours or on a day
// off, nobody above the contacts before a deadline.
func (y *year) decent(t *testing.T) {
	zone := y.bot.Calendar.Zone()
	for _, d := range y.got {
		at, err := time.ParseInLocation("2006-01-02 15:04", d.at, zone)
		if err != nil {
			t.Fatal(err)
		}
		if !y.bot.Calendar.Working(at) {
			t.Errorf("%v is out of hours", d)
		}
	}
}

// duties are the model's own books of who answers for what, from the published list.
func (y *year) duties() (all []*modelDuty) {
	pub, _, err := seeds.Load()
	if err != nil {
		y.t.Fatal(err)
	}
	for _, task := range pub.Tasks {
		for _, s := range task.Shares {
			i := slices.IndexFunc(y.places, func(p *place) bool { return p.name == s.Name })
			if i >= 0 {
				all = append(all, &modelDuty{task: task.No, place: y.places[i]})
			}
		}
	}
	return all
}

// happenings are what people do that is no answer, for the year and for its model.
func (y *year) happenings(m *yearModel, at map[time.Time][]func()) {
	zone := y.bot.Calendar.Zone()
	on := func(d calendar.Day, clock calendar.Clock, do func()) {
		at[d.At(clock, zone)] = append(at[d.At(clock, zone)], do)
	}
	// A due date, passed in spring; two yearly tasks.
	on(civil(1, 8), 10*60, func() {
		y.say(admin, "/due 15 2026-04-20")
		y.say(admin, "/due 1 每年5月、11月")
		y.say(admin, "/due 26 长期")
	})
	m.events = append(m.events, modelEvent{civil(1, 8), func(m *yearModel) {
		for _, d := range m.duties {
			switch d.task {
			case 15:
				d.due = civil(4, 20)
			case 1:
				d.months = []time.Month{time.May, time.November}
			}
		}
	}})
	// One who never answers is away from the middle of March's round to after it.
	p := y.places[7]
	p.contacts = append(p.contacts, 207)
	p.away = [2]calendar.Day{civil(3, 27), civil(4, 2)}
	on(civil(3, 20), 10*60, func() { y.say(107, "/away 3月27日至4月2日") })
	// One blocks the bot in summer, between two rounds.
	lost := y.places[11]
	on(civil(8, 10), 10*60, func() {
		y.blocked[111] = true
		y.take(chat.Incoming{Kind: chat.Member, Chat: chat.Chat{ID: 111, Private: true}, From: chat.Person{ID: 111}, Standing: chat.Gone})
	})
	m.events = append(m.events, modelEvent{civil(8, 10), func(m *yearModel) {
		lost.lost = civil(8, 10)
		m.tell(civil(8, 10), "10:00", admin, "words", 0)
	}})
	// One who never answers is replaced on the third day of October's round.
	changed := y.places[3]
	on(civil(10, 26), 11*60, func() {
		y.say(admin, "/unbind "+changed.name+" 确认")
		y.come(203, duban.Invitation{Department: y.department(changed.name)})
	})
	m.events = append(m.events, modelEvent{civil(10, 26), func(m *yearModel) {
		changed.contacts = []int64{203}
		for _, r := range m.open {
			if r.opens == civil(10, 22) {
				r.askedOf[203] = civil(10, 26)
				m.tell(civil(10, 26), "11:00", 203, "digest", m.silent(r)[changed])
			}
		}
	}})
}

// schedule puts the answers of the year where the model has them.
func (y *year) schedule(m *yearModel, at map[time.Time][]func()) {
	zone := y.bot.Calendar.Zone()
	for month := time.January; month <= time.December; month++ {
		closes, _ := m.closing(civil(month, 1))
		r := &modelRound{opens: m.back(closes, 4), closes: closes}
		for _, p := range y.places {
			on, clock := m.answersOn(p, r), calendar.Clock(10*60)
			if p.habit == overtime {
				clock = 14 * 60
			}
			if on.IsZero() || p.isLost(on) {
				continue
			}
			user, t := p.contacts[0], on.At(clock, zone)
			at[t] = append(at[t], func() {
				if p.habit == prompt {
					if no := y.firstOwed(p); no > 0 {
						y.say(user, fmt.Sprintf("%d 办了一期培训", no))
					}
				}
				y.say(user, "其余无新进展")
			})
		}
	}
}

// firstOwed is the first task that is asked of a place now, 0 for none.
func (y *year) firstOwed(p *place) (no int) {
	err := y.store.Read(context.Background(), func(tx *store.Tx) error {
		list, _, err := tx.CurrentList()
		if err != nil {
			return err
		}
		id := duban.DepartmentID(0)
		dir, err := tx.Directory()
		if d, ok := dir.Find(p.name); ok {
			id = d.ID
		}
		if err != nil {
			return err
		}
		owed, err := tx.CurrentOwed(list.ID, id)
		for _, w := range owed {
			if t, err := tx.Task(w.Assignment.Task); err == nil && !w.Answered && no == 0 {
				no = t.No
			}
		}
		return err
	})
	if err != nil {
		y.t.Fatal(err)
	}
	return no
}
