package portal

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// chatLog sends what was said, as a text to keep.
func (p *Portal) chatLog(w http.ResponseWriter, r *http.Request) error {
	request, at, err := p.mineAt(r)
	if err != nil {
		return err
	}
	l := at.language(r)
	lines, _, err := p.lines(r.Context(), at, request, 0, p.names(at), l)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Language", string(l))
	h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "beside-"+request.Created.UTC().Format(time.DateOnly)+".txt"))
	_, _ = fmt.Fprint(w, writeLog(p.Site.Words(l), at, request, lines)) // the reader may be gone
	return nil
}

func writeLog(c *words.Catalogue, at place, request support.Request, lines []line) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s\r\n", at.Organisation.Name, at.Name)
	fmt.Fprintf(&b, "%s %s\r\n\r\n", request.Created.In(zone(at.Hours)).Format("2006-01-02 15:04 MST"), request.ID)
	for _, one := range lines {
		name := one.Name
		switch one.Who {
		case speaksNobody:
			fmt.Fprintf(&b, "%s -- %s\r\n", one.Clock(), one.Text)
			continue
		case speaksCustomer:
			name = c.T("relay.chat.you")
		}
		fmt.Fprintf(&b, "%s %s: %s\r\n", one.Clock(), name, indent(one.Text))
	}
	return b.String()
}

// indent keeps the further lines of a message from looking like lines of somebody else.
func indent(text string) string { return strings.ReplaceAll(text, "\n", "\r\n      ") }
