package intake

import (
	"regexp"
	"strings"

	"duban/internal/duban"
)

// ReadTargets reads the numbers that a task's text promises, in the order of the
// text. A number is a target if it counts something (2个产教融合实训基地, 参与率提高到
// 100%) and the task as a whole is to reach it. None are years, document numbers,
// ages and lengths of time, what is put in quotation marks (“3+2”), what holds for
// each school, person or period (每校至少1名), and what is there already.
func ReadTargets(content string) []duban.Target {
	text := []rune(content)
	r := targetReader{dense: newDense(text)}
	r.restoreCase(text)
	for _, c := range r.clauses() {
		r.clause(c)
	}
	return r.found
}

// targetReader reads a text clause by clause.
type targetReader struct {
	dense
	found    []duban.Target
	by       duban.Date // named last in the sentence
	sentence int        // of the target found last
	given    int        // sentence of by
}

func (r *targetReader) clause(c clause) {
	if c.sentence != r.given {
		r.by, r.given = duban.Date{}, c.sentence
	}
	if !hasNumber(string(r.text[c.from:c.to])) {
		return
	}
	from := c.from
	if by, end := deadlineAt(r.text[from:c.to]); end > 0 {
		r.by, from = by, from+end
	}
	text := r.text[from:c.to]
	if isNorm(string(text)) {
		return
	}
	start := 0
	counted := r.counted(text, from)
	for i, a := range counted {
		end := len(text)
		if i+1 < len(counted) {
			end = counted[i+1].from
		}
		r.target(c, a, text[start:a.from], text[a.to:end])
		start = a.to
	}
}

// counted are the amounts of a clause that may be targets.
func (r *targetReader) counted(text []rune, at int) []amount {
	var all []amount
	base := 0
	for _, a := range amounts(text) {
		if a.unit == "" || r.quoted[at+a.from] || a.han && !a.isPromised(text) {
			continue
		}
		if isBaseline(text[base:a.from], text[a.to:]) {
			blankOut(text[a.from-1 : a.to]) // the name ends before 由
			continue
		}
		all, base = append(all, a), a.to
	}
	return all
}

// isPromised reports whether a number in Chinese numerals is one: they stand in many
// a turn of phrase (三项制度, 一支队伍), so that something must be made of them, or
// they must end the clause as a figure does.
func (a amount) isPromised(text []rune) bool {
	if a.unit == duban.Percent || a.max > 0 || a.value >= 1000 {
		return true
	}
	made := endsWithAny(text[:a.from], makers)
	if a.value == 1 {
		return made && strings.Contains("所座家处条栋", a.unit) || endsWithAny(text[:a.from], makersOfOne) && a.unit == "个"
	}
	return made
}

var (
	makersOfOne = strings.Fields("新建 建成 新增 引进 至少")
	makers      = strings.Fields("新建 建成 建设 改建 扩建 创建 引进 培育 新增 打造 至少 不少于 遴选 完成")
)

var baseline = regexp.MustCompile(`^[^,]{0,8}[到至为成]`)

// isBaseline reports whether a value is where a rise begins: 由70%提高到90%.
func isBaseline(before, after []rune) bool {
	return strings.ContainsAny(string(before[max(0, len(before)-6):]), "由从自") && baseline.MatchString(string(after))
}

func blankOut(text []rune) {
	for i := range text {
		text[i] = ' '
	}
}

// isNorm reports whether a clause speaks of each one of many, or of what is there.
func isNorm(s string) bool {
	return strings.Contains(s, "每") || yearlyNorm.MatchString(s) || startsWithAny(s, notPromises)
}

var yearlyNorm = regexp.MustCompile(`^年(培训|接待|服务|开展|组织|完成|举办)`)

var notPromises = strings.Fields("总结 推广 借鉴 具有 具备 拥有 面向 针对 现有 已有 已建 原有 符合 落实《 贯彻")

// target adds the target of an amount with the words in front of it and behind.
func (r *targetReader) target(c clause, a amount, before, after []rune) {
	front, relation := relationAt(string(before))
	t := duban.Target{Value: a.value, Max: a.max, Unit: a.unit, Relation: relation, By: r.by}
	switch {
	case a.bound != "":
		t.Relation = a.bound
	case a.about && t.Relation != duban.AtLeast:
		t.Relation = duban.About
	}
	front, t.Stretch = withoutLead(front)
	t.Name = r.name(front, string(after), c)
	if t.Name == "" {
		return
	}
	if t.Relation == duban.Exactly && front == "" && c.mark == '、' && len(after) == 0 && r.follows(c) {
		t.Relation = r.found[len(r.found)-1].Relation // 达到3000户、1.2万人
	}
	r.found, r.sentence = append(r.found, t), c.sentence
}

// follows reports whether a target was found in the sentence of c before.
func (r *targetReader) follows(c clause) bool { return len(r.found) > 0 && r.sentence == c.sentence }

// relations are the words in front of a number that say what it bounds, longer
// ones before those they end with.
var relations = []struct {
	word     string
	relation duban.Relation
}{
	{"不低于", duban.AtLeast}, {"不少于", duban.AtLeast}, {"不小于", duban.AtLeast}, {"至少", duban.AtLeast}, {"最少", duban.AtLeast},
	{"不超过", duban.AtMost}, {"不高于", duban.AtMost}, {"不多于", duban.AtMost}, {"控制在", duban.AtMost}, {"压缩至", duban.AtMost},
	{"超过", duban.AtLeast}, {"突破", duban.AtLeast}, {"大于", duban.AtLeast}, {"超", duban.AtLeast},
	{"大约", duban.About}, {"约", duban.About}, {"稳定在", duban.Exactly}, {"保持在", duban.Exactly},
	{"提高到", duban.RaisedTo}, {"提高至", duban.RaisedTo}, {"提升到", duban.RaisedTo}, {"提升至", duban.RaisedTo},
	{"增加到", duban.RaisedTo}, {"增加至", duban.RaisedTo}, {"增至", duban.RaisedTo}, {"上升到", duban.RaisedTo}, {"扩大到", duban.RaisedTo},
	{"达到", duban.RaisedTo}, {"达", duban.RaisedTo},
	{"逐步", ""}, {"为", ""}, {"于", ""}, {"共", ""}, {"累计", ""}, {"总计", ""}, {"再", ""}, {"各", ""},
}

// relationAt takes off what stands between the name and its number, and tells
// what it means. The first word that means something counts: 不少于 in 达到不少于.
func relationAt(before string) (front string, relation duban.Relation) {
	front, relation = before, duban.Exactly
	for {
		taken := false
		for _, r := range relations {
			rest, ok := strings.CutSuffix(front, r.word)
			if !ok {
				continue
			}
			front, taken = rest, true
			if relation == duban.Exactly && r.relation != "" {
				relation = r.relation
			}
			break
		}
		if !taken {
			break
		}
	}
	for _, r := range relations[:5] { // 至少新增2家
		if rest, ok := strings.CutPrefix(front, r.word); ok {
			return rest, r.relation
		}
	}
	return front, relation
}
