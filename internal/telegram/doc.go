// Package telegram talks to the Telegram Bot API and translates between it and
// the words of package chat. It is the only place that knows Telegram.
//
// Of tgbotapi it uses the types, the request building and the HTTP hook. The
// library is given a placeholder for the token; the real one is put into the
// address just before a request leaves and is taken out of whatever comes back,
// so that no error, log line or outcome of this package can hold it.
//
// What a call ended as is read from the HTTP answer itself, not from the
// library's errors; see [Client.Send].
package telegram
