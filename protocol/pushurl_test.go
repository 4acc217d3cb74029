package protocol_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func pushURLGolden() golden {
	return golden{
		protocol.PushURL{Number: 2, URL: "https://a.example/x?y=1"},
		"00000002 0017 68747470733a2f2f612e6578616d706c652f783f793d31",
	}
}

func TestPushURL(t *testing.T) {
	check(t, pushURLGolden(), protocol.ParsePushURL)
	wiretest.Refused(t, protocol.ParsePushURL, map[string]string{
		"no address": "00000002 0000",
		"file":       "00000002 000b" + hex.EncodeToString([]byte("file:///etc")),
	})
}

func TestPushable(t *testing.T) {
	for address, want := range map[string]bool{
		"https://help.northfield.example/reset?x=1#top":                   true,
		"http://127.0.0.1:8080/":                                          true,
		"HTTPS://help.example/":                                           true,
		"https://help.example/" + strings.Repeat("a", protocol.MaxURL-21): true,
		"https://help.example/" + strings.Repeat("a", protocol.MaxURL-20): false,
		"":                             false,
		"help.example":                 false,
		"ftp://help.example/":          false,
		"javascript:alert(1)":          false,
		"data:text/html,x":             false,
		"file:///etc/passwd":           false,
		"https:help.example":           false,
		"https:///path":                false,
		"https://bank.example@evil/":   false,
		"https://bank.example\\@evil/": false,
		"https://b\u0430nk.example/":   false, // a Cyrillic letter
		"https://a.example/\u202egpj":  false,
		"https://a.example/a b":        false,
		"https://a.example/\n":         false,
		" https://a.example/":          false,
	} {
		if got := protocol.Pushable(address); got != want {
			t.Errorf("%.60q: %t", address, got)
		}
	}
}

func FuzzPushable(f *testing.F) {
	f.Add("https://help.example/")
	f.Add("https://a@b:1/")
	f.Fuzz(func(t *testing.T, address string) {
		if !protocol.Pushable(address) {
			return
		}
		lower := strings.ToLower(address)
		if len(address) > protocol.MaxURL || !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
			t.Errorf("%q may be pushed", address)
		}
	})
}
