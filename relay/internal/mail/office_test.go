package mail

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/prometheus/client_golang/prometheus"

	"beside.example/relay/internal/mail/mailtest"
	"beside.example/relay/internal/support"
)

// desk answers for the store and the links: mails wait in memory.
type desk struct {
	mu      sync.Mutex // guards the following
	letters []support.Letter
	audit   []support.AuditEvent
	resets  int
}

func (d *desk) add(l support.Letter) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l.ID = support.LetterID(len(d.letters) + 1)
	l.Created, l.Due = time.Now(), time.Now()
	if l.Expires.IsZero() {
		l.Expires = l.Created.Add(24 * time.Hour)
	}
	d.letters = append(d.letters, l)
}

func (d *desk) ClaimLetter(_ context.Context, now, until time.Time) (support.Letter, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range d.letters {
		if l := &d.letters[i]; !l.Due.After(now) {
			l.Due, l.Tries = until, l.Tries+1
			return *l, nil
		}
	}
	return support.Letter{}, support.ErrNotFound
}

func (d *desk) PutOffLetter(_ context.Context, l support.Letter, due time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range d.letters {
		if d.letters[i].ID == l.ID && d.letters[i].Tries == l.Tries {
			d.letters[i].Due = due
			return nil
		}
	}
	return support.ErrNotFound
}

func (d *desk) RemoveLetter(_ context.Context, l support.Letter) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range d.letters {
		if d.letters[i].ID == l.ID {
			d.letters = append(d.letters[:i], d.letters[i+1:]...)
			return nil
		}
	}
	return support.ErrNotFound
}

func (d *desk) AddAudit(_ context.Context, e support.AuditEvent) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.audit = append(d.audit, e)
	return nil
}

func (d *desk) Organisation(context.Context, support.OrganisationID) (support.Organisation, error) {
	return support.Organisation{ID: 1, Name: "Northfield <Health>"}, nil
}

func (d *desk) InvitationLink(_ context.Context, id support.InvitationID) (string, support.Invitation, error) {
	if id != 1 {
		return "", support.Invitation{}, support.ErrNotFound
	}
	return "TOKEN-I", support.Invitation{ByName: "Elena Marin"}, nil
}

func (d *desk) ResetLink(_ context.Context, mail string, again bool) (string, support.Agent, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case mail != "claire@northfield.example":
		return "", support.Agent{}, support.ErrNotFound
	case d.resets > 0 && !again:
		return "", support.Agent{}, support.ErrTooMany
	}
	d.resets++
	return "TOKEN-R", support.Agent{ID: 7, Organisation: 1, Name: "Claire Moreau"}, nil
}

func (d *desk) waiting() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.letters)
}

// box takes mails, or fails as told.
type box struct {
	mu    sync.Mutex // guards the following
	mails []Message
	at    []time.Time
	fail  func(n int) error
}

func (b *box) Send(_ context.Context, m Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at = append(b.at, time.Now())
	if b.fail != nil {
		if err := b.fail(len(b.at)); err != nil {
			return err
		}
	}
	b.mails = append(b.mails, m)
	return nil
}

// counted returns how many mails an office sent, tries again and gave up.
func counted(t *testing.T, o *Office) (n [3]float64) {
	t.Helper()
	for i, c := range []prometheus.Counter{o.metrics.sent, o.metrics.putOff, o.metrics.givenUp} {
		alone := prometheus.NewRegistry()
		alone.MustRegister(c)
		families, err := alone.Gather()
		if err != nil {
			t.Fatal(err)
		}
		n[i] = families[0].GetMetric()[0].GetCounter().GetValue()
	}
	return n
}

