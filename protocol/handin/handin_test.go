package handin_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/wire/wiretest"
)

var device = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, ed25519.SeedSize))

func public() ed25519.PublicKey { return device.Public().(ed25519.PublicKey) }

func testHead() handin.Head {
	h := handin.Head{
		Part: handin.PartFacts, Made: time.UnixMilli(1700000060123).UTC(), You: 2, Kept: protocol.KeepsFacts | protocol.KeepsChat,
	}
	for i := range h.Session {
		h.Session[i] = byte(0x20 + i)
	}
	return h
}

// golden is one kind of fact with its fields' bytes.
type golden struct {
	fact handin.Fact
	hex  string
}

func goldens() []golden {
	file := handin.File{ToCustomer: true, Name: "é.exe", Size: 0x0102030405}
	for i := range file.Hash {
		file.Hash[i] = byte(i)
	}
	return []golden{
		{handin.Began{Granted: protocol.PermissionSee | protocol.PermissionControl}, "0005"},
		{handin.Grants{Who: 2, Name: "Tom", Granted: protocol.PermissionSee}, "02 0003546f6d 0001"},
		{handin.Gone{Who: 2, Name: "Tom"}, "02 0003546f6d"},
		{handin.Seeing{On: true}, "01"},
		{handin.Showing{On: true}, "01"},
		{handin.Link{Up: true}, "01"},
		{handin.Status{Status: protocol.StatusGranted, Who: 1, Name: "Bea", Permission: protocol.PermissionControl, Whom: "Tom"}, "04 01 0003426561 0004 0003546f6d"},
		{handin.WebPage{Number: 3, URL: "https://a.example"}, "00000003 001168747470733a2f2f612e6578616d706c65"},
		{handin.WebAnswer{Number: 3, Answer: protocol.AnswerYes}, "00000003 01"},
		{file, "01 0006c3a92e657865 0000000102030405 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"},
		{handin.Ended{Reason: protocol.CloseByCustomer, Remote: true, Cut: true}, "0002 01 01"},
		{handin.Lost{Entries: 7}, "00000007"},
		{handin.Said{Who: 1, Name: "Tom", Private: true, Text: "hm"}, "01 0003546f6d 01 0002686d"},
		{handin.Notes{Outcome: 1, Text: "ok"}, "01 00026f6b"},
	}
}

// entryHex is the golden of an entry with such fields.
func entryHex(t testing.TB, g golden) string {
	return fmt.Sprintf("%02x 0000018bcfe56800 %04x", uint8(g.fact.Kind()), len(wiretest.Hex(t, g.hex))) + g.hex
}

func at() time.Time { return time.UnixMilli(1700000000000).UTC() }

// TestFacts runs every kind through the tests of a message: golden bytes, round trip, truncation, bytes behind the fields.
func TestFacts(t *testing.T) {
	seen := map[handin.Kind]bool{}
	for _, g := range goldens() {
		seen[g.fact.Kind()] = true
		t.Run(fmt.Sprintf("%T", g.fact), func(t *testing.T) {
			wiretest.Check(t, wiretest.Message[handin.Entry]{
				Value: handin.Entry{At: at(), Fact: g.fact}, Golden: entryHex(t, g), Parse: handin.ParseEntry,
				Append: func(e handin.Entry, b []byte) []byte { return handin.AppendEntry(b, e) }, Exact: true,
			})
			longer := golden{g.fact, g.hex + "ee"}
			if e, err := handin.ParseEntry(wiretest.Hex(t, entryHex(t, longer))); err != nil || !reflect.DeepEqual(e.Fact, g.fact) {
				t.Errorf("with a byte behind the fields: %+v, %v", e, err)
			}
			fields := wiretest.Hex(t, g.hex)
			for n := range fields {
				shorter := golden{g.fact, fmt.Sprintf("%x", fields[:n])}
				if e, err := handin.ParseEntry(wiretest.Hex(t, entryHex(t, shorter))); err == nil {
					t.Errorf("with %d of %d bytes: %+v", n, len(fields), e)
				}
			}
		})
	}
	for k := handin.KindBegan; k <= handin.KindNotes; k++ {
		if !seen[k] {
			t.Errorf("no golden of %v", k)
		}
	}
}

// TestUnknownFacts keeps what a newer app tells.
func TestUnknownFacts(t *testing.T) {
	e, err := handin.ParseEntry(wiretest.Hex(t, "63 0000018bcfe56800 0002 0102"))
	if want := (handin.Unknown{Number: 99, Fields: []byte{1, 2}}); err != nil || !reflect.DeepEqual(e.Fact, handin.Fact(want)) {
		t.Errorf("got %+v, %v", e, err)
	}
	if again := handin.AppendEntry(nil, e); !bytes.Equal(again, wiretest.Hex(t, "63 0000018bcfe56800 0002 0102")) {
		t.Errorf("written as %x", again)
	}
}

const pageGolden = `01 202122232425262728292a2b2c2d2e2f 01 0001 01
	0101010101010101010101010101010101010101010101010101010101010101 0000018bcfe652db 02 03 0002
	04 0000018bcfe56800 0001 01
	0b 0000018bcfe56800 0004 0002 01 00`

func testPage() handin.Page {
	return handin.Page{
		Head: testHead(), Number: 1, Last: true, Before: [sha256.Size]byte(bytes.Repeat([]byte{1}, sha256.Size)),
		Entries: []handin.Entry{{At: at(), Fact: handin.Seeing{On: true}}, {At: at(), Fact: handin.Ended{Reason: protocol.CloseByCustomer, Remote: true}}},
	}
}

