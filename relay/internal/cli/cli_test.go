package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"beside.example/relay/internal/account"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// declare is a small list of settings of every kind.
func declare(f *pflag.FlagSet, s *Settings) {
	c := &s.Server
	c.Codes, c.Limits = support.DefaultCodeSettings(), support.DefaultLimitSettings()
	f.StringVar(&c.Data, "data", "", "folder")
	f.StringVar(&c.Listen, "listen", ":443", "address")
	f.StringVar(&c.Monitor, "monitor", "", "address")
	f.DurationVar(&c.Codes.Lifetime, "code-lifetime", c.Codes.Lifetime, "time")
	f.IntVar(&c.Codes.MaxActive, "max-codes", c.Codes.MaxActive, "number")
	f.Var(Networks(&c.Proxies), "trusted-proxies", "networks")
	f.StringVar(&s.LogLevel, "log-level", "info", "level")
	f.StringVar(&s.LogFormat, "log-format", "text", "format")
}

// run runs one command and returns what it printed.
func run(ctx context.Context, stdin string, args ...string) (string, error) {
	var out bytes.Buffer
	cmd := New(declare)
	cmd.SetArgs(args)
	cmd.SetOut(&out)
	cmd.SetErr(io.Discard)
	cmd.SetIn(strings.NewReader(stdin))
	err := cmd.ExecuteContext(ctx)
	return out.String(), err
}

func mustRun(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	out, err := run(t.Context(), stdin, args...)
	if err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return out
}

// settingsOf returns the settings that a command line, the environment and a file come to.
func settingsOf(t *testing.T, args ...string) (Settings, error) {
	t.Helper()
	var s Settings
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	flags.String(configFlag, "", "file")
	declare(flags, &s)
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	return s, applySources(flags)
}

func writeSettings(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "relay.toml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestPrecedence(t *testing.T) {
	file := writeSettings(t, "# where\nlisten = \":1\"\nmax-codes = 3\ncode-lifetime = \"3m\"\ntrusted-proxies = [\"10.0.0.0/8\", \"192.0.2.1\"]\n")
	t.Setenv("BESIDE_CONFIG", file)
	t.Setenv("BESIDE_LISTEN", ":2")
	t.Setenv("BESIDE_CODE_LIFETIME", "2m")
	s, err := settingsOf(t, "--listen", ":3")
	if err != nil {
		t.Fatal(err)
	}
	if s.Server.Listen != ":3" || s.Server.Codes.Lifetime != 2*time.Minute || s.Server.Codes.MaxActive != 3 || s.LogLevel != "info" {
		t.Errorf("settings %+v", s)
	}
	want := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.0.2.1/32")}
	if !slices.Equal(s.Server.Proxies, want) {
		t.Errorf("proxies %v", s.Server.Proxies)
	}
	other := writeSettings(t, "max-codes = 4\n")
	if s, err := settingsOf(t, "--config", other); err != nil || s.Server.Codes.MaxActive != 4 {
		t.Errorf("the file of the flag: %+v, %v", s.Server.Codes, err)
	}
}

