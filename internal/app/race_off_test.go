//go:build !race

package app

// raced is whether the race detector watches, which makes a year ten times as long.
const raced = false
