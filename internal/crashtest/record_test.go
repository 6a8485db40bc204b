package crashtest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"testing"
	"time"
)

// op is what a record of internal/preload says was done.
type op uint32

const (
	opCreate op = iota + 1
	opWrite
	opTruncate
	opUnlink
	opRename
	opSyncing // a sync begins
	opSynced  // it has ended, and what was written before it began is on the disk
	opEnd     // the process is gone: written here, between two lives
)

// which of the files a record is about, by the end of its name.
type which uint32

const (
	database which = iota + 1
	wal
	journal
	folder
)

var endings = map[which]string{database: "", wal: "-wal", journal: "-journal"}

// record is one change of the files, or one sync.
type record struct {
	at   time.Time
	op   op
	file which
	off  int64
	data []byte
}

// header is a record as it stands in the log, before the data.
type header struct {
	At          uint64
	Op, File    uint32
	Off, Length uint64
}

// readRecords reads whole records and how many bytes of the log they are: a
// process that was killed may have left half of one.
func readRecords(t testing.TB, log []byte) (all []record, whole int64) {
	t.Helper()
	in := bytes.NewReader(log)
	for {
		var h header
		if err := binary.Read(in, binary.LittleEndian, &h); err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatal(err)
			}
			return all, whole
		}
		r := record{at: time.Unix(0, int64(h.At)), op: op(h.Op), file: which(h.File), off: int64(h.Off)}
		if r.op == opWrite {
			from := int64(len(log)) - int64(in.Len())
			if from+int64(h.Length) > int64(len(log)) {
				return all, whole
			}
			r.data = log[from : from+int64(h.Length)]
			if _, err := in.Seek(int64(h.Length), io.SeekCurrent); err != nil {
				t.Fatal(err)
			}
		}
		all, whole = append(all, r), int64(len(log))-int64(in.Len())
	}
}

// tape is the log while lives come and go.
type tape struct {
	testing.TB
	path, database string
	kept           int64 // what was looked through
}

// cut ends what a life has recorded: half a record goes, and a write that was
// announced and never made. Then it says that the process is gone.
func (p *tape) cut() {
	p.Helper()
	f, err := os.OpenFile(p.path, os.O_RDWR, 0)
	if err != nil {
		p.Fatal(err)
	}
	defer f.Close()
	fresh, err := io.ReadAll(io.NewSectionReader(f, p.kept, 1<<40))
	if err != nil {
		p.Fatal(err)
	}
	all, whole := readRecords(p, fresh)
	if last := len(all) - 1; last >= 0 && all[last].op == opWrite && !p.made(all[last]) {
		whole -= int64(len(all[last].data) + binary.Size(header{}))
	}
	var end bytes.Buffer
	if err := binary.Write(&end, binary.LittleEndian, header{At: uint64(time.Now().UnixNano()), Op: uint32(opEnd)}); err != nil {
		p.Fatal(err)
	}
	if err := f.Truncate(p.kept + whole); err != nil {
		p.Fatal(err)
	}
	if _, err := f.WriteAt(end.Bytes(), p.kept+whole); err != nil {
		p.Fatal(err)
	}
	p.kept += whole + int64(end.Len())
}

// made tells whether a file holds what a record says was written.
func (p *tape) made(r record) bool {
	p.Helper()
	f, err := os.Open(p.database + endings[r.file])
	if err != nil {
		return false
	}
	defer f.Close()
	held := make([]byte, len(r.data))
	_, err = f.ReadAt(held, r.off)
	return err == nil && bytes.Equal(held, r.data)
}
