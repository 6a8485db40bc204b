package intake

import (
	"regexp"
	"strconv"
	"strings"

	"duban/internal/duban"
)

// mode says what a number is to the one before it.
type mode int

const (
	plain   mode = iota // no word about it: as it stands now
	total               // 累计, 共, 达到
	added               // 又, 新增, 本月
	ofEvent             // of what the clause before told of
	either              // a part of an event, a past month: not to be told
)

// stating is a number that tells of work done, with the words around it.
type stating struct {
	amount
	mode          mode
	grown         bool   // 新增 says so, which may be a part of what is counted
	before, after string // of its clause, up to the next number
	topic         string // words of the sentence before its clause
	crowded       bool   // other numbers stand in its clause
	apart         bool   // 分别: it belongs to one of several names
	proposed      bool   // 推荐, 申报: not so yet
	completes     bool   // its clause tells how far something is
	words         string // the clause as written
}

// unclear reports whether a number does not say how much it is or that it is so.
func (s stating) unclear() bool { return s.short || s.max > 0 || s.proposed }

// Words of a clause that say that its numbers are no present state.
var (
	plans = strings.Fields(`计划 拟 预计 力争 争取 准备 打算 还需 尚需 需要 需培训 距 缺口 若 如果 可培训 任务数 下达 报名 有望 可达 确保 在建 筹建 还有 年底前 月底前 底前 年内 下月 下个月 明年 下周 下期 下一期 下步 下一步 下季度
		指标数 剩 还差 尚差 缺 待培训 plan will expect target aim next`)
	intents   = strings.Fields("计划 拟 预计 力争 争取 准备 打算 下步 下一步 下月 plan")
	results   = strings.Fields("已 目前 现 累计 完成 共 实际 now")
	elsewhere = strings.Fields("去年 上年 前年 往年 同期 外地 外市 外省 兄弟 沈阳市")
	earlier   = strings.Fields("上期 上次 上月 上个月 上季度")
	overall   = []string{"in all", "in total", "so far", "overall", "altogether"}
	compared  = strings.Fields("由 从 比 较 与 和 同 跟")
	negations = regexp.MustCompile(`(尚未|没有?|未|还没有?|不能)(能|按期)?(完成|达到|达|超过|到)`)

	totals    = strings.Fields("累计 共 合计 总 达到 达 截至 全项 目前 现在 现已 应为 更正 应是 应该是 还是 今年 仍 now")
	additions = strings.Fields("又 再 新增 新培训 新办 新开 新评 新选 新认定 新招 新聘 新签 新引进 增加 增 多了 本月 本期 本周 当月 这个月 another additional month")
	events    = regexp.MustCompile(`又|再|新(增|培训|办|开|评|选)|第[一二三四五六七八九十\d]+[期批班次轮]`)
	pastMonth = regexp.MustCompile(`(\d{1,2})月份?|季度|上半年|新[建改]`)
	wholeTask = regexp.MustCompile(`^(年度|全年|总)?(任务|目标|指标)(数|量|为|是)?[:\d]`)
	yearNamed = regexp.MustCompile(`(\d{4})年`)
	inParts   = regexp.MustCompile(`^(其中|含|包括|另有?)`)
	theirs    = regexp.MustCompile(`^[^我本]{2,5}(局|委|办|会)(培训|完成|办|组织)`)
	ours      = regexp.MustCompile(`我(局|委|单位|们|办|会)|本(局|委|单位|部门)`)
)

// statements are the numbers of words that state something. Appended words add to
// what was said before.
func statements(words string, appended bool, today duban.Date) []stating {
	original := []rune(words)
	w := newDense(original)
	r := statementReader{dense: w, original: original, clauses: w.clauses(), today: today, appended: appended}
	r.mine = ours.MatchString(string(w.text))
	for n := range r.clauses {
		r.clause(n)
	}
	return r.said
}