func newOffice(t *testing.T, d *desk, s Sender, log *slog.Logger) *Office {
	t.Helper()
	settings, err := Settings{Dir: "x", From: "help@northfield.example", Name: "Northfield help"}.Complete("help.northfield.example")
	if err != nil {
		t.Fatal(err)
	}
	o, err := NewWith(Config{Settings: settings, Relay: "help.northfield.example:8443", Store: d, Links: d, Logger: log}, s)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestLetters writes every kind of mail in both languages.
func TestLetters(t *testing.T) {
	for kind, want := range map[support.LetterKind]map[string][]string{
		support.LetterInvitation: {
			"en": {"Elena Marin invites you to help at Northfield <Health>", "Hello Bob,", "https://help.northfield.example:8443/invitation?lang=en&token=TOKEN-I", "three days"},
			"fr": {"Elena Marin vous invite à aider chez Northfield <Health>", "Bonjour Bob,", "lang=fr&token=TOKEN-I", "trois jours"},
		},
		support.LetterReset: {
			"en": {"Choose a new password", "Hello Claire Moreau,", "https://help.northfield.example:8443/password/new?lang=en&token=TOKEN-R", "30 minutes"},
			"fr": {"Choisissez un nouveau mot de passe", "Bonjour Claire Moreau,", "lang=fr&token=TOKEN-R"},
		},
		support.LetterPasswordChanged: {"en": {"Your password was changed", "signed out everywhere"}, "fr": {"Votre mot de passe a changé"}, "de": {"Your password was changed"}},
	} {
		for language, parts := range want {
			d, b := &desk{}, &box{}
			d.add(support.Letter{Kind: kind, Organisation: 1, To: "claire@northfield.example", Name: "Bob", Language: language, Invitation: 1})
			o := newOffice(t, d, b, slog.New(slog.DiscardHandler))
			if !o.sendOne(t.Context()) || len(b.mails) != 1 || d.waiting() != 0 {
				t.Fatalf("%s, %s: %d mails, %d wait", kind, language, len(b.mails), d.waiting())
			}
			m := b.mails[0]
			for _, part := range parts {
				if !strings.Contains(m.Subject+"\n"+m.Text, part) {
					t.Errorf("%s, %s: the mail lacks %q: %s\n%s", kind, language, part, m.Subject, m.Text)
				}
			}
			if strings.Contains(m.HTML, "<Health>") || strings.Contains(m.Text+m.HTML, "mail."+string(kind)) || strings.Contains(m.Text, "&lt;") || strings.Contains(m.HTML, "no value") {
				t.Errorf("%s, %s: page %s\ntext %s", kind, language, m.HTML, m.Text)
			}
			if m.FromName != "Northfield help" || m.To != "claire@northfield.example" {
				t.Errorf("%s, %s: from %q to %q", kind, language, m.FromName, m.To)
			}
		}
	}
}

// TestNobodyWants drops mails that are about what is no more, or about nobody, without a word to anyone.
func TestNobodyWants(t *testing.T) {
	d, b := &desk{resets: 1}, &box{}
	for _, l := range []support.Letter{
		{Kind: support.LetterInvitation, Organisation: 1, To: "bob@northfield.example", Invitation: 2},
		{Kind: support.LetterReset, To: "nobody@northfield.example"},
		{Kind: support.LetterReset, To: "claire@northfield.example"}, // a second one, just now
	} {
		d.add(l)
	}
	var log bytes.Buffer
	o := newOffice(t, d, b, slog.New(slog.NewTextHandler(&log, nil)))
	for o.sendOne(t.Context()) {
	}
	if len(b.mails) > 0 || d.waiting() > 0 || len(d.audit) > 0 || log.Len() > 0 {
		t.Errorf("%d sent, %d wait, %d in the audit log, log %s", len(b.mails), d.waiting(), len(d.audit), log.String())
	}
}

// TestRetries tries again with longer and longer pauses, and gives up with a word to managers.
func TestRetries(t *testing.T) {
	busy := &RefusedError{Code: 451, Step: "data"}
	for name, c := range map[string]struct {
		fail  func(n int) error
		tries int
		sent  bool
		over  time.Duration // at most
	}{
		"twice":  {func(n int) error { return map[bool]error{true: busy}[n <= 2] }, 3, true, 2 * time.Minute},
		"always": {func(int) error { return busy }, maxTries, false, 12 * time.Hour},
		"final":  {func(int) error { return &RefusedError{Code: 550, Final: true} }, 1, false, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d, b := &desk{}, &box{fail: c.fail}
				d.add(support.Letter{Kind: support.LetterInvitation, Organisation: 1, To: "bob@northfield.example", Invitation: 1})
				var log bytes.Buffer
				o := newOffice(t, d, b, slog.New(slog.NewTextHandler(&log, nil)))
				ctx, stop := context.WithTimeout(t.Context(), c.over)
				defer stop()
				o.Run(ctx)
				if len(b.at) != c.tries || (len(b.mails) == 1) != c.sent || d.waiting() != 0 || (len(d.audit) == 1) == c.sent {
					t.Errorf("%d tries, %d sent, %d wait, %d in the audit log", len(b.at), len(b.mails), d.waiting(), len(d.audit))
				}
				if got, ends := counted(t, o), float64(len(b.mails)); got != [3]float64{ends, float64(c.tries) - 1, 1 - ends} {
					t.Errorf("counted %v", got)
				}
				for i := 2; i < len(b.at); i++ {
					if b.at[i].Sub(b.at[i-1]) <= b.at[i-1].Sub(b.at[i-2]) {
						t.Errorf("pauses do not grow: %v", b.at)
					}
				}
				if !c.sent && (d.audit[0].Act != support.AuditMailFailed || d.audit[0].Object != "bob@northfield.example") {
					t.Errorf("the audit log says %+v", d.audit[0])
				}
				if strings.Contains(log.String(), "TOKEN") {
					t.Errorf("the log holds a secret: %s", log.String())
				}
			})
		})
	}
}

