package signalling

import (
	"slices"
	"time"
)

// codeBook is what an agent's app knows of the agent's active codes. The zero book is empty. A lost connection leaves it as it is: the
// codes live on at the relay, and the next connection brings their list.
type codeBook struct {
	entries []codeEntry // oldest first
}

// codeEntry is a code with the moment of its end by this machine's clock.
type codeEntry struct {
	code Code
	ends time.Time
}

// replace takes the relay's whole list.
func (b *codeBook) replace(codes []Code, now time.Time) {
	b.entries = nil
	for _, c := range codes {
		b.put(c, now)
	}
}

// put takes what the relay says of one code.
func (b *codeBook) put(c Code, now time.Time) {
	c = c.clean()
	i := slices.IndexFunc(b.entries, func(e codeEntry) bool { return e.code.ID == c.ID })
	switch {
	case c.State != CodeActive && i >= 0:
		b.entries = slices.Delete(b.entries, i, i+1)
	case c.State != CodeActive:
	case i >= 0:
		b.entries[i] = codeEntry{code: c, ends: now.Add(c.Left)}
	case len(b.entries) < MaxCodes:
		b.entries = append(b.entries, codeEntry{code: c, ends: now.Add(c.Left)})
	}
}

// active returns the codes that have not run out.
func (b *codeBook) active(now time.Time) []Code {
	var codes []Code
	for _, e := range b.entries {
		if e.code.Left = e.ends.Sub(now); e.code.Left > 0 {
			codes = append(codes, e.code)
		}
	}
	return codes
}