type statementReader struct {
	dense
	original []rune
	clauses  []clause
	today    duban.Date
	appended bool
	mine     bool // the words speak of 我局 somewhere
	said     []stating

	sentence       int
	topic          string // the words of the sentence so far
	event, foreign bool   // the sentence told of an event, of another place
	planned        bool   // it told of what is to be done
	parted, apart  bool   // 其中 and 分别 were said in it
	old            bool   // it named the figure of an earlier time
}

func (r *statementReader) clause(n int) {
	c := r.clauses[n]
	if c.sentence != r.sentence {
		r.sentence, r.planned, r.topic, r.event, r.foreign, r.parted, r.apart, r.old = c.sentence, false, "", false, false, false, false, false
	}
	text := r.text[c.from:c.to]
	s := string(text)
	r.parted = r.parted || inParts.MatchString(s)
	r.apart = r.apart || strings.Contains(s, "分别")
	r.foreign = r.foreign || containsAny(s, []string{"外地", "外市", "外省"})
	if !r.isPoint(c) && !r.isQuestion(c) && !r.parted && !r.foreign && !r.notNow(s) {
		r.numbers(c, text, s)
	}
	if r.topic == "" || !isFigureOnly(s) {
		r.topic = lastOf(r.topic+s, longestTopic)
	}
	r.event = r.event || events.MatchString(s) && !containsAny(s, totals)
}

// longestTopic is how many characters of a sentence are looked at for what its
// numbers are about; without a bound a long message would take seconds.
const longestTopic = 60

func lastOf(s string, n int) string {
	text := []rune(s)
	return string(text[max(0, len(text)-n):])
}

// isPoint reports whether a clause is the number of a point (1、, (2)) or a year in
// brackets, as document numbers have.
func (r *statementReader) isPoint(c clause) bool {
	if digitsEnd(r.text[:c.to], c.from) < c.to {
		return false
	}
	after := runeAt(r.text, c.to)
	return c.mark == '[' && c.to-c.from == 4 || c.to-c.from <= 2 && (after == ')' || after == '、' && (c.mark == 0 || c.mark == '\n' || c.mark == ';'))
}

// isFigureOnly reports whether a clause has no words of its own.
func isFigureOnly(s string) bool { return besides(s) == "" }

// isQuestion reports whether the sentence of c ends with a question mark.
func (r *statementReader) isQuestion(c clause) bool {
	for i := c.to; i < len(r.text); i++ {
		switch r.text[i] {
		case '?':
			return true
		case '。', ';', '!', '\n':
			return false
		}
	}
	return false
}

// notNow reports whether the numbers of a clause are a plan, another's or of
// another time.
func (r *statementReader) notNow(s string) bool {
	switch {
	case strings.Contains(s, "每"), negations.MatchString(s), containsAny(s, elsewhere):
		return true
	case strings.Contains(s, "目标"), strings.Contains(s, "将") && !strings.Contains(s, "将近"):
		return !strings.Contains(s, "已") && !strings.Contains(s, "的目标")
	case containsAny(s, plans) && !strings.Contains(s, "已"):
		r.planned = r.planned || containsAny(s, intents)
		return true
	case r.planned && !containsAny(s, results):
		return true
	case r.mine && theirs.MatchString(s):
		return true
	case r.ahead(s), wholeTask.MatchString(s), r.pastYear(s):
		return true
	}
	for _, w := range earlier {
		if before, after, ok := strings.Cut(s, w); ok && !containsAny(before[max(0, len(before)-3):], compared) && !strings.Contains(after, "错") {
			r.old = true
			return true
		}
	}
	return false
}

// ahead reports whether a clause speaks of a month to come: 12月再培训500人次.
func (r *statementReader) ahead(s string) bool {
	m := pastMonth.FindStringSubmatch(s)
	if m == nil || m[1] == "" || strings.Contains(s, "已") {
		return false
	}
	month, _ := strconv.Atoi(m[1])
	return month > int(r.today.Month) && month <= 12 && !strings.Contains(s, "年"+m[1])
}

