package intake

import (
	"slices"
	"strings"
)

// head is a task number, or several, in front of what is said about them.
type head struct {
	nos    []int
	end    int  // where the words begin
	named  bool // 第28项, 任务28: no count and no enumeration
	han    bool // written in Chinese numerals
	mark   rune // what stands after the number: a blank, a punctuation mark, 0 for nothing
	closed bool // in brackets
}

// widest is how many tasks one range may name.
const widest = 200

// readHead reads the number at the beginning of a folded line. It is false for
// words that merely begin with a number: 28日, 3个班, 1500人次, 2026年, 1+X.
func readHead(line []rune, known func(int) bool) (head, bool) {
	s := &scan{text: line}
	s.blanks()
	if s.any("-·*>") != 0 {
		s.blanks()
	}
	open := s.any("([") != 0
	s.blanks()
	s.prefix()
	var tried []candidate
	for first := true; first || s.joiner(); first = false {
		if !s.number(&tried) {
			break
		}
	}
	for i, c := range slices.Backward(tried) {
		h := head{nos: c.nos, named: s.labelled || c.item, han: c.han, closed: open}
		blocked := i+1 < len(tried) && tried[i+1].near
		if s.accept(c, &h, blocked, known) {
			return h, true
		}
	}
	return head{}, false
}

// candidate is a list of numbers read so far and where it ends. The longest one
// that what follows allows is taken.
type candidate struct {
	nos  []int
	end  int
	item bool // 项 stands after the last number
	han  bool
	span bool // it ends in a range
	near bool // joined to the one before without a blank, as 3-5 and 3、4 are
}

// scan is a place in a folded line.
type scan struct {
	text     []rune
	at       int
	ordinal  bool // 第 stands in front
	labelled bool // 任务, # or the like stands in front
}

func (s *scan) peek() rune {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *scan) blanks() {
	for s.peek() == ' ' {
		s.at++
	}
}

// any takes one of the runes of set.
func (s *scan) any(set string) rune {
	if r := s.peek(); r != 0 && strings.ContainsRune(set, r) {
		s.at++
		return r
	}
	return 0
}

// word takes the first of words that stands here.
func (s *scan) word(words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(string(s.text[s.at:min(len(s.text), s.at+len(w))]), w) {
			s.at += len([]rune(w))
			return true
		}
	}
	return false
}

// prefix takes what may stand before a number; 第 makes it ordinal, the others
// say outright that it is a task's.
func (s *scan) prefix() {
	s.labelled = s.word("任务", "序号", "编号", "#", "no.", "tasks", "task", "items", "item")
	s.blanks()
	s.ordinal = s.word("第")
	s.blanks()
}

// joiner takes what stands between two numbers of a list.
func (s *scan) joiner() bool {
	from := s.at
	s.blanks()
	if s.at > from && s.isThousands() {
		s.at = from
		return false
	}
	if s.word("、", ",", "以及", "和", "与", "及", "&", "and ") {
		s.blanks()
		s.word("第")
		return true
	}
	s.at = from
	s.blanks()
	return s.at > from && isDigit(s.peek())
}

// isThousands reports whether a figure with its thousands set off comes next: 1,500.
func (s *scan) isThousands() bool {
	end := digitsEnd(s.text, s.at)
	return end > s.at && end-s.at <= 3 && runeAt(s.text, end) == ',' && digitsEnd(s.text, end+1) == end+4
}

// number reads a number or a range and adds it as a candidate.
func (s *scan) number(tried *[]candidate) bool {
	before := candidate{}
	near := false
	if n := len(*tried); n > 0 {
		before = (*tried)[n-1]
		near = s.at-before.end == 1 && s.text[before.end] != ' '
	}
	n, han, ok := s.numeral(s.ordinal || len(*tried) == 0)
	if !ok {
		return false
	}
	c := candidate{nos: append(slices.Clone(before.nos), n), han: han || before.han, near: near}
	c.item, c.end = s.item(), s.at
	*tried = append(*tried, c)
	s.rangeEnd(n, c, tried)
	return len(*tried) < widest
}

// rangeEnd reads the end of a range that begins at n.
func (s *scan) rangeEnd(n int, from candidate, tried *[]candidate) {
	at := s.at
	s.blanks()
	dashes := 0
	for s.any("-") != 0 {
		dashes++
	}
	if dashes == 0 && !s.word("至", "到", "to ") {
		s.at = at
		return
	}
	s.blanks()
	ordinal := s.word("第")
	m, han, ok := s.numeral(ordinal || from.han)
	if !ok || m <= n || m-n > widest {
		s.at = at
		return
	}
	c := candidate{nos: slices.Clone(from.nos), han: from.han || han, span: true, near: s.text[at] != ' '}
	for i := n + 1; i <= m; i++ {
		c.nos = append(c.nos, i)
	}
	c.item, c.end = s.item(), s.at
	c.item = c.item || from.item
	*tried = append(*tried, c)
}

// numeral takes a number of at most three digits, or Chinese numerals.
func (s *scan) numeral(han bool) (n int, inHan, ok bool) {
	from := s.at
	for isDigit(s.peek()) {
		s.at++
	}
	if s.at == from && han {
		for s.any("零一二三四五六七八九十百") != 0 {
			inHan = true
		}
	}
	n, ok = numeral(string(s.text[from:s.at]))
	if !ok {
		s.at = from
	}
	return n, inHan, ok
}

// item takes 项 or 号任务 after a number.
func (s *scan) item() bool {
	from := s.at
	s.blanks()
	if s.word("项目") {
		s.at = from
		return false
	}
	if s.word("项任务", "号任务", "项") {
		return true
	}
	s.at = from
	return false
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
