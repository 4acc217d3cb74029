package main

import (
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/url"

	"beside.example/internal/product"
	"beside.example/internal/words"
	"beside.example/protocol/code"
)

// scheme is what a link to this app starts with: beside://HOST[:PORT]/?n=1234.
const scheme = "beside"

// options are what the app is told at its start.
type options struct {
	relay     string
	link      bool // a link named the relay
	nameplate string
	language  words.Language
	level     slog.Level // of what is logged to standard error
}

// readOptions reads the command line; without a relay there, the program's own file name may name one.
func readOptions(program string, arguments []string) (options, error) {
	flags := flag.NewFlagSet(product.CustomerBinary, flag.ContinueOnError)
	relay := flags.String("relay", "", "the relay to talk to, HOST[:PORT]; shown and confirmed before it is used")
	language := flags.String("language", "", "en or fr; by default the system's")
	verbose := flags.Bool("verbose", false, "tell on standard error what goes on; never a digit of a code, a text or a picture")
	if err := flags.Parse(arguments); err != nil {
		return options{}, err
	}
	o := options{relay: *relay, language: words.Match(*language), level: slog.LevelWarn}
	if *verbose {
		o.level = slog.LevelDebug
	}
	if *language == "" {
		o.language = words.SystemLanguage()
	}
	if o.relay == "" {
		o.relay = product.RelayOf(program)
	}
	switch flags.NArg() {
	case 0:
		return o, nil
	case 1:
		return o.follow(flags.Arg(0))
	}
	return options{}, errors.New("more than one link")
}

// follow takes relay and nameplate from a link. A link with more than the first four digits is refused: whoever made it
// knows what nobody but two people on the phone should.
func (o options) follow(link string) (options, error) {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != scheme || u.Host == "" {
		return options{}, fmt.Errorf("%q is no link of %s", link, product.Name)
	}
	o.relay, o.link = u.Host, true
	if n := u.Query().Get("n"); n != "" {
		nameplate, err := code.ParseNameplate(n)
		if err != nil {
			return options{}, fmt.Errorf("the link's first digits: %w", err)
		}
		o.nameplate = string(nameplate)
	}
	return o, nil
}
