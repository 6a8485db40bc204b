package intake

import (
	"slices"
	"strings"

	"duban/internal/duban"
)

// countNouns follow 项 where it counts: 3项活动已开展 is no task 3.
var countNouns = []string{
	"活动", "工作", "制度", "措施", "内容", "课题", "成果", "技能", "竞赛", "赛事", "大赛", "培训", "专利", "荣誉", "奖", "政策",
	"改革", "服务", "均", "都", "全部", "全都", "重点", "主要", "指标", "标准", "试点", "目标", "创新", "是", "任务均", "任务都", "任务全",
}

// separators may stand between a number and what is said about it.
const separators = ":、.,。;)]·|=-"

// accept reports whether what follows c lets it be the number of a task, and
// where the words then begin. Blocked says that a longer list was refused which
// stands so close that this one is a part of it: 3-5名.
func (s *scan) accept(c candidate, h *head, blocked bool, known func(int) bool) bool {
	s.at = c.end
	last := c.nos[len(c.nos)-1]
	switch {
	case h.closed:
		s.blanks()
		if s.any(")]") == 0 {
			return false
		}
		s.item()
		h.mark = ')'
		return s.words(h)
	case c.item:
		counts := !s.ordinal && !s.labelled || c.han && len(c.nos) == 1 // 第一项工作是
		if counts && startsWithAny(s.rest(), countNouns) {
			return false
		}
		return s.words(h)
	case c.han:
		return s.spoken(c) && s.words(h) // but not 第一期, 第二批
	case blocked && s.partOfLonger(c):
		return false
	}
	return s.bare(c, h, last, known) && (!c.loose(s.text) || isSettled(s.text[h.end:]))
}

// spoken reports whether Chinese numerals without 第 and 项 are a task's number as a
// voice is written down: 二十八，又办了两期. Shorter ones stand in words (十一期间).
func (s *scan) spoken(c candidate) bool {
	long := c.end >= 3 || c.end == 2 && s.text[1] == '十'
	if s.ordinal || s.labelled || len(c.nos) > 1 || !long || !strings.ContainsRune(" ,:、。", s.peek()) || s.peek() == 0 {
		return false
	}
	after := scan{text: s.text, at: s.at}
	after.blanks()
	return !isQuantity(c.nos[0], s.text[after.at:], true)
}

// bare judges a number with no 项 behind it by the next character.
func (s *scan) bare(c candidate, h *head, last int, known func(int) bool) bool {
	r := s.peek()
	switch {
	case r == 0:
		h.end = s.at
		return len(c.nos) == 1 || c.span || c.comma(s.text) // 28，300 is a figure
	case r == ' ':
		return s.afterBlank(c, h, last)
	case r == '.' && isDigit(s.after(1)):
		if !s.listPoint(last) {
			return false
		}
	case r == ':' && s.isTime(last):
		return false
	case r == '-' && isDigit(s.after(1)) && (last <= 12 || s.falls(last)):
		return false // 10-9召开, 30-28
	case strings.ContainsRune(separators, r):
	case r == '+' && s.isSum():
		return false // 1+X, 3+2
	case r == '+':
	case !s.ordinal && strings.IndexFunc(s.rest(), isLetter) < 0: // 28👌
	case s.ordinal, !isWord(r), isQuantity(last, s.text[s.at:], false):
		return false
	default: // 28无新进展
		if c.span && !isSettled(s.text[s.at:]) {
			return false // 10-12召开会议
		}
		h.end = s.at
		return !slices.ContainsFunc(c.nos, func(n int) bool { return !known(n) })
	}
	h.mark = r
	return s.words(h)
}

// isSum reports whether something is added to the number: what follows a plus
// sign that only adds to a report is neither a digit nor a letter.
func (s *scan) isSum() bool {
	n := s.after(1)
	return isDigit(n) || n >= 'a' && n <= 'z'
}

