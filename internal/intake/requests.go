package intake

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"duban/internal/calendar"
	"duban/internal/duban"
)

var (
	// extension is a request for a later due date; what is behind it names the day.
	extension = regexp.MustCompile(`(?:(?:申请|请求|请|能否|可否|能不能|可不可以|可以|是否可以|建议|希望|想|拟|要求|需要?|恳请|望|把|将)[^,。;!?\n]{0,12}?` +
		`(?:延期|推迟|延后|延长|延到|延至|顺延|时限调整|调整时限|时间调整)|,(?:延期?|推迟|顺延)[到至]?[^,。;\n]{2,12}(?:行吗|可以吗|行不行|如何)|\b(?:extend|extension|postpone)\b|\bcan we have until\b)`)
	// granted is what only sounds like one: 不用延期, 上级已同意延期, 会议延期至.
	granted = regexp.MustCompile(`(不用|无需|不需要?|不必|不再|不想|不|已|同意|批准|会议|开班|考试)(申请|需)?(延期|推迟|延后|顺延)|(not|no) (need|want|ask)[a-z ]*exten`)

	objection = regexp.MustCompile(`不属于?(我|本)|不(是|归|由)(我|本)(们)?(局|单位|委|办|部门|公司)?(的)?(职责|职能|业务|工作|任务|管|负责|牵头)|与(我|本)(局|单位|委|办|部门)?无关|分工(有误|不对|错误|不当)` +
		`|不应由?(我|本)|不该(我|由我)|(我|本)(们)?(局|单位|委|办|部门)?不(管|负责|牵头)(这|该|此|本)|(^|[^无没有])异议[:,]|有异议|(建议)?调整(为|由).{1,10}(牵头|负责)|应由.{1,10}(负责|牵头)` +
		`|\bnot (our|my) (job|task|duty|responsibility)`)
	closing = regexp.MustCompile(`(申请|建议|请予?|请求|提请|可予?以?)(办结|销号|结项)|\bplease close\b|\bclose this task\b`)
	noClose = regexp.MustCompile(`(不|未|没有?|待|再)(再|能)?(申请|建议)(办结|销号|结项)`)
	help    = regexp.MustCompile(`(需要?|请|恳请|望|盼|申请|建议|麻烦)[^,。;!?\n]{0,16}(协调|支持|解决|帮助|帮忙|出面|明确|拍板|帮)|(用地|资金|经费)请|\bneeds? (help|a decision|[a-z ]{1,30} to (decide|approve|agree|confirm|help))\b`)
	noHelp  = regexp.MustCompile(`(无需|不需要?|不用|无须|已)(再|另行|请)?[^,。;\n]{0,8}(协调|支持|解决|明确)`)
)

var requestHints = strings.Fields("申请 请 延 推迟 调整 职责 职能 无关 分工 不应 不该 不管 不负责 异议 应由 办结 销号 结项 协调 支持 解决 明确 帮 不属 不归 不是 extend exten postpone until not close need")

// ask reads what the words ask of the office, and the day an extension is to end.
func (i *Item) ask(today duban.Date) {
	s := string(newDense([]rune(i.Words)).text)
	if !containsAny(s, requestHints) {
		return
	}
	if m := extension.FindStringIndex(s); m != nil && !granted.MatchString(s) {
		i.Asks = Extension
		day, ok := dayIn(s[m[0]:], today)
		if !ok {
			i.Doubts = append(i.Doubts, Doubt{Kind: WhichDate, Words: i.Words})
		}
		i.Extend = day
		return
	}
	switch {
	case closing.MatchString(s) && !noClose.MatchString(s):
		i.Asks = Close
		if i.State == duban.Progressing {
			i.State = duban.Claimed
		}
	case objection.MatchString(s) && !strings.Contains(s, "无异议"):
		i.Asks = Objection
	case help.MatchString(s) && !noHelp.MatchString(s):
		i.Asks = Help
	}
}

// untilWord stands in front of the day of an extension.
var untilWord = regexp.MustCompile(`(?:延期|推迟|延后|延长|顺延|调整|延)(?:[到至为])?|\b(?:to|until|till|by)\b`)

// dayIn reads the day that the words of an extension name. It lies ahead: 6月底 is
// next year's in November. A day that cannot be, or has gone by, is none.
func dayIn(s string, today duban.Date) (duban.Date, bool) {
	for _, m := range untilWord.FindAllStringIndex(s, 4) {
		words := s[m[1]:]
		if i := strings.IndexAny(words, ",;!?\n"); i >= 0 {
			words = words[:i]
		}
		words, _, _ = strings.Cut(words, "。")
		if english := englishDay(words); english != "" {
			words = english
		}
		if d, ok := dayAt(words, today); ok {
			return d, true
		}
	}
	return duban.Date{}, false
}

// dayAt reads the day that words begin with. What stands behind it must not go on
// as a number does: 2月30日 is not 2月.
func dayAt(words string, today duban.Date) (duban.Date, bool) {
	now := calendar.Day{Year: today.Year, Month: today.Month, Day: today.Day}
	text := []rune(words)
	for n := min(len(text), 14); n > 1; n-- {
		d, err := calendar.ParseDate(string(text[:n]), now)
		var refused *calendar.Error
		if errors.As(err, &refused) {
			switch refused.Reason {
			case calendar.ImpossibleDate:
				return duban.Date{}, false
			case calendar.Past:
				d, err = calendar.ParseDate("明年"+string(text[:n]), now)
			}
		}
		if err != nil || n < len(text) && strings.ContainsRune("0123456789日号月个", text[n]) {
			continue
		}
		return duban.Date{Year: d.Year, Month: d.Month, Day: d.Day}, now.Before(d)
	}
	return duban.Date{}, false
}

var englishDate = regexp.MustCompile(`^\s*(?:the )?(end of )?(?:the )?(next )?(?:(\d{1,2})(?:st|nd|rd|th)? )?(year|month|january|february|march|april|may|june|july|august|september|october|november|december)(?: (\d{1,2}))?(?:,? (\d{4}))?`)

var englishMonths = strings.Fields("january february march april may june july august september october november december")

// englishDay says an English date in the words of the calendar's grammar.
func englishDay(s string) string {
	m := englishDate.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	front, day := "", m[3]
	if m[2] != "" {
		front = "明年"
	}
	if m[6] != "" {
		front = m[6] + "年"
	}
	if day == "" {
		day = m[5]
	}
	switch m[4] {
	case "year":
		return front + "年底"
	case "month":
		return map[string]string{"": "本月底", "明年": "下月底"}[front]
	}
	for i, name := range englishMonths {
		if name != m[4] {
			continue
		}
		month := front + strconv.Itoa(i+1) + "月"
		if day != "" {
			return month + day + "日"
		}
		return month
	}
	return ""
}
