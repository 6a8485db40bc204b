package calendar

import "strings"

// ParseSpan reads from one day to another, both included: 9月25日至30日, 明天到下周五. One
// day alone stands for itself; 到9月30日 and 3天内 begin today, and so does 3天. The
// reasons of its errors are those of [ParseDate]; a span that ends before it begins is
// [ImpossibleDate].
func (c *Calendar) ParseSpan(text string, today Day) (from, until Day, err error) {
	first, last, two := cutSpan(strings.TrimSpace(englishSpan(text)))
	from = today
	if two && first != "" {
		if from, err = c.ParseDate(first, today); err != nil {
			return Day{}, Day{}, err
		}
	}
	until, err = c.ParseDate(last, from)
	switch {
	case err != nil:
		if until, err = c.ParseDate(last+"内", from); err != nil {
			return Day{}, Day{}, err
		}
	case !two && !strings.HasSuffix(last, "内"):
		from = until
	}
	if until.Before(from) {
		return Day{}, Day{}, refuse(ImpossibleDate, "%s is before %s", until, from)
	}
	return from, until, nil
}

// cutSpan parts 9月25日至30日; two is false when there is only one day.
func cutSpan(s string) (first, last string, two bool) {
	for _, mark := range []string{"至", "到", "~", "～", "—", "–", " - ", " to "} {
		if first, last, two = strings.Cut(s, mark); two {
			return strings.TrimSpace(first), strings.Trim(last, "—– "), true
		}
	}
	return "", s, false
}
