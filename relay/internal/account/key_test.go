package account

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/relay/internal/account/keytest"
	"beside.example/relay/internal/support"
)

const relayOrigin = "https://" + relayName

// must returns a value that came without an error.
func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// withKey returns second factors with a security key of agent 1 registered.
func withKey(t *testing.T) (f *SecondFactors, m *memory, key *keytest.Key, recovery []string) {
	t.Helper()
	m = newMemory()
	f, key = newFactors(t, m), keytest.New(t, relayOrigin)
	recovery = must[[]string](t)(f.AddKey(t.Context(), claire, " blue\u202e stick ", []byte(key.Register(t, must[string](t)(f.OfferKey(t.Context(), claire))))))
	return f, m, key, recovery
}

// TestSecurityKeys registers two keys, signs in by both and takes them away.
func TestSecurityKeys(t *testing.T) {
	f, m, blue, recovery := withKey(t)
	ctx := t.Context()
	if len(recovery) != recoveryCodes {
		t.Errorf("%d recovery codes with the first key", len(recovery))
	}
	red := keytest.New(t, relayOrigin)
	offer := must[string](t)(f.OfferKey(ctx, claire))
	if !strings.Contains(offer, `"excludeCredentials":[{"type":"public-key"`) || !strings.Contains(offer, `"id":"`+relayName+`"`) {
		t.Errorf("the page asks for %s", offer)
	}
	if more, err := f.AddKey(ctx, claire, "", []byte(red.Register(t, offer))); more != nil || err != nil {
		t.Errorf("the second key: %v, %v", more, err)
	}
	has := must[support.Factors](t)(f.Of(ctx, claire.ID))
	if len(has.Keys) != 2 || has.Keys[0].Name != "blue stick" || has.Keys[1].Name == "" || has.App || !slices.Equal(has.Keys[0].Transports, []string{"usb"}) {
		t.Errorf("kept %+v", has)
	}
	for _, key := range []*keytest.Key{blue, red, blue} {
		if err := f.VerifyKey(ctx, claire, []byte(key.Sign(t, must[string](t)(f.AskKey(ctx, claire))))); err != nil {
			t.Errorf("sign in: %v", err)
		}
	}
	if k := m.keys[0]; k.Count != 2 || k.Used.IsZero() {
		t.Errorf("the key counts %d, used %v", k.Count, k.Used)
	}
	if err := f.Verify(ctx, claire.ID, recovery[0]); err != nil {
		t.Errorf("a recovery code without an app: %v", err)
	}
	m.settings.FactorRequired = true
	for i, want := range []error{nil, support.ErrFactorNeeded, support.ErrNotFound} {
		if err := f.RemoveKey(ctx, claire, []support.SecurityKeyID{1, 2, 9}[i]); !errors.Is(err, want) {
			t.Errorf("remove key %d: %v", i, err)
		}
	}
	var acts []support.AuditAct
	for _, e := range m.log {
		acts = append(acts, e.Act)
	}
	if !slices.Equal(acts, []support.AuditAct{support.AuditKeyAdded, support.AuditKeyAdded, support.AuditKeyRemoved}) {
		t.Errorf("the log has %v", acts)
	}
}

