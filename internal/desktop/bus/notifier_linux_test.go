package bus

import (
	"bufio"
	"image"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// server shows notifications on a bus of the test's own, as a desktop does.
type server struct {
	capabilities []string
	shown        chan []any
	closed       chan uint32
}

// GetCapabilities is of the specification, like the rest.
func (s *server) GetCapabilities() ([]string, *dbus.Error) { return s.capabilities, nil }

// Notify takes a notification and numbers it 7.
func (s *server) Notify(program string, replaces uint32, icon, title, text string, actions []string, hints map[string]dbus.Variant, lasts int32) (uint32, *dbus.Error) {
	s.shown <- []any{program, replaces, title, text, hints, lasts}
	return 7, nil
}

// CloseNotification takes one away.
func (s *server) CloseNotification(id uint32) *dbus.Error {
	s.closed <- id
	return nil
}

// serve starts a bus and a server of notifications on it.
func serve(t *testing.T, capabilities ...string) *server {
	t.Helper()
	daemon := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address")
	out, err := daemon.StdoutPipe()
	if err == nil {
		err = daemon.Start()
	}
	if err != nil {
		t.Fatalf("start a bus (make test installs it): %v", err)
	}
	t.Cleanup(func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	conn, err := dbus.Connect(strings.TrimSpace(address))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	s := &server{capabilities: capabilities, shown: make(chan []any, 1), closed: make(chan uint32, 1)}
	if err := conn.Export(s, notifierPath, notifierName); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName(notifierName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNotifier(t *testing.T) {
	s := serve(t, "body")
	if got := Look(t.Context()); got != (Offers{Notifications: true}) {
		t.Errorf("the bus offers %+v", got)
	}
	n, err := OpenNotifier(t.Context(), "Beside")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	}()
	n.Show("a", "New request", "Hannah <b>Berg</b>", image.NewNRGBA(image.Rect(0, 0, 3, 2)), 30*time.Second)
	got := <-s.shown
	hints := got[4].(map[string]dbus.Variant)
	if got[0] != "Beside" || got[2] != "New request" || got[3] != "Hannah <b>Berg</b>" || got[5] != int32(30_000) {
		t.Errorf("shown: %v", got)
	}
	if data := hints[imageHint].Value().([]any); data[0] != int32(3) || data[1] != int32(2) || data[2] != int32(12) || len(data[6].([]byte)) != 24 {
		t.Errorf("the picture is %v", data)
	}
	n.Withdraw("b") // was never shown
	n.Withdraw("a")
	n.Withdraw("a")
	if id := <-s.closed; id != 7 {
		t.Errorf("%d was taken back", id)
	}
}

// TestNotifierShowsWhatWasWritten: what a customer wrote is no markup, with which it could look like something else.
func TestNotifierShowsWhatWasWritten(t *testing.T) {
	s := serve(t, "body", "body-markup")
	n, err := OpenNotifier(t.Context(), "Beside")
	if err != nil {
		t.Fatal(err)
	}
	n.Show("a", "New request", `<a href="https://bad.example">here</a> & there`, nil, time.Second)
	if got := (<-s.shown)[3]; got != "&lt;a href=&#34;https://bad.example&#34;&gt;here&lt;/a&gt; &amp; there" {
		t.Errorf("shown: %v", got)
	}
	if err := n.Close(); err != nil {
		t.Error(err)
	}
	n.Withdraw("a") // after the end it does nothing
}

func TestNoNotifierWithoutABus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
	if _, err := OpenNotifier(t.Context(), "Beside"); err == nil {
		t.Error("a notifier without a bus")
	}
}
