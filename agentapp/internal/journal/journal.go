// Package journal keeps on the disk what an agent's app sees of its sessions, from the customer's consent until the relay has it, so that
// a crash loses at most what happened a moment before. The app's model writes it and hands it in. It knows nothing of the relay, of
// signatures, and of what may be kept: it keeps what it is given.
//
// A journal is a file of records, each with its checksum, to which is only ever appended; what a crash left half written is cut off:
//
//	RECORD  type u8, length u32, CRC-32C of type and payload u32, payload
package journal

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/leg"
)

// Bounds of what is kept.
const (
	// maxJournal is how many bytes a journal has at most: twice the longest chat of a session. What exceeds it is counted.
	maxJournal = 8 << 20
	// room is what stays free of that for how it ended, and what the agent wrote.
	room = 64 << 10
	// maxJournals is how many journals there are at most, for a relay that is away for weeks; the oldest go.
	maxJournals = 500
	// maxHead bounds the first record.
	maxHead = 4 << 10

	suffix     = ".journal"
	headLength = 1 + 4 + 4
)

// The types of records.
const (
	recordHead  = 1
	recordEntry = 2
	recordYou   = 3
)

// checksum is that of a record.
func checksum(kind uint8, payload []byte) uint32 {
	table := crc32.MakeTable(crc32.Castagnoli) // the standard library's own, made once
	return crc32.Update(crc32.Checksum([]byte{kind}, table), table, payload)
}

// Head is what is known of a session from the start.
type Head struct {
	Session  leg.SessionID  `json:"session"`
	Relay    string         `json:"relay"`
	Agent    uint64         `json:"agent"` // at the relay
	Customer string         `json:"customer,omitempty"`
	Portal   string         `json:"portal,omitempty"`
	Kept     protocol.Keeps `json:"kept"` // what the customer was told
	Began    time.Time      `json:"began"`
}

// Left is what a journal holds.
type Left struct {
	Head
	// You is the number that this app had in the session, once it was told.
	You     protocol.AttendeeID
	Entries []handin.Entry
	// Bytes is the length of all whole records.
	Bytes int64
}

// Folder is where the journals are.
type Folder struct{ path string }

// OpenFolder makes the folder if it is missing. Only this person may enter it.
func OpenFolder(path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the journals: %w", err)
	}
	return &Folder{path: path}, nil
}

func (f *Folder) name(session leg.SessionID) string {
	return filepath.Join(f.path, hex.EncodeToString(session[:])+suffix)
}

// Journal is one that is being written. Its methods are for one goroutine.
type Journal struct {
	file *os.File
	size int64
	lost uint32
	you  protocol.AttendeeID
}

// Begin starts the journal of a session, in place of the oldest where there are too many. What it returns is on the disk.
func (f *Folder) Begin(h Head) (*Journal, error) {
	if err := f.makeRoom(); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(f.name(h.Session), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("begin a journal: %w", err)
	}
	j := &Journal{file: file}
	head, err := json.Marshal(h)
	if err == nil {
		err = j.write(appendRecord(nil, recordHead, head))
	}
	if err == nil {
		err = syncFolder(f.path)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("begin a journal: %w", err), file.Close(), os.Remove(file.Name()))
	}
	return j, nil
}

// Reopen goes on with a journal behind its last whole record.
func (f *Folder) Reopen(l Left) (*Journal, error) {
	file, err := os.OpenFile(f.name(l.Session), os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("go on with a journal: %w", err)
	}
	if err := file.Truncate(l.Bytes); err != nil {
		return nil, errors.Join(fmt.Errorf("cut off what is half written: %w", err), file.Close())
	}
	if _, err := file.Seek(l.Bytes, io.SeekStart); err != nil {
		return nil, errors.Join(fmt.Errorf("go to the end of a journal: %w", err), file.Close())
	}
	return &Journal{file: file, size: l.Bytes, you: l.You}, nil
}

// Append keeps entries; they are on the disk when it returns. What exceeds the bound is counted instead; Close says how much that was.
func (j *Journal) Append(you protocol.AttendeeID, entries ...handin.Entry) error {
	var b []byte
	if you != j.you {
		j.you = you
		b = appendRecord(b, recordYou, []byte{uint8(you)})
	}
	for _, e := range entries {
		record := appendRecord(nil, recordEntry, handin.AppendEntry(nil, e))
		if j.size+int64(len(b)+len(record)) > maxJournal-room && !last(e.Fact) {
			j.lost++
			continue
		}
		b = append(b, record...)
	}
	if len(b) == 0 {
		return nil
	}
	return j.write(b)
}

