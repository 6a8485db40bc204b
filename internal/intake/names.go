package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"duban/internal/duban"
)

// SplitNames splits names that a person typed one after another, with 、，,；;
// or blanks between them. Nothing is looked up and no name is changed.
func SplitNames(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return isSeparator(r) || isBlank(r) })
}

func isSeparator(r rune) bool { return strings.ContainsRune("、，,；;\n", r) }

// ShortName is a department's name without the 市 in front that says whose it is;
// that of 市场监管局 belongs to its name.
func ShortName(name string) string {
	for _, own := range []string{"市场", "市政", "市容", "市民"} {
		if strings.HasPrefix(name, own) {
			return name
		}
	}
	if short := strings.TrimPrefix(name, "市"); short != "" {
		return short
	}
	return name
}

func trimBlank(s string) string { return strings.TrimFunc(s, isBlank) }

// named is one name of a department column.
type named struct {
	printed string
	dep     duban.Department
	known   bool
	role    duban.Role // empty unless words beside the name state it
}

// What a name and a department column may hold, in bytes. More is no name, and
// would take long to be looked for names.
const maxName, maxColumn = 300, 8_000

// nameReader reads a department column from left to right.
type nameReader struct {
	dir    index
	place  string // the city whose name may stand before a department's
	prefix string // carried on from the names before: 市, 市委, 各
	label  duban.Role
	open   int // index of the first name that a role word behind may still be for
	names  []named
}

// prefixes stand on the first name of a list and hold for those after it.
var prefixes = []string{"市委", "区委", "县委", "旗委", "市", "区", "县", "旗", "各"}

// readNames reads 市教育局（牵头）、财政局，各乡镇、街道办事处等按职责分工负责. What is
// in brackets is no part of a name unless the directory has it so.
func readNames(text string, dir index, place string) []named {
	r := nameReader{dir: dir, place: place}
	for _, p := range pieces(unwrap(trimBlank(text))) {
		r.printed(p)
	}
	return r.names
}

// printedName is what stands between two separators: words, and what was in brackets
// behind them.
type printedName struct{ words, bracket string }

const openers, closers = "(（〔[【", ")）〕]】"

// pieces splits at separators outside brackets.
func pieces(text string) []printedName {
	var all []printedName
	var words, bracket strings.Builder
	depth := 0
	flush := func() {
		if trimBlank(words.String())+bracket.String() != "" {
			all = append(all, printedName{words.String(), bracket.String()})
		}
		words.Reset()
		bracket.Reset()
	}
	for _, c := range text {
		switch {
		case strings.ContainsRune(openers, c):
			depth++
		case strings.ContainsRune(closers, c) && depth > 0:
			depth--
		case depth > 0:
			bracket.WriteRune(c)
		case strings.ContainsRune(closers, c):
		case isSeparator(c):
			flush()
		default:
			words.WriteRune(c)
		}
	}
	flush()
	return all
}

// unwrap takes off brackets around the whole text.
func unwrap(text string) string {
	r := []rune(text)
	if len(r) < 2 || !strings.ContainsRune(openers, r[0]) || !strings.ContainsRune(closers, r[len(r)-1]) {
		return text
	}
	depth := 0
	for i, c := range r {
		if strings.ContainsRune(openers, c) {
			depth++
		}
		if strings.ContainsRune(closers, c) {
			if depth--; depth == 0 && i < len(r)-1 {
				return text
			}
		}
	}
	return string(r[1 : len(r)-1])
}

var (
	roleLabel = regexp.MustCompile(`^(牵头|主办|主责|责任|配合|协办|协同|协助|参与|参加)(?:责任)?(?:单位|部门)?\s*[:：]`)
	leadWord  = regexp.MustCompile(`^(?:为|任)?(?:牵头|主办|主责)(?:单位|部门|负责|抓总|落实)?$`)
	helpWord  = regexp.MustCompile(`^(?:为|任)?(?:共同|积极|协同)?(?:配合|协办|协助|参与|协同)(?:单位|部门|负责|落实|实施)?$`)
	// tail is what stands behind a name and is none of it.
	tail    = regexp.MustCompile(`(?:等(?:有关|相关|各)?(?:单位|部门)?|(?:按照?|依|依据)?(?:各自|本)?职[责能](?:分工)?|(?:按照?)?(?:各自)?分工|各自|分别|共同|具体|组织|负责(?:落实|实施|组织)?|落实|实施|(?:为|任)?(?:牵头|主办)(?:单位|部门|负责|抓总)?|(?:共同|积极)?(?:配合|协办|协助|参与|协同)(?:单位|部门|落实|实施)?)[。.]?$`)
	between = []string{"会同", "以及", "和", "及", "与", "暨"}
)

