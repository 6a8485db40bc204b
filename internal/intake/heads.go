package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// field is what a column or a labelled part of a paragraph holds.
type field int

const (
	unknownField field = iota // a head without meaning here
	ignoredField              // known, and not read: progress, lights, remarks
	numberField
	sectionField
	contentField
	leadField
	supportField
	responsibleField
	dueField
	leaderField
)

// headRules are the words by which offices name their columns. The first rule
// that fits wins: 牵头单位进展情况 is progress, 牵头领导 a person.
var headRules = []struct {
	field field
	words *regexp.Regexp
}{
	{numberField, regexp.MustCompile(`^(序号?|编号|项号|任务序号|任务编号|no)$`)},
	{ignoredField, regexp.MustCompile(`进展|情况|亮灯|备注|销号|状态|成效|困难|下一?步|佐证|是否|(开始|启动|起始|开工|填报)(时间|日期)|联系|^办结$|^(责任|负责|牵头)人`)},
	{leaderField, regexp.MustCompile(`领导$|领导姓名$|^分管负责人$|市长$|区长$|县长$|^leader$`)},
	{leadField, regexp.MustCompile(`(牵头|主办|主责|第一责任).*(单位|部门|处室|科室|主体)|^(牵头|主办|主责)$|^lead$`)},
	{supportField, regexp.MustCompile(`(配合|协办|协同|协助|参与|参加|支持|其他责任).*(单位|部门|处室|科室)|^(配合|协办|协同|协助)$|^support$`)},
	{responsibleField, regexp.MustCompile(`(责任|承担|实施|落实|承办|负责)(单位|部门|主体|处室|科室)|^departments?$`)},
	{dueField, regexp.MustCompile(`时限|时间|期限|节点|日期|^due$`)},
	{contentField, regexp.MustCompile(`内容|举措|措施|具体任务|具体工作|任务事项|^content$|^task$`)},
	{sectionField, regexp.MustCompile(`任务|^(任务)?(类别|分类|项目|领域|方面|板块)$|(重点|主要)工作|^section$`)},
}

var aside = regexp.MustCompile(`\([^()]*\)`)

// headField reads a column's head; longer texts are no heads.
func headField(text string) field {
	s := compact(string(fold([]rune(text))))
	s = strings.TrimRight(aside.ReplaceAllString(s, ""), ":")
	if s == "" || utf8.RuneCountInString(s) > 14 {
		return unknownField
	}
	for _, r := range headRules {
		if r.words.MatchString(s) {
			return r.field
		}
	}
	return unknownField
}

// columns are the fields of a table's columns.
type columns []field

func (c columns) has(f field) bool { return slices.Contains(c, f) }

// departments tells whether a column names those who answer.
func (c columns) departments() bool {
	return c.has(leadField) || c.has(supportField) || c.has(responsibleField)
}

// heads reads the head rows that begin at from and returns the columns and the
// index of the first row below them; ok is false where no head begins.
func heads(rows []row, from int) (cols columns, below int, ok bool) {
	first := rows[from].cells
	known := map[field]bool{}
	cols = make(columns, len(first))
	for i, c := range first {
		if c.left {
			continue
		}
		cols[i] = headField(c.text)
		known[cols[i]] = cols[i] > ignoredField
	}
	delete(known, unknownField)
	delete(known, ignoredField)
	if len(known) < 2 || !known[numberField] && !known[sectionField] && !known[contentField] {
		return nil, from, false
	}
	below = from + 1
	for below < len(rows) && below < from+3 && underHead(rows[below], cols) {
		for i, c := range rows[below].cells[:min(len(cols), len(rows[below].cells))] {
			if f := headField(c.own()); f != unknownField {
				cols[i] = f
			}
		}
		below++
	}
	cols.settle()
	for i, c := range first {
		if c.left && cols[i] == unknownField {
			cols[i] = cols[i-1]
		}
	}
	return cols, below, true
}

// underHead tells whether a row below a head still belongs to it: a head cell
// reaches into it, or it has nothing but heads.
func underHead(w row, cols columns) bool {
	some := false
	for i, c := range w.cells {
		switch {
		case c.above:
			return true
		case c.text == "":
		case headField(c.text) == unknownField || i < len(cols) && cols[i] == numberField:
			return false
		default:
			some = true
		}
	}
	return some
}

// settle gives a table without a content column the last one that could hold a
// section, and one with several and no section the first of them as section.
func (c columns) settle() {
	first := slices.Index(c, contentField)
	switch {
	case first < 0 && c.has(sectionField):
		last := len(c) - 1
		for c[last] != sectionField {
			last--
		}
		c[last] = contentField
	case first >= 0 && !c.has(sectionField) && slices.Contains(c[first+1:], contentField):
		c[first] = sectionField
	}
}
