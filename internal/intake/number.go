package intake

import (
	"strconv"
	"strings"
)

// number is a value without its unit.
type number struct {
	value  float64
	share  bool // a part of a whole, in percent: 三分之二, 七成半, 3/4, 过半
	worded bool // 一半, two thirds: it tells how far something is
	han    bool // written in Chinese numerals
	large  bool // of more than one word: 一千五, which counts even without a unit
}

// largest is what nobody counts beyond; longer digits are telephone numbers.
const largest = 1e13

// numberRunes begin a number that does not begin with a digit or a letter.
const numberRunes = "零〇一二三四五六七八九两十百千万亿过"

// numberAt reads the number that begins at i and returns where it ends: i where
// none begins.
func numberAt(text []rune, i int) (number, int) {
	if r := runeAt(text, i); !isDigit(r) && !isLatin(r) && !strings.ContainsRune(numberRunes, r) {
		return number{}, i
	}
	for _, read := range [...]func([]rune, int) (number, int){halfAt, partsAt, arabicAt, hanAt} {
		if n, end := read(text, i); end > i {
			return n, end
		}
	}
	return number{}, i
}

// wordedShares are parts of a whole that have a word of their own.
var wordedShares = []struct {
	word  string
	value float64
}{{"一半", 50}, {"过半", 50}, {"half done", 50}, {"half finished", 50}, {"half complete", 50}, {"a third", 33.33}, {"two thirds", 66.67}, {"a quarter", 25}, {"three quarters", 75}}

// halfAt reads 一半, 过半, half done and two thirds.
func halfAt(text []rune, i int) (number, int) {
	if r := runeAt(text, i); r != '一' && r != '过' && !isLatin(r) || isLatin(r) && isLatin(runeAt(text, i-1)) {
		return number{}, i
	}
	rest := string(text[i:min(i+15, len(text))])
	for _, w := range wordedShares {
		if strings.HasPrefix(rest, w.word) {
			return number{value: w.value, share: true, worded: true}, i + len([]rune(w.word))
		}
	}
	return number{}, i
}

// partsAt reads 百分之八十五, 三分之二 and, in tenths, 六成 and 七成半.
func partsAt(text []rune, i int) (number, int) {
	if strings.HasPrefix(window(text, i), "百分之") {
		if strings.HasPrefix(window(text, i+3), "百") {
			return number{value: 100, share: true, han: true}, i + 4
		}
		n, end := percentAt(text, i+3)
		if end > i+3 && n.value <= 1000 {
			return number{value: n.value, share: true, han: true}, end
		}
		return number{}, i
	}
	n, end := plainAt(text, i)
	if end == i {
		return number{}, i
	}
	rest := window(text, end)
	switch {
	case strings.HasPrefix(rest, "分之"):
		part, until := plainAt(text, end+2)
		if until > end+2 && n.value > 0 && part.value <= n.value {
			return number{value: rounded(100 * part.value / n.value), share: true, han: true}, until
		}
	case strings.HasPrefix(rest, "成") && n.value >= 1 && n.value <= 10 && !startsWithAny(rest, tenthsNot):
		more, end := 0.0, end+1
		if end < len(text) && text[end] == '半' {
			more, end = 5, end+1
		} else if figure, ok := hanFigure(text, end); ok {
			more, end = float64(figure), end+1
		}
		return number{value: 10*n.value + more, share: true, han: true}, end
	}
	return number{}, i
}

// tenthsNot begin with 成 and are no tenths.
var tenthsNot = strings.Fields("成立 成员 成效 成果 成为 成功 成绩 成人 成熟 成品 成套 成本")

// percentAt reads what stands behind 百分之, decimals included: 六十二点五.
func percentAt(text []rune, i int) (number, int) {
	n, end := plainAt(text, i)
	if end > i && runeAt(text, end) == '点' {
		for size := 0.1; ; size /= 10 {
			figure, ok := hanFigure(text, end+1)
			if !ok {
				break
			}
			n.value, end = rounded(n.value+float64(figure)*size), end+1
		}
		if text[end] != '点' {
			end++
		}
	}
	return n, end
}

func hanFigure(text []rune, i int) (int, bool) {
	if i >= len(text) {
		return 0, false
	}
	v := strings.IndexRune("零一二三四五六七八九", text[i])
	return v / len("零"), v > 0
}

func plainAt(text []rune, i int) (number, int) {
	if n, end := decimalAt(text, i); end > i {
		return number{value: n}, end
	}
	return hanAt(text, i)
}

// arabicAt reads digits with their decimals, thousands and 万 or 亿, and a part
// as a fraction: 1500, 1,500, 1.2万, 1万2, 1亿2000万, 12k, 3/4.
func arabicAt(text []rune, i int) (number, int) {
	v, end := decimalAt(text, i)
	if end == i {
		return number{}, i
	}
	if part, until := fractionAt(text, v, end); until > end {
		return part, until
	}
	total, unit, large := 0.0, largest, false
	for {
		size, width := sizeAt(text, end)
		if size == 0 || size >= unit {
			if large && v < 10 {
				v *= unit / 10 // 1万2
			}
			return number{value: total + v, large: true}, end
		}
		total, unit, end, large = total+v*size, size, end+width, true
		if v, end = decimalAt(text, end); v == 0 {
			return number{value: total, large: true}, end
		}
	}
}

