package intake

import (
	"math"
	"slices"
	"strings"

	"duban/internal/duban"
)

// amount is a number as it stands in a dense text, with what it counts.
type amount struct {
	from, to int     // the number, its unit and what may stand behind both (左右, 以上)
	value    float64 // in unit: 1.2万人次 is 12000 of 人次
	max      float64 // upper end of a range, zero for none
	unit     string  // one of units, duban.Percent, or empty
	worded   bool    // 一半: it tells by itself how far something is
	han      bool    // written in Chinese numerals
	about    bool    // 余, 多, 左右
	bound    duban.Relation
	short    bool // in front stands what makes less of it: 近, 不到
}

// units are what may be counted, longer ones before those they begin with.
var units = strings.Fields(`人次 班次 场次 家次 户次 个百分点 平方公里 平方千米 平方米 立方米 公里 千米 公顷 千瓦 兆瓦
	人 名 位 个 所 家 项 支 门 套 座 处 台 辆 条 件 期 场 次 间 篇 部 本 亩 吨 元 户 栋 张 份 对 只 头 株 例 幢 架 艘 种 宗`)

// noUnits make of a number a time, a rank or an age; whatever it is, it counts
// nothing.
var noUnits = strings.Fields(`个工作日 个月 个小时 个学期 个星期 个季度 个样 个学时 个课时 工作日 年 月 日 号 天 周 小时 学时 课时 学分 分钟 点 时 级 届 岁 季度 度 强 分之
	批 轮 版 条例 件事 人才 名师 部门 部分 支部 项目 家长 家庭 位置 名单 本月 本期 次月 次年 期间 对接 只有 对口`)

var englishUnits = []struct{ word, unit string }{
	{"person-times", "人次"}, {"percent", duban.Percent}, {"people", "人"}, {"persons", "人"}, {"trainees", "人"}, {"participants", "人"}, {"students", "人"},
	{"courses", "期"}, {"classes", "期"}, {"course", "期"}, {"class", "期"}, {"schools", "所"}, {"companies", "家"}, {"firms", "家"},
	{"days", "-"}, {"weeks", "-"}, {"months", "-"}, {"years", "-"}, {"hours", "-"},
}

// amounts finds the numbers of a dense text that count something or stand alone.
// Dates, times, ranks, document and telephone numbers are none.
func amounts(text []rune) []amount {
	var all []amount
	for i := 0; i < len(text); {
		a, next := amountAt(text, i)
		if next == i {
			next = max(i+1, hanEnd(text, i)) // no part of 八九成 is a number
			i = next
			continue
		}
		if a.to > 0 {
			all = append(all, a)
		}
		i = next
	}
	return all
}

// amountAt reads the number that begins at i. Next is behind whatever was read;
// it is i where no number begins, and a.to is zero where it is no amount.
func amountAt(text []rune, i int) (a amount, next int) {
	n, end := numberAt(text, i)
	if end == i {
		return amount{}, i
	}
	if !n.counts(text, i, end) {
		return amount{}, end
	}
	a = amount{from: i, to: end, value: n.value, han: n.han, worded: n.worded}
	if n.share {
		a.unit = duban.Percent
	} else if !a.takeUnit(text) {
		return amount{}, a.to
	}
	a.takeRange(text)
	if a.han && a.unit == "" && !n.large {
		return amount{}, end
	}
	a.takeTail(text)
	a.short = endsWithAny(text[:i], shorts)
	return a, a.to
}

var shorts = []string{"近", "不到", "不足", "将近", "几乎", "未到", "almost ", "nearly "}

// takeUnit reads the unit; it reports false where there stands one that counts
// nothing.
func (a *amount) takeUnit(text []rune) bool {
	a.about = a.eat(text, "余", "多", "来") != ""
	if a.eat(text, "%", "％") != "" {
		a.unit = duban.Percent
		return true
	}
	if startsWithAny(window(text, a.to), noUnits) && !startsWithAny(window(text, a.to), stillUnits) {
		return false
	}
	if a.eat(text, "千", "百") != "" { // 3千, 5百 behind digits
		return false
	}
	if a.unit = a.eat(text, units...); a.unit != "" {
		return true
	}
	a.eat(text, " ")
	for _, e := range englishUnits {
		if a.eat(text, e.word) != "" {
			a.unit = e.unit
			return e.unit != "-"
		}
	}
	return a.to >= len(text) || !isLatin(text[a.to]) || text[a.to-1] == ' '
}

// stillUnits begin like noUnits and count all the same.
var stillUnits = strings.Fields("名师生 个小 条件 部门课")

// takeRange reads the upper end: 3-5个, 8个至10个, 60%-70%.
func (a *amount) takeRange(text []rune) {
	rest := *a
	if rest.eat(text, "-", "至", "到") == "" {
		return
	}
	n, end := numberAt(text, rest.to)
	if end == rest.to || n.value <= a.value || endsWithAny(text[:a.from], []string{"从", "由", "自"}) {
		return
	}
	upper := amount{from: a.from, to: end, value: n.value}
	if n.share {
		upper.unit = duban.Percent
	} else if !upper.takeUnit(text) {
		return
	}
	if a.unit != "" && a.unit != upper.unit || upper.unit == "" {
		return
	}
	a.to, a.max, a.unit = upper.to, n.value, upper.unit
}

// takeTail reads what stands behind the unit and qualifies the number.
func (a *amount) takeTail(text []rune) {
	switch a.eat(text, "及以上", "以上", "及以内", "以内", "之内", "以下", "左右", "上下") {
	case "及以上", "以上":
		a.bound = duban.AtLeast
	case "及以内", "以内", "之内", "以下":
		a.bound = duban.AtMost
	case "左右", "上下":
		a.about = true
	}
}

// eat takes the first of words that comes next.
func (a *amount) eat(text []rune, words ...string) string {
	rest := window(text, a.to)
	for _, w := range words {
		if strings.HasPrefix(rest, w) {
			a.to += len([]rune(w))
			return w
		}
	}
	return ""
}

// window is the text from i, as far as any word of the grammar reaches.
func window(text []rune, i int) string { return string(text[i:min(i+12, len(text))]) }

func endsWithAny(text []rune, words []string) bool {
	tail := string(text[max(0, len(text)-10):])
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(tail, w) })
}

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// rounded keeps two decimals: two thirds are 66.67%.
func rounded(v float64) float64 { return math.Round(v*100) / 100 }
