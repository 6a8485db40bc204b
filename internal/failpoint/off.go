//go:build !crashtest

package failpoint

import "time"

// Hit does nothing: this build dies at no point.
func Hit(Point) {}

// Broken is false: this build keeps all rules.
func Broken(Switch) bool { return false }

// Now is the machine's time.
func Now() time.Time { return time.Now() }
