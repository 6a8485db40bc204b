package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// A rewriting says in the words of the Chinese grammar what was said in English, so
// that both languages have one grammar and mean the same days.
type rewriting struct {
	from *regexp.Regexp
	to   string
}

// rewritings makes pairs of a pattern and what stands for it. N is a number, C a time
// of day.
func rewritings(pairs ...string) []rewriting {
	names := strings.NewReplacer("{N}", `(\d{1,3})`, "{TH}", `(?:ST|ND|RD|TH)`, "{C}", `(\d{1,2}:\d\d)`, "{WORKING}", `(?:WORKING|BUSINESS) DAYS?|WORKDAYS?`)
	var all []rewriting
	for i := 0; i+1 < len(pairs); i += 2 {
		all = append(all, rewriting{regexp.MustCompile(names.Replace(pairs[i])), pairs[i+1]})
	}
	return all
}

func rewrite(s string, all []rewriting) string {
	for _, r := range all {
		s = r.from.ReplaceAllString(s, r.to)
	}
	return s
}

// isEnglish reports whether a folded text can be English at all.
func isEnglish(s string) bool {
	letter := false
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			return false
		}
		letter = letter || r >= 'A' && r <= 'Z'
	}
	return letter
}

// read returns what was made of an English text, or the text itself where words are
// left: a refusal quotes what was said.
func read(said, made string) string {
	if strings.ContainsFunc(made, func(r rune) bool { return r >= 'A' && r <= 'Z' }) {
		return said
	}
	return strings.TrimSpace(made)
}

var (
	numberWords = strings.Fields("ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN")
	ordinals    = strings.Fields("FIRST SECOND THIRD FOURTH FIFTH SIXTH SEVENTH EIGHTH NINTH TENTH")
	months      = strings.Fields("JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER")
	weekdays    = strings.Fields("MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY")

	halfDay = regexp.MustCompile(`\b(\d{1,2})(?::(\d\d))? ?([AP])\.?M\b\.?`)
	words   = wordRewritings()
)

// wordRewritings are the names of days and months, and numbers in words.
func wordRewritings() []rewriting {
	var all []rewriting
	add := func(word, to string) {
		all = append(all, rewriting{regexp.MustCompile(`\b(?:` + word + `)\b\.?`), to})
	}
	for i, m := range months {
		short := m[:3]
		if m == "SEPTEMBER" {
			short = "SEPT?"
		}
		add(short+"|"+m, fmt.Sprintf("%d月", i+1))
	}
	for i, d := range weekdays {
		add(d[:3]+"|"+d[:4]+"|"+d+"S?", "周"+string([]rune("一二三四五六日")[i]))
	}
	for i, f := range numberWords {
		add(f, strconv.Itoa(i+1))
		add(ordinals[i], fmt.Sprintf("%dTH", i+1))
	}
	add("NOON", "12:00")
	return all
}

// clocks writes 3 PM as 15:00.
func clocks(s string) string {
	return halfDay.ReplaceAllStringFunc(s, func(said string) string {
		m := halfDay.FindStringSubmatch(said)
		hour, _ := strconv.Atoi(m[1])
		if hour < 1 || hour > 12 {
			return said
		}
		hour %= 12
		if m[3] == "P" {
			hour += 12
		}
		return fmt.Sprintf("%d:%s", hour, m[2]+"00"[len(m[2]):])
	})
}

// dated are days with their month, in either order and with a year or without.
var dated = rewritings(
	`\bTHE {N}{TH}\b`, `${1}TH`,
	`\b{N}{TH}?(?: OF)? (\d{1,2}月),? (\d{4})\b`, `${3}-${2}${1}`,
	`(\d{1,2}月) {N}{TH}?,? (\d{4})\b`, `${3}-${1}${2}`,
	`\b{N}{TH}?(?: OF)? (\d{1,2}月)`, `${2}${1}日`,
	`(\d{1,2}月) {N}{TH}?(?:\b|$)([^:日个]|$)`, `${1}${2}日${3}`,
	`(\d{4})-(\d{1,2})月(\d{1,2})`, `${1}-${2}-${3}`,
)