// pastYear reports whether a clause speaks of a year before this one.
func (r *statementReader) pastYear(s string) bool {
	m := yearNamed.FindStringSubmatch(s)
	if m == nil || containsAny(s, totals[:4]) {
		return false
	}
	year, _ := strconv.Atoi(m[1])
	return year < r.today.Year
}

// mostNumbers is how many numbers one clause may have; a clause of more is no
// sentence, and reading each against all of it would take seconds.
const mostNumbers = 40

// numbers adds what the numbers of a clause state.
func (r *statementReader) numbers(c clause, text []rune, s string) {
	all := amounts(text)
	if len(all) > mostNumbers {
		return
	}
	start, first, raised := 0, len(r.said), false
	for i, a := range all {
		end := len(text)
		if i+1 < len(all) {
			end = all[i+1].from
		}
		st := stating{amount: a, before: string(text[start:a.from]), after: string(text[a.to:end]), topic: r.topic, apart: r.apart}
		baseline := isBaseline(text[:a.from], text[a.to:]) || endsWithAny(text[:a.from], []string{"不是", "并非"})
		raised = raised || baseline
		if baseline || isWhole(st.after, i+1 < len(all)) || endsWithAny(text[:a.from], []string{"占"}) {
			blankOut(text[a.from:a.to])
			continue
		}
		start = a.to
		st.proposed = containsAny(s, []string{"推荐", "人选", "候选", "申报"}) || strings.HasPrefix(st.after, "的")
		st.completes = a.worded || containsAny(s, completions)
		st.mode = r.modeOf(st, s)
		if raised { // 从1200增加到1500 states 1500
			st.mode = total
		}
		st.grown = strings.Contains(s, newly)
		st.words = r.written(c)
		r.said = append(r.said, st)
	}
	for i := first; i < len(r.said); i++ {
		r.said[i].crowded = len(r.said)-first > 1
	}
}

// isWhole reports whether a number is what is promised, of which another is done:
// 1万人次的任务完成1500, 2个基地中1个.
func isWhole(after string, more bool) bool {
	for _, w := range []string{"的任务", "的目标", "的指标", "的计划", "任务", "目标"} {
		if strings.HasPrefix(after, w) {
			return true
		}
	}
	return more && ofWhole.MatchString(after)
}

var ofWhole = regexp.MustCompile(`[中里](的|已|有|完成|建成|改造)*了?$`)

// modeOf reads what a number is to the one before it, from the words of its clause.
func (r *statementReader) modeOf(st stating, s string) mode {
	before := st.before
	switch {
	case endsWithAny([]rune(before), []string{"少", "减少", "减少了", "核减", "少了", "-"}):
		return either
	case containsAny(s, totals[:4]), containsAny(s, overall):
		return total
	case strings.HasPrefix(st.after, "more"), endsWithAny([]rune(before), []string{"多", "增"}), containsAny(s, additions):
		if strings.Contains(s, "本期") && r.old {
			return either
		}
		return added
	case r.appended && before == "" && st.topic == "":
		return added
	case st.unit == duban.Percent && endsWithAny([]rune(before), []string{"提高", "提高了", "增长", "增长了", "上升", "上升了", "下降", "下降了"}):
		return either
	case r.isThisMonth(s):
		return added
	case containsAny(s, totals):
		return total
	case pastMonth.MatchString(s):
		return either
	case r.event:
		return ofEvent
	}
	return plain
}

// isThisMonth reports whether a clause names the running month.
func (r *statementReader) isThisMonth(s string) bool {
	m := pastMonth.FindStringSubmatch(s)
	return m != nil && m[1] != "" && m[1] == strconv.Itoa(int(r.today.Month)) && !strings.Contains(s, "日")
}

// written is a clause as it stands in the original.
func (r *statementReader) written(c clause) string {
	return trimBlank(string(r.original[r.at[c.from] : r.at[c.to-1]+1]))
}
