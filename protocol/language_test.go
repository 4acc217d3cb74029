package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func languageGolden() golden {
	return golden{
		protocol.Language{Tag: "fr-CA"},
		"0005 66722d4341",
	}
}

func TestLanguage(t *testing.T) {
	check(t, languageGolden(), protocol.ParseLanguage)
	wiretest.Refused(t, protocol.ParseLanguage, map[string]string{
		"long":     "0024616161616161616161616161616161616161616161616161616161616161616161616161",
		"not text": "0001 ff",
	})
}
