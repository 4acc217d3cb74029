package product

import (
	"fmt"
	"net"
	"path"
	"strconv"
	"strings"
)

// FileName returns the name, without an extension, under which a relay hands out the customer's app, from which the app
// learns where it came from: "beside-help.northfield.example", with "_8443" behind when the port is not the default one.
// A relay is HOST[:PORT]. A literal IPv6 address cannot stand in a file's name; the app then asks.
func FileName(relay string) string {
	host, port, err := net.SplitHostPort(relay)
	if err != nil {
		host, port = relay, strconv.Itoa(DefaultPort)
	}
	switch {
	case strings.ContainsAny(host, ":/\\") || host == "":
		return CustomerBinary
	case port == strconv.Itoa(DefaultPort):
		return CustomerBinary + "-" + host
	}
	return fmt.Sprintf("%s-%s_%s", CustomerBinary, host, port)
}

// RelayOf returns the relay that a file's name names, or nothing. It reads what FileName wrote, with ".exe" behind, with a
// path before it, and with what browsers add to a second copy, such as " (1)". What it returns came from outside: it is
// shown and confirmed before it is used.
func RelayOf(file string) string {
	name := strings.TrimSuffix(path.Base(strings.ReplaceAll(file, "\\", "/")), ".exe")
	name, _, _ = strings.Cut(name, " (")
	relay, ok := strings.CutPrefix(name, CustomerBinary+"-")
	if !ok || !strings.ContainsAny(relay, ".:") && !strings.HasPrefix(relay, "localhost") {
		return "" // "beside-agent", "beside-copy": no host
	}
	host, port, ok := strings.Cut(relay, "_")
	if !ok {
		return host
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return ""
	}
	return net.JoinHostPort(host, port)
}