func TestErrorsNameTheirPlace(t *testing.T) {
	for name, c := range map[string]struct {
		file, env, want string
	}{
		"no number":     {"listen = \":1\"\nmax-codes = \"many\"", "", `relay.toml:2: "many" does not suit max-codes`},
		"unknown":       {"\n\nport = 443", "", `relay.toml:3: there is no setting "port"`},
		"no TOML":       {"listen = \":1\"\nmax-codes 3", "", "relay.toml:2:"},
		"a table":       {"[tls]\ncert = \"x\"", "", "relay.toml:1: tls: write a text"},
		"a nested list": {"listen = [{a=1}]", "", "relay.toml:1: listen"},
		"environment":   {"", "soon", `environment variable BESIDE_CODE_LIFETIME: "soon" does not suit code-lifetime`},
	} {
		t.Run(name, func(t *testing.T) {
			if c.env != "" {
				t.Setenv("BESIDE_CODE_LIFETIME", c.env)
			}
			_, err := settingsOf(t, "--config", writeSettings(t, c.file))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
	if _, err := settingsOf(t, "--config", "missing.toml"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := settingsOf(t, "--trusted-proxies", "10.0.0.0/99"); err == nil || !strings.Contains(err.Error(), "is no network") {
		t.Errorf("a bad network: %v", err)
	}
}

// TestSourcesSetSettingsAlone puts what steers a single command into the environment: it must not count.
func TestSourcesSetSettingsAlone(t *testing.T) {
	t.Setenv("BESIDE_PRINT", "xml")
	t.Setenv("BESIDE_NAME", "Mallory")
	t.Setenv("BESIDE_DATA", t.TempDir())
	mustRun(t, "", "organisation", "create", "Northfield")
	mustRun(t, "", "agent", "create", "--name", "Claire", "--mail", "claire@northfield.example")
	if out := mustRun(t, "", "agent", "list"); !strings.Contains(out, "\tClaire\t") {
		t.Errorf("agents: %q", out)
	}
	t.Setenv("BESIDE_MAX_CODES", "many")
	if _, err := run(t.Context(), "", "agent", "list"); err == nil || !strings.Contains(err.Error(), "BESIDE_MAX_CODES") {
		t.Errorf("a bad setting in the environment: %v", err)
	}
	if _, err := run(t.Context(), "", "agent", "list", "--max-codes", "3"); err != nil {
		t.Errorf("a flag does not win: %v", err)
	}
}

func TestKeeping(t *testing.T) {
	data := "--data=" + filepath.Join(t.TempDir(), "relay")
	if _, err := run(t.Context(), "", "portal", "create", "Phone", data); err == nil || !strings.Contains(err.Error(), "organisation create NAME") {
		t.Errorf("a portal of no organisation: %v", err)
	}
	mustRun(t, "", "organisation", "create", "Northfield Health", data)
	if _, err := run(t.Context(), "", "organisation", "create", "Northfield Health", data); !errors.Is(err, support.ErrExists) {
		t.Errorf("twice the same organisation: %v", err)
	}
	if out := mustRun(t, "", "organisation", "list", data); !strings.HasPrefix(out, "Northfield Health\t") {
		t.Errorf("organisations: %q", out)
	}
	mustRun(t, "", "portal", "create", "Phone", data)
	mustRun(t, "", "portal", "create", "Pharmacy", data)
	if out := mustRun(t, "", "portal", "list", data); out != "Pharmacy\tpharmacy\tpin\nPhone\tphone\tpin\n" {
		t.Errorf("portals: %q", out)
	}
	create := []string{"agent", "create", "--name", "Claire Moreau", "--mail", "Claire@Northfield.example", data}
	out := mustRun(t, "", create...)
	_, made, ok := strings.Cut(out, "password: ")
	if !ok || account.CheckPassword(strings.TrimSpace(made)) != nil {
		t.Errorf("agent created: %q", out)
	}
	if _, err := run(t.Context(), "", create...); !errors.Is(err, support.ErrExists) {
		t.Errorf("twice the same agent: %v", err)
	}
	mustRun(t, "a password typed in\n", "agent", "create", "--name", "Daniel", "--mail", "daniel@northfield.example", "--portal", "Phone",
		"--team", "Night", "--password-stdin", data)
	if out := mustRun(t, "", "agent", "list", data); !strings.Contains(out, "claire@northfield.example\tClaire Moreau\tactive\n") {
		t.Errorf("agents: %q", out)
	}
	for _, bad := range [][]string{
		{"agent", "create", "--name", "X", "--mail", "no mail"},
		{"agent", "create", "--mail", "x@northfield.example"},
		{"agent", "create", "--name", "X", "--mail", "x@northfield.example", "--portal", "Missing"},
		{"agent", "create", "--name", "X", "--mail", "x@northfield.example", "--password-stdin"},
		{"agent", "password", "nobody@northfield.example"},
		{"agent", "revoke", "claire@northfield.example", "first"},
		{"agent", "revoke", "claire@northfield.example", "7"},
		{"portal", "list", "--organisation", "Southfield"},
		{"organisation", "create", " "},
		{"portal", "create", "\u202e"},
		{"nonsense"},
		{"serve", "now"},
	} {
		if out, err := run(t.Context(), "short\n", append(bad, data)...); err == nil {
			t.Errorf("%v: printed %q", bad, out)
		}
	}
	if _, err := run(t.Context(), "", "portal", "list"); err == nil || !strings.Contains(err.Error(), "--data") {
		t.Errorf("without a folder: %v", err)
	}
}

func TestDevices(t *testing.T) {
	folder := t.TempDir()
	data := "--data=" + folder
	mustRun(t, "", "organisation", "create", "Northfield", data)
	mustRun(t, "", "agent", "create", "--name", "Claire", "--mail", "claire@northfield.example", data)
	s, err := store.Open(t.Context(), filepath.Join(folder, server.StoreFile))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() // open while the commands work, as a running relay has it
	agent, err := s.AgentByMail(t.Context(), "claire@northfield.example")
	if err != nil {
		t.Fatal(err)
	}
	accounts := support.NewAccounts(s)
	newToken := func() string {
		token, err := accounts.AddDevice(t.Context(), agent.ID, "desk")
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"revoke one": {[]string{"agent", "revoke", "claire@northfield.example", "1"}, "1 of the devices"},
		"revoke all": {[]string{"agent", "revoke", "claire@northfield.example"}, "of the devices"},
		"password":   {[]string{"agent", "password", "claire@northfield.example"}, "password: "},
		"disable":    {[]string{"agent", "disable", "claire@northfield.example"}, "disabled"},
	} {
		token := newToken()
		if out := mustRun(t, "", "agent", "devices", "claire@northfield.example", data); !strings.Contains(out, "\tdesk\tlast seen ") {
			t.Errorf("devices: %q", out)
		}
		args := c.args
		if name == "revoke one" {
			who, err := accounts.SignedIn(t.Context(), token)
			if err != nil {
				t.Fatal(err)
			}
			args = append(slices.Clone(args[:3]), fmt.Sprint(who.Device.ID))
		}
		if out := mustRun(t, "", append(args, data)...); !strings.Contains(out, c.want) {
			t.Errorf("%s: %q", name, out)
		}
		if _, err := accounts.SignedIn(t.Context(), token); !errors.Is(err, support.ErrDenied) {
			t.Errorf("%s leaves the device signed in: %v", name, err)
		}
		mustRun(t, "", "agent", "enable", "claire@northfield.example", data)
	}
}

// TestTrial starts a trial twice: the sign-in is printed once.
func TestTrial(t *testing.T) {
	folder := t.TempDir()
	for i := range 2 {
		ctx, cancel := context.WithCancel(t.Context())
		read, write := io.Pipe()
		cmd := New(declare)
		cmd.SetArgs([]string{"trial", "--print", "json", "--data", folder, "--listen", "127.0.0.1:0"})
		cmd.SetOut(write)
		cmd.SetErr(io.Discard)
		ended := make(chan error, 1)
		go func() { ended <- errors.Join(cmd.ExecuteContext(ctx), write.Close()) }()
		var facts trialFacts
		if err := json.NewDecoder(read).Decode(&facts); err != nil {
			t.Fatal(err)
		}
		if facts.Page != "https://"+facts.Relay+"/me" || facts.Fingerprint == "" || facts.Monitor != "" {
			t.Errorf("start %d: %+v", i, facts)
		}
		if first := i == 0; (facts.Password != "") != first || (facts.Mail != "") != first {
			t.Errorf("start %d prints the sign-in %q", i, facts.Mail)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	checkReplies(t, folder)
}

// checkReplies wants prepared replies in both languages, some with what is filled in and some with a page.
func checkReplies(t *testing.T, folder string) {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(folder, server.StoreFile))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }() // it was only read
	o, err := s.OrganisationByName(t.Context(), trialOrganisation)
	if err != nil {
		t.Fatal(err)
	}
	replies, err := s.CannedOf(t.Context(), o.ID)
	if err != nil {
		t.Fatal(err)
	}
	languages := []string{"en", "fr"}
	for _, l := range languages {
		n, filled, pages := 0, 0, 0
		for _, r := range replies {
			if r.Language != l {
				continue
			}
			n++
			if strings.Contains(r.Text, "{customer}") {
				filled++
			}
			if r.URL != "" {
				pages++
			}
		}
		if n != len(replies)/len(languages) || filled == 0 || pages == 0 {
			t.Errorf("%s: %d of %d replies, %d with a name to fill in, %d with a page", l, n, len(replies), filled, pages)
		}
	}
}

func TestServeRefuses(t *testing.T) {
	for want, args := range map[string][]string{
		"log-level": {"--log-level", "loud"}, "log-format": {"--log-format", "xml"}, "data:": {"serve"},
		"print": {"trial", "--print", "xml"}, "listen": {"serve", "--listen", "x", "--data", t.TempDir()},
	} {
		if _, err := run(t.Context(), "", args...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", args, err)
		}
	}
}

func TestHelp(t *testing.T) {
	out := mustRun(t, "", "--help")
	for _, want := range []string{"trial", "organisation", "portal", "agent", "serve", "BESIDE_TLS_CERT", "--listen"} {
		if !strings.Contains(out, want) {
			t.Errorf("help lacks %q", want)
		}
	}
}

func TestTrialText(t *testing.T) {
	var out bytes.Buffer
	facts := trialFacts{Relay: "localhost:8443", Page: "https://localhost:8443/me", Fingerprint: "ab cd", Monitor: "127.0.0.1:9443", Mail: trialMail, Password: "x"}
	if err := facts.print(&out, false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"localhost:8443", "/me", "ab cd", "9443/metrics", trialMail, "Password     x"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q lacks %q", out.String(), want)
		}
	}
}

func FuzzNetworks(f *testing.F) {
	f.Add("10.0.0.0/8,192.0.2.1")
	f.Add("::1 fd00::/8,,")
	f.Fuzz(func(t *testing.T, text string) {
		var a, b []netip.Prefix
		if Networks(&a).Set(text) != nil {
			return
		}
		if err := Networks(&b).Set(Networks(&a).String()); err != nil || !slices.Equal(a, b) {
			t.Errorf("%q becomes %v, then %v, %v", text, a, b, err)
		}
	})
}
