package duban

import "testing"

func TestPersonalNumbersAreToldByTheirCheckDigit(t *testing.T) {
	for text, want := range map[string]int{
		"": 0,
		"28 累计1500人次，电话13800138000":                   0,
		"身份证11010519491231002X":                       1,
		"身份证11010519491231002x，另一人11010519491231002X": 2,
		"身份证110105194912310021":                       0, // check digit wrong
		"卡号4111 1111 1111 1111":                       1,
		"卡号４１１１１１１１１１１１１１１１":                          1,
		"卡号4111111111111112":                          0,
		"28 11010519491231002X":                       1,
		"28 完成1500 11010519491231002X":                1,
		"2811010519491231002X":                        1,
		"28 4111-1111-1111-1111 已发":                   1,
		"110105 19491231 002X 与 11010519491231002X":   2,
		"累计1500 1600 1700 1800 1900人次":                0,
		"编号20261123000000001":                         0,
	} {
		if got := PersonalNumbers(text); got != want {
			t.Errorf("PersonalNumbers(%q) = %d, want %d", text, got, want)
		}
	}
}
