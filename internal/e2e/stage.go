package e2e

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"beside.example/internal/product"
	"beside.example/internal/words"
)

// Binaries are the programs under test; the apps are built with the tag "e2e".
type Binaries struct{ Relay, Agent, Customer string }

// Build compiles the programs into dir.
func Build(ctx context.Context, root, dir string) (Binaries, error) {
	b := binariesIn(dir)
	for _, build := range []struct {
		out, pkg, tags string
	}{{b.Relay, "./relay", ""}, {b.Agent, "./agentapp", "e2e,no_emoji,no_animations,migrated_fynedo"}, {b.Customer, "./customerapp", "e2e,no_emoji,no_animations,migrated_fynedo"}} {
		cmd := exec.CommandContext(ctx, "go", "build", "-tags", build.tags, "-o", build.out, build.pkg)
		cmd.Dir = root
		if out, err := cmd.CombinedOutput(); err != nil {
			return b, fmt.Errorf("build %s: %w\n%s", build.pkg, err, out)
		}
	}
	return b, nil
}

// A Stage is everything that a journey needs: a relay behind a network, two displays, two people.
type Stage struct {
	Binaries Binaries
	Relay    *Relay
	// Desk is the agent's display, Home the customer's.
	Desk, Home *Screen
	// Agent and Customer are the apps, nil until they are started.
	Agent, Customer *App
	// Texts is the catalogue in which the apps speak; English unless a journey chooses another before they start.
	Texts *words.Catalogue
	// Dark gives the apps their dark look.
	Dark bool
	// Name is the agent's; Mail and Password are their sign-in.
	Name, Mail, Password string

	dir, logs       string
	agent, customer *Account
	guest           bool // relay and customer's display are another stage's
}

// SetStage starts relay and displays. What they keep is in dir, which only this run uses; what they print goes to logs.
func SetStage(ctx context.Context, dir, logs string, binaries Binaries) (*Stage, error) {
	s := newStage(dir, logs, binaries)
	return s, s.set(ctx, StartRelay)
}

func newStage(dir, logs string, binaries Binaries) *Stage {
	return &Stage{Binaries: binaries, dir: dir, logs: logs, Texts: words.MustLoad(words.English)}
}

func (s *Stage) set(ctx context.Context, relay func(ctx context.Context, dir, logs, binary string) (*Relay, error)) (err error) {
	if s.agent, err = NewAccount(s.dir, "agent"); err != nil {
		return err
	}
	if s.customer, err = NewAccount(s.dir, "customer"); err != nil {
		return err
	}
	if s.Desk, err = StartScreen(ctx, s.dir, s.logs, "desk", ScreenSize, s.agent); err != nil {
		return err
	}
	if s.Home, err = StartScreen(ctx, s.dir, s.logs, "home", ScreenSize, s.customer); err != nil {
		return err
	}
	if s.Relay, err = relay(ctx, s.dir, s.logs, s.Binaries.Relay); err != nil {
		return err
	}
	s.Name, s.Mail, s.Password = trialAgent, s.Relay.Mail, s.Relay.Password
	return nil
}

// What a relay on trial calls its agent and its organisation.
const (
	trialAgent        = "Claire Moreau"
	trialOrganisation = "Trial"
)

// Colleague sets a display for another agent of the same relay; its customer's side is the same as this one's. Its Close
// ends what it started alone, and comes before the Close of s.
func (s *Stage) Colleague(ctx context.Context, account, name, mail, password string) (*Stage, error) {
	c := &Stage{
		Binaries: s.Binaries, Relay: s.Relay, Home: s.Home, Texts: s.Texts, Dark: s.Dark, Name: name, Mail: mail, Password: password,
		dir: s.dir, logs: s.logs, customer: s.customer, guest: true,
	}
	var err error
	if c.agent, err = NewAccount(s.dir, account); err != nil {
		return c, err
	}
	c.Desk, err = StartScreen(ctx, s.dir, s.logs, account, ScreenSize, c.agent)
	return c, err
}

// Close ends everything that the stage started.
func (s *Stage) Close() error {
	var problems []error
	if s.Desk != nil {
		problems = append(problems, s.Desk.Close())
	}
	if s.guest {
		return errors.Join(problems...)
	}
	if s.Home != nil {
		problems = append(problems, s.Home.Close())
	}
	if s.Relay != nil {
		problems = append(problems, s.Relay.Close())
	}
	return errors.Join(problems...)
}

