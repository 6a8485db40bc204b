// Package duban is the domain: lists of tasks, the departments that answer for
// them, what they reported, who is asked, which light a task shows.
//
// Everything here is a value or a pure function. It uses the standard library
// only, does no input or output and never reads a clock: now is an argument.
package duban
