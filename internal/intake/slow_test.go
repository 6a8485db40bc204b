package intake_test

import (
	"strings"
	"testing"
	"time"
)

// A message of Telegram has 4096 characters. None may hold the bot up for longer
// than a person notices, however it is made.
func TestNoMessageTakesLong(t *testing.T) {
	targets := goldTargets(t)
	for _, unit := range []string{"名师4人，", "4人", "进展：困难：", "一二三", "由1到", "(1)、", "申请延", "1/", "名师带头人骨干", "百分之"} {
		text := "37 " + strings.Repeat(unit, 4096/len([]rune(unit)))
		began := time.Now()
		goldReading{text: text}.read(targets)
		if took := time.Since(began); took > time.Second {
			t.Errorf("%q over and over takes %s", unit, took)
		}
	}
}
