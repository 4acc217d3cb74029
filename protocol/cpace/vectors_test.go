package cpace

import (
	"bytes"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"beside.example/protocol/code"
	"github.com/gtank/ristretto255"
)

// vectors returns the cases of a vector file by name, each as its fields.
func vectors(t *testing.T, path string) map[string][]map[string][]byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string][]map[string][]byte{}
	var current map[string][]byte
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, _ := strings.Cut(line, ": ")
		if key == "case" {
			current = map[string][]byte{}
			cases[value] = append(cases[value], current)
			continue
		}
		if current[key], err = hex.DecodeString(value); err != nil {
			t.Fatalf("%s: %v", key, err)
		}
	}
	return cases
}

func scalar(t *testing.T, b []byte) *ristretto255.Scalar {
	t.Helper()
	s, err := ristretto255.NewScalar().SetCanonicalBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDraftVectors(t *testing.T) {
	cases := vectors(t, "testdata/draft-21.txt")
	equal := func(name string, got, want []byte) {
		t.Helper()
		if len(want) == 0 || !bytes.Equal(got, want) {
			t.Errorf("%s: got %x, want %x", name, got, want)
		}
	}
	for _, v := range cases["exchange"] {
		g := generator(v["PRS"], v["CI"], v["sid"])
		equal("g", g.Bytes(), v["g"])
		ya, yb := scalar(t, v["ya"]), scalar(t, v["yb"])
		a, b := shareOf(ya, g), shareOf(yb, g)
		equal("Ya", a[:], v["Ya"])
		equal("Yb", b[:], v["Yb"])
		ka, err := secretPoint(ya, b)
		if err != nil {
			t.Fatal(err)
		}
		kb, err := secretPoint(yb, a)
		if err != nil {
			t.Fatal(err)
		}
		equal("K of A", ka, v["K"])
		equal("K of B", kb, v["K"])
		tr := transcript{shareA: a, adA: v["ADa"], shareB: b, adB: v["ADb"]}
		equal("ISK", sessionKey(v["sid"], ka, tr), v["ISK"])
	}
	for _, v := range cases["valid"] {
		k, err := secretPoint(scalar(t, v["s"]), Share(v["X"]))
		if err != nil {
			t.Error(err)
		}
		equal("K", k, v["K"])
	}
	for _, v := range cases["invalid"] {
		if k, err := secretPoint(scalar(t, v["s"]), Share(v["X"])); err == nil {
			t.Errorf("share %x accepted, point %x", v["X"], k)
		}
	}
	if len(cases["exchange"]) != 1 || len(cases["valid"]) != 1 || len(cases["invalid"]) != 2 {
		t.Errorf("cases missing: %d, %d, %d", len(cases["exchange"]), len(cases["valid"]), len(cases["invalid"]))
	}
}

// TestOwnVectors pins down what the draft leaves to us: context, session ID, associated data, derived keys and check words.
func TestOwnVectors(t *testing.T) {
	for _, v := range vectors(t, "testdata/beside.txt")["exchange"] {
		equal := func(name string, got []byte) {
			t.Helper()
			if !bytes.Equal(got, v[name]) {
				t.Errorf("%s: got %x, want %x", name, got, v[name])
			}
		}
		ci := Params{Portal: code.PortalCode(v["portal"]), Context: Context{Relay: string(v["relay"]), Nameplate: code.Nameplate(v["nameplate"])}}.channel()
		equal("CI", ci)
		sid := sessionID(SID(v["customer half"]), SID(v["agent half"]))
		ya, yb := scalar(t, v["ya"]), scalar(t, v["yb"])
		g := generator(v["PRS"], ci, sid)
		offer := Offer{Share: shareOf(ya, g), Associated: Associated{SPKI: [32]byte{0: 0xaa, 31: 1}, Capabilities: 7}}
		answer := Answer{Share: shareOf(yb, g), Associated: Associated{SPKI: [32]byte{0: 0xbb, 31: 2}, Capabilities: 8}}
		tr := newTranscript(offer, answer)
		equal("ADa", tr.adA)
		equal("ADb", tr.adB)
		equal("Ya", offer.Share[:])
		equal("Yb", answer.Share[:])
		point, err := secretPoint(ya, answer.Share)
		if err != nil {
			t.Fatal(err)
		}
		isk := sessionKey(sid, point, tr)
		equal("ISK", isk)
		tagA, tagB := confirmations(sid, isk, tr)
		equal("Ta", tagA[:])
		equal("Tb", tagB[:])
		keys := newKeys(isk, answer.Associated)
		equal("transport", keys.Transport())
		equal("resume", keys.Resume())
		equal("check words", keys.derive(labelCheckWords, checkWords))
		for language, want := range map[string]string{"en": string(v["words en"]), "fr": string(v["words fr"])} {
			words := keys.CheckWords(language)
			if got := strings.Join(words[:], " "); got != want {
				t.Errorf("words in %s: got %q, want %q", language, got, want)
			}
		}
	}
}
