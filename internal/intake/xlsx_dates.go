package intake

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// stylesXML is what of styles.xml tells dates and shares from other numbers.
type stylesXML struct {
	Formats []struct {
		ID   int    `xml:"numFmtId,attr"`
		Code string `xml:"formatCode,attr"`
	} `xml:"numFmts>numFmt"`
	Cells []struct {
		Format int `xml:"numFmtId,attr"`
	} `xml:"cellXfs>xf"`
}

// readDates learns which styles are those of dates and shares.
func (b *workbook) readDates() {
	var x stylesXML
	b.decode("xl/styles.xml", &x) // without styles every number is plain
	codes := map[int]string{}
	for _, f := range x.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range x.Cells {
		code, own := codes[c.Format]
		if own {
			b.dates = append(b.dates, codeLayout(code))
		} else {
			b.dates = append(b.dates, builtinLayout(c.Format))
		}
	}
}

// The forms in which a date is read: with its day if the cell shows one, else as
// year and month, since the first of the month is then nobody's word.
const dayLayout, monthLayout = time.DateOnly, "2006年1月"

// percentLayout is that of shares: 0.6 is shown as 60%.
const percentLayout = "%"

// codeLayout is the layout of a number format: yyyy"年"m"月"d"日".
func codeLayout(code string) string {
	code = strings.ToLower(unquoted(code))
	switch {
	case strings.Contains(code, "%"):
		return percentLayout
	case !strings.Contains(code, "y"):
		return ""
	case strings.Contains(code, "d"):
		return dayLayout
	}
	return monthLayout
}

// builtinLayout is the layout of a format that has a number and no code.
func builtinLayout(id int) string {
	switch {
	case id == 9, id == 10:
		return percentLayout
	case id == 17, id == 27, id == 36, id == 50, id == 52, id == 54, id == 57:
		return monthLayout
	case id >= 14 && id <= 16, id == 22, id >= 28 && id <= 31, id == 51, id == 53, id == 55, id == 56, id == 58:
		return dayLayout
	}
	return ""
}

// unquoted is a number format without what it prints as it stands and without
// colours and languages.
func unquoted(format string) string {
	var out strings.Builder
	quote := false
	for _, r := range format {
		switch {
		case r == '"', r == '[', r == ']':
			quote = !quote
		case !quote:
			out.WriteRune(r)
		}
	}
	return out.String()
}

// The days between which a number in a date's format is one: 1982 to 2119.
const firstSerial, lastSerial = 30_000, 80_000

// number is a stored number as somebody would have written it: a date as one, a
// share with its sign, and 3 for 3.0000000000000004.
func (b *workbook) number(raw string, style int) string {
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw
	}
	layout := ""
	if style >= 0 && style < len(b.dates) {
		layout = b.dates[style]
	}
	switch layout {
	case "":
	case percentLayout:
		const exact = 1e6 // a double of 60% may be 60.00000000000001
		return strconv.FormatFloat(math.Round(n*100*exact)/exact, 'f', -1, 64) + "%"
	default:
		if days := n + float64(b.epoch); days >= firstSerial && days <= lastSerial {
			return time.Date(1899, time.December, 30+int(days), 0, 0, 0, 0, time.UTC).Format(layout)
		}
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}
