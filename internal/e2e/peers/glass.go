package peers

import (
	"context"
	"errors"
	"image"
	"path/filepath"
	"strconv"
	"time"

	"beside.example/internal/e2e"
)

// viewerOpens is how long TigerVNC's viewer may take to fill its display.
const viewerOpens = 3 * time.Second

// glasses measures one product's clicks, under each load, in its real viewer over the whole of another display.
func (b *Bench) glasses(ctx context.Context, p product, r *Results) (err error) {
	dir, err := b.folder("glass")
	if err != nil {
		return err
	}
	if p.arguments == nil {
		return b.besideGlass(ctx, dir, r)
	}
	v, err := b.startVNC(ctx, p, dir)
	if err != nil {
		return err
	}
	defer closing(&err, v)
	screen, err := b.view(ctx, v, dir)
	if screen != nil {
		defer closing(&err, screen)
	}
	if err != nil {
		return err
	}
	g := glass{screen: screen}
	g.at, g.seen = e2e.PlacesOn(patchOf(PartGlass)) // the viewer shows pixel for pixel
	return b.underLoads(ctx, PartGlass, p.name, v.on, r, func(ctx context.Context) ([]time.Duration, error) { return b.glassClicks(ctx, g) })
}

// view opens TigerVNC's viewer over the whole of another display.
func (b *Bench) view(ctx context.Context, v *vnc, dir string) (*e2e.Screen, error) {
	owner, err := e2e.NewAccount(dir, "viewer")
	if err != nil {
		return nil, err
	}
	path, err := lookPath("xtigervncviewer")
	if err != nil {
		return nil, err
	}
	screen, err := e2e.StartScreen(ctx, dir, b.Logs, "viewer", e2e.ScreenSize, owner)
	if err != nil {
		return nil, err
	}
	_, err = screen.Start(ctx, b.Logs, filepath.Base(path), owner, path, "-FullScreen", "-AcceptClipboard=0", "-SendClipboard=0", "127.0.0.1::"+strconv.Itoa(v.port))
	return screen, errors.Join(err, e2e.Pass(ctx, viewerOpens))
}

func (b *Bench) besideGlass(ctx context.Context, dir string, r *Results) (err error) {
	s, err := b.startBeside(ctx, dir)
	if err != nil {
		return err
	}
	defer closing(&err, s)
	if err := s.open(ctx); err != nil {
		return err
	}
	shown, err := s.stage.Agent.Find(ctx, e2e.Named("viewer-display"))
	if err != nil {
		return err
	}
	g := glass{screen: s.stage.Desk}
	g.at, g.seen = e2e.PatchPlaces(shown.Area)
	return b.underLoads(ctx, PartGlass, besideName, s.on, r, func(ctx context.Context) ([]time.Duration, error) { return b.glassClicks(ctx, g) })
}

// glassClicks brings the pointer to the patch and clicks.
func (b *Bench) glassClicks(ctx context.Context, g glass) ([]time.Duration, error) {
	for _, place := range [...]image.Point{g.at.Add(comesFrom), g.at} {
		if err := g.screen.Hand.Move(place); err != nil {
			return nil, err
		}
		if err := e2e.Pass(ctx, time.Second); err != nil { // what the pointer's coming brings about, and viewers fold moves into one
			return nil, err
		}
	}
	return b.clicks(ctx, g)
}
