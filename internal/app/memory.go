package app

import (
	"os"
	"runtime/debug"
)

// TuneMemory is for a process that is nothing but the bot. A burst of replies
// makes much that is soon forgotten out of little that stays: so the collector
// comes four times as seldom, and as often as ever once the process grows towards
// 128 MiB. GOGC and GOMEMLIMIT in the environment have the last word.
func TuneMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(128 << 20)
	}
}