// TestHostileKeys shows everything that must not sign in.
func TestHostileKeys(t *testing.T) {
	for name, c := range map[string]struct {
		change func(t *testing.T, f *SecondFactors, k *keytest.Key)
		want   error
	}{
		"another page":       {func(_ *testing.T, _ *SecondFactors, k *keytest.Key) { k.Origin = "https://help.northfie1d.example" }, support.ErrDenied},
		"a page without TLS": {func(_ *testing.T, _ *SecondFactors, k *keytest.Key) { k.Origin = "http://" + relayName }, support.ErrDenied},
		"another port":       {func(_ *testing.T, _ *SecondFactors, k *keytest.Key) { k.Origin += ":8443" }, support.ErrDenied},
		"a part of the name": {func(_ *testing.T, _ *SecondFactors, k *keytest.Key) { k.RP = "northfield.example" }, support.ErrDenied},
		"nobody touched it":  {func(_ *testing.T, _ *SecondFactors, k *keytest.Key) { k.Flags = 0 }, support.ErrDenied},
		"of a registration":  {func(_ *testing.T, _ *SecondFactors, k *keytest.Key) { k.Type = "webauthn.create" }, support.ErrDenied},
		"never asked":        {func(_ *testing.T, _ *SecondFactors, k *keytest.Key) { k.Challenge = support.NewSecret().Token() }, support.ErrDenied},
		"no challenge":       {func(_ *testing.T, _ *SecondFactors, k *keytest.Key) { k.Challenge = "x" }, support.ErrDenied},
		"an unknown key": {func(t *testing.T, _ *SecondFactors, k *keytest.Key) {
			*k = *keytest.New(t, relayOrigin)
		}, support.ErrDenied},
		"another secret": {func(t *testing.T, _ *SecondFactors, k *keytest.Key) {
			other := keytest.New(t, relayOrigin)
			other.Credential, other.User, other.Count = k.Credential, k.User, k.Count
			*k = *other
		}, support.ErrDenied},
		"of somebody else": {func(_ *testing.T, _ *SecondFactors, k *keytest.Key) { k.User = []byte("somebody") }, support.ErrDenied},
		"a counter that stands": {func(t *testing.T, f *SecondFactors, k *keytest.Key) {
			copied := k.Copy()
			if err := f.VerifyKey(t.Context(), claire, []byte(copied.Sign(t, must[string](t)(f.AskKey(t.Context(), claire))))); err != nil {
				t.Error(err)
			}
		}, support.ErrKeyCopied},
		"what was asked for a registration": {func(t *testing.T, f *SecondFactors, k *keytest.Key) {
			offer := must[string](t)(f.OfferKey(t.Context(), claire))
			k.Challenge = strings.Split(strings.SplitN(offer, `"challenge":"`, 2)[1], `"`)[0]
		}, support.ErrDenied},
		"what was asked of a colleague": {func(t *testing.T, f *SecondFactors, k *keytest.Key) {
			bob := support.Agent{ID: 2, Organisation: 1, Name: "Bob", Mail: "bob@northfield.example"}
			asked := must[string](t)(f.AskKey(t.Context(), withKeyOf(t, f, bob)))
			k.Challenge = strings.Split(strings.SplitN(asked, `"challenge":"`, 2)[1], `"`)[0]
		}, support.ErrDenied},
	} {
		t.Run(name, func(t *testing.T) {
			f, _, key, _ := withKey(t)
			asked := must[string](t)(f.AskKey(t.Context(), claire))
			c.change(t, f, key)
			if err := f.VerifyKey(t.Context(), claire, []byte(key.Sign(t, asked))); !errors.Is(err, c.want) {
				t.Errorf("signs in: %v", err)
			}
		})
	}
}

// withKeyOf registers a key of another agent.
func withKeyOf(t *testing.T, f *SecondFactors, agent support.Agent) support.Agent {
	t.Helper()
	key := keytest.New(t, relayOrigin)
	must[[]string](t)(f.AddKey(t.Context(), agent, "stick", []byte(key.Register(t, must[string](t)(f.OfferKey(t.Context(), agent))))))
	return agent
}

// TestSignaturesWorkOnce replays one, and lets one come too late.
func TestSignaturesWorkOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, _, key, _ := withKey(t)
		signed := []byte(key.Sign(t, must[string](t)(f.AskKey(t.Context(), claire))))
		if err := f.VerifyKey(t.Context(), claire, signed); err != nil {
			t.Error(err)
		}
		if err := f.VerifyKey(t.Context(), claire, signed); !errors.Is(err, support.ErrDenied) {
			t.Errorf("the same again: %v", err)
		}
		late := []byte(key.Sign(t, must[string](t)(f.AskKey(t.Context(), claire))))
		<-time.After(challengeLifetime)
		if err := f.VerifyKey(t.Context(), claire, late); !errors.Is(err, support.ErrDenied) {
			t.Errorf("too late: %v", err)
		}
	})
}

