package input

import (
	"unicode"

	"github.com/jezek/xgb/xproto"
	"golang.org/x/text/encoding/charmap"

	"beside.example/internal/desktop/internal/x11"
)

// Numbers of keysyms, which name what a key means. Latin 1 has its own numbers, and every character has unicodeKeysym plus its
// own. Older layouts use the upper halves of older character sets, in blocks of 256.
const (
	unicodeKeysym   = 0x01000000
	keysymEuro      = 0x20ac
	keysymBackspace = 0xff08
	keysymTab       = 0xff09
	keysymReturn    = 0xff0d
	keysymShift     = 0xffe1
	keysymLevel3    = 0xfe03
	latin1Last      = 0xff
	latin1Upper     = 0xa0
	asciiFirst      = 0x20
	asciiLast       = 0x7e
)

const (
	// levels is how many meanings of a key are looked at: plain, with Shift, with the third level's key, with both.
	levels      = 4
	levelShift  = 1
	levelThird  = 2
	groupShift  = 13 // where the pointer's state has the keyboard's group
	groupMask   = 3
	knownGroups = 2 // how many groups the core protocol lists in a known order
)

// stroke is how a character is typed: a key and the level of it.
type stroke struct {
	keycode byte
	level   int
}

// keymap is the keyboard's layout as the core protocol has it.
type keymap struct {
	first byte
	width int
	syms  []xproto.Keysym
	// spare are the keys without a meaning.
	spare []byte
	// shift and third are the keys for the levels, 0 if there is none.
	shift, third byte
}

// readKeymap fetches the layout.
func readKeymap(conn *x11.Conn) (*keymap, error) {
	setup := xproto.Setup(conn.Conn)
	first, last := setup.MinKeycode, setup.MaxKeycode
	reply, err := xproto.GetKeyboardMapping(conn.Conn, first, byte(last-first+1)).Reply()
	if err != nil {
		return nil, closedOr(err, "fetch the keyboard's layout")
	}
	k := &keymap{first: byte(first), width: int(reply.KeysymsPerKeycode), syms: reply.Keysyms}
	for code := int(first); code <= int(last); code++ {
		row := k.row(byte(code))
		switch {
		case len(row) == 0:
		case row[0] == keysymShift && k.shift == 0:
			k.shift = byte(code)
		case row[0] == keysymLevel3 && k.third == 0:
			k.third = byte(code)
		case meaningless(row):
			k.spare = append(k.spare, byte(code))
		}
	}
	return k, nil
}

func meaningless(row []xproto.Keysym) bool {
	for _, sym := range row {
		if sym != 0 {
			return false
		}
	}
	return true
}

// row lists the keysyms of a key.
func (k *keymap) row(keycode byte) []xproto.Keysym {
	start := int(keycode-k.first) * k.width
	if keycode < k.first || k.width == 0 || start+k.width > len(k.syms) {
		return nil
	}
	return k.syms[start : start+k.width]
}

// blank counts a key as spare, as one that is lent was before and will be again.
func (k *keymap) blank(keycode byte) {
	if row := k.row(keycode); row != nil {
		clear(row)
		k.spare = append(k.spare, keycode)
	}
}

// at returns what a key means in a group and level. The protocol lists the first two levels of groups 1 and 2, then the next two.
func (k *keymap) at(keycode byte, group, level int) xproto.Keysym {
	index := group*2 + level%2 + level/2*4
	row := k.row(keycode)
	if group >= knownGroups || index >= len(row) {
		return 0
	}
	return row[index]
}

// find looks for a way to type a character in a group.
func (k *keymap) find(r rune, group int) (stroke, bool) {
	for level := range levels {
		if level&levelShift != 0 && k.shift == 0 || level&levelThird != 0 && k.third == 0 {
			continue
		}
		for i := range len(k.syms) / max(k.width, 1) {
			if keycode := k.first + byte(i); runeOf(k.at(keycode, group, level)) == r {
				return stroke{keycode, level}, true
			}
		}
	}
	return stroke{}, false
}

// runeOf returns the character that a keysym means, 0 for those that mean none.
func runeOf(sym xproto.Keysym) rune {
	switch {
	case sym >= asciiFirst && sym <= asciiLast, sym >= latin1Upper && sym <= latin1Last:
		return rune(sym)
	case sym > unicodeKeysym && sym <= unicodeKeysym+unicode.MaxRune:
		return rune(sym - unicodeKeysym)
	case sym == keysymEuro:
		return '€'
	case sym == keysymReturn:
		return '\n'
	case sym == keysymTab:
		return '\t'
	case sym == keysymBackspace:
		return '\b'
	}
	low := byte(sym)
	if low < latin1Upper {
		return 0
	}
	switch sym >> 8 {
	case 1:
		return charmap.ISO8859_2.DecodeByte(low)
	case 2:
		return charmap.ISO8859_3.DecodeByte(low)
	case 3:
		return charmap.ISO8859_4.DecodeByte(low)
	case 5:
		return charmap.ISO8859_6.DecodeByte(low)
	case 6:
		if low >= koi8Letters {
			return charmap.KOI8R.DecodeByte(low)
		}
	case 7:
		return greekOf(low)
	case 12:
		return charmap.ISO8859_8.DecodeByte(low)
	}
	return 0
}

// koi8Letters is where KOI8-R and the Cyrillic keysyms begin to agree; before it, only letters beyond Russian stand.
const koi8Letters = 0xc0

// greekLetters is where ISO 8859-7 and the Greek keysyms begin to agree.
const greekLetters = 0xc1

func greekOf(low byte) rune {
	if low < greekLetters {
		return 0
	}
	return charmap.ISO8859_7.DecodeByte(low)
}

// keysymOf returns the keysym that means a character.
func keysymOf(r rune) xproto.Keysym {
	switch {
	case r >= asciiFirst && r <= asciiLast, r >= latin1Upper && r <= latin1Last:
		return xproto.Keysym(r)
	case r == '\n':
		return keysymReturn
	case r == '\t':
		return keysymTab
	case r == '\b':
		return keysymBackspace
	}
	return unicodeKeysym + xproto.Keysym(r)
}

// cased tells whether a letter has an upper and a lower form of one character each.
func cased(r rune) bool {
	lower, upper := unicode.ToLower(r), unicode.ToUpper(r)
	return lower != upper && unicode.ToUpper(lower) == upper && unicode.ToLower(upper) == lower
}
