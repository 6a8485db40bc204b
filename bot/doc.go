// Package bot is the conversation: what a person can say, who may say it, and
// what is answered.
//
// routes.go is the table of all of it. A handler parses, makes one domain move
// and says one text; it runs inside the transaction that took the message and
// touches nothing but rows. Render is the only place where a view becomes a
// message.
package bot
