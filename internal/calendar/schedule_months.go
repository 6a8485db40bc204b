package calendar

import (
	"slices"
	"strings"
)

// endOfMonth is the n of a pick written 末, until settle knows the month.
const endOfMonth = 32

func (p *scheduleParser) monthly() error {
	picks, err := p.picks()
	if err != nil {
		return err
	}
	r := monthRule{}
	for _, each := range picks {
		r.add(allMonths, each.settle(31))
	}
	p.build = r.opening
	return nil
}

// quarterly reads 首月5日, 末, 第一个工作日, 最后一个工作日.
func (p *scheduleParser) quarterly() error {
	month := -1
	switch {
	case p.eat("首月", "第一个月", "第1个月"):
		month = 0
	case p.eat("次月", "第二个月", "第2个月"):
		month = 1
	case p.eat("末月", "第三个月", "第3个月", "最后一个月"):
		month = 2
	}
	p.eat("的")
	picks, err := p.picks()
	if err != nil {
		return err
	}
	r := monthRule{}
	for _, each := range picks {
		each, in := each.settle(31), month
		switch {
		case in >= 0:
		case each.kind == workdayPick && each.n > 0:
			in = 0
		case each.kind == workdayPick || each == pick{dayPick, 31}:
			in = 2
		default:
			return refuse(UnknownSchedule, "which month of the quarter")
		}
		r.add(inQuarter[in], each)
	}
	p.build = r.opening
	return nil
}

// yearly reads 12月15日, 6月30日、12月31日, or months alone, whose first day is
// meant. 6月、12月15日 means the 15th of both.
func (p *scheduleParser) yearly() error {
	r := monthRule{}
	p.build = func(at Clock) rule { return r.opening(at) }
	if p.eat("年底", "年末", "末", "底") {
		r.add([]int{12}, pick{dayPick, 31})
		return nil
	}
	var months []int
	dated := false
	for more := true; more; more = p.moreMonths() {
		month, ok := p.numberBefore("月份", "月")
		if !ok {
			return refuse(UnknownSchedule, "which month is %q", strings.TrimSpace(p.rest))
		}
		if month < 1 || month > 12 {
			return refuse(ImpossibleDate, "%d月", month)
		}
		months = append(months, month)
		p.eat("的")
		if ahead := *p; !ahead.anyPick() {
			continue
		}
		picks, err := p.picks()
		if err == nil {
			err = r.addEach(months, picks)
		}
		if err != nil {
			return err
		}
		months, dated = nil, true
	}
	if dated && len(months) > 0 {
		return refuse(UnknownSchedule, "which day of %d月", months[0])
	}
	r.add(months, pick{dayPick, 1})
	return nil
}

// moreMonths takes the separator before another month.
func (p *scheduleParser) moreMonths() bool {
	ahead := p.scanner
	if !ahead.separator() && !ahead.eat("和", "及") {
		return false
	}
	then := ahead
	if _, ok := then.numberBefore("月份", "月"); !ok {
		return false
	}
	p.scanner = ahead
	return true
}

func (r monthRule) opening(at Clock) rule {
	r.at = at
	return r
}

func (r *monthRule) add(months []int, p pick) {
	for _, m := range months {
		picks := append(r.picks[m-1], p)
		slices.SortFunc(picks, func(a, b pick) int { return (int(a.kind)-int(b.kind))*100 + a.n - b.n })
		r.picks[m-1] = slices.Compact(picks)
	}
}

// addEach adds picks of named months, where a day that never comes is a slip.
func (r *monthRule) addEach(months []int, picks []pick) error {
	for _, m := range months {
		longest := longestMonth(m)
		for _, p := range picks {
			if p.kind != workdayPick && p.n > longest && p.n != endOfMonth {
				return refuse(ImpossibleDate, "%d月%d日", m, p.n)
			}
			r.add([]int{m}, p.settle(longest))
		}
	}
	return nil
}

// settle writes p in the one way it is kept for months of at most longest days.
func (p pick) settle(longest int) pick {
	switch {
	case p.kind == dayPick:
		return pick{dayPick, min(p.n, longest)}
	case p.kind == upToPick && p.n >= longest:
		return pick{workdayPick, -1}
	default:
		return p
	}
}
