package intake

import (
	"path"
	"strconv"
	"strings"
)

// numbering counts the paragraphs that Word numbers by itself: their numbers
// are shown on the page and stand nowhere in the text.
type numbering struct {
	levels map[string]map[int]numberLevel // of each numId
	counts map[string]map[int]int
}

type numberLevel struct {
	start  int
	format string // decimal, chineseCounting…
	text   string // %1. or （%1）
}

// numberingXML is what of numbering.xml matters here.
type numberingXML struct {
	Abstract []struct {
		ID    string `xml:"abstractNumId,attr"`
		Level []struct {
			Level  int   `xml:"ilvl,attr"`
			Start  value `xml:"start"`
			Format value `xml:"numFmt"`
			Text   value `xml:"lvlText"`
		} `xml:"lvl"`
	} `xml:"abstractNum"`
	Num []struct {
		ID       string `xml:"numId,attr"`
		Abstract value  `xml:"abstractNumId"`
	} `xml:"num"`
}

type value struct {
	Val string `xml:"val,attr"`
}

// readNumbering reads the numbering part beside the main one, if there is one that
// can be read.
func readNumbering(p *officePackage, main string) *numbering {
	n := &numbering{levels: map[string]map[int]numberLevel{}, counts: map[string]map[int]int{}}
	var x numberingXML
	if !p.decode(path.Join(path.Dir(main), "numbering.xml"), &x) {
		return n
	}
	abstract := map[string]map[int]numberLevel{}
	for _, a := range x.Abstract {
		levels := map[int]numberLevel{}
		for _, l := range a.Level {
			start, err := strconv.Atoi(l.Start.Val)
			if err != nil {
				start = 1
			}
			levels[l.Level] = numberLevel{start, l.Format.Val, l.Text.Val}
		}
		abstract[a.ID] = levels
	}
	for _, num := range x.Num {
		n.levels[num.ID] = abstract[num.Abstract.Val]
	}
	return n
}

// next counts a paragraph of this list and level and returns what Word shows
// before it, empty for none that a task or heading could have.
func (n *numbering) next(id string, level int) string {
	l, ok := n.levels[id][level]
	if !ok {
		return ""
	}
	counts := n.counts[id]
	if counts == nil {
		counts = map[int]int{}
		n.counts[id] = counts
	}
	if _, begun := counts[level]; !begun {
		counts[level] = l.start - 1
	}
	counts[level]++
	for deeper := range counts {
		if deeper > level {
			delete(counts, deeper)
		}
	}
	shown := ""
	switch {
	case l.format == "decimal", l.format == "decimalFullWidth":
		shown = strconv.Itoa(counts[level])
	case strings.HasPrefix(l.format, "chinese"), l.format == "taiwaneseCountingThousand", l.format == "japaneseCounting":
		shown = inChinese(counts[level])
	}
	mark := "%" + strconv.Itoa(level+1)
	if shown == "" || !strings.Contains(l.text, mark) || strings.Count(l.text, "%") > 1 {
		return ""
	}
	return strings.Replace(l.text, mark, shown, 1)
}

// inChinese writes a number up to 99 in Chinese.
func inChinese(n int) string {
	ones := []rune("零一二三四五六七八九")
	switch {
	case n < 0 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return string(ones[n])
	}
	s := "十"
	if n >= 20 {
		s = string(ones[n/10]) + s
	}
	if n%10 > 0 {
		s += string(ones[n%10])
	}
	return s
}
