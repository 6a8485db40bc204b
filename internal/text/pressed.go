package text

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// longestTyped is how many characters a typed button may have.
const longestTyped = 20

// alsoTyped are words for a button beside its own label.
var alsoTyped = map[string][]string{
	"button.skip":     {"先跳过", "跳过这项", "跳过这一项", "next"},
	"button.next":     {"下一个", "下一步"},
	"button.before":   {"上一个", "上一步", "返回上一项", "previous"},
	"button.stop":     {"退出", "结束", "停止", "不填了", "先不填了", "退出填报", "quit", "stop", "exit"},
	"button.check":    {"核对"},
	"button.goon":     {"继续"},
	"button.said":     {"全文"},
	"button.total":    {"累计", "累计数", "总数", "total", "in total"},
	"button.added":    {"新增", "本期新增", "新增数", "增加", "added", "new"},
	"button.thatfar":  {"是", "是的", "对", "yes"},
	"button.is":       {"是的", "对"},
	"button.isnot":    {"不对", "no"},
	"button.isdone":   {"办结", "已完成", "完成了"},
	"button.mistaken": {"填错", "写错了", "报错了", "数字填错了", "数字错了"},
	"button.rebased":  {"口径变了", "口径变化", "口径不同"},
	"button.reduced":  {"核减了", "已核减"},
}

// Pressed finds which of some buttons words stand for, in either language: 跳过,
// skip. Whoever types what a button says means the button.
func Pressed(said string, buttons ...string) (button string, ok bool) {
	if said = typed(said); said == "" || utf8.RuneCountInString(said) > longestTyped {
		return "", false
	}
	for _, b := range buttons {
		if slices.Contains(alsoTyped[b], said) {
			return b, true
		}
		if slices.Contains(labelsOf(b), said) {
			return b, true
		}
	}
	return "", false
}

// typedLabels are the labels of buttons as they are compared, by name: each message
// is held against many.
var typedLabels sync.Map

func labelsOf(button string) []string {
	if known, ok := typedLabels.Load(button); ok {
		return known.([]string)
	}
	labels := []string{typed(Voice{Lang: Chinese}.Label(button)), typed(Voice{Lang: English}.Label(button))}
	typedLabels.Store(button, labels)
	return labels
}

// typed is words as they are compared with a button's.
func typed(s string) string {
	return strings.ToLower(strings.Trim(strings.TrimSpace(s), "“”\"'[]【】。.！!~～ "))
}
