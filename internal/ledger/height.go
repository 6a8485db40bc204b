package ledger

import (
	"math"
	"strings"

	"golang.org/x/text/width"
)

// A spreadsheet program does not find the height of a row with Chinese words in
// wrapped or merged cells by itself, so it is reckoned here.
const (
	lineHeight = 14.4  // of 11 point, in points
	padding    = 6.0   // above and below the words
	maxHeight  = 409.0 // no row may be higher
	cellBlank  = 1.5   // of a cell's width no word stands on, in characters
	wide       = 2.15  // a Chinese character, in characters of Latin text
)

// heightOf is how high a row must be for its cells, each in its column's width.
func heightOf(cells []string, columns []column) float64 {
	most := 1
	for i, cell := range cells {
		most = max(most, linesIn(cell, columns[i].width))
	}
	return min(float64(most)*lineHeight+padding, maxHeight)
}

// linesIn is how many lines words take in a column.
func linesIn(words string, room float64) int {
	lines := 0
	for line := range strings.SplitSeq(words, "\n") {
		lines += max(1, int(math.Ceil(lengthOf(line)/(room-cellBlank))))
	}
	return lines
}

func lengthOf(line string) (n float64) {
	for _, r := range line {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
			n += wide
		default:
			n++
		}
	}
	return n
}
