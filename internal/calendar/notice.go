package calendar

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Notice is what was read out of the State Council's yearly notice on days off.
type Notice struct {
	Year     Year            // what was understood
	Problems []NoticeProblem // while there are any, nothing of it should be used
	Unread   []string        // sentences that name days and were left out
}

// NoticeProblem is one thing in a notice that does not agree with itself or with
// the calendar.
type NoticeProblem struct {
	Reason   string
	Festival string // empty where it is about the whole
	Said     string // the sentence
	Day      Day    // where it is about one
}

// The reasons of a [NoticeProblem], beside [ImpossibleDate].
const (
	NoYear       = "no-year"       // it does not say which year it is of
	Missing      = "missing"       // one of the seven festivals
	NoDaysOff    = "no-days-off"   // a festival's sentence names no day off
	WrongWeekday = "wrong-weekday" // the bracket behind a date names another weekday
	WrongCount   = "wrong-count"   // the days are more or fewer than it counts
	NoWeekend    = "no-weekend"    // a make-up day from Monday to Friday
	Twice        = "twice"         // a day stands there twice
	OutsideYear  = "outside-year"  // a day of another year
)

var (
	noticeYear   = regexp.MustCompile(`(20\d\d)年\s*(?:部分节假日|元旦)`)
	noticeNumber = regexp.MustCompile(`国办发明电〔20\d\d〕\d+号`)
	noticeJoined = regexp.MustCompile(`。\s*([一二三四五六七八]、)`)
	noticeItem   = regexp.MustCompile(`^\s*(?:[一二三四五六七八九十]+、)?\s*([元春清劳端中国][^:\s]*):(.*)$`)
	noticeDate   = `(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?`
	noticeDates  = regexp.MustCompile(noticeDate)
	noticeOff    = regexp.MustCompile(noticeDate + `(?:至` + noticeDate + `)?放假`)
	noticeCount  = regexp.MustCompile(`(?:共|放假)(\d+)天`)
	noticeDay    = regexp.MustCompile(`(?:周|星期)([日一二三四五六])$`)
	noticePlain  = strings.NewReplacer("：", ":", "（", "(", "）", ")", "[", "〔", "]", "〕", "\u3000", " ", "\r", "\n")
)

// festivalNames is what every notice speaks of.
var festivalNames = []string{"元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆"}

// IsNotice reports whether a text is meant as a notice: it names the notice's year
// or one of its festivals as notices do.
func IsNotice(text string) bool {
	text = noticePlain.Replace(text)
	if noticeYear.MatchString(text) {
		return true
	}
	for line := range strings.Lines(text) {
		if item := noticeItem.FindStringSubmatch(strings.TrimRight(line, "\n")); item != nil && strings.Contains(item[2], "放假") {
			return true
		}
	}
	return false
}

// ReadNotice reads the text of the State Council's yearly notice, pasted with or
// without its head. Whatever can be checked must agree: the weekdays in brackets,
// the number of days of each holiday, all seven festivals, and make-up days on
// weekends. What does not is a problem, and the rest is read all the same.
func ReadNotice(text string) Notice {
	text = noticeJoined.ReplaceAllString(noticePlain.Replace(text), "。\n$1")
	n := Notice{}
	found := noticeYear.FindStringSubmatch(text)
	if found == nil {
		n.problem(NoticeProblem{Reason: NoYear})
		return n
	}
	n.Year.Year, _ = strconv.Atoi(found[1])
	n.Year.Source = noticeNumber.FindString(text)
	if n.Year.Source == "" {
		n.Year.Source = fmt.Sprintf("国务院办公厅关于%d年部分节假日安排的通知", n.Year.Year)
	}
	named := ""
	for line := range strings.Lines(text) {
		if item := noticeItem.FindStringSubmatch(strings.TrimRight(line, "\n")); item != nil {
			named += item[1]
			n.item(item[1], item[2])
		}
	}
	for _, name := range festivalNames {
		if !strings.Contains(named, name) {
			n.problem(NoticeProblem{Reason: Missing, Festival: name})
		}
	}
	n.check()
	return n
}

func (n *Notice) problem(p NoticeProblem) { n.Problems = append(n.Problems, p) }

