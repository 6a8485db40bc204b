// Package scheduler is the calendar at work: it opens rounds when their moment
// comes, asks who owes something, closes, asks the silent once more, and gives
// the leadership group its Monday summary.
//
// The database remembers; cron only ticks. Every tick is one indexed question,
// and what it leads to is written in one transaction into the same outbox as
// everything else, as views that are rendered when they are sent.
package scheduler
