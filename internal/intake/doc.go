// Package intake reads what offices and people write: task lists as published,
// the names in a department column, and the replies in which a department says
// how its tasks stand.
//
// Everything here is a pure function over text. What cannot be read is named
// with its line; nothing is guessed, and no word is lost.
package intake
