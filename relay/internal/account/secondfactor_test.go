package account

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pquerna/otp/totp"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web/webtest"
)

// codeAt is what an authenticator app shows at a time.
func codeAt(t *testing.T, secret []byte, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(support.FactorText(secret), at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

const relayName = "help.northfield.example"

// claire is an agent of the tests.
var claire = support.Agent{ID: 1, Organisation: 1, Name: "Claire Moreau", Mail: "claire@northfield.example"}

// newFactors returns second factors of a relay.
func newFactors(t *testing.T, m *memory) *SecondFactors {
	t.Helper()
	h, _ := prepared(t)
	f, err := NewSecondFactors(m, h, relayName, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// enrolled returns second factors with agent 1 enrolled, the secret and the recovery codes.
func enrolled(t *testing.T) (f *SecondFactors, secret []byte, recovery []string) {
	t.Helper()
	f = newFactors(t, newMemory())
	secret, err := f.Begin(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if has, err := f.Of(t.Context(), 1); has.Any() || err != nil {
		t.Errorf("a secret counts before its first code: %v", err)
	}
	if _, err := f.Confirm(t.Context(), claire, "000000"); !errors.Is(err, support.ErrDenied) {
		t.Errorf("a wrong first code: %v", err)
	}
	if recovery, err = f.Confirm(t.Context(), claire, codeAt(t, secret, time.Now())); err != nil || len(recovery) != recoveryCodes {
		t.Fatalf("%d recovery codes, %v", len(recovery), err)
	}
	return f, secret, recovery
}

func TestCodesByTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, secret, _ := enrolled(t)
		now := time.Now()
		for _, c := range []struct {
			name string
			code string
			want error
		}{
			{"the one of the enrolment", codeAt(t, secret, now), support.ErrDenied},
			{"a wrong one", "123456", support.ErrDenied},
			{"none", "", support.ErrDenied},
			{"the next, with a space", codeAt(t, secret, now.Add(support.FactorStep))[:3] + " " + codeAt(t, secret, now.Add(support.FactorStep))[3:], nil},
			{"the next again", codeAt(t, secret, now.Add(support.FactorStep)), support.ErrDenied},
			{"one from far away", codeAt(t, secret, now.Add(time.Hour)), support.ErrDenied},
		} {
			if err := f.Verify(t.Context(), 1, c.code); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if _, err := f.Begin(t.Context(), 1); !errors.Is(err, support.ErrExists) {
			t.Errorf("a second secret beside the first: %v", err)
		}
	})
}

func TestRecoveryCodesWorkOnce(t *testing.T) {
	f, _, recovery := enrolled(t)
	if err := f.Verify(t.Context(), 1, strings.ToUpper(recovery[3])); err != nil {
		t.Errorf("a recovery code: %v", err)
	}
	for _, code := range []string{recovery[3], "3aaaa-aaaaa", "xaaaa-aaaaa"} {
		if err := f.Verify(t.Context(), 1, code); !errors.Is(err, support.ErrDenied) {
			t.Errorf("%s: %v", code, err)
		}
	}
	if has, err := f.Of(t.Context(), 1); has.Recovery != recoveryCodes-1 || err != nil {
		t.Errorf("%d are left, %v", has.Recovery, err)
	}
	if err := f.Remove(t.Context(), claire, recovery[4]); err != nil {
		t.Errorf("take the second factor away: %v", err)
	}
	if has, _ := f.Of(t.Context(), 1); has.Any() {
		t.Error("it is still there")
	}
}

func TestCodesAreNotGuessed(t *testing.T) {
	f, _, recovery := enrolled(t)
	many := 0
	for range 2 * factorAttempts {
		var slow *support.TooManyError
		if errors.As(f.Verify(t.Context(), 1, "000000"), &slow) {
			many++
		}
	}
	if many < factorAttempts {
		t.Errorf("%d of %d were refused", many, 2*factorAttempts)
	}
	var slow *support.TooManyError
	if err := f.Verify(t.Context(), 1, recovery[0]); !errors.As(err, &slow) {
		t.Errorf("the right code after them: %v", err)
	}
}

// TestStepEnds shows that a sign-in waits for a while only, for a few tries, for what it owes, and ends once.
func TestStepEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFactors(t, newMemory())
		begin := func(stage support.SecondStage) string {
			token, err := f.begin(t.Context(), claire.ID, stage)
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		late, tried, other, right := begin(support.StageProve), begin(support.StageProve), begin(support.StageEnrol), begin(support.StageProve)
		for range stepTries {
			if _, err := f.try(t.Context(), tried, support.StageProve); err != nil {
				t.Error(err)
			}
		}
		step, err := f.try(t.Context(), right, support.StageProve)
		if err != nil || step.Agent != claire.ID || f.end(t.Context(), step) != nil {
			t.Errorf("the right one: %+v, %v", step, err)
		}
		for name, token := range map[string]string{"tried": tried, "in another stage": other, "ended": right, "invented": support.NewSecret().Token(), "none": ""} {
			if _, err := f.try(t.Context(), token, support.StageProve); !errors.Is(err, support.ErrStepOver) {
				t.Errorf("%s: %v", name, err)
			}
		}
		<-time.After(proveLifetime)
		if _, err := f.try(t.Context(), late, support.StageProve); !errors.Is(err, support.ErrStepOver) {
			t.Errorf("late: %v", err)
		}
	})
}

var stepField = regexp.MustCompile(`name="step" value="([^"]+)"`)

// TestSignInWithSecondFactor goes from the password over the code back to the app: the password alone gives nothing.
func TestSignInWithSecondFactor(t *testing.T) {
	f, _, recovery := enrolled(t)
	mux, _ := newAccountWith(t, f)
	response, page := webtest.Do(t, mux, post(signInAddress(), "claire@northfield.example", rightPassword))
	step := stepField.FindStringSubmatch(page)
	if response.StatusCode != http.StatusOK || step == nil || response.Header.Get("Location") != "" {
		t.Fatalf("status %d, page %s", response.StatusCode, page)
	}
	answer := func(code string) *http.Response {
		form := url.Values{"step": {step[1]}, "code": {code}}
		r := httptest.NewRequest(http.MethodPost, strings.Replace(signInAddress(), "/sign-in?", "/sign-in/code?", 1), strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		response, _ := webtest.Do(t, mux, r)
		return response
	}
	if r := answer("000000"); r.StatusCode != http.StatusForbidden || r.Header.Get("Location") != "" {
		t.Errorf("a wrong code gets status %d", r.StatusCode)
	}
	if r := answer(recovery[0]); r.StatusCode != http.StatusSeeOther || !strings.HasPrefix(r.Header.Get("Location"), "http://127.0.0.1:4711/?") {
		t.Errorf("the right code gets status %d to %q", r.StatusCode, r.Header.Get("Location"))
	}
	if r := answer(recovery[1]); r.StatusCode != http.StatusForbidden {
		t.Errorf("the same step again gets status %d", r.StatusCode)
	}
}

func FuzzCleanCode(f *testing.F) {
	f.Add("123 456")
	f.Add("3kqm2-x7rta")
	f.Fuzz(func(t *testing.T, code string) {
		if got := clean(code); len(got) > 4*len(code) {
			t.Errorf("%q becomes %q", code, got)
		}
	})
}
