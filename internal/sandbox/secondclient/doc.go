// Package secondclient holds a conversation with the sandbox through a client
// library that duban does not use, github.com/go-telegram/bot. What one library
// takes for granted about Telegram, and the sandbox with it, the other need not.
//
// It is a module of its own, so that duban's does not come to require the
// library: run its tests from this directory.
package secondclient
