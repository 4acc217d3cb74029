package server

import (
	"net"
	"strings"
	"testing"

	"beside.example/relay/internal/support"
)

func TestConfigSaysWhatIsWrong(t *testing.T) {
	good := Config{Listen: ":8443", Data: "x"}
	if _, err := good.complete(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(*Config)
		want   string
	}{
		"no data":             {func(c *Config) { c.Data = "" }, "data:"},
		"no port":             {func(c *Config) { c.Listen = "localhost" }, `listen "localhost": write HOST:PORT`},
		"a URL":               {func(c *Config) { c.Relay = "https://help.example/" }, `relay "https://help.example/"`},
		"open monitor":        {func(c *Config) { c.Monitor = ":9443" }, "loopback"},
		"named monitor":       {func(c *Config) { c.Monitor = "help.example:9443" }, "loopback"},
		"bad monitor":         {func(c *Config) { c.Monitor = "x" }, "monitor"},
		"no files":            {func(c *Config) { c.TLS.Mode = TLSFiles }, "tls-cert and tls-key"},
		"ACME without a name": {func(c *Config) { c.TLS.Mode = TLSACME }, "public DNS name"},
		"ACME for an address": {func(c *Config) { c.TLS.Mode, c.Relay = TLSACME, "192.0.2.1" }, "public DNS name"},
		"unknown mode":        {func(c *Config) { c.TLS.Mode = "magic" }, "self-signed, files or acme"},
		"no lifetime":         {func(c *Config) { c.Codes = support.CodeSettings{MaxActive: 8} }, "code-lifetime"},
		"no codes":            {func(c *Config) { c.Codes.Lifetime = 1 }, "max-codes"},
		"no attempts":         {func(c *Config) { c.Limits.PerAddress = -1 }, "limits"},
	} {
		bad := good
		c.change(&bad)
		if _, err := bad.complete(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	bad := Config{}
	if _, err := bad.complete(); err == nil || !strings.Contains(err.Error(), "data:") || !strings.Contains(err.Error(), "listen") {
		t.Errorf("not all is named at once: %v", err)
	}
}

func TestReachable(t *testing.T) {
	for address, want := range map[string]string{"0.0.0.0:8443": "localhost:8443", "[::]:8443": "localhost:8443", "192.0.2.1:443": "192.0.2.1:443"} {
		addr, err := net.ResolveTCPAddr("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		if got := reachable(addr); got != want {
			t.Errorf("%s is reached at %s, want %s", address, got, want)
		}
	}
}
