package server

import (
	"os"
	"path/filepath"
	"testing"
)

// TestSingleSignOnSettings takes what can work, and says what cannot.
func TestSingleSignOnSettings(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("a secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const issuer = "https://id.northfield.example"
	for name, c := range map[string]struct {
		s    SingleSignOn
		good bool
	}{
		"none":           {SingleSignOn{}, true},
		"all":            {SingleSignOn{Issuer: issuer, Client: "c", SecretFile: file, Domains: []string{"northfield.example"}}, true},
		"no issuer":      {SingleSignOn{Client: "c", SecretFile: file}, false},
		"no client":      {SingleSignOn{Issuer: issuer, SecretFile: file}, false},
		"no secret":      {SingleSignOn{Issuer: issuer, Client: "c"}, false},
		"no such file":   {SingleSignOn{Issuer: issuer, Client: "c", SecretFile: file + "x"}, false},
		"without TLS":    {SingleSignOn{Issuer: "http://id.northfield.example", Client: "c", SecretFile: file}, false},
		"no such domain": {SingleSignOn{Issuer: issuer, Client: "c", SecretFile: file, Domains: []string{"@"}}, false},
	} {
		got, err := c.s.open()
		if (err == nil) != c.good || (got.Provider != nil) != (c.good && c.s.Issuer != "") {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
