package crashtest

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// leftBy are all the contents a file of a disk was left with, in many power
// losses; "-" stands for none.
func leftBy(t *testing.T, d *disk, ending string) map[string]bool {
	t.Helper()
	seen, dir, dice := map[string]bool{}, t.TempDir(), rand.New(rand.NewPCG(1, 2))
	for range 400 {
		path := filepath.Join(dir, "x")
		d.lose(dice, path)
		content, err := os.ReadFile(path + ending)
		if err != nil {
			seen["-"] = true
		} else {
			seen[string(content)] = true
		}
		for _, e := range endings {
			os.Remove(path + e)
		}
	}
	return seen
}

func block(b byte) []byte { return bytes.Repeat([]byte{b}, sector) }

func write(w which, off int64, data []byte) record {
	return record{op: opWrite, file: w, off: off, data: data}
}

func play(t *testing.T, content []byte, records ...record) *disk {
	t.Helper()
	d := newDisk(t, content)
	for _, r := range records {
		d.play(r)
	}
	return d
}

func TestADiskKeepsWhatWasSynced(t *testing.T) {
	two := append(block('b'), block('c')...)
	d := play(t, block('a'), write(database, 0, two), record{op: opSyncing, file: database}, record{op: opSynced, file: database})
	if seen := leftBy(t, d, ""); len(seen) != 1 || !seen[string(two)] {
		t.Errorf("%d contents were left of one that was synced", len(seen))
	}
}

func TestADiskMayTearWhatWasNotSynced(t *testing.T) {
	old, fresh := append(block('a'), block('a')...), append(block('b'), block('b')...)
	d := play(t, old, record{op: opSyncing, file: database}, write(database, 0, fresh), record{op: opSynced, file: database})
	seen := leftBy(t, d, "")
	for _, want := range [][]byte{old, fresh, append(block('a'), block('b')...), append(block('b'), block('a')...)} {
		if !seen[string(want)] {
			t.Errorf("a write of two sectors is never left as %c%c", want[0], want[sector])
		}
	}
	if len(seen) != 4 {
		t.Errorf("%d contents", len(seen))
	}
}

// A sector stands as it was at some time: never with a later write and without
// an earlier one that a program made first.
func TestADiskDoesNotForgetWhatItHasShown(t *testing.T) {
	half := sector / 2
	first, second := bytes.Repeat([]byte{'1'}, half), bytes.Repeat([]byte{'2'}, half)
	d := play(t, block('a'), write(database, 0, first), write(database, int64(half), second))
	for content := range leftBy(t, d, "") {
		if content[half] == '2' && content[0] != '1' {
			t.Error("the second write without the first, in one sector")
		}
	}
}

func TestAFileMayBeMissingUntilItsFolderIsSynced(t *testing.T) {
	made := []record{{op: opCreate, file: wal}, write(wal, 0, block('w')), {op: opSyncing, file: wal}, {op: opSynced, file: wal}}
	if seen := leftBy(t, play(t, nil, made...), "-wal"); !seen["-"] || !seen[string(block('w'))] || len(seen) != 2 {
		t.Errorf("%d contents before the folder is synced", len(seen))
	}
	made = append(made, record{op: opSyncing, file: folder}, record{op: opSynced, file: folder})
	if seen := leftBy(t, play(t, nil, made...), "-wal"); !seen[string(block('w'))] || len(seen) != 1 {
		t.Errorf("%d contents after the folder is synced", len(seen))
	}
}
