package intake

import (
	"regexp"
	"strings"

	"duban/internal/duban"
)

// part is words about one task: of one of the writer's departments, or with zero
// of all.
type part struct {
	of    duban.DepartmentID
	words string
}

// partsOf parts words at the lines that begin with the name of one of the
// writer's departments. Whoever has only one need not name it.
func partsOf(words string, mine duban.Directory) []part {
	if len(mine) < 2 {
		return []part{{words: words}}
	}
	var parts []part
	for i, line := range strings.Split(words, "\n") {
		of, rest, named := departmentAt(line, mine)
		if named || i == 0 {
			parts = append(parts, part{of, rest})
			continue
		}
		parts[len(parts)-1].words += "\n" + line
	}
	for i := range parts {
		parts[i].words = trimBlank(parts[i].words)
	}
	return parts
}

// longestName is how many characters of a line may name a department.
const longestName = 30

// departmentAt reads the name of a department in front of a colon, or in
// brackets: 教育局：…, （教育局）…. Without one the line is returned whole.
func departmentAt(line string, mine duban.Directory) (of duban.DepartmentID, rest string, named bool) {
	text := []rune(strings.TrimLeftFunc(line, isBlank))
	folded := fold(text)
	from, until := 0, ":"
	if len(folded) > 0 && strings.ContainsRune("([", folded[0]) {
		from, until = 1, ")]"
	}
	for i := from; i < len(folded) && i < longestName; i++ {
		if !strings.ContainsRune(until, folded[i]) {
			continue
		}
		d, ok := mine.Find(string(text[from:i]))
		if !ok {
			break
		}
		rest := string(text[i+1:])
		if from > 0 {
			rest = strings.TrimLeft(rest, "：:")
		}
		return d.ID, trimBlank(rest), true
	}
	return 0, line, false
}

// NoNewsReason is the reason given behind words that say that nothing is new:
// 下半年集中开展 in 无新进展：下半年集中开展. It is empty where there is none.
func NoNewsReason(words string) string {
	text := []rune(trimBlank(words))
	folded := string(fold(text))
	m := noNews.FindStringIndex(folded)
	if m == nil {
		if m = noNewsEnglish.FindStringIndex(folded); m == nil {
			return ""
		}
	}
	said := []rune(folded[:m[1]])
	return strings.TrimFunc(string(text[min(len(said), len(text)):]), func(r rune) bool {
		return isBlank(r) || strings.ContainsRune("：:，,；;。.（(）)！!、-—", r)
	})
}

// saysStuck is how words begin that first say that there is a difficulty, and then which.
var saysStuck = regexp.MustCompile(`(?i)^\s*((目前|现在|仍然?|还|尚|确实?)*(有|存在|遇到)?(一些|一定|较大|不少)?的?困难[是为]?|(we are |still )?(blocked|stuck))\s*([:：,，;；。、—-]+\s*|\.?$)`)

// Difficulty is what words say is in the way, without saying once more that something
// is: 缺少牵头企业 in 有困难：缺少牵头企业.
func Difficulty(words string) string {
	words = trimBlank(words)
	return words[len(saysStuck.FindString(words)):]
}
