package cli

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/spf13/pflag"
)

// Networks makes a flag value of a list of networks, such as "10.0.0.0/8,192.0.2.1".
func Networks(to *[]netip.Prefix) pflag.Value { return (*networks)(to) }

type networks []netip.Prefix

// String writes the list as Set reads it.
func (n *networks) String() string {
	var parts []string
	for _, p := range *n {
		parts = append(parts, p.String())
	}
	return strings.Join(parts, ",")
}

// Set replaces the list.
func (n *networks) Set(text string) error {
	*n = nil
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		if addr, err := netip.ParseAddr(part); err == nil {
			*n = append(*n, netip.PrefixFrom(addr, addr.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(part)
		if err != nil {
			return fmt.Errorf("%q is no network; write 10.0.0.0/8 or an address", part)
		}
		*n = append(*n, p.Masked())
	}
	return nil
}

// Type names the value in the help.
func (n *networks) Type() string { return "networks" }
