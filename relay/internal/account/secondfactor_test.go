package account

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pquerna/otp/totp"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web/webtest"
)

// memory is a FactorStore.
type memory struct {
	mu      sync.Mutex // guards the following
	factors map[support.AgentID]support.SecondFactor
	codes   map[support.AgentID]map[int]string
	steps   map[support.SecretHash]support.SecondStep
}

func (m *memory) SecondFactor(_ context.Context, agent support.AgentID) (support.SecondFactor, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.factors[agent]
	if !ok {
		return f, support.ErrNotFound
	}
	return f, nil
}

func (m *memory) BeginSecondFactor(_ context.Context, agent support.AgentID, secret []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.factors == nil {
		m.factors, m.codes, m.steps = map[support.AgentID]support.SecondFactor{}, map[support.AgentID]map[int]string{}, map[support.SecretHash]support.SecondStep{}
	}
	if !m.factors[agent].Confirmed.IsZero() {
		return support.ErrExists
	}
	m.factors[agent] = support.SecondFactor{Agent: agent, Secret: secret}
	return nil
}

func (m *memory) ConfirmSecondFactor(_ context.Context, agent support.AgentID, step int64, recovery []string, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := m.factors[agent]
	f.Confirmed, f.Used = at, step
	m.factors[agent], m.codes[agent] = f, map[int]string{}
	for place, hash := range recovery {
		m.codes[agent][place] = hash
	}
	return nil
}

func (m *memory) UseTimeStep(_ context.Context, agent support.AgentID, step int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := m.factors[agent]
	if f.Used >= step {
		return support.ErrNotFound
	}
	f.Used = step
	m.factors[agent] = f
	return nil
}

func (m *memory) RecoveryCode(_ context.Context, agent support.AgentID, place int) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	hash, ok := m.codes[agent][place]
	if !ok {
		return "", support.ErrNotFound
	}
	return hash, nil
}

func (m *memory) UseRecoveryCode(_ context.Context, agent support.AgentID, place int, _ string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.codes[agent][place]; !ok {
		return support.ErrNotFound
	}
	delete(m.codes[agent], place)
	return nil
}

func (m *memory) RecoveryCodesLeft(_ context.Context, agent support.AgentID) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.codes[agent]), nil
}

func (m *memory) RemoveSecondFactor(_ context.Context, agent support.AgentID) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.factors, agent)
	return nil
}

func (m *memory) KeepSecondStep(_ context.Context, n support.SecondStep, _ time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.steps[n.Token] = n
	return nil
}

func (m *memory) TrySecondStep(_ context.Context, token support.SecretHash) (support.SecondStep, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, ok := m.steps[token]
	if !ok {
		return n, support.ErrNotFound
	}
	n.Tries++
	m.steps[token] = n
	return n, nil
}

func (m *memory) EndSecondStep(_ context.Context, token support.SecretHash) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.steps[token]; !ok {
		return support.ErrNotFound
	}
	delete(m.steps, token)
	return nil
}

// codeAt is what an authenticator app shows at a time.
func codeAt(t *testing.T, secret []byte, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(support.FactorText(secret), at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// enrolled returns second factors with agent 1 enrolled, the secret and the recovery codes.
func enrolled(t *testing.T) (f *SecondFactors, secret []byte, recovery []string) {
	t.Helper()
	h, _ := prepared(t)
	f = NewSecondFactors(&memory{}, h)
	secret, err := f.Begin(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if on, _, err := f.Enrolled(t.Context(), 1); on || err != nil {
		t.Errorf("a secret counts before its first code: %v", err)
	}
	if _, err := f.Confirm(t.Context(), 1, "000000"); !errors.Is(err, support.ErrDenied) {
		t.Errorf("a wrong first code: %v", err)
	}
	if recovery, err = f.Confirm(t.Context(), 1, codeAt(t, secret, time.Now())); err != nil || len(recovery) != recoveryCodes {
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
	if _, left, err := f.Enrolled(t.Context(), 1); left != recoveryCodes-1 || err != nil {
		t.Errorf("%d are left, %v", left, err)
	}
	if err := f.Remove(t.Context(), 1, recovery[4]); err != nil {
		t.Errorf("take the second factor away: %v", err)
	}
	if on, _, _ := f.Enrolled(t.Context(), 1); on {
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

func TestStepEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, _, recovery := enrolled(t)
		late, err := f.Ask(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		tried, err := f.Ask(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		for range secondStepTries {
			if _, err := f.Answer(t.Context(), tried, "000000"); !errors.Is(err, support.ErrDenied) {
				t.Errorf("a wrong code: %v", err)
			}
		}
		<-time.After(secondStepLifetime)
		for name, token := range map[string]string{"late": late, "tried": tried, "invented": support.NewSecret().Token(), "none": ""} {
			if _, err := f.Answer(t.Context(), token, recovery[0]); !errors.Is(err, support.ErrStepOver) {
				t.Errorf("%s: %v", name, err)
			}
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