// last reports whether a fact has room that is kept free for it.
func last(f handin.Fact) bool {
	switch f.Kind() {
	case handin.KindEnded, handin.KindLost:
		return true
	}
	return false
}

// Missed notes that entries came so fast that they were gone before they could be kept.
func (j *Journal) Missed(n int) { j.lost += uint32(n) }

// Close ends the writing. With what was lost on the way a last entry says so.
func (j *Journal) Close() error {
	var err error
	if j.lost > 0 {
		err = j.Append(j.you, handin.Entry{At: time.Now(), Fact: handin.Lost{Entries: j.lost}})
	}
	return errors.Join(err, j.file.Close())
}

func (j *Journal) write(b []byte) error {
	if _, err := j.file.WriteAt(b, j.size); err != nil {
		return fmt.Errorf("write a journal: %w", err)
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("write a journal to the disk: %w", err)
	}
	j.size += int64(len(b))
	return nil
}

func appendRecord(b []byte, kind uint8, payload []byte) []byte {
	b = binary.BigEndian.AppendUint32(append(b, kind), uint32(len(payload)))
	return append(binary.BigEndian.AppendUint32(b, checksum(kind, payload)), payload...)
}

// Sessions lists the sessions of which there is a journal, the oldest first.
func (f *Folder) Sessions() ([]leg.SessionID, error) {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return nil, fmt.Errorf("list the journals: %w", err)
	}
	type aged struct {
		id   leg.SessionID
		born time.Time
	}
	var all []aged
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), suffix)
		raw, err := hex.DecodeString(name)
		info, infoErr := e.Info()
		if !ok || err != nil || len(raw) != len(leg.SessionID{}) || infoErr != nil {
			continue
		}
		all = append(all, aged{leg.SessionID(raw), info.ModTime()})
	}
	slices.SortStableFunc(all, func(a, b aged) int { return a.born.Compare(b.born) })
	var ids []leg.SessionID
	for _, a := range all {
		ids = append(ids, a.id)
	}
	return ids, nil
}

func (f *Folder) makeRoom() error {
	ids, err := f.Sessions()
	if err != nil {
		return err
	}
	for len(ids) >= maxJournals {
		if err := f.Remove(ids[0]); err != nil {
			return err
		}
		ids = ids[1:]
	}
	return nil
}

// Remove forgets a session's journal, if there is one.
func (f *Folder) Remove(session leg.SessionID) error {
	if err := os.Remove(f.name(session)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove a journal: %w", err)
	}
	return nil
}

// ErrBroken tells that a file does not begin as a journal does.
var ErrBroken = errors.New("not a journal")

// Read returns what a session's journal holds, up to the last whole record.
func (f *Folder) Read(session leg.SessionID) (Left, error) {
	file, err := os.Open(f.name(session))
	if err != nil {
		return Left{}, fmt.Errorf("read a journal: %w", err)
	}
	defer file.Close()
	b, err := io.ReadAll(io.LimitReader(file, maxJournal))
	if err != nil {
		return Left{}, fmt.Errorf("read a journal: %w", err)
	}
	l, err := parse(b)
	if err == nil && l.Session != session {
		err = ErrBroken
	}
	return l, err
}

// parse reads records until one is not whole.
func parse(b []byte) (Left, error) {
	var l Left
	kind, payload, rest := next(b)
	if kind != recordHead || len(payload) > maxHead || json.Unmarshal(payload, &l.Head) != nil {
		return Left{}, ErrBroken
	}
	for kind != 0 {
		l.Bytes = int64(len(b) - len(rest))
		kind, payload, rest = next(rest)
		switch kind {
		case recordEntry:
			e, err := handin.ParseEntry(payload)
			if err != nil {
				return l, nil
			}
			l.Entries = append(l.Entries, e)
		case recordYou:
			if len(payload) == 1 {
				l.You = protocol.AttendeeID(payload[0])
			}
		}
	}
	return l, nil
}

// next returns the first record of b and what follows it; kind is 0 where none is whole.
func next(b []byte) (kind uint8, payload, rest []byte) {
	if len(b) < headLength {
		return 0, nil, b
	}
	length := binary.BigEndian.Uint32(b[1:])
	if int64(length) > int64(len(b)-headLength) {
		return 0, nil, b
	}
	kind, payload, rest = b[0], b[headLength:headLength+length], b[headLength+length:]
	if binary.BigEndian.Uint32(b[5:]) != checksum(kind, payload) {
		return 0, nil, b
	}
	return kind, payload, rest
}

// syncFolder makes a new file's name last.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open the folder of the journals: %w", err)
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("write the folder of the journals to the disk: %w", err) // systems that cannot say so with one of the two
	}
	return nil
}
