package intake

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"duban/internal/duban"
)

var (
	theRest = regexp.MustCompile(`^[-·*]?\s*((其余|其它|其他|剩下|剩余|余下|别的)的?\s*((\d+|各|几|所有|全部|[一二三四五六七八九十]+)?(项|个)?(任务|工作|事项)?)?` +
		`|(and )?(all )?(the )?(rest|others|remaining( tasks)?)( of the tasks)?|everything else|all others|other tasks)` +
		`\s*(暂时|本期|本月|目前)?(均|都|全部|全|也|一律|皆)?\s*(is|are|has|have)?\s*[:,、-]*\s*`)
	everything = regexp.MustCompile(`^(以上|上述|所有|全部|各)(\d+)?(项|个)?(任务|工作)?(均|都|全)?[:,]*|^(本期|本月|目前)?(所有|各|全部)?(任务|工作|项)?(均|都|全部)`)
	restWork   = regexp.MustCompile(`^(其余|其它|其他|剩下|剩余|余下)的?\s*(\d+|各|几|所有|全部)?(项|任务|均|都|正常|按|工作)`)
)

// restHints: one of them stands at the beginning of whatever theRest matches.
var restHints = strings.Fields("其 剩 余 别的 rest other everything remaining")

// restAt reports whether line, folded, says of all other tasks that nothing is
// new, and where the words about it begin.
func restAt(line []rune) (int, bool) {
	if !containsAny(string(line[:min(len(line), 16)]), restHints) {
		return 0, false
	}
	return noNewsAfter(theRest, line)
}

// allAt is restAt for a reply that speaks of all tasks at once: 均无新进展.
func allAt(line []rune) (int, bool) { return noNewsAfter(everything, line) }

// noNewsAfter matches the beginning of line and looks at the words behind it.
func noNewsAfter(beginning *regexp.Regexp, line []rune) (int, bool) {
	s := string(line[:min(len(line), 200)])
	m := beginning.FindStringIndex(s)
	if m == nil || ReadState(s[m[1]:]) != duban.NoNews {
		return 0, false
	}
	return utf8.RuneCountInString(s[:m[1]]), true
}