// sizeAt reads a multiplier.
func sizeAt(text []rune, i int) (float64, int) {
	if i >= len(text) {
		return 0, 0
	}
	switch text[i] {
	case '亿':
		return 1e8, 1
	case '万':
		return 1e4, 1
	case '千', '百':
		if i+1 < len(text) && strings.ContainsRune("米克瓦姓", text[i+1]) {
			return 0, 0
		}
		return map[rune]float64{'千': 1e3, '百': 1e2}[text[i]], 1
	case 'k':
		if i+1 == len(text) || !isLatin(text[i+1]) {
			return 1e3, 1
		}
	}
	return 0, 0
}

// fractionAt reads the stroke and the whole of 3/4. In 1500/10000人次 the whole is
// what was promised, and only the number before it is stated.
func fractionAt(text []rune, part float64, end int) (number, int) {
	if end >= len(text) || text[end] != '/' {
		return number{}, end
	}
	whole, until := decimalAt(text, end+1)
	if until == end+1 {
		return number{}, end
	}
	if whole <= 10 && part < whole {
		return number{value: rounded(100 * part / whole), share: true}, until
	}
	return number{value: part}, until
}

// decimalAt reads digits, thousands set off by commas, and decimals.
func decimalAt(text []rune, i int) (float64, int) {
	end := digitsEnd(text, i)
	if end == i || end-i > 10 {
		return 0, i
	}
	whole := string(text[i:end])
	for grouped := end-i <= 3; grouped && runeAt(text, end) == thousands && digitsEnd(text, end+1) == end+4; end += 4 {
		whole += string(text[end+1 : end+4])
	}
	if end+1 < len(text) && text[end] == '.' && isDigit(text[end+1]) {
		until := digitsEnd(text, end+1)
		whole += "." + string(text[end+1:until])
		end = until
	}
	v, err := strconv.ParseFloat(whole, 64)
	if err != nil || v > largest {
		return 0, i
	}
	return v, end
}

func digitsEnd(text []rune, i int) int {
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	return i
}

// hanAt reads Chinese numerals up to 亿: 一千五百, 一万二, 一亿二千万, 两百. A run that is
// no number, such as 十五五 or 三四百, is read as none.
func hanAt(text []rune, i int) (number, int) {
	end := hanEnd(text, i)
	if end == i || end-i > 16 {
		return number{}, i
	}
	v, ok := hanValue(text[i:end])
	if !ok {
		return number{}, i
	}
	return number{value: v, han: true, large: end-i > 2 || end-i == 2 && strings.ContainsRune("百千万亿", text[end-1])}, end
}

func hanEnd(text []rune, i int) int {
	for i < len(text) && strings.ContainsRune("零〇一二三四五六七八九两十百千万亿", text[i]) {
		i++
	}
	return i
}

// hanValue reads a whole run of Chinese numerals.
func hanValue(run []rune) (float64, bool) {
	total, section, figure, last := 0.0, 0.0, -1.0, largest
	for i, r := range run {
		if f := strings.IndexRune("零一二三四五六七八九", r); f >= 0 || r == '两' || r == '〇' {
			if figure > 0 {
				return 0, false
			}
			figure = float64(max(f, 0) / len("零"))
			if r == '两' {
				figure = 2
			}
			if i == len(run)-1 && last < largest && last > 10 && run[i-1] != '零' && run[i-1] != '〇' {
				figure *= last / 10 // 一千五
			}
			continue
		}
		size := map[rune]float64{'十': 10, '百': 100, '千': 1e3, '万': 1e4, '亿': 1e8}[r]
		switch {
		case figure < 0 && size == 10 && (i == 0 || section == 0 && last >= 1e4):
			figure = 1
		case figure < 0 && (section == 0 || size < 1e4):
			return 0, false
		}
		if size >= 1e4 {
			total, section, figure, last = total+(section+max(figure, 0))*size, 0, -1, size
			continue
		}
		if size >= last || figure == 0 {
			return 0, false
		}
		section, figure, last = section+figure*size, -1, size
	}
	return total + section + max(figure, 0), true
}

// counts reports whether what stands around a number lets it count: not 第3, 5G,
// 1+X, 9:30, 〔2026〕12, a telephone number or a date.
func (n number) counts(text []rune, from, to int) bool {
	before, after := runeAt(text, from-1), runeAt(text, to)
	switch {
	case n.value > largest, isDigit(before), isDigit(after):
		return false
	case before != 0 && strings.ContainsRune("第.×*/", before), before == '+' && from > 1:
		return false
	case n.share && !n.han:
		return true
	case n.goesOn(text, to), isLatin(before) && !n.han, (before == ':' || before == '-') && isDigit(runeAt(text, from-2)):
		return false
	case before == '[' || before == '(':
		return !(n.isYear() && (after == ']' || after == ')'))
	}
	return true
}

// goesOn reports whether what follows a number makes something else of it: the
// point of an enumeration, a word in letters, a sum, a time of day or a date.
func (n number) goesOn(text []rune, to int) bool {
	after, second := runeAt(text, to), runeAt(text, to+1)
	switch {
	case after == '.' && second != 0 && !isDigit(second):
		return n.value < 100
	case isLatin(after):
		return after != 'k' && second != ' ' && !startsWithAny(window(text, to), []string{"percent", "people"})
	case after == '+', after == '×', after == '*':
		return true
	case after == ':':
		return isDigit(second) && n.value <= 24
	case after == '-', after == '.', after == '/':
		return isDigit(second) && n.isYear()
	}
	return false
}

func (n number) isYear() bool { return n.value >= 1900 && n.value < 2100 }

func runeAt(text []rune, i int) rune {
	if i < 0 || i >= len(text) {
		return 0
	}
	return text[i]
}