// TestKeysThatAreNotTaken shows what does not become a key.
func TestKeysThatAreNotTaken(t *testing.T) {
	f, _, known, _ := withKey(t)
	ctx := t.Context()
	fresh := func() *keytest.Key { return keytest.New(t, relayOrigin) }
	for name, c := range map[string]struct {
		key  func() *keytest.Key
		want error
	}{
		"registered already":   {func() *keytest.Key { return known }, support.ErrExists},
		"made on another page": {func() *keytest.Key { k := fresh(); k.Origin = "https://evil.example"; return k }, support.ErrDenied},
		"made for another":     {func() *keytest.Key { k := fresh(); k.RP = "evil.example"; return k }, support.ErrDenied},
		"by a signature":       {func() *keytest.Key { k := fresh(); k.Type = "webauthn.get"; return k }, support.ErrDenied},
		"without a person":     {func() *keytest.Key { k := fresh(); k.Flags = 0; return k }, support.ErrDenied},
		"too long a name":      {func() *keytest.Key { k := fresh(); k.Credential = make([]byte, support.MaxCredential+1); return k }, support.ErrDenied},
	} {
		response := c.key().Register(t, must[string](t)(f.OfferKey(ctx, claire)))
		if _, err := f.AddKey(ctx, claire, "x", []byte(response)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	once := []byte(fresh().Register(t, must[string](t)(f.OfferKey(ctx, claire))))
	must[[]string](t)(f.AddKey(ctx, claire, "x", once))
	if _, err := f.AddKey(ctx, claire, "x", once); !errors.Is(err, support.ErrDenied) {
		t.Errorf("the same again: %v", err)
	}
	if _, err := f.AddKey(ctx, claire, "x", make([]byte, maxKeyResponse+1)); !errors.Is(err, support.ErrDenied) {
		t.Errorf("too much: %v", err)
	}
}

// TestKeysNeedAName shows what a relay is to security keys.
func TestKeysNeedAName(t *testing.T) {
	for relay, want := range map[string]string{
		"help.northfield.example": "https://help.northfield.example", "help.northfield.example:443": "https://help.northfield.example",
		"help.northfield.example:8443": "https://help.northfield.example:8443", "localhost:8443": "https://localhost:8443",
		"192.0.2.7": "", "192.0.2.7:8443": "", "[2001:db8::1]:8443": "", "2001:db8::1": "",
	} {
		keys, err := relyingParty(relay)
		switch {
		case err != nil:
			t.Errorf("%s: %v", relay, err)
		case want == "" && keys != nil:
			t.Errorf("%s has keys for %v", relay, keys.Config.RPOrigins)
		case want != "" && (keys == nil || !slices.Equal(keys.Config.RPOrigins, []string{want})):
			t.Errorf("%s has no keys for %s", relay, want)
		}
	}
	f, err := NewSecondFactors(newMemory(), must[*Hasher](t)(prepare()), "192.0.2.7:8443", nil)
	if err != nil || f.KeysWork() {
		t.Errorf("keys work by a bare address: %v", err)
	}
	if _, err := f.OfferKey(t.Context(), claire); !errors.Is(err, support.ErrDenied) {
		t.Errorf("a key is offered: %v", err)
	}
}

// FuzzKeys reads what browsers hand in of keys.
func FuzzKeys(f *testing.F) {
	key := keytest.New(f, relayOrigin)
	const asked = `{"challenge":"AAAA","rp":{"id":"help.northfield.example"},"rpId":"help.northfield.example","user":{"id":"AAAAAAAAAAE"}}`
	f.Add([]byte(key.Register(f, asked)))
	f.Add([]byte(key.Sign(f, asked)))
	f.Add([]byte(`{"id":"","response":{}}`))
	f.Fuzz(func(t *testing.T, response []byte) {
		if made, err := parseNewKey(response); err == nil && len(made.RawID) == 0 {
			t.Error("a key without a name")
		}
		if signed, err := parseSignature(response); err == nil && len(signed.RawID) == 0 {
			t.Error("a signature of no key")
		}
	})
}
