package crashtest

import (
	"math/rand/v2"

	"duban/internal/sandbox"
)

// faults are ways in which the line or the platform fails now and then.
var faults = []sandbox.Fault{
	{Method: "sendMessage", Kind: sandbox.Before, RetryAfter: 1},
	{Method: "sendMessage", Kind: sandbox.Before, Code: 502},
	{Method: "sendMessage", Kind: sandbox.After, Code: 500},
	{Method: "sendMessage", Kind: sandbox.Reset},
	{Method: "sendMessage", Kind: sandbox.ResetAfter},
	{Method: "sendMessage", Kind: sandbox.CutBody},
	{Method: "sendMessage", Kind: sandbox.Status, Code: 504, Body: "<html>gateway time-out</html>"},
	{Method: "sendMessage", Kind: sandbox.HangAfter}, // until the life ends
	{Method: "editMessageText", Kind: sandbox.ResetAfter},
	{Method: "editMessageText", Kind: sandbox.Before, RetryAfter: 1},
	{Method: "getUpdates", Kind: sandbox.Reset},
	{Method: "getUpdates", Kind: sandbox.CutBody},
	{Method: "getUpdates", Kind: sandbox.Before, Code: 502},
	{Method: "answerCallbackQuery", Kind: sandbox.Reset},
	{Method: "getMe", Kind: sandbox.Before, Code: 500},
}

// fails lets something fail soon.
func (w *world) fails(dice *rand.Rand) {
	w.sandbox.Fail(faults[dice.IntN(len(faults))])
}
