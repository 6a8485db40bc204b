//go:build !crashtest

package failpoint

// Hit does nothing: this build dies at no point.
func Hit(Point) {}

// Broken is false: this build keeps all rules.
func Broken(Switch) bool { return false }
