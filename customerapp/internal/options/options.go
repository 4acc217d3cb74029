// Package options reads what the customer's app is told at its start: a link, flags, or its own file's name. It knows
// nothing of what becomes of it; a relay that it returns is shown and confirmed before it is used.
package options

import (
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"

	"beside.example/internal/desktop/locale"
	"beside.example/internal/product"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/code"
)

// A link to this app is beside://HOST[:PORT]/?n=1234, with the digits that a relay may know, or beside://HOST[:PORT]/p/K7MWQ2RT,
// with a portal code, which the relay knows anyway.
const (
	scheme     = "beside"
	portalPath = "/p/"
)

// picturesNamed are the names of the fidelities on the command line; it is never written to.
var picturesNamed = [...]string{protocol.FidelityAutomatic: "auto", protocol.FidelityExact: "exact", protocol.FidelitySaving: "save"}

// Options are what the app is told at its start.
type Options struct {
	// Relay is HOST[:PORT], or empty.
	Relay string
	// Code is what a link brought of a code: the first digits, or a whole portal code; or empty.
	Code     string
	Language words.Language
	// Fidelity is how near the picture of the screen is to it at first.
	Fidelity protocol.Fidelity
	// Level is of what is logged to standard error.
	Level slog.Level
}

// Read reads the command line; without a relay there, the program's own file name may name one. It returns flag.ErrHelp
// when help was asked for, and shown.
func Read(program string, arguments []string) (Options, error) {
	flags := flag.NewFlagSet(product.CustomerBinary, flag.ContinueOnError)
	relay := flags.String("relay", "", "the relay to talk to, HOST[:PORT]; shown and confirmed before it is used")
	language := flags.String("language", "", "en or fr; by default the system's")
	picture := flags.String("picture", picturesNamed[protocol.FidelityAutomatic], "how the screen is shown: auto, exact or save (fewer bytes)")
	verbose := flags.Bool("verbose", false, "tell on standard error what goes on; never a digit of a code, a text or a picture")
	if err := flags.Parse(arguments); err != nil {
		return Options{}, err
	}
	fidelity := slices.Index(picturesNamed[:], *picture)
	if fidelity < 0 {
		return Options{}, fmt.Errorf("%q is no way to show the screen", *picture)
	}
	o := Options{Fidelity: protocol.Fidelity(fidelity), Relay: *relay, Language: words.Match(*language), Level: slog.LevelWarn}
	if *verbose {
		o.Level = slog.LevelDebug
	}
	if *language == "" {
		o.Language = words.Match(locale.Preferred())
	}
	if o.Relay == "" {
		o.Relay = product.RelayOf(program)
	}
	switch flags.NArg() {
	case 0:
		return o, nil
	case 1:
		return o.follow(flags.Arg(0))
	}
	return Options{}, errors.New("more than one link")
}

// follow takes the relay and what there is of a code from a link. A link with more than the first four digits is refused: whoever
// made it knows what nobody but two people on the phone should.
func (o Options) follow(link string) (Options, error) {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != scheme || u.Host == "" {
		return Options{}, fmt.Errorf("%q is no link of %s", link, product.Name)
	}
	o.Relay = u.Host
	if typed, ok := strings.CutPrefix(u.Path, portalPath); ok {
		portal, err := code.ParsePortalCode(typed)
		if err != nil {
			return Options{}, fmt.Errorf("the link's portal code: %w", err)
		}
		o.Code = portal.Canonical()
		return o, nil
	}
	if n := u.Query().Get("n"); n != "" {
		nameplate, err := code.ParseNameplate(n)
		if err != nil {
			return Options{}, fmt.Errorf("the link's first digits: %w", err)
		}
		o.Code = string(nameplate)
	}
	return o, nil
}
