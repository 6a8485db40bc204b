package intake

import (
	"regexp"
	"strings"
)

// titleReader puts a list's title together from the lines above its tasks.
type titleReader struct {
	title string
	done  bool
}

var (
	annex = regexp.MustCompile(`^附\s*件\s*[0-9０-９一二三四五六七八九十]*\s*[:：]?\s*`)
	// besideTitle are lines that stand near a title and are none of it.
	besideTitle = regexp.MustCompile(`[。；;：:]$|[〔\[（(][0-9０-９]{4}[〕\]）)]|^[(（〔].*[)）〕]$|^(填报|单位|责任单位|日期|制表|编制|印发|密级|单\s*位)[^，。]*[:：]|^[0-9０-９]{4}年[0-9０-９]+月([0-9０-９]+日)?$|^表\s*[0-9０-９一二三四五六七八九十]+$`)
)

// line takes one line. A title may stand on several; 附件 begins anew.
func (t *titleReader) line(text string) {
	if mark := annex.FindString(text); mark != "" {
		*t = titleReader{}
		text = text[len(mark):]
	}
	text = trimBlank(strings.ReplaceAll(text, "\n", ""))
	switch {
	case t.done || text == "" || len(t.title) > maxTitle:
	case besideTitle.MatchString(text):
		t.done = t.title != ""
	default:
		t.title += text
	}
}

// maxTitle is the length in bytes beyond which no line is added to a title.
const maxTitle = 400

var placeName = regexp.MustCompile(`^(?:关于)?(?:[0-9０-９]{4}年度?)?(\p{Han}{1,5}?[市区县旗])`)

// placeIn is the place a title begins with: 瓦房店市.
func placeIn(title string) string {
	if m := placeName.FindStringSubmatch(title); m != nil {
		return m[1]
	}
	return ""
}
