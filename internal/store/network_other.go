//go:build !linux

package store

// onNetwork reports nothing: this system numbers its file systems in its own way.
func onNetwork(string) (system string, ok bool) { return "", false }