// StartAgent starts the agent's app; its browser is Chromium.
func (s *Stage) StartAgent(ctx context.Context) (err error) {
	script, err := browserOf(s.agent, "browser")
	if err != nil {
		return err
	}
	s.Agent, err = StartApp(ctx, s.logs, s.Desk, s.agent, filepath.Base(s.agent.Home)+"-app", s.Binaries.Agent, append(s.mood(), "BROWSER="+script), s.arguments()...)
	return err
}

// arguments are what both apps are told at their start.
func (s *Stage) arguments() []string {
	return []string{"--verbose", "--language", string(s.Texts.Language())}
}

// mood is the environment that chooses the apps' look.
func (s *Stage) mood() []string {
	if s.Dark {
		return []string{"FYNE_THEME=dark"}
	}
	return nil
}

// StartCustomer starts the customer's app under the name that a relay's page gives it.
func (s *Stage) StartCustomer(ctx context.Context, arguments ...string) (err error) {
	named, err := download(s.Binaries.Customer, s.customer, s.Relay.Address())
	if err != nil {
		return err
	}
	temporary := filepath.Join(s.customer.Home, "tmp")
	if err := os.MkdirAll(temporary, 0o700); err != nil {
		return err
	}
	if err := s.customer.Own(temporary); err != nil {
		return err
	}
	script, err := browserOf(s.customer, customerBrowser) // a page that an agent sends opens beside the portal's
	if err != nil {
		return err
	}
	s.Customer, err = StartApp(ctx, s.logs, s.Home, s.customer, "customer-app", named, append(s.mood(), "TMPDIR="+temporary, "BROWSER="+script), append(s.arguments(), arguments...)...)
	return err
}

// download puts the customer's app into an account's home, under the name that a relay's page gives it.
func download(binary string, account *Account, relay string) (path string, err error) {
	path = filepath.Join(account.Home, product.FileName(relay))
	data, err := os.ReadFile(binary)
	if err == nil {
		err = os.WriteFile(path, data, 0o755)
	}
	if err == nil {
		err = account.Own(path)
	}
	if err != nil {
		return "", fmt.Errorf("download the customer's app: %w", err)
	}
	return path, nil
}

// LeftBehind lists the files that the customer's app has left in its temporary folder.
func (s *Stage) LeftBehind() ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(s.customer.Home, "tmp"))
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err
}

// Furnish opens some real programs on the customer's display: a terminal whose input goes to the file that it returns, an
// editor, and a picture.
func (s *Stage) Furnish(ctx context.Context) (typed string, err error) {
	typed = filepath.Join(s.customer.Home, "typed.txt")
	for _, p := range []struct {
		name string
		args []string
	}{
		{"mousepad", []string{"mousepad", "--disable-server"}},
		{"xterm", []string{"xterm", "-geometry", "80x24+60+80", "-fa", "Monospace", "-fs", "11", "-T", "customer terminal", "-e", "sh", "-c", "stty -icanon; exec cat -u > " + typed}},
	} {
		path, err := exec.LookPath(p.args[0])
		if err != nil {
			return "", fmt.Errorf("furnish the customer's display: %w", err)
		}
		if _, err := s.Home.Start(ctx, s.logs, p.name, s.customer, path, p.args[1:]...); err != nil {
			return "", err
		}
	}
	err = await(ctx, "the customer's terminal", func() (bool, error) { return s.Home.Titled("customer terminal") })
	return typed, err
}

// InPicture returns where on the agent's display a point of the customer's is, as the viewer shows it fitted.
func (s *Stage) InPicture(ctx context.Context, at image.Point) (image.Point, error) {
	display, err := s.Agent.Find(ctx, Named("viewer-display"))
	if err != nil {
		return image.Point{}, err
	}
	area := display.Area
	scale := min(float64(area.Dx())/float64(ScreenSize.X), float64(area.Dy())/float64(ScreenSize.Y), 1)
	shown := image.Pt(int(float64(ScreenSize.X)*scale), int(float64(ScreenSize.Y)*scale))
	origin := area.Min.Add(area.Size().Sub(shown).Div(2))
	return origin.Add(image.Pt(int(float64(at.X)*scale), int(float64(at.Y)*scale))), nil
}

// Digits returns the nine digits of the newest code, as the agent's app shows them.
func (s *Stage) Digits(ctx context.Context) (string, error) {
	var digits string
	err := await(ctx, "a code in the agent's app", func() (bool, error) {
		things, err := s.Agent.Things()
		for _, t := range things {
			if plain := strings.ReplaceAll(t.Text, " ", ""); len(plain) == 9 && len(t.Text) == 10 && strings.Trim(plain, "0123456789") == "" {
				digits = plain
			}
		}
		return digits != "", err
	})
	return digits, err
}
