package e2e

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"image"
	"strconv"
	"strings"
	"time"
)

// manager is the agent of a journey in the management center, who manages the organisation too.
type manager struct {
	*Browser
	secret []byte // which an authenticator app would keep
	step   int64  // of the last code that was typed
}

// Where the pages of the management center are.
const (
	centerPath   = "/center"
	mePath       = "/center/me"
	reportsPath  = "/center/reports"
	sessionsPath = "/center/sessions"
)

// center returns the address of a page of the management center.
func (j *Journey) center(path string) string { return "https://" + j.Relay.Address() + path }

// opensCenter opens the management center, which asks who one is.
func (j *Journey) opensCenter(ctx context.Context) error {
	b, err := StartBrowser(ctx, j.logs, j.Desk, j.agent, "manager-browser", j.center(centerPath), image.Rect(40, 20, 1400, 1040))
	if err != nil {
		return err
	}
	j.manager = &manager{Browser: b}
	return j.manager.See(ctx, pageText("center.signin.title"))
}

// password types mail address and password, and goes on.
func (m *manager) password(ctx context.Context, mail, password string) error {
	if err := m.Fill(ctx, "#mail", mail); err != nil {
		return err
	}
	if err := m.Fill(ctx, "#password", password); err != nil {
		return err
	}
	return m.Leave(ctx, "form:has(#password) button")
}

// entersCenter signs in by the password alone.
func (j *Journey) entersCenter(ctx context.Context) error {
	if err := j.manager.password(ctx, j.Mail, j.Password); err != nil {
		return err
	}
	return j.manager.See(ctx, j.Name)
}

// readsSecret begins to take in an authenticator app, and reads the secret off the page as one does who cannot scan it.
func (j *Journey) readsSecret(ctx context.Context) error {
	m := j.manager
	if err := m.Open(ctx, j.center(mePath)); err != nil {
		return err
	}
	if err := m.Leave(ctx, `form[action="/center/me/factor"] button`); err != nil {
		return err
	}
	if _, err := m.Find(ctx, "code.mono"); err != nil {
		return err
	}
	text, err := evaluate[string](ctx, m.Browser, `document.querySelector("code.mono").textContent`)
	if err != nil {
		return err
	}
	m.secret, err = base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(plain(text)))
	if err != nil {
		return fmt.Errorf("read the secret %q off the page: %w", text, err)
	}
	return nil
}

// provesFactor types the first code, after which the page shows recovery codes.
func (j *Journey) provesFactor(ctx context.Context) error {
	if err := j.manager.code(ctx, `form[action="/center/me/factor/confirm"] button`); err != nil {
		return err
	}
	return j.manager.See(ctx, pageText("center.recovery.title"))
}

// code types the code that an authenticator app would show, and goes on by a button. A code works once: the next one comes early,
// as from a telephone whose clock is ahead, rather than half a minute later.
func (m *manager) code(ctx context.Context, button string) error {
	const each = 30 // seconds for which a code is shown
	m.step = max(time.Now().Unix()/each, m.step+1)
	if err := m.Fill(ctx, "#code", timeCode(m.secret, m.step)); err != nil {
		return err
	}
	return m.Leave(ctx, button)
}

// timeCode is the code of a time step, by RFC 6238.
func timeCode(secret []byte, step int64) string {
	mac := hmac.New(sha1.New, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(step)))
	sum := mac.Sum(nil)
	const digits, modulus = 6, 1_000_000
	number := binary.BigEndian.Uint32(sum[sum[len(sum)-1]&0x0f:]) & 0x7fff_ffff
	code := strconv.Itoa(int(number % modulus))
	return strings.Repeat("0", digits-len(code)) + code
}

// leavesCenter signs out by the menu at the top.
func (j *Journey) leavesCenter(ctx context.Context) error {
	if err := j.manager.Click(ctx, "details.menu summary"); err != nil {
		return err
	}
	if err := j.manager.Leave(ctx, `form[action="/center/sign-out"] button`); err != nil {
		return err
	}
	return j.manager.See(ctx, pageText("center.signin.title"))
}

// givesPassword signs in again; now the password is not enough.
func (j *Journey) givesPassword(ctx context.Context) error {
	if err := j.manager.password(ctx, j.Mail, j.Password); err != nil {
		return err
	}
	_, err := j.manager.Find(ctx, "#code")
	return err
}

// givesCode ends the sign-in with a code.
func (j *Journey) givesCode(ctx context.Context) error {
	if err := j.manager.code(ctx, "form:has(#code) button"); err != nil {
		return err
	}
	return j.manager.See(ctx, j.Name)
}

// managing is what a manager does after the session.
func (j *Journey) managing() []step {
	return []step{
		{"manager opens the management center", j.opensCenter},
		{"manager signs in", j.entersCenter},
		{"manager sets up a second factor", j.readsSecret},
		{"manager proves the second factor", j.provesFactor},
		{"manager signs out", j.leavesCenter},
		{"manager types the password", j.givesPassword},
		{"manager types the code", j.givesCode},
		{"manager reads the report", j.readsReport},
		{"manager reads what agents did", j.readsAgents},
		{"manager reads the survey", j.readsSurvey},
		{"manager looks for the session", j.findsSession},
		{"manager reviews the session", j.reviewsSession},
		{"manager reads what was kept", j.readsWhatWasKept},
	}
}
