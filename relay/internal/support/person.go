package support

import (
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
	name, mail, phone := folded(p.Name), strings.TrimSpace(p.Mail), digits(p.Phone)
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
	s := seeker{name: folded(p.Name), mail: folded(p.Mail), phone: strings.TrimLeft(digits(p.Phone), "0")}
	s.words = strings.Fields(s.name)
	return s
}

// worth reports whether a closer look at a row could find something: it is asked of every case that there is.
func (s seeker) worth(row PersonRow) bool {
	text := folded(row.Customer) + " " + folded(string(row.Fields))
	if len(s.words) > 0 && strings.Contains(text, s.words[0]) || s.mail != "" && strings.Contains(text, s.mail) {
		return true
	}
	const end = 4 // digits in which two numbers that are the same agree, however much of them somebody wrote
	return s.phone != "" && strings.Contains(digits(text), s.phone[max(0, len(s.phone)-end):])
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
	switch number := strings.TrimLeft(digits(text), "0"); {
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
