package support

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Person is what is known of somebody whose data is looked for. What is empty is not known.
type Person struct {
	Name  string
	Mail  string
	Phone string
}

// The least that can be looked for: less would find everybody.
const (
	leastLetters = 3
	leastDigits  = 6
)

// Check returns an ErrInvalid when there is too little to look for.
func (p Person) Check() error {
	name, mail, phone := folded(p.Name), strings.TrimSpace(p.Mail), number(p.Phone)
	short := func(text string, least int) bool { return text != "" && len(text) < least }
	if name+mail+phone == "" || short(name, leastLetters) || short(mail, leastLetters) || p.Phone != "" && len(phone) < leastDigits {
		return fmt.Errorf("too little is known of the person: %w", ErrInvalid)
	}
	return nil
}

// folded returns a text as names are compared: without marks, in small letters, with one space between words.
func folded(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return strings.Join(strings.Fields(strings.ToLower(text)), " ")
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(text))
	return strings.Join(strings.Fields(bare), " ")
}

// digits returns the digits of a text: "+44 (0)20 7946" and "004420 7946" are to be found by one another's end.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// number returns the digits of a telephone number as they are compared: without the zeros before them, which differ by where one calls from.
func number(text string) string { return strings.TrimLeft(digits(text), "0") }

// match says how much somebody is like a person.
type match uint8

const (
	noMatch match = iota
	likely        // the name has the same words in it
	sure          // the same name, mail address or number
)

// seeker compares what customers wrote with a person.
type seeker struct {
	name, mail, phone string
	words             []string
}

func newSeeker(p Person) seeker {
	s := seeker{name: folded(p.Name), mail: folded(p.Mail), phone: number(p.Phone)}
	s.words = strings.Fields(s.name)
	return s
}

// PersonHint tells a database which rows are worth a closer look: those of which the name or the fields have all the texts of one of the groups
// in them, in capitals or not; those with the digits of Number in this order, whatever stands between them; and all with a letter beyond
// ASCII, which every database folds in its own way.
type PersonHint struct {
	Groups [][]string // of small letters, digits and signs, all ASCII
	Number string     // empty for none
}

// hint returns what finds every row that matches, and few others.
func (s seeker) hint() (h PersonHint) {
	for _, texts := range [][]string{s.words, {s.mail}} {
		if all := strings.Join(texts, ""); all == "" || strings.ContainsFunc(all, func(r rune) bool { return r >= utf8.RuneSelf }) {
			continue // no row that is all ASCII has it
		}
		h.Groups = append(h.Groups, texts)
		inJSON := make([]string, len(texts))
		for i, text := range texts {
			inJSON[i] = quoted(text)
		}
		if !slices.Equal(inJSON, texts) {
			h.Groups = append(h.Groups, inJSON)
		}
	}
	h.Number = s.phone[max(0, len(s.phone)-leastDigits):] // by which two numbers that are the same agree, however much of them somebody wrote
	return h
}

// quoted returns a text as it stands in the JSON of fields.
func quoted(text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		return text // never for a string
	}
	return string(raw[1 : len(raw)-1])
}

// worth reports whether a closer look at a row could find something: it is asked of every case that there is.
func (s seeker) worth(row PersonRow) bool {
	text := folded(row.Customer) + " " + folded(string(row.Fields))
	has := func(part string) bool { return strings.Contains(text, part) || strings.Contains(text, quoted(part)) }
	if len(s.words) > 0 && has(s.words[0]) || s.mail != "" && has(s.mail) {
		return true
	}
	return s.phone != "" && strings.Contains(digits(text), s.phone[max(0, len(s.phone)-leastDigits):])
}

// match compares a customer's name and own fields.
func (s seeker) match(customer string, fields map[string]string) match {
	best := noMatch
	texts := []string{customer}
	for _, text := range fields {
		texts = append(texts, text)
	}
	for _, text := range texts {
		best = max(best, s.one(text))
	}
	return best
}

// one compares one thing that a customer wrote.
func (s seeker) one(text string) match {
	is := folded(text)
	switch number := number(text); {
	case is == "":
		return noMatch
	case s.name != "" && is == s.name, s.mail != "" && strings.Contains(is, s.mail):
		return sure
	case s.phone != "" && len(number) >= leastDigits && (strings.HasSuffix(number, s.phone) || strings.HasSuffix(s.phone, number)):
		return sure
	}
	if len(s.words) == 0 {
		return noMatch
	}
	all := strings.Fields(is)
	for _, word := range s.words {
		if !slices.ContainsFunc(all, func(w string) bool { return strings.HasPrefix(w, word) }) {
			return noMatch
		}
	}
	return likely
}