// schedules are the days a schedule names, what stands behind them, and what comes
// before or after.
var schedules = rewritings(
	`\s*;\s*`, `, `,
	`\b(?:DAILY)\b`, `EVERY DAY`, `\bWEEKLY\b`, `EVERY WEEK`, `\bMONTHLY\b`, `EVERY MONTH`, `\bQUARTERLY\b`, `EVERY QUARTER`, `\b(?:YEARLY|ANNUALLY)\b`, `EVERY YEAR`,
	`\bEACH\b`, `EVERY`,
	`\b(?:AT|BY) {C}`, `${1}`,
	// what stands behind
	`,? ?\b(?:DUE|CLOSES|CLOSING) (?:ON )?(?:THE )?SAME DAY(?: {C})?`, `，当天${1}截止`,
	`,? ?\b(?:DUE|CLOSES|CLOSING) (?:ON )?(?:THE )?(?:NEXT|FOLLOWING) DAY(?: {C})?`, `，次日${1}截止`,
	`,? ?\b(?:DUE|CLOSES|CLOSING)(?: AFTER| IN| WITHIN)? {N} (?:{WORKING})(?: LATER)?(?: {C})?`, `，${1}个工作日后${2}截止`,
	`,? ?\b(?:DUE|CLOSES|CLOSING)(?: AFTER| IN| WITHIN)? {N} DAYS?(?: LATER)?(?: {C})?`, `，${1}天后${2}截止`,
	`,? ?\b(?:SENT|ASKED|OPENS|OPENING) {N} (?:{WORKING}) (?:AHEAD|BEFORE|EARLIER)(?: {C})?`, `，提前${1}个工作日 ${2}`,
	`,? ?\b(?:SENT|ASKED|OPENS|OPENING) {N} DAYS? (?:AHEAD|BEFORE|EARLIER)(?: {C})?`, `，提前${1}天 ${2}`,
	`,? ?\bON DAYS OFF(?: ON)? (?:THE )?(?:WORKING DAY BEFORE|EARLIER)`, `，遇休提前`,
	`,? ?\bON DAYS OFF(?: ON)? (?:THE )?(?:NEXT WORKING DAY|LATER)`, `，遇休顺延`,
	`,? ?\b(?:SKIPPED ON|SKIPPING|SKIP) DAYS OFF`, `，遇休跳过`,
	// days
	`\bLAST (?:{WORKING}) (?:UP TO|BEFORE|ON OR BEFORE) (\d{1,2}月)?{N}(?:TH|日)`, `${1}${2}日前最后一个工作日`,
	`\b{N}{TH}?(?: |-)LAST (?:{WORKING})`, `倒数第${1}个工作日`,
	`\bLAST (?:{WORKING})`, `最后一个工作日`,
	`\b{N}{TH} (?:{WORKING})`, `第${1}个工作日`,
	`\b(?:LAST DAY|END)\b`, `末`,
	`\b{N}{TH}\b`, `${1}日`,
	`(个工作日|末|日)(?: OF|IN) (\d{1,2}月)`, `${1}@${2}`,
	`([倒第最末][^@、, ]*|\d+日)@(\d{1,2}月)`, `${2}${1}`,
	`((?:周.|\d日|月|作日|末)),? AND (?:ON )?(?:THE )?`, `${1}、`,
	`(周.|\d日|月|作日|末), (?:THE )?(周|\d|末|第|最|倒)`, `${1}、${2}`,
	`(周.) ?(?:-|TO|THROUGH) ?(周.)`, `${1}至${2}`,
	// how often
	`^(?:ON |AT |IN )?(?:THE )?(.*?) OF (?:THE )?(?:(FIRST|1日|1TH) |(?:2日|2TH|SECOND) )?EVERY (MONTH|QUARTER|YEAR)`, `EVERY ${3} ${1}`,
	`EVERY (MONTH|QUARTER|YEAR)[- ](?:ON |IN |AT )?(?:THE )?`, `EVERY ${1} `,
	`EVERY QUARTER (?:ITS )?(?:(1日) MONTH)(?: ON)?(?: THE)? ?`, `每季度首月`,
	`EVERY QUARTER (?:ITS )?(?:(2日) MONTH)(?: ON)?(?: THE)? ?`, `每季度次月`,
	`EVERY QUARTER (?:ITS )?(?:LAST MONTH)(?: ON)?(?: THE)? ?`, `每季度末月`,
	`EVERY MONTH `, `每月`, `EVERY QUARTER `, `每季度`, `EVERY YEAR `, `每年`,
	`EVERY (?:{WORKING}|WEEKDAY)`, `每个工作日`, `EVERY DAY`, `每天`,
	`EVERY (?:WEEK )?(?:ON )?周`, `每周`, `、周`, `、`, `至周`, `至`,
	`EVERY (\d{1,2}月)`, `每年${1}`, `EVERY (\d{1,2}日|末|最后|第|倒数)`, `每月${1}`,
	`^ON `, ``,
)

