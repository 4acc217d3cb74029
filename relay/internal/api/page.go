package api

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"beside.example/relay/internal/support"
)

// Paging is what every call for a list may say.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100" doc:"How many to return at most"`
	Cursor string `query:"cursor" maxLength:"200" doc:"The next of the page before"`
}

func (p Paging) page() Paging { return p }

// list is a page of things.
type list[T any] struct {
	Body struct {
		Items []T    `json:"items"`
		Next  string `json:"next,omitempty" doc:"Where the next page begins; missing on the last one"`
	}
}

// newList returns a page.
func newList[T any](items []T, next string) *list[T] {
	l := &list[T]{}
	l.Body.Items, l.Body.Next = items, next
	if l.Body.Items == nil {
		l.Body.Items = []T{}
	}
	return l
}

// pageOf returns the page of all things, which it sorts by their IDs, that a call asks for.
func pageOf[T any, ID ~uint64](all []T, id func(T) ID, p Paging) ([]T, string, error) {
	slices.SortFunc(all, func(a, b T) int { return cmp.Compare(id(a), id(b)) })
	after := uint64(0)
	if p.Cursor != "" {
		var err error
		if after, err = strconv.ParseUint(p.Cursor, 10, 63); err != nil {
			return nil, "", badCursor()
		}
	}
	from, _ := slices.BinarySearchFunc(all, after+1, func(t T, want uint64) int { return cmp.Compare(uint64(id(t)), want) })
	all = all[from:]
	if len(all) <= p.Limit {
		return all, "", nil
	}
	all = all[:p.Limit]
	return all, strconv.FormatUint(uint64(id(all[p.Limit-1])), 10), nil
}

// latestFirst returns the page that a call asks for of what read lists, the latest first, from before one on.
func latestFirst[T, V any](p Paging, read func(before uint64, limit int) ([]T, error), view func(T) V, id func(T) uint64) (*list[V], error) {
	var before uint64
	if p.Cursor != "" {
		var err error
		if before, err = strconv.ParseUint(p.Cursor, 10, 63); err != nil || before == 0 {
			return nil, badCursor()
		}
	}
	all, err := read(before, p.Limit+1)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(all) > p.Limit {
		all = all[:p.Limit]
		next = strconv.FormatUint(id(all[p.Limit-1]), 10)
	}
	return newList(views(all, view), next), nil
}

func badCursor() error {
	return huma.Error422UnprocessableEntity("The cursor is not one that a page of this list had as next.")
}

// place is a cursor of lists by time: what comes next is before At, or at At and before one of the IDs.
type place struct {
	At      int64  `json:"t"` // milliseconds since 1970
	Request string `json:"r,omitempty"`
	Session string `json:"s,omitempty"`
}

// cursor writes a place.
func (p place) cursor() (string, error) {
	data, err := json.Marshal(p)
	return base64.RawURLEncoding.EncodeToString(data), err
}

// parsePlace reads what cursor wrote.
func parsePlace(text string) (p place, err error) {
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || json.Unmarshal(data, &p) != nil || p.At <= 0 {
		return place{}, badCursor()
	}
	for _, id := range []string{p.Request, p.Session} {
		if id != "" {
			if _, ok := parseID(id); !ok {
				return place{}, badCursor()
			}
		}
	}
	return p, nil
}

// etag writes a Seen as HTTP wants it.
func etag(s support.Seen) string { return `"` + string(s) + `"` }

// Matching is what a call that changes something says of what it saw.
type Matching struct {
	IfMatch string `header:"If-Match" required:"false" doc:"The ETag with which it was read. Required: without it, the answer is 428."`
}

// seen reads it.
func (m Matching) seen() (support.Seen, error) {
	const quotes = 2
	tag := m.IfMatch
	if tag == "" {
		return "", huma.Error428PreconditionRequired("Send the ETag of what you read as If-Match, so that nobody overwrites unseen what somebody else did.")
	}
	if len(tag) < quotes || tag[0] != '"' || tag[len(tag)-1] != '"' {
		return "", support.ErrChanged // no tag of ours
	}
	return support.Seen(tag[1 : len(tag)-1]), nil
}
