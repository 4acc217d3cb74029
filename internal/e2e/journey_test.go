package e2e

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestJourney holds a whole session, from an agent who signs in to a customer whose app is gone, and then reads all that
// the three programs have logged.
func TestJourney(t *testing.T) {
	r := rehearse(t)
	for _, s := range r.fromCode() {
		r.must(s.name, s.take)
		t.Logf("%8.0f ms  %s", r.Report.Steps[len(r.Report.Steps)-1].Milliseconds, s.name)
	}
	t.Log(r.Report.Figures)
	r.must("logs keep secrets", r.logsKeepSecrets)
}

// plainNumbers are the numbers in a log that are no code but may look like one: times and addresses.
var plainNumbers = regexp.MustCompile(`time=\S+|\S*\d\.\d+\.\d+\.\d+:\d+|\[::1?\]:\d+`)

// logsKeepSecrets looks for what nobody may find in a log: the code's secret digits, the password, and what was typed.
func (r *rehearsal) logsKeepSecrets(context.Context) error {
	secret := regexp.MustCompile(`\b` + r.digits[4:] + `\b|` + r.digits[:4] + `[ -]?` + r.digits[4:])
	for _, program := range []string{"relay", "agent-app", "customer-app"} {
		data, err := os.ReadFile(filepath.Join(r.logs, program+".log"))
		if err != nil {
			return err
		}
		if len(data) == 0 {
			r.t.Errorf("%s has logged nothing: this test would see nothing", program)
		}
		for line := range strings.Lines(plainNumbers.ReplaceAllString(string(data), "")) {
			if secret.MatchString(line) {
				r.t.Errorf("%s logs the code's digits: %s", program, line)
			}
			for _, typed := range []string{r.Relay.Password, "Hello, World", "I see your screen", "Thank you!", "xxxxx"} {
				if strings.Contains(line, typed) {
					r.t.Errorf("%s logs %q: %s", program, typed, line)
				}
			}
		}
	}
	return nil
}
