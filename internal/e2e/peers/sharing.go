package peers

import (
	"context"
	"errors"

	"beside.example/internal/e2e"
	"beside.example/internal/e2e/rfb"
	"beside.example/internal/e2e/workload"
)

// besideShown is a display that Beside shows: the customer's real app shares it, the agent's real app shows it over another one.
type besideShown struct {
	*besideApps
	watch    *watch
	painting *e2e.Painting
}

// showBeside opens a session whose traffic and effort can be read.
func (b *Bench) showBeside(ctx context.Context, dir string) (*besideShown, error) {
	apps, err := b.startBeside(ctx, dir)
	if err != nil {
		return nil, err
	}
	if err := apps.open(ctx); err != nil {
		return nil, errors.Join(err, apps.Close())
	}
	s := &besideShown{besideApps: apps, watch: newWatch()}
	if s.painting, err = apps.stage.Desk.WatchPainting(s.watch.updated); err != nil {
		return nil, errors.Join(err, apps.Close())
	}
	return s, nil
}

func (s *besideShown) desk() *workload.Desk { return s.besideApps.on }

func (s *besideShown) read(ctx context.Context) (m meters, err error) {
	forwarded, packets, err := s.stage.Relay.Forwarded(ctx)
	const headers = 28 // IPv4 and UDP
	m.bytes, m.updates = int(forwarded+packets*headers), s.watch.updates()
	problems := []error{err}
	m.server, err = e2e.Processor(s.stage.Customer.PID())
	problems = append(problems, err)
	m.display, err = e2e.Processor(s.stage.Home.ServerPID())
	problems = append(problems, err)
	m.viewer, err = e2e.Processor(s.stage.Agent.PID())
	problems = append(problems, err)
	m.relay, err = e2e.Processor(s.stage.Relay.PID())
	return m, errors.Join(append(problems, err)...)
}

// Close implements shown.
func (s *besideShown) Close() error { return errors.Join(s.painting.Close(), s.besideApps.Close()) }

// vncShown is a display that a VNC server shows to a viewer without a window.
type vncShown struct {
	*vnc
	client *rfb.Client
	watch  *watch
}

// showVNC starts a server and looks at its display.
func (b *Bench) showVNC(ctx context.Context, p product, dir string) (*vncShown, error) {
	v, err := b.startVNC(ctx, p, dir)
	if err != nil {
		return nil, err
	}
	s := &vncShown{vnc: v, watch: newWatch()}
	if s.client, err = dial(ctx, v.port, s.watch); err != nil {
		return nil, errors.Join(err, v.Close())
	}
	return s, nil
}

func (s *vncShown) desk() *workload.Desk { return s.vnc.on }

func (s *vncShown) read(context.Context) (m meters, err error) {
	select {
	case <-s.client.Done():
		return m, errors.New("the VNC server has ended the connection")
	default:
	}
	if m.bytes, err = s.client.Travelled(); err != nil {
		return m, err
	}
	m.updates = s.watch.updates()
	if m.display, err = e2e.Processor(s.vnc.on.Screen.ServerPID()); err != nil || s.server == nil {
		return m, err // where the server is the display, all of it is its own but for the drawing
	}
	m.server, err = e2e.Processor(s.server.PID())
	return m, err
}

// Close implements shown.
func (s *vncShown) Close() error { return errors.Join(s.client.Close(), s.vnc.Close()) }
