package support

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// PortalID names a portal within one relay. The zero value names none.
type PortalID uint64

// PortalKind says how a customer who comes through a portal reaches an agent.
type PortalKind uint8

// The kinds of portals. The numbers stand in the store.
const (
	PortalPin    PortalKind = iota // the customer types the code heard on the phone; nobody is alerted
	PortalBox                      // a question to all available agents; the first Yes wins
	PortalButton                   // like PortalBox, without a question
	PortalQueue                    // requests wait in order, each is offered to one agent at a time
	PortalMatch                    // the customer picks the agent; only that one is alerted
)

// portalKinds are the kinds by the names that subcommands and set-up files use.
var portalKinds = [...]string{PortalPin: "pin", PortalBox: "box", PortalButton: "button", PortalQueue: "queue", PortalMatch: "match"}

// String returns the kind's name in set-up files.
func (k PortalKind) String() string {
	if int(k) < len(portalKinds) {
		return portalKinds[k]
	}
	return fmt.Sprintf("portal kind %d", uint8(k))
}

// ParsePortalKind reads what PortalKind.String writes; ErrInvalid for anything else.
func ParsePortalKind(name string) (PortalKind, error) {
	i := slices.Index(portalKinds[:], strings.ToLower(name))
	if i < 0 {
		return 0, fmt.Errorf("portal kind %q, write one of %s: %w", name, strings.Join(portalKinds[:], ", "), ErrInvalid)
	}
	return PortalKind(i), nil
}

// TakesRequests reports whether customers ask for help through portals of this kind.
func (k PortalKind) TakesRequests() bool { return k > PortalPin && k <= PortalMatch }

// Portal is a place where an organisation's customers start; a code and a request belong to one.
type Portal struct {
	ID           PortalID
	Organisation OrganisationID
	Name         string
	Slug         string // the end of its URL, unique in the relay
	Kind         PortalKind
	ChatFirst    bool     // customer and agent chat in the page before the app is offered
	Features     Features // what its sessions may use, where the agent's team allows it too
	Version      uint64   // grows with every change
	Page         Page
	Hours        Hours
	Survey       []Question
	Created      time.Time
	Former       bool // it was deleted; what happened in it is left
}

// WebChat reports whether customer and agent chat in the page before there is an app.
func (p Portal) WebChat() bool { return p.ChatFirst && p.Features.Has(FeatureWebChat) }