var (
	dueFirst = regexp.MustCompile(`^(?:DUE|BY|CLOSES|CLOSING)(?: BY| ON)? `)
	dueBy    = regexp.MustCompile(`\bBY (\d)`)
	tailWord = regexp.MustCompile(`,? (?:DUE|CLOSES|ON DAYS|SKIP)`)
	dueLast  = regexp.MustCompile(`^([^，]*?),? (?:DUE|BY|CLOSES|CLOSING)((?: \d{1,2}:\d\d)?)(，|$)`)
	cronHead = regexp.MustCompile(`^[0-9*/,?-]+ [0-9*/,?-]+ `)
)

// englishSchedule says a folded English schedule in Chinese. A cron spec keeps its
// names of months and days.
func englishSchedule(s string) string {
	if !isEnglish(s) {
		return s
	}
	head, tail := "", s
	if cronHead.MatchString(s) {
		i := tailWord.FindStringIndex(s)
		if i == nil {
			return s
		}
		head, tail = s[:i[0]], s[i[0]:]
	}
	made := rewrite(rewrite(clocks(strings.ReplaceAll(tail, "，", ", ")), words), dated)
	rest := dueFirst.ReplaceAllString(made, "")
	made = rewrite(dueBy.ReplaceAllString(rest, "DUE $1"), schedules)
	if made = dueLast.ReplaceAllString(made, "$1${2}截止$3"); dueFirst.MatchString(tail) {
		days, behind, _ := strings.Cut(made, "，")
		made = strings.TrimRight(days+"截止，"+behind, "，")
	}
	if read(s, made) == s {
		return s
	}
	return head + made
}

// dates are the ways to name a day, a count of days, or the end of a month.
var dates = rewritings(
	`^FOR `, ``, `^(?:BY|UNTIL|TILL) `, `到`, `^ON `, ``, `\bTHE `, ``,
	`DAY AFTER TOMORROW`, `后天`, `TOMORROW`, `明天`, `TODAY`, `今天`, `YESTERDAY`, `昨天`,
	`NEXT (周.)`, `下${1}`, `THIS (周.)`, `本${1}`,
	`\b(?:AN?) (DAY|WEEK|MONTH|YEAR)`, `1 ${1}`,
	`\b(?:IN )?{N} (?:{WORKING})(?: FROM NOW)?`, `${1}个工作日@`, `\b(?:IN )?{N} DAYS?(?: FROM NOW)?`, `${1}天@`, `\b(?:IN )?{N} WEEKS?(?: FROM NOW)?`, `${1}周@`, `\b(?:IN )?{N} MONTHS?(?: FROM NOW)?`, `${1}个月@`,
	`WITHIN ([^@]*)@`, `${1}内`,
	`(?:END|LAST DAY) OF (?:THIS )?MONTH`, `月底`, `(?:END|LAST DAY) OF NEXT MONTH`, `下月底`, `(?:END|LAST DAY) OF (?:THIS )?YEAR`, `年底`, `(?:END|LAST DAY) OF NEXT YEAR`, `明年底`,
	`(?:END|LAST DAY) OF (?:THIS )?QUARTER`, `本季度末`, `(?:END|LAST DAY) OF (\d{1,2}月),? (\d{4})`, `${2}年${1}底`, `(?:END|LAST DAY) OF (\d{1,2}月)`, `${1}底`,
	`(\d{1,2}月),? (\d{4})`, `${2}年${1}`, `\b{N}{TH}`, `${1}日`,
)

// englishDate says a folded English date in Chinese. A bare count of days ends in @
// until it is known whether days from now or so many days are meant.
func englishDate(s string) string {
	if !isEnglish(s) {
		return s
	}
	made := rewrite(rewrite(rewrite(s, words), dated), dates)
	return read(s, strings.ReplaceAll(made, "@", "后"))
}

var spans = rewritings(
	`^FROM `, ``, `\b(?:UNTIL|TILL|THROUGH)\b`, `TO`, `^TO `, `到`, `^FOR `, ``,
	`\b{N}{TH}? ?(?:-|TO) ?{N}{TH}?(?: OF)? (\d{1,2}月)(?:,? (\d{4}))?`, `${1} ${3} ${4} TO ${2} ${3} ${4}`,
	`(\d{1,2}月) {N}{TH}? ?(?:-|TO) ?{N}{TH}?$`, `${1} ${2} TO ${1} ${3}`,
	` (?:TO|-) `, `至`,
)