// TestTooLate gives up what nobody waits for any more.
func TestTooLate(t *testing.T) {
	d, b := &desk{}, &box{}
	d.add(support.Letter{Kind: support.LetterReset, To: "claire@northfield.example", Expires: time.Now().Add(-time.Second)})
	o := newOffice(t, d, b, slog.New(slog.DiscardHandler))
	if !o.sendOne(t.Context()) || len(b.mails) > 0 || d.waiting() > 0 {
		t.Errorf("%d sent, %d wait", len(b.mails), d.waiting())
	}
}

// TestThroughAServer sends through a real server that fails twice and then takes the mail.
func TestThroughAServer(t *testing.T) {
	o := mailtest.Options{StartTLS: true, Refuse: func(n int) error {
		if n <= 2 {
			return &smtp.SMTPError{Code: 421, Message: "later"}
		}
		return nil
	}}
	server := mailtest.Start(t, o)
	d := &desk{}
	d.add(support.Letter{Kind: support.LetterInvitation, Organisation: 1, To: "bob@northfield.example", Name: "Bob", Invitation: 1})
	office, err := New(Config{
		Settings: through(t, server, o), Relay: "help.northfield.example", Store: d, Links: d, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if !office.sendOne(t.Context()) {
			t.Fatal("nothing is due")
		}
		d.mu.Lock()
		for i := range d.letters {
			d.letters[i].Due = time.Now() // as if it had waited
		}
		d.mu.Unlock()
	}
	mails := server.Mails()
	if len(mails) != 1 || server.Asked() != 3 || d.waiting() != 0 || !bytes.Contains(mails[0].Data, []byte("TOKEN-I")) {
		t.Errorf("%d of %d taken, %d wait", len(mails), server.Asked(), d.waiting())
	}
}

// TestFolder keeps each mail as a file that only its owner reads.
func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mail")
	f, err := NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := f.Send(t.Context(), plainMessage()); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil || len(files) != 2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	info, err := os.Stat(files[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	m := plainMessage()
	m.Subject = "a\nb"
	if err := f.Send(t.Context(), m); !errors.Is(err, support.ErrInvalid) {
		t.Errorf("two lines: %v", err)
	}
}