func TestPage(t *testing.T) {
	wiretest.Check(t, wiretest.Message[handin.Page]{
		Value: testPage(), Golden: pageGolden, Parse: handin.Parse, Append: func(p handin.Page, b []byte) []byte { return p.Append(b) }, Exact: true,
	})
	wiretest.Refused(t, handin.Parse, map[string]string{
		"another version":         "02" + pageGolden[2:],
		"a fourth part":           strings.Replace(pageGolden, " 01 0001", " 04 0001", 1),
		"a page too many":         strings.Replace(pageGolden, " 01 0001", " 01 0100", 1),
		"first, but not":          strings.Replace(pageGolden, " 01 0001", " 01 0000", 1),
		"more entries than there": strings.Replace(pageGolden, "03 0002", "03 0003", 1),
	})
	if _, err := handin.Parse(make([]byte, handin.MaxPage+1)); err == nil {
		t.Error("a page too large was read")
	}
}

func TestSignature(t *testing.T) {
	page := testPage().Append(nil)
	signature := handin.Sign(device, page)
	if len(signature) != handin.SignatureSize || !handin.Verify(public(), page, signature) {
		t.Fatal("the signature does not hold")
	}
	for n := range page {
		changed := bytes.Clone(page)
		changed[n] ^= 1
		if handin.Verify(public(), changed, signature) {
			t.Errorf("byte %d changed: it still holds", n)
		}
	}
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{3}, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	if handin.Verify(other, page, signature) || handin.Verify(nil, page, signature) || handin.Verify(public(), page, nil) {
		t.Error("it holds for somebody else")
	}
	if ed25519.Verify(public(), page, signature) {
		t.Error("the signature would do for another purpose")
	}
}

// many returns more lines of chat than a page holds.
func many() []handin.Entry {
	var all []handin.Entry
	for i := range 40 {
		all = append(all, handin.Entry{
			At: at().Add(time.Duration(i) * time.Second), Fact: handin.Said{Who: 1, Name: "Tom", Text: strings.Repeat("x", 4000)},
		})
	}
	return all
}

func parsed(t *testing.T, bodies [][]byte) []handin.Page {
	t.Helper()
	var pages []handin.Page
	for _, b := range bodies {
		p, err := handin.Parse(b)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, p)
	}
	return pages
}

// TestBuild: what is built is whole, in order, within the bounds and always the same; a page taken away, exchanged or put twice shows.
func TestBuild(t *testing.T) {
	head := testHead()
	head.Part = handin.PartChat
	bodies := handin.Build(head, many())
	pages := parsed(t, bodies)
	var entries []handin.Entry
	for i, p := range pages {
		if len(bodies[i]) > handin.MaxPage || len(p.Entries) == 0 {
			t.Errorf("page %d has %d bytes and %d entries", i, len(bodies[i]), len(p.Entries))
		}
		entries = append(entries, p.Entries...)
	}
	if len(pages) < 3 || !reflect.DeepEqual(entries, many()) || !handin.Whole(pages, bodies) || !reflect.DeepEqual(bodies, handin.Build(head, many())) {
		t.Fatalf("%d pages of %d entries", len(pages), len(entries))
	}
	for name, order := range map[string][]int{"none": {}, "no first": {1, 2, 3}, "no last": {0, 1, 2}, "no middle": {0, 2, 3}, "twice": {0, 1, 1, 2, 3}, "swapped": {0, 2, 1, 3}} {
		var some []handin.Page
		var its [][]byte
		for _, n := range order {
			some, its = append(some, pages[n]), append(its, bodies[n])
		}
		if handin.Whole(some, its) {
			t.Errorf("%s: whole", name)
		}
	}
	if other := handin.Build(head, many()[1:]); handin.Whole([]handin.Page{pages[0], parsed(t, other)[1], pages[2], pages[3]}, [][]byte{bodies[0], other[1], bodies[2], bodies[3]}) {
		t.Error("a page of another hand-in fits")
	}
}

func TestBuildOfNothing(t *testing.T) {
	bodies := handin.Build(testHead(), nil)
	if pages := parsed(t, bodies); len(pages) != 1 || !pages[0].Last || !handin.Whole(pages, bodies) {
		t.Errorf("got %+v", pages)
	}
}

// TestBuildOfTooMuch leaves out what exceeds the bound, and does not look whole.
func TestBuildOfTooMuch(t *testing.T) {
	var all []handin.Entry
	for len(all) < 100*(handin.MaxPages+1)/8 {
		all = append(all, many()...)
	}
	bodies := handin.Build(testHead(), all)
	if pages := parsed(t, bodies); len(pages) != handin.MaxPages || handin.Whole(pages, bodies) {
		t.Errorf("%d pages, whole %t", len(pages), handin.Whole(pages, bodies))
	}
}

// TestLongestEntryFits: the longest of every kind fits its fields and a page.
func TestLongestEntryFits(t *testing.T) {
	long := strings.Repeat("é", 40_000)
	for _, f := range []handin.Fact{
		handin.Said{Name: long, Text: long},
		handin.Notes{Text: long},
		handin.File{Name: long},
		handin.WebPage{URL: long},
		handin.Status{Name: long, Whom: long},
		handin.Grants{Name: long},
	} {
		bodies := handin.Build(testHead(), []handin.Entry{{Fact: f}})
		if _, err := handin.Parse(bodies[len(bodies)-1]); err != nil {
			t.Errorf("%T: %v", f, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(wiretest.Hex(f, pageGolden))
	for _, g := range goldens() {
		p := testPage()
		p.Entries = []handin.Entry{{At: at(), Fact: g.fact}}
		f.Add(p.Append(nil))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		first, err := handin.Parse(in)
		if err != nil {
			return
		}
		second, err := handin.Parse(first.Append(nil))
		if err != nil || !reflect.DeepEqual(first, second) {
			t.Fatalf("not the same page: %v\n first %+v\nsecond %+v", err, first, second)
		}
	})
}