func (r *nameReader) printed(p printedName) {
	words := strings.TrimRight(trimBlank(p.words), "。.")
	if m := roleLabel.FindStringSubmatch(words); m != nil {
		words = trimBlank(words[len(m[0]):])
		r.label, r.open = roleOf(m[1]), len(r.names)
	}
	if p.bracket != "" {
		if _, ok := r.find(words + "（" + p.bracket + "）"); ok {
			words, p.bracket = words+"（"+p.bracket+"）", ""
		}
	}
	if len(words) > maxName {
		r.names = append(r.names, named{printed: words, role: r.label})
		return
	}
	words, role := r.trim(words)
	for _, name := range r.split(words) {
		r.name(name)
	}
	if role != "" {
		r.state(r.open, role)
	}
	if role := roleOf(p.bracket); role != "" && len(r.names) > 0 {
		r.names[len(r.names)-1].role = role
	}
}

// state gives a role to the names from an index on, and closes them.
func (r *nameReader) state(from int, role duban.Role) {
	for i := from; i < len(r.names); i++ {
		if r.names[i].role == "" {
			r.names[i].role = role
		}
	}
	r.open = len(r.names)
}

// roleOf reads a word of role: 牵头, 配合单位. Others are no role.
func roleOf(words string) duban.Role {
	words = compact(words)
	switch {
	case leadWord.MatchString(words):
		return duban.Lead
	case helpWord.MatchString(words), words == "参加":
		return duban.Support
	}
	return ""
}

// trim takes words off a name's end and a 由 off its front until the directory
// knows it or none is left, and returns the role they state.
func (r *nameReader) trim(words string) (name string, role duban.Role) {
	for {
		if _, ok := r.find(words); ok {
			return words, role
		}
		if front, ok := strings.CutPrefix(words, "由"); ok {
			words = front
			continue
		}
		m := tail.FindStringIndex(words)
		if m == nil {
			return words, role
		}
		if stated := roleOf(strings.TrimRight(words[m[0]:m[1]], "。.")); role == "" {
			role = stated
		}
		words = trimBlank(words[:m[0]])
	}
}

// split parts names that no separator parts: a blank, 和 or 会同 do where the
// whole is no name and one of the parts is: 人 社局 is one, 教育局 人社局 are two.
func (r *nameReader) split(words string) []string {
	if words == "" {
		return nil
	}
	if _, ok := r.find(words); ok {
		return []string{words}
	}
	known := func(name string) bool { _, ok := r.find(name); return ok }
	if parts := strings.FieldsFunc(words, isBlank); len(parts) > 1 && slices.ContainsFunc(parts, known) {
		return parts
	}
	for _, word := range between {
		for at := 0; ; {
			i := strings.Index(words[at:], word)
			if i < 0 {
				break
			}
			a, b := trimBlank(words[:at+i]), trimBlank(words[at+i+len(word):])
			if a != "" && b != "" && (known(a) || known(b) && word != "和" || word == "会同") {
				return append(r.split(a), r.split(b)...)
			}
			at += i + len(word)
		}
	}
	return []string{words}
}

// name adds a name. One that is taken for a department only because of its
// level, 区教育局, is not when the column names that department besides.
func (r *nameReader) name(printed string) {
	dep, ok := r.find(printed)
	if _, exact := r.dir[duban.NameKey(printed)]; ok && !exact {
		ok = !slices.ContainsFunc(r.names, func(n named) bool { return n.dep.Name == dep.Name && level(n.printed) != level(printed) })
	}
	for _, p := range prefixes {
		if strings.HasPrefix(printed, p) {
			r.prefix = p
			break
		}
	}
	r.names = append(r.names, named{printed: printed, dep: dep, known: ok, role: r.label})
}

// find looks a name up as printed, with the prefix carried on to it, without the
// city's name, and without the level its own prefix names: 区教育局 is 教育局.
func (r *nameReader) find(printed string) (duban.Department, bool) {
	for _, name := range r.spellings(printed) {
		if dep, ok := r.dir[duban.NameKey(name)]; ok {
			return dep, true
		}
	}
	return duban.Department{}, false
}

func (r *nameReader) spellings(printed string) []string {
	names := []string{printed}
	if r.prefix != "" {
		names = append(names, r.prefix+printed)
	}
	if bare, ok := strings.CutPrefix(printed, r.place); ok && r.place != "" {
		names = append(names, bare, "市"+bare)
		printed = bare
	}
	for _, p := range prefixes {
		if bare, ok := strings.CutPrefix(printed, p); ok && utf8.RuneCountInString(bare) > 1 {
			names = append(names, bare)
			if strings.HasSuffix(p, "委") {
				names = append(names, "市委"+bare)
			} else if p != "各" {
				names = append(names, "市"+bare)
			}
		}
	}
	return names
}

// level is the 市, 区, 县 or 旗 a name begins with.
func level(printed string) string {
	for _, p := range prefixes {
		if p != "各" && strings.HasPrefix(printed, p) {
			return p
		}
	}
	return ""
}

// index finds a department by any of its names, in the form of [duban.NameKey].
type index map[string]duban.Department

func newIndex(dir duban.Directory) index {
	all := index{}
	for _, dep := range dir {
		for _, name := range append([]string{dep.Name, dep.Formal, dep.English}, dep.Aliases...) {
			key := duban.NameKey(name)
			if _, taken := all[key]; !taken && key != "" {
				all[key] = dep
			}
		}
	}
	return all
}
