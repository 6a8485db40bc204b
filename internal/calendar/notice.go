package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	noticeYear   = regexp.MustCompile(`(20\d\d)年(?:部分节假日|元旦)`)
	noticeNumber = regexp.MustCompile(`国办发明电〔20\d\d〕\d+号`)
	noticeItem   = regexp.MustCompile(`^\s*(?:[一二三四五六七八九十]+、)?\s*([元春清劳端中国][^:\s]*):(.*)$`)
	noticeDate   = `(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?`
	noticeDates  = regexp.MustCompile(noticeDate)
	noticeOff    = regexp.MustCompile(noticeDate + `(?:至` + noticeDate + `)?放假`)
	noticeCount  = regexp.MustCompile(`共(\d+)天`)
	noticeDay    = regexp.MustCompile(`(?:周|星期)([日一二三四五六])$`)
)

// festivalNames is what every notice speaks of.
var festivalNames = []string{"元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆"}

// ParseNotice reads the text of the State Council's yearly notice on days off,
// pasted with or without its head. Whatever can be checked must agree: the
// weekdays in brackets, the number of days of each holiday, all seven festivals,
// and make-up days on weekends. Otherwise the error's reason is [BadNotice] (or
// [BadYear], [ImpossibleDate]) and nothing of it should be used.
func ParseNotice(text string) (Year, error) {
	text = strings.NewReplacer("：", ":", "（", "(", "）", ")", "\u3000", " ", "\r", "\n").Replace(text)
	year := Year{}
	found := noticeYear.FindStringSubmatch(text)
	if found == nil {
		return Year{}, refuse(BadNotice, "no year: 关于2026年部分节假日安排的通知")
	}
	year.Year, _ = strconv.Atoi(found[1])
	year.Source = noticeNumber.FindString(text)
	if year.Source == "" {
		year.Source = fmt.Sprintf("国务院办公厅关于%d年部分节假日安排的通知", year.Year)
	}
	var named strings.Builder
	for line := range strings.Lines(text) {
		item := noticeItem.FindStringSubmatch(strings.TrimRight(line, "\n"))
		if item == nil {
			continue
		}
		days, err := noticeItemDays(year.Year, item[1], item[2])
		if err != nil {
			return Year{}, err
		}
		named.WriteString(item[1])
		year.Days = append(year.Days, days...)
	}
	for _, name := range festivalNames {
		if !strings.Contains(named.String(), name) {
			return Year{}, refuse(BadNotice, "%s is missing", name)
		}
	}
	return year, year.check()
}

// noticeItemDays reads one holiday: 2月15日(周日)至23日(周一)放假调休，共9天。2月14日(周六)上班。
func noticeItemDays(year int, name, text string) ([]YearDay, error) {
	var days []YearDay
	for sentence := range strings.SplitSeq(text, "。") {
		if off := noticeOff.FindStringSubmatch(sentence); off != nil {
			first, err := noticeDayOf(year, Day{}, off[1:5])
			last := first
			if err == nil && off[7] != "" {
				last, err = noticeDayOf(year, first, off[5:9])
			}
			if err != nil {
				return nil, err
			}
			n := int(last.utc().Sub(first.utc())/(24*time.Hour)) + 1
			if count := noticeCount.FindStringSubmatch(sentence); n < 1 || n > 31 || count != nil && count[1] != strconv.Itoa(n) {
				return nil, refuse(BadNotice, "%s: %s to %s is not %q", name, first, last, sentence)
			}
			for i := range n {
				days = append(days, YearDay{Date: first.Add(i), Name: name, Off: true})
			}
		} else if strings.HasSuffix(sentence, "上班") {
			last := Day{}
			for _, match := range noticeDates.FindAllStringSubmatch(sentence, -1) {
				day, err := noticeDayOf(year, last, match[1:5])
				if err != nil {
					return nil, err
				}
				last = day
				days = append(days, YearDay{Date: day, Name: name})
			}
		}
	}
	if len(days) == 0 || !days[0].Off {
		return nil, refuse(BadNotice, "%s: no days off in %q", name, text)
	}
	return days, nil
}

// noticeDayOf reads year, month, day and bracket of a match. What is left out
// is that of the date before, or the notice's year.
func noticeDayOf(year int, before Day, match []string) (Day, error) {
	month := before.Month
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
	n, _ := strconv.Atoi(match[2])
	day, err := NewDay(year, month, n)
	if err != nil {
		return Day{}, err
	}
	want := string([]rune(weekdayNames)[day.Weekday()])
	if named := noticeDay.FindStringSubmatch(match[3]); named != nil && named[1] != want {
		return Day{}, refuse(BadNotice, "%s is 周%s, not 周%s", day, want, named[1])
	}
	return day, nil
}
