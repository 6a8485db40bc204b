package calendar

import (
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// cronRule is a five-field cron spec. The library only parses: its clock knows
// neither working days nor what to do when clocks are changed.
type cronRule struct {
	spec   string
	fields *cron.SpecSchedule
	clocks []Clock
}

var cronFields = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

// parseCron guards the library, which panics on "TZ=0", takes @every -1h for
// once a second, splits numbers where it should refuse them, reads day of month
// and weekday together as "or", does not know weekday 7 and returns the zero
// time for ever for 30 February.
func parseCron(spec string) (cronRule, error) {
	fields := strings.Fields(spec)
	for _, r := range spec {
		if !strings.ContainsRune("0123456789*/-,? ABCDEFGHIJKLMNOPQRSTUVWXYZ", r) {
			return cronRule{}, refuse(UnknownSchedule, "%q is neither known Chinese nor a cron spec", spec)
		}
	}
	if len(fields) != 5 {
		return cronRule{}, refuse(UnknownSchedule, "a cron spec has 5 fields, this one %d", len(fields))
	}
	for i, field := range fields {
		for part := range strings.SplitSeq(field, ",") {
			if part == "" || len(part) > len("MON-FRI/10") {
				return cronRule{}, refuse(UnknownSchedule, "cron field %d: %q", i+1, field)
			}
		}
	}
	free := func(field string) bool { return field == "*" || field == "?" }
	if !free(fields[2]) && !free(fields[4]) {
		return cronRule{}, refuse(AmbiguousDays, "day of month %s and weekday %s", fields[2], fields[4])
	}
	dow, err := sundayIsZero(fields[4])
	if err != nil {
		return cronRule{}, err
	}
	parsed, err := cronFields.Parse(strings.Join(append(fields[:4:4], dow), " "))
	if err != nil {
		return cronRule{}, refuse(UnknownSchedule, "%v", err)
	}
	r := cronRule{spec: strings.Join(fields, " "), fields: parsed.(*cron.SpecSchedule)}
	for at := Clock(0); at < midnight; at++ {
		if bit(r.fields.Hour, int(at)/60) && bit(r.fields.Minute, int(at)%60) {
			r.clocks = append(r.clocks, at)
		}
	}
	if !r.happens() {
		return cronRule{}, refuse(NeverHappens, "%s", r.spec)
	}
	return r, nil
}

// sundayIsZero writes the weekday field for a library that knows Sunday only as
// 0: 7 becomes 0, and a range up to 7 or SUN is written out.
func sundayIsZero(field string) (string, error) {
	var parts []string
	for part := range strings.SplitSeq(field, ",") {
		span, every, stepped := strings.Cut(part, "/")
		first, last, ranged := strings.Cut(span, "-")
		step := 1
		if n, err := strconv.Atoi(every); err == nil && n > 0 {
			step = n
		} else if stepped {
			return "", refuse(UnknownSchedule, "weekday step %q", every)
		}
		switch {
		case ranged && (last == "7" || last == "SUN"):
			from, ok := weekdayNumber(first)
			if !ok {
				return "", refuse(UnknownSchedule, "weekday %q", first)
			}
			for n := from; n <= 7; n += step {
				parts = append(parts, strconv.Itoa(n%7))
			}
		case span == "7":
			parts = append(parts, "0")
		default:
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ","), nil
}

// weekdayNumber reads the start of a range that ends on Sunday.
func weekdayNumber(text string) (int, bool) {
	if n, err := strconv.Atoi(text); err == nil {
		return n, n >= 0 && n <= 7
	}
	n := strings.Index("MON TUE WED THU FRI SAT SUN", text)
	return n/4 + 1, n >= 0 && n%4 == 0 && len(text) == 3
}

// happens reports whether a month that is named has a day that is named.
func (r cronRule) happens() bool {
	for month := 1; month <= 12; month++ {
		for day := 1; day <= longestMonth(month); day++ {
			if bit(r.fields.Month, month) && bit(r.fields.Dom, day) {
				return len(r.clocks) > 0 && r.fields.Dow != 0
			}
		}
	}
	return false
}

func (r cronRule) days(_ *Calendar, year int, month time.Month) []Day {
	if !bit(r.fields.Month, int(month)) {
		return nil
	}
	return daysOf(year, month, func(d Day) bool {
		return bit(r.fields.Dom, d.Day) && bit(r.fields.Dow, int(d.Weekday()))
	})
}

func (r cronRule) opens() []Clock { return r.clocks }

func (r cronRule) text(bool) string { return r.spec }

func bit(set uint64, n int) bool { return set&(1<<uint(n)) != 0 }
