package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/leg"
)

func testHead(n byte) Head {
	return Head{
		Session: leg.SessionID{n}, Relay: "help.northfield.example", Agent: 7, Customer: "Bea", Portal: "Phone", Kept: protocol.KeepsFacts,
		Began: time.UnixMilli(1700000000000).UTC(),
	}
}

func entry(i int, fact handin.Fact) handin.Entry {
	return handin.Entry{At: time.UnixMilli(1700000000000 + int64(i)).UTC(), Fact: fact}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func openTest(t *testing.T) *Folder {
	t.Helper()
	f, err := OpenFolder(filepath.Join(t.TempDir(), "hand-in"))
	must(t, err)
	return f
}

// written returns a journal's folder, and what was written.
func written(t *testing.T) (*Folder, Left) {
	t.Helper()
	f := openTest(t)
	want := Left{Head: testHead(1), You: 2, Entries: []handin.Entry{
		entry(0, handin.Began{Granted: protocol.PermissionSee}), entry(1, handin.Seeing{On: true}), entry(2, handin.Said{Who: 2, Name: "Tom", Text: "hm"}),
	}}
	j, err := f.Begin(want.Head)
	must(t, err)
	must(t, j.Append(0, want.Entries[0]))
	must(t, j.Append(2, want.Entries[1:]...))
	must(t, j.Close())
	info, err := os.Stat(f.name(want.Session))
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v", info.Mode())
	}
	want.Bytes = info.Size()
	return f, want
}

func TestRoundTrip(t *testing.T) {
	f, want := written(t)
	got, err := f.Read(want.Session)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, %v", got, err)
	}
	if ids, err := f.Sessions(); err != nil || !reflect.DeepEqual(ids, []leg.SessionID{{1}}) {
		t.Errorf("sessions %v, %v", ids, err)
	}
	if _, err := f.Begin(want.Head); err == nil {
		t.Error("a second journal of the session")
	}
	must(t, f.Remove(want.Session))
	must(t, f.Remove(want.Session))
	if ids, err := f.Sessions(); err != nil || len(ids) != 0 {
		t.Errorf("left: %v, %v", ids, err)
	}
}

// TestTornTail: wherever a crash cuts the file, what is whole before is read, and the journal goes on from there.
func TestTornTail(t *testing.T) {
	f, want := written(t)
	name := f.name(want.Session)
	whole, err := os.ReadFile(name)
	must(t, err)
	seen := -1
	for n := range whole {
		must(t, os.WriteFile(name, whole[:n], 0o600))
		got, err := f.Read(want.Session)
		if err != nil {
			if seen >= 0 {
				t.Errorf("after %d bytes: %v", n, err)
			}
			continue
		}
		if len(got.Entries) < seen || len(got.Entries) > len(want.Entries) || !reflect.DeepEqual(got.Entries, want.Entries[:len(got.Entries)]) && len(got.Entries) > 0 {
			t.Fatalf("after %d bytes: %+v", n, got.Entries)
		}
		seen = len(got.Entries)
		j, err := f.Reopen(got)
		must(t, err)
		must(t, j.Append(got.You, entry(9, handin.Ended{Cut: true})))
		must(t, j.Close())
		again, err := f.Read(want.Session)
		must(t, err)
		if len(again.Entries) != seen+1 || again.Entries[seen].Fact != (handin.Ended{Cut: true}) {
			t.Fatalf("after %d bytes it goes on as %+v", n, again.Entries)
		}
	}
}

// TestBitFlips: a byte that changed ends what is read, and never changes it.
func TestBitFlips(t *testing.T) {
	f, want := written(t)
	whole, err := os.ReadFile(f.name(want.Session))
	must(t, err)
	for n := range whole {
		changed := bytes.Clone(whole)
		changed[n] ^= 0x10
		got, err := parse(changed)
		if err == nil && (len(got.Entries) >= len(want.Entries) || len(got.Entries) > 0 && !reflect.DeepEqual(got.Entries, want.Entries[:len(got.Entries)])) {
			t.Errorf("byte %d changed: %+v", n, got.Entries)
		}
	}
}

// TestJournalIsBounded: what is too much is counted, and the end still fits.
func TestJournalIsBounded(t *testing.T) {
	f := openTest(t)
	j, err := f.Begin(testHead(1))
	must(t, err)
	line := handin.Said{Text: strings.Repeat("x", protocol.MaxChatBytes)}
	const lines = 600
	var all []handin.Entry
	for i := range lines {
		all = append(all, entry(i, line))
	}
	must(t, j.Append(1, all...))
	must(t, j.Append(1, entry(lines, handin.Ended{})))
	j.Missed(3)
	must(t, j.Close())
	got, err := f.Read(leg.SessionID{1})
	must(t, err)
	n := len(got.Entries)
	if got.Bytes > maxJournal || n < 400 || got.Entries[n-2].Fact != (handin.Ended{}) || got.Entries[n-1].Fact != (handin.Lost{Entries: uint32(lines - (n - 2) + 3)}) {
		t.Errorf("%d bytes, %d entries, the last %+v", got.Bytes, n, got.Entries[n-1].Fact)
	}
}

// TestOldestJournalsGo when there are too many.
func TestOldestJournalsGo(t *testing.T) {
	f := openTest(t)
	for i := range maxJournals + 2 {
		h := testHead(0)
		copy(h.Session[:], fmt.Sprintf("%08d", i))
		j, err := f.Begin(h)
		must(t, err)
		must(t, j.Close())
		must(t, os.Chtimes(f.name(h.Session), time.Unix(int64(i), 0), time.Unix(int64(i), 0)))
	}
	ids, err := f.Sessions()
	must(t, err)
	if len(ids) != maxJournals || string(ids[0][:8]) != "00000002" {
		t.Errorf("%d journals, the first %q", len(ids), ids[0][:8])
	}
}

// TestOtherFiles are left alone, and a file that is none of ours is no journal.
func TestOtherFiles(t *testing.T) {
	f := openTest(t)
	must(t, os.WriteFile(filepath.Join(f.path, "notes.txt"), nil, 0o600))
	must(t, os.WriteFile(f.name(leg.SessionID{1}), []byte("something else"), 0o600))
	if ids, err := f.Sessions(); err != nil || len(ids) != 1 {
		t.Errorf("sessions %v, %v", ids, err)
	}
	if _, err := f.Read(leg.SessionID{1}); err == nil {
		t.Error("a file of another kind was read")
	}
	_, want := written(t)
	b, err := json.Marshal(want.Head)
	must(t, err)
	must(t, os.WriteFile(f.name(leg.SessionID{9}), appendRecord(nil, recordHead, b), 0o600))
	if _, err := f.Read(leg.SessionID{9}); err == nil {
		t.Error("the journal of another session was read")
	}
}

func FuzzParse(f *testing.F) {
	folder, err := OpenFolder(f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	j, err := folder.Begin(testHead(1))
	if err != nil {
		f.Fatal(err)
	}
	if err := errors.Join(j.Append(1, entry(1, handin.Seeing{On: true}), entry(2, handin.Ended{})), j.Close()); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(folder.name(leg.SessionID{1}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Fuzz(func(t *testing.T, b []byte) {
		first, err := parse(b)
		if err != nil {
			return
		}
		if first.Bytes > int64(len(b)) {
			t.Fatalf("%d of %d bytes", first.Bytes, len(b))
		}
		if second, err := parse(b[:first.Bytes]); err != nil || !reflect.DeepEqual(first, second) {
			t.Fatalf("read again: %+v, %v, want %+v", second, err, first)
		}
	})
}