// afterBlank judges a number with a blank behind it.
func (s *scan) afterBlank(c candidate, h *head, last int) bool {
	s.blanks()
	if isQuantity(last, s.text[s.at:], true) {
		return false
	}
	h.mark = ' '
	if r := s.peek(); r != 0 && strings.ContainsRune(separators, r) {
		h.mark = r
	}
	return s.words(h)
}

// loose reports whether only a blank joins the last number to the one before:
// 28 30 无新进展 names two tasks, 28 300 one and its figure.
func (c candidate) loose(text []rune) bool {
	return len(c.nos) > 1 && !c.span && isDigit(c.joint(text))
}

// comma reports whether 、 joins the last number to the one before.
func (c candidate) comma(text []rune) bool { return c.joint(text) == '、' }

// joint is the last character before the last number, blanks left out.
func (c candidate) joint(text []rune) rune {
	i := c.end - 1
	for i >= 0 && isDigit(text[i]) {
		i--
	}
	for i >= 0 && text[i] == ' ' {
		i--
	}
	if i < 0 {
		return 0
	}
	return text[i]
}

// words skips what stands between the number and the words; not the minus of
// 28：-300人次.
func (s *scan) words(h *head) bool {
	for s.peek() != '-' || !isDigit(s.after(1)) || isDigit(s.text[s.at-1]) {
		if s.any(separators+" ") == 0 {
			break
		}
	}
	h.end = s.at
	return true
}

// partOfLonger reports whether the number goes on as 3-5 or 3、4 does.
func (s *scan) partOfLonger(c candidate) bool {
	switch s.peek() {
	case '-', '至', '到':
		return true
	case '、':
		n := 0
		for i := s.at + 1; i < len(s.text) && isDigit(s.text[i]) && n < 1000; i++ {
			n = n*10 + int(s.text[i]-'0')
		}
		return n == c.nos[len(c.nos)-1]+1
	}
	return false
}

// falls reports whether a lower number follows the dash: no range, and no words.
func (s *scan) falls(n int) bool {
	next := scan{text: s.text, at: s.at + 1}
	m, _, ok := next.numeral(false)
	return ok && m <= n && !isQuantity(m, s.text[next.at:], false)
}

// listPoint reports whether the point in 28.3个班 ends a number, as it must
// where the digits behind it count what has no halves. In 28.5万元 and 9.28 it
// does not.
func (s *scan) listPoint(n int) bool {
	i := s.at + 1
	for i < len(s.text) && isDigit(s.text[i]) {
		i++
	}
	return i-s.at <= 4 && i < len(s.text) && strings.ContainsRune("个名人期家所次场班日月", s.text[i]) &&
		(n > 12 || !strings.ContainsRune("日", s.text[i]))
}

// isTime reports whether the colon stands in a time of day: 9:30召开.
func (s *scan) isTime(hour int) bool {
	r := s.text[s.at+1:]
	return hour <= 24 && len(r) >= 2 && r[0] >= '0' && r[0] <= '5' && isDigit(r[1]) &&
		(len(r) == 2 || !isDigit(r[2]) && !isQuantity(99, r[2:], false))
}

func (s *scan) after(n int) rune {
	if s.at+n < len(s.text) {
		return s.text[s.at+n]
	}
	return 0
}

func (s *scan) rest() string { return string(s.text[s.at:]) }

// isWord reports whether Chinese words or a quotation may begin with r.
func isWord(r rune) bool {
	return r >= '\u3400' && r <= '\u9fff' || strings.ContainsRune("“\"《(「『", r)
}

// isSettled reports whether words begin with what may be said of several tasks
// at once.
func isSettled(words []rune) bool {
	state := ReadState(firstClause(words))
	return state == duban.NoNews || state == duban.Claimed
}

// firstClause is the beginning of words up to a comma or stop.
func firstClause(words []rune) string {
	if i := slices.IndexFunc(words, func(r rune) bool { return strings.ContainsRune(",。;!", r) }); i >= 0 {
		words = words[:i]
	}
	return string(words[:min(len(words), 100)])
}
