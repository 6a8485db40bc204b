// Package calendar knows working time: working hours, days off and make-up
// days (调休), the dates people write in Chinese, and schedules. It is the only
// place where a date or a schedule is parsed.
//
// Everything here is pure: nothing reads the clock or a file, "now" is always
// an argument, and a [Calendar] changes by [Calendar.Replace] alone, while which
// it may be used by several goroutines. Civil dates are [Day], times of day are [Clock];
// both become instants only together with a zone.
package calendar
