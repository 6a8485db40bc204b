package duban

import "time"

// Quarantined is something that was said and could not be taken: whatever handled it
// failed each time.
type Quarantined struct {
	ID     int64
	Box    string // whose number Update is of
	Update int64
	User   int64 // who said it, as the platform numbers people; 0 for nobody known
	Chat   int64
	Said   time.Time // when it was said, or came if that is not known
	At     time.Time // since when it is in quarantine
	Why    string    // in short, without the words
	Raw    []byte    // the update as it came; empty where it must not be kept
	// Retry tells that it is to be handled again, Retries how often it was.
	Retry   bool
	Retries int

	Person Person // who said it, as far as the bot has met them
}
