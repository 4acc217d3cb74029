// Package browser opens pages in the person's own web browser.
//
// The agent's app signs in there, and the customer's app opens links that the person clicks. It knows no page.
package browser

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
)

// maxURL bounds a page's address; browsers and shells take no longer ones.
const maxURL = 8 << 10

// ErrAddress means that something is not the address of a web page.
var ErrAddress = errors.New("not the address of a web page")

// Open opens a page (http or https only) in the browser that $BROWSER names, or in the system's. It returns as soon as the
// browser was started; what comes of it nobody knows.
func Open(address string) error {
	if err := check(address); err != nil {
		return err
	}
	var errs []error
	for _, command := range commands(os.Getenv("BROWSER"), address) {
		err := start(command)
		if err == nil {
			return nil
		}
		errs = append(errs, err)
	}
	return fmt.Errorf("open the browser: %w", errors.Join(errs...))
}

func check(address string) error {
	if len(address) > maxURL {
		return fmt.Errorf("open an address of %d bytes: %w", len(address), ErrAddress)
	}
	page, err := url.Parse(address)
	if err != nil || page.Scheme != "https" && page.Scheme != "http" || page.Host == "" {
		return fmt.Errorf("open %q: %w", address, ErrAddress)
	}
	return nil
}

// commands lists what to try, in order: $BROWSER is a list with colons in between, whose parts may have %s where the address
// belongs.
func commands(variable, address string) [][]string {
	var list [][]string
	for _, entry := range strings.Split(variable, ":") {
		words := strings.Fields(entry)
		if len(words) == 0 {
			continue
		}
		placed := false
		for i, word := range words {
			if strings.Contains(word, "%s") {
				words[i], placed = strings.ReplaceAll(word, "%s", address), true
			}
		}
		if !placed {
			words = append(words, address)
		}
		list = append(list, words)
	}
	return append(list, append(systemCommand(), address))
}

// start runs a command without waiting for it: some browsers end with their last window.
func start(command []string) error {
	cmd := exec.Command(command[0], command[1:]...)
	if err := cmd.Start(); err != nil {
		return err
	}
	// Nobody waits for this goroutine: it lives as long as the browser does, and only collects its exit code.
	go func() { _ = cmd.Wait() }()
	return nil
}