// englishSpan says an English span of days in Chinese.
func englishSpan(text string) string {
	s := fold(text)
	if !isEnglish(s) {
		return text
	}
	var days []string
	for _, day := range strings.Split(rewrite(rewrite(s, words), spans), "至") {
		begins := strings.HasPrefix(day, "到")
		day = rewrite(rewrite(strings.Join(strings.Fields(strings.TrimPrefix(day, "到")), " "), dated), dates)
		day = strings.TrimSuffix(strings.TrimSpace(day), "@")
		if begins {
			day = "到" + day
		}
		days = append(days, day)
	}
	return read(text, strings.Join(days, "至"))
}

var yearly = rewritings(`^(?:EVERY|EACH) (?:YEAR )?(?:IN )?|^YEARLY (?:IN )?`, `每年`, `,? AND `, `、`, `月,? `, `月、`)

// englishMonths says the months of a year in Chinese: every June and December.
func englishMonths(s string) string {
	if !isEnglish(s) {
		return s
	}
	return read(s, rewrite(rewrite(s, words), yearly))
}

// shown are the words of a canonical schedule in English, which parse back.
var shown = rewritings(
	`，当天{C}截止`, `, due the same day ${1}`, `，{N}个工作日后{C}截止`, `, due ${1} working days later ${2}`, `，{N}天后{C}截止`, `, due ${1} days later ${2}`,
	`，遇休提前`, `, on days off the working day before`, `，遇休跳过`, `, skip days off`,
	`截止，提前{N}个工作日`, `截止, sent ${1} working days ahead`, `截止，提前{N}天`, `截止, sent ${1} days ahead`,
	`每天`, `every day`, `每个工作日`, `every working day`, `每周`, `every 周`, `每月`, `every month on the `, `每季度首月`, `every quarter first month `,
	`每季度次月`, `every quarter second month `, `每季度末月`, `every quarter last month `, `每季度`, `every quarter on the `, `每年`, `every year on `,
	`(\d+)月倒数第{N}个工作日`, `${2}@ last working day of ${1}月`, `(\d+)月第{N}个工作日`, `${2}@ working day of ${1}月`, `(\d+)月第一个工作日`, `1@ working day of ${1}月`,
	`(\d+)月最后一个工作日`, `last working day of ${1}月`, `(\d+)月{N}日前最后一个工作日`, `last working day up to ${2} ${1}月`, `(\d+)月{N}日`, `${2} ${1}月`,
	`倒数第{N}个工作日`, `${1}@ last working day`, `第{N}个工作日`, `${1}@ working day`, `第一个工作日`, `1@ working day`, `最后一个工作日`, `last working day`,
	`{N}日前last working day`, `last working day up to the ${1}@`, `{N}日`, `${1}@`, `末`, `last day`, `、`, `, `,
)

// English returns the canonical text in English, which parses back to the same
// schedule. The zero Schedule gives the empty string.
func (s Schedule) English() string {
	text := rewrite(s.String(), shown)
	if days, behind, due := strings.Cut(text, "截止"); due {
		text = "due " + days + behind
	}
	for i := len(months); i > 0; i-- {
		text = strings.ReplaceAll(text, fmt.Sprintf("%d月", i), title(months[i-1]))
	}
	if days, ok := strings.CutPrefix(strings.TrimPrefix(text, "due "), "every 周"); ok {
		names := strings.NewReplacer("一", "Monday", "二", "Tuesday", "三", "Wednesday", "四", "Thursday", "五", "Friday", "六", "Saturday", "日", "Sunday")
		text = text[:strings.Index(text, "周")] + names.Replace(days)
	}
	text = oneDay.ReplaceAllString(text, "1 ${1}day")
	return ordinalEnd.ReplaceAllStringFunc(text, func(n string) string { return ordinal(strings.TrimSuffix(n, "@")) })
}

var (
	oneDay     = regexp.MustCompile(`\b1 (working )?days`)
	ordinalEnd = regexp.MustCompile(`\d+@`)
)

func ordinal(n string) string {
	end := "th"
	if len(n) < 2 || n[len(n)-2] != '1' {
		switch n[len(n)-1] {
		case '1':
			end = "st"
		case '2':
			end = "nd"
		case '3':
			end = "rd"
		}
	}
	return n + end
}

func title(word string) string { return word[:1] + strings.ToLower(word[1:]) }
