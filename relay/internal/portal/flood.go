package portal

import (
	"net/http"
	"net/netip"
	"time"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// FloodSettings say how often pages may be asked for. How many requests an address may make is the support package's rule.
type FloodSettings struct {
	// PagesPerMinute are the pages, and the signs of life of pages, that one address may ask for. A page that waits asks
	// some 25 times in a minute, and an office of customers may share one address.
	PagesPerMinute int
	// LinesPerMinute are the lines of chat that one customer may send.
	LinesPerMinute int
	// Streams are the connections that one customer's pages may keep open: a few tabs.
	Streams int
}

// DefaultFloodSettings returns the limits that no person meets.
func DefaultFloodSettings() FloodSettings {
	return FloodSettings{PagesPerMinute: 3000, LinesPerMinute: 40, Streams: 4}
}

// floods slows down whoever asks too often.
type floods struct {
	pages *support.Limiter[netip.Prefix]
	lines *support.Limiter[support.RequestID]
}

func newFloods(s FloodSettings) floods {
	return floods{
		pages: support.NewLimiter[netip.Prefix](s.PagesPerMinute, time.Minute),
		lines: support.NewLimiter[support.RequestID](s.LinesPerMinute, time.Minute),
	}
}

// page counts a page; the error is a *support.TooManyError.
func (f floods) page(r *http.Request) error {
	return tooMany(f.pages.Take(support.Household(web.ClientAddr(r))))
}

// line counts a line of chat; the error is a *support.TooManyError.
func (f floods) line(id support.RequestID) error { return tooMany(f.lines.Take(id)) }

func tooMany(wait time.Duration) error {
	if wait > 0 {
		return &support.TooManyError{RetryAfter: wait}
	}
	return nil
}