// item reads one holiday: 2月15日(周日)至23日(周一)放假调休，共9天。2月14日(周六)上班。
func (n *Notice) item(name, text string) {
	off, bad := 0, len(n.Problems)
	for sentence := range strings.SplitSeq(text, "。") {
		s := noticeSentence{n, name, strings.TrimSpace(sentence)}
		rest := s.said
		if at := noticeOff.FindStringSubmatchIndex(rest); at != nil {
			off += s.daysOff(noticeOff.FindStringSubmatch(rest))
			rest = rest[at[1]:]
		}
		switch work := strings.LastIndex(rest, "上班"); {
		case work >= 0:
			s.makeUp(rest[:work])
		case noticeDates.MatchString(rest):
			n.Unread = append(n.Unread, s.said)
		}
	}
	if off == 0 && len(n.Problems) == bad {
		n.problem(NoticeProblem{Reason: NoDaysOff, Festival: name, Said: strings.TrimSpace(text)})
	}
}

// noticeSentence is one sentence about one festival.
type noticeSentence struct {
	*Notice
	festival string
	said     string
}

// daysOff adds the days a match of noticeOff names and returns how many they are.
func (s noticeSentence) daysOff(match []string) int {
	first, ok := s.day(Day{}, match[1:5])
	last := first
	if ok && match[7] != "" {
		last, ok = s.day(first, match[5:9])
	}
	if !ok {
		return 0
	}
	count := int(last.utc().Sub(first.utc())/(24*time.Hour)) + 1
	if said := noticeCount.FindStringSubmatch(s.said); count < 1 || count > 31 || said != nil && said[1] != strconv.Itoa(count) {
		s.problem(NoticeProblem{Reason: WrongCount, Festival: s.festival, Said: s.said})
		return 0
	}
	for i := range count {
		s.Year.Days = append(s.Year.Days, YearDay{Date: first.Add(i), Name: s.festival, Off: true})
	}
	return count
}

// makeUp adds the working days a text names.
func (s noticeSentence) makeUp(text string) {
	last := Day{}
	for _, match := range noticeDates.FindAllStringSubmatch(text, -1) {
		if day, ok := s.day(last, match[1:5]); ok {
			last = day
			s.Year.Days = append(s.Year.Days, YearDay{Date: day, Name: s.festival})
		}
	}
}

// day reads year, month, day and bracket of a match. What is left out is that of
// the date before, or the notice's year.
func (s noticeSentence) day(before Day, match []string) (Day, bool) {
	year, month := s.Year.Year, before.Month
	if !before.IsZero() {
		year = before.Year
	}
	if match[0] != "" {
		year, _ = strconv.Atoi(match[0])
	}
	if match[1] != "" {
		m, _ := strconv.Atoi(match[1])
		month = time.Month(m)
	}
	d, _ := strconv.Atoi(match[2])
	day, err := NewDay(year, month, d)
	if err != nil {
		s.problem(NoticeProblem{Reason: ImpossibleDate, Festival: s.festival, Said: s.said})
		return Day{}, false
	}
	want := string([]rune(weekdayNames)[day.Weekday()])
	if named := noticeDay.FindStringSubmatch(match[3]); named != nil && named[1] != want {
		s.problem(NoticeProblem{Reason: WrongWeekday, Festival: s.festival, Said: s.said, Day: day})
		return Day{}, false
	}
	return day, true
}

// check looks at the days together and puts them in order.
func (n *Notice) check() {
	slices.SortStableFunc(n.Year.Days, func(a, b YearDay) int { return a.Date.Compare(b.Date) })
	for i, d := range n.Year.Days {
		p := NoticeProblem{Festival: d.Name, Day: d.Date}
		weekday := d.Date.Weekday()
		switch {
		case i > 0 && n.Year.Days[i-1].Date == d.Date:
			p.Reason = Twice
		case !n.Year.covers(d.Date):
			p.Reason = OutsideYear
		case !d.Off && weekday != time.Saturday && weekday != time.Sunday:
			p.Reason = NoWeekend
		default:
			continue
		}
		n.problem(p)
	}
}
