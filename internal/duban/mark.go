package duban

import (
	"regexp"
	"strings"
	"time"
	"unicode"
)

// Mark says why the office should look at a report. It is for the office alone:
// a marked report counts like any other.
type Mark string

const (
	NoMark    Mark = ""
	Repeats   Mark = "repeats"  // it says what the one before it said
	Hollow    Mark = "hollow"   // words without state, number or reason
	AsksLater Mark = "extend"   // 申请延期; Report.Later is the date, where one was named
	Objects   Mark = "object"   // 分工有误
	AsksClose Mark = "complete" // 申请办结
)

// Marked returns r with the mark its words deserve beside what the department said
// last, unless it bears one already.
func (r Report) Marked(last Report) Report {
	switch {
	case r.Mark != NoMark || r.State == NoNews || r.Words == "" || len(r.Figures) > 0:
	case repeats(r.Words, last.Words):
		r.Mark = Repeats
	case (r.State == Said || r.State == Progressing) && r.Percent == 0 && IsHollow(r.Words):
		r.Mark = Hollow
	}
	return r
}

// Doubt is one thing that a report's words leave open until somebody settles it.
type Doubt struct {
	ID      DoubtID
	Report  ReportID
	Kind    string // as the reader of replies calls it
	Words   string
	Value   float64
	Targets []TargetID // to which the value may belong
	Settled time.Time  // zero while it is open
}

var hollow = regexp.MustCompile(`^(我们?|我局|本单位|目前|现在?|该项|此项|这项|工作|任务|正在?|持续|积极|认真|稳步|扎实|有序|全面|深入|大力|按照?(计划|要求|部署|进度)|抓紧|加快|继续|进一步|` +
	`已|将|推进|推动|落实|开展|进行|实施|办理|研究|处理|跟进|准备|着手|安排|中|当中|之中|了|地|的|并|和|` +
	`inprogress|ongoing|working|onit|underway|asplanned|ontrack|proceeding|we|are|is|it|still)+$`)

// IsHollow reports whether words say that something is being done and not what.
func IsHollow(words string) bool {
	return hollow.MatchString(strings.ToLower(strings.Map(onlyWord, foldWidth(words))))
}

func onlyWord(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		return r
	}
	return -1
}

// Words count as repeated from so many characters on, if no more than one in
// repeatedBut of their pairs of characters is new. Shorter ones are repeated if
// they are the same.
const (
	repeatedFrom = 8
	repeatedBut  = 10
)

// repeats reports whether words are near to those before them. Another number
// makes them new, however alike the rest is.
func repeats(words, before string) bool {
	a, b := []rune(strings.Map(onlyWord, foldWidth(words))), []rune(strings.Map(onlyWord, foldWidth(before)))
	if len(a) == 0 || len(b) == 0 || digits(a) != digits(b) {
		return false
	}
	if len(a) < repeatedFrom || len(b) < repeatedFrom {
		return string(a) == string(b)
	}
	return unlike(a, b)*repeatedBut <= len(a)+len(b)-2
}

func digits(words []rune) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) || strings.ContainsRune("一二三四五六七八九十百千万两", r) {
			return r
		}
		return -1
	}, string(words))
}

// unlike counts the pairs of characters that only one of them has.
func unlike(a, b []rune) (n int) {
	pairs := map[[2]rune]int{}
	for i := range len(a) - 1 {
		pairs[[2]rune{a[i], a[i+1]}]++
	}
	for i := range len(b) - 1 {
		pairs[[2]rune{b[i], b[i+1]}]--
	}
	for _, d := range pairs {
		n += max(d, -d)
	}
	return n
}
