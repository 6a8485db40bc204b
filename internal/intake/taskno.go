package intake

import (
	"strconv"
	"strings"

	"duban/internal/duban"
)

// TaskNo reads a task's number alone, as people write it: 28, 第28项, 第二十八项,
// #28, task 28.
func TaskNo(s string) (no int, ok bool) {
	s = duban.NameKey(s)
	s = strings.TrimPrefix(strings.TrimPrefix(s, "task"), "#")
	s = strings.TrimSuffix(strings.TrimPrefix(s, "第"), "项")
	if n, err := strconv.Atoi(s); err == nil {
		return n, n > 0
	}
	return numeral(s)
}
