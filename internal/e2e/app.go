package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"maps"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jezek/xgb/xproto"

	"beside.example/internal/ui/e2e"
)

// maxTree bounds one answer of an app: the fullest window is described in a few hundred kilobytes.
const maxTree = 16 << 20

// An App is one of the two apps on a display, as a person sees it.
type App struct {
	*Process
	screen *Screen
	socket string
	said   map[string]bool // every text and name that was ever seen
}

// StartApp starts an app, built with the tag e2e, on a display.
func StartApp(ctx context.Context, logs string, screen *Screen, owner *Account, name, path string, environment []string, args ...string) (*App, error) {
	a := &App{screen: screen, said: map[string]bool{}, socket: filepath.Join(owner.Home, name+".socket")}
	env := append(screen.Environment(owner), e2e.SocketVariable+"="+a.socket)
	process, err := start(ctx, logs, command{name: name, path: path, args: args, env: append(env, environment...), user: owner})
	if err != nil {
		return nil, err
	}
	a.Process = process
	screen.processes = append(screen.processes, process)
	return a, nil
}

// Tree returns what the app shows now.
func (a *App) Tree() (e2e.Tree, error) {
	var tree e2e.Tree
	select {
	case <-a.Done():
		return tree, fmt.Errorf("%s has ended: %w", a.name, errors.Join(errGone, a.err))
	default:
	}
	conn, err := net.Dial("unix", a.socket)
	if err != nil {
		return tree, fmt.Errorf("ask %s what it shows: %w", a.name, err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return tree, err
	}
	if err := json.NewDecoder(io.LimitReader(conn, maxTree)).Decode(&tree); err != nil {
		return tree, fmt.Errorf("read what %s shows: %w", a.name, err)
	}
	return tree, nil
}

var errGone = errors.New("no such process")

// A Thing is something visible, with its place on the display.
type Thing struct {
	e2e.Object
	Window string
	Area   image.Rectangle

	handle xproto.Window
}

// Centre is where a person clicks.
func (t Thing) Centre() image.Point { return t.Area.Min.Add(t.Area.Size().Div(2)) }

// A Match chooses among the things that an app shows.
type Match struct {
	what  string
	holds func(Thing) bool
}

// Named matches the thing that the app's code names so.
func Named(name string) Match {
	return Match{fmt.Sprintf("%q", name), func(t Thing) bool { return t.Name == name }}
}

// Text matches a thing that reads exactly so.
func Text(text string) Match {
	return Match{fmt.Sprintf("the text “%s”", text), func(t Thing) bool { return t.Text == text }}
}

// Containing matches a thing whose text contains a part.
func Containing(part string) Match {
	return Match{fmt.Sprintf("a text with “%s”", part), func(t Thing) bool { return strings.Contains(t.Text, part) }}
}

// Reading narrows a match to what has a text.
func (m Match) Reading(text string) Match {
	return Match{fmt.Sprintf("%s reading “%s”", m.what, text), func(t Thing) bool { return t.Text == text && m.holds(t) }}
}

// focused narrows a match to what has the keyboard.
func (m Match) focused() Match {
	return Match{m.what + ", focused", func(t Thing) bool { return t.Focused && m.holds(t) }}
}

// OfKind narrows a match to one kind of widget, such as "*ui.Segmented".
func (m Match) OfKind(kind string) Match {
	return Match{m.what + " of the kind " + kind, func(t Thing) bool { return t.Kind == kind && m.holds(t) }}
}

// In narrows a match to windows whose title contains a part.
func (m Match) In(title string) Match {
	return Match{m.what + " in the window " + title, func(t Thing) bool { return strings.Contains(t.Window, title) && m.holds(t) }}
}

// Enabled narrows a match to what can be used.
func (m Match) Enabled() Match {
	return Match{m.what + ", enabled", func(t Thing) bool { return !t.Disabled && m.holds(t) }}
}

// Things returns everything visible, window by window.
func (a *App) Things() ([]Thing, error) {
	tree, err := a.Tree()
	if err != nil {
		return nil, err
	}
	var things []Thing
	for _, w := range tree.Windows {
		at, visible, err := a.screen.Place(xproto.Window(w.Handle))
		if err != nil || !visible { // closed since, or hidden
			continue
		}
		a.said[w.Title] = true
		for _, o := range w.Objects {
			a.said[o.Text], a.said[o.Name] = true, true
			place := at.Add(image.Pt(o.X, o.Y))
			things = append(things, Thing{Object: o, Window: w.Title, handle: xproto.Window(w.Handle), Area: image.Rectangle{Min: place, Max: place.Add(image.Pt(o.Width, o.Height))}})
		}
	}
	return things, nil
}

// Said returns every text, name and title that the app has shown whenever it was looked at.
func (a *App) Said() []string { return slices.Sorted(maps.Keys(a.said)) }

// Find waits until something matches and returns it; of several, the last, which lies on top.
func (a *App) Find(ctx context.Context, m Match) (Thing, error) {
	var found Thing
	err := await(ctx, m.what+" in "+a.name, func() (bool, error) {
		things, err := a.Things()
		for _, t := range slices.Backward(things) {
			if m.holds(t) {
				found = t
				return true, nil
			}
		}
		return false, err
	})
	return found, err
}

// See waits until something matches.
func (a *App) See(ctx context.Context, m Match) error {
	_, err := a.Find(ctx, m)
	return err
}

// Vanish waits until nothing matches any more.
func (a *App) Vanish(ctx context.Context, m Match) error {
	return await(ctx, m.what+" to leave "+a.name, func() (bool, error) {
		things, err := a.Things()
		return err == nil && !slices.ContainsFunc(things, m.holds), err
	})
}

// Click waits for a thing, brings its window to the front and clicks it once it stands still.
func (a *App) Click(ctx context.Context, m Match) error {
	if err := a.Raise(ctx, m); err != nil {
		return err
	}
	var t Thing
	err := await(ctx, m.what+" to stand still", func() (bool, error) {
		before := t.Area
		var err error
		t, err = a.Find(ctx, m)
		return t.Area == before, err
	})
	if err != nil {
		return err
	}
	return a.screen.Hand.Click(t.Centre())
}

// ClickAway clicks a thing that a click takes away, and again when nothing happens for a while, as a person does: the page may
// have been drawn anew just then.
func (a *App) ClickAway(ctx context.Context, m Match) error {
	if err := a.Click(ctx, m); err != nil {
		return err
	}
	clicked := time.Now()
	return await(ctx, m.what+" to leave "+a.name, func() (bool, error) {
		things, err := a.Things()
		if err != nil || !slices.ContainsFunc(things, m.holds) {
			return err == nil, err
		}
		if time.Since(clicked) > clickAgain {
			clicked = time.Now()
			return false, a.Click(ctx, m)
		}
		return false, nil
	})
}

// Fill waits for a field, clicks it, empties it and types into it. One that has the keyboard is not clicked again: two clicks at
// one place, however far apart, are a double click to an app that is busy, which selects what was typed in between.
func (a *App) Fill(ctx context.Context, m Match, text string) error {
	here, err := a.keyboard()
	if err != nil {
		return err
	}
	if !m.holds(here) {
		if err := a.Click(ctx, m); err != nil {
			return err
		}
		if err := a.See(ctx, m.focused()); err != nil {
			return err
		}
	}
	write := inOrder(
		func(context.Context) error { return a.screen.Hand.Chord(KeyControl, 'a') },
		func(context.Context) error { return a.screen.Hand.Chord(KeyDelete) },
		func(context.Context) error { return a.screen.Hand.Type(text) })
	var written time.Time
	return await(ctx, text+" in "+m.what, func() (bool, error) {
		if time.Since(written) > clickAgain { // as a person does who sees that something else stands there
			written = time.Now()
			if err := write(ctx); err != nil {
				return false, err
			}
		}
		field, err := a.keyboard()
		return err == nil && m.holds(field) && (field.Text == text || field.Kind != plainEntry && field.Kind != sendBox), err
	})
}

// Kinds of fields whose whole text the apps tell; others write what is typed in a way of their own.
const plainEntry, sendBox = "*ui.Entry", "*ui.SendBox"

// keyboard returns what has the keyboard, the zero Thing while nothing of the app has it.
func (a *App) keyboard() (Thing, error) {
	things, err := a.Things()
	if err != nil {
		return Thing{}, err
	}
	window, err := a.screen.focus()
	i := slices.IndexFunc(things, func(t Thing) bool { return t.Focused && t.handle == window })
	if i < 0 {
		return Thing{}, err
	}
	return things[i], err
}

// Raise waits for a thing and brings its window to the front.
func (a *App) Raise(ctx context.Context, m Match) error {
	t, err := a.Find(ctx, m)
	if err != nil {
		return err
	}
	return a.screen.raise(ctx, t.handle)
}
