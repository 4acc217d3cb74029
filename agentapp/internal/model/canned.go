package model

import (
	"context"
	"slices"
	"strings"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// loadCanned asks for the replies that the agent may use: with each connection, and when the relay says that they are others.
func (m *Model) loadCanned() {
	m.ask("list ready-made replies", func(ctx context.Context, c Connection) error {
		replies, err := c.Desk.CannedReplies(ctx)
		if signalling.Fault(err) == protocol.FaultNotAllowed {
			replies, err = nil, nil // the agent's team has none
		}
		if err != nil {
			return err
		}
		m.mu.Lock()
		m.desk.canned = replies
		m.mu.Unlock()
		m.tell()
		return nil
	})
}

// FindCanned returns the replies that fit what was typed, best first: titles that begin so, then those that contain every
// word. Replies in the customer's language come before those in others.
func FindCanned(replies []signalling.CannedReply, typed, language string, most int) []signalling.CannedReply {
	type match struct {
		reply signalling.CannedReply
		rank  int
	}
	typed = strings.ToLower(strings.TrimSpace(typed))
	var found []match
	for _, r := range replies {
		title := strings.ToLower(r.Title)
		all := title + "\n" + strings.ToLower(r.Text+"\n"+r.URL)
		fits := true
		for _, word := range strings.Fields(typed) {
			fits = fits && strings.Contains(all, word)
		}
		if !fits {
			continue
		}
		const later = 2 // than any order within the language
		rank := 1
		if strings.HasPrefix(title, typed) {
			rank = 0
		}
		if r.Language != "" && language != "" && !sameLanguage(r.Language, language) {
			rank += later
		}
		found = append(found, match{r, rank})
	}
	slices.SortStableFunc(found, func(x, y match) int { return x.rank - y.rank })
	var out []signalling.CannedReply
	for _, f := range found[:min(len(found), most)] {
		out = append(out, f.reply)
	}
	return out
}

// sameLanguage compares the languages of two tags, whatever their regions.
func sameLanguage(a, b string) bool {
	first := func(tag string) string {
		language, _, _ := strings.Cut(strings.ToLower(tag), "-")
		return language
	}
	return first(a) == first(b)
}

// FillCanned fills in a reply's placeholders: {customer}, {agent}, {organisation}, {portal}. One that is not known stays as
// it is, so that the agent sees it.
func FillCanned(text string, values map[string]string) string {
	for name, value := range values {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}
