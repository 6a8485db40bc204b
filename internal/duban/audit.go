package duban

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"
)

// Entry is one change a person made. Entries form a chain: each hash covers the
// one before, so that none can be altered or left out of the middle unseen.
type Entry struct {
	ID      int64
	At      time.Time
	Actor   string // person:12, or the command line's "operator"
	Action  string // assign, unassign, report …
	Subject string // task:28, department:3 …
	Detail  string // JSON
	Hash    string // hex
}

// ChainHash is the hash of e after prev, the hash of the entry before it (empty
// for the first). Every field has its length in front of it, so that moving a
// character from one to the next changes the hash.
func ChainHash(prev string, e Entry) string {
	h := sha256.New()
	for _, field := range []string{
		prev, strconv.FormatInt(e.ID, 10), strconv.FormatInt(e.At.UnixMilli(), 10),
		e.Actor, e.Action, e.Subject, e.Detail,
	} {
		h.Write([]byte(strconv.Itoa(len(field)) + ":" + field))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// VerifyChain checks entries in order against prev, the hash before the first.
// It returns the last good hash, and the first entry that does not fit.
func VerifyChain(prev string, entries []Entry) (head string, broken *Entry) {
	for i, e := range entries {
		if want := ChainHash(prev, e); e.Hash != want {
			return prev, &entries[i]
		}
		prev = e.Hash
	}
	return prev, nil
}
