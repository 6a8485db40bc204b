package arrows

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// speaking are the packages whose business Chinese is: the sentences and the
// grammars.
var speaking = []string{"seeds", "internal/calendar", "internal/intake", "internal/text"}

// heard are the Chinese words other packages may have in their code. What
// stands in a case clause is compared with what somebody typed and needs no
// entry.
var heard = map[string][]string{
	"bot": {
		"负责人",                     // the head of a department, behind a name in /contact
		"编号",                      // before a person's number
		"最近怎么样", "怎么样", "情况", "的", // what is cut off a leader's question
		"年",                                                      // behind a year in /holidays
		"每月", "日前最后一个工作日截止", "提前", "个工作日", "每季度最后一个工作日截止", "每周一", // the schedules of a new list, in calendar's grammar
		"重点", "全量", "确认", // said in /schedule
		"每年", // months in /due
	},
	"cmd/duban":    {"督办", "演示", "台账", "推算", "教育局", "王芳", "李明"}, // names and examples in English help
	"internal/app": {"督办", "教育局"},                               // the same, and the demo's bot
	"internal/duban": {
		"关于", "进一步", "推进", "实用", "高质量", "发展", "主要任务", "工作", "任务", // ShortTitle: the words around a list's topic
		"人民政府", "政府", "办事处", "市", "区", "县", "旗", "省", "局", "厅", "委", "办", "的", "各", // Nearest: what tells no department from another
	},
}

// files are whole files of words.
var files = []string{
	"internal/duban/marking.go",  // grammar: how papers bear secrecy
	"internal/duban/personal.go", // grammar: Chinese figures
	"internal/duban/receipt.go",  // grammar: answers that report nothing
	"internal/duban/phrases.go",  // grammar: what is never cut in two
	"internal/duban/short.go",    // grammar: where a reader pauses
	"internal/duban/mark.go",     // grammar: words that say nothing new
}

// The sentences people read are in internal/text, where each has its English
// twin and a golden file.
func TestChineseSentencesAreOnlyInText(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || slices.Contains(speaking, s.pkg) || slices.Contains(files, s.name) {
			continue
		}
		compared := inCases(s.tree)
		ast.Inspect(s.tree, func(n ast.Node) bool {
			l, ok := n.(*ast.BasicLit)
			if !ok || l.Kind != token.STRING && l.Kind != token.CHAR || compared[l] {
				return true
			}
			for _, word := range runs(t, l) {
				if !slices.Contains(heard[s.pkg], word) {
					t.Errorf("%s has %s: a sentence belongs to internal/text; a word that is read is to be named in this file", s.at(l), word)
				}
			}
			return true
		})
	}
}

// inCases are the literals of a file's case clauses.
func inCases(tree *ast.File) map[*ast.BasicLit]bool {
	in := map[*ast.BasicLit]bool{}
	ast.Inspect(tree, func(n ast.Node) bool {
		if c, ok := n.(*ast.CaseClause); ok {
			for _, e := range c.List {
				if l, ok := e.(*ast.BasicLit); ok {
					in[l] = true
				}
			}
		}
		return true
	})
	return in
}

// runs are the sequences of Chinese characters in a literal.
func runs(t *testing.T, l *ast.BasicLit) []string {
	t.Helper()
	s, err := strconv.Unquote(l.Value)
	if err != nil {
		t.Fatal(err)
	}
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}
