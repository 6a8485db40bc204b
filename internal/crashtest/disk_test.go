package crashtest

import (
	"math/rand/v2"
	"os"
	"testing"
)

// sector is what a disk writes whole or not at all.
const sector = 512

// disk is what the files of a database may be after a power loss. Promised is
// only what a sync has ended for; anything written since may be there or not,
// each sector as it was at some time since then. So may a file that was made or
// removed since the folder was synced.
type disk struct {
	testing.TB
	names map[which][]*inode // what a name stood for since the folder was synced, the newest last
	marks map[which]int      // how many that were when a sync of the folder began
}

// inode is a file behind a name.
type inode struct {
	held  []byte   // for certain
	since []record // writes and truncations that no sync covers
	marks []int    // how many of them there were when a sync began
}

func newDisk(t testing.TB, content []byte) *disk {
	return &disk{TB: t, names: map[which][]*inode{
		database: {{held: append([]byte(nil), content...)}}, wal: {nil}, journal: {nil},
	}}
}

func (d *disk) now(w which) *inode { return d.names[w][len(d.names[w])-1] }

// play lets one record happen.
func (d *disk) play(r record) {
	d.Helper()
	switch r.op {
	case opCreate:
		d.names[r.file] = append(d.names[r.file], &inode{})
	case opUnlink:
		d.names[r.file] = append(d.names[r.file], nil)
	case opEnd:
		d.marks = nil
		for _, all := range d.names {
			if last := all[len(all)-1]; last != nil {
				last.marks = nil
			}
		}
	case opSynced:
		d.synced(r.file)
	case opSyncing:
		d.syncing(r.file)
	case opWrite, opTruncate:
		f := d.now(r.file)
		if f == nil {
			d.Fatalf("a write to a file that is not there: %d at %v", r.file, r.at)
		}
		f.since = append(f.since, r)
	default:
		d.Fatalf("this disk knows nothing of operation %d", r.op)
	}
}

func (d *disk) syncing(w which) {
	if w == folder {
		d.marks = map[which]int{}
		for name, all := range d.names {
			d.marks[name] = len(all)
		}
	} else if f := d.now(w); f != nil {
		f.marks = append(f.marks, len(f.since))
	}
}

func (d *disk) synced(w which) {
	if w == folder {
		for name, n := range d.marks {
			d.names[name] = d.names[name][n-1:]
		}
		d.marks = nil
		return
	}
	f := d.now(w)
	if f == nil || len(f.marks) == 0 {
		return
	}
	n := f.marks[0] // of several at once the first, which promises least
	f.marks = f.marks[1:]
	for _, r := range f.since[:n] {
		f.held = apply(f.held, r, func(int64) bool { return true })
	}
	f.since = f.since[n:]
	for i := range f.marks {
		f.marks[i] = max(0, f.marks[i]-n)
	}
}

// apply does one change to content, for the sectors that take part.
func apply(content []byte, r record, takes func(int64) bool) []byte {
	if r.op == opTruncate {
		return resize(content, r.off)
	}
	for at := 0; at < len(r.data); {
		n := (r.off + int64(at)) / sector
		end := min(len(r.data), int((n+1)*sector-r.off))
		if takes(n) {
			if to := r.off + int64(end); to > int64(len(content)) {
				content = resize(content, to)
			}
			copy(content[r.off+int64(at):], r.data[at:end])
		}
		at = end
	}
	return content
}

func resize(content []byte, size int64) []byte {
	if size <= int64(len(content)) {
		return content[:size]
	}
	return append(content, make([]byte, size-int64(len(content)))...)
}

// lose writes the files as a power loss now may leave them.
func (d *disk) lose(dice *rand.Rand, path string) {
	d.Helper()
	for name, ending := range endings {
		all := d.names[name]
		f := all[dice.IntN(len(all))]
		if f == nil {
			continue
		}
		if err := os.WriteFile(path+ending, f.left(dice), 0o600); err != nil {
			d.Fatal(err)
		}
	}
}

// left is what a power loss leaves of a file: all that is promised, and of the
// rest nothing, everything, or whatever had reached the disk, in any order.
func (f *inode) left(dice *rand.Rand) []byte {
	content := append(make([]byte, 0, len(f.held)+1<<16), f.held...)
	mood := dice.IntN(6)
	if mood == 0 {
		return content
	}
	behind := map[int64]bool{} // sectors that have stopped at an earlier state
	longest := int64(len(content))
	for _, r := range f.since {
		fate := dice.IntN(100)
		if r.op == opTruncate && mood != 1 && fate < 50 {
			continue
		}
		content = apply(content, r, func(n int64) bool {
			whole, torn := fate < 60, fate >= 85 && dice.IntN(2) == 0
			if mood != 1 && !whole && !torn {
				behind[n] = true
			}
			return !behind[n]
		})
		longest = max(longest, r.off+int64(len(r.data)))
	}
	if dice.IntN(4) == 0 && longest > int64(len(content)) { // the length arrived before the bytes
		content = resize(content, longest)
	}
	return content
}
