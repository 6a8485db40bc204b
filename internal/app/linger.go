package app

import (
	"context"
	"time"
)

// linger is how long a call to Telegram that has begun may go on after the bot
// was told to stop: an operator waits five seconds for the whole.
const linger = 3 * time.Second

// lingering returns a context that outlives ctx by linger and no longer.
func lingering(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	forget := context.AfterFunc(ctx, func() {
		end := time.AfterFunc(linger, cancel)
		context.AfterFunc(longer, func() { end.Stop() })
	})
	return longer, func() { forget(); cancel() }
}
