package share

import (
	"fmt"
	"log/slog"
	"slices"
	"sync"

	"beside.example/internal/codec"
	"beside.example/protocol"
)

// StageConfig says how a Stage works.
type StageConfig struct {
	// Open opens a display.
	Open func(display uint32) (Source, error)
	// NewEncoder makes the encoder of an encoding; nil takes the codec's.
	NewEncoder func(protocol.Encoding) codec.Encoder
	// Logger takes what is worth knowing; nil discards it.
	Logger *slog.Logger
}

// Stage is this machine's displays before all who view them: each is grabbed once and coded once, or twice while somebody who came late or
// is slow goes at a pace of their own. Each viewer has a Screen on it. Its methods may be called from any goroutine.
type Stage struct {
	cfg StageConfig

	// opening is held while a display is opened or closed, so that none is open twice. It is taken before every other lock.
	opening sync.Mutex

	mu sync.Mutex // guards the following, and what scenes, groups, screens and servings say that it guards
	// scenes are the displays that somebody is shown.
	scenes []*scene
	spare  []*parcel
}

// NewStage returns a stage of which nothing is shown yet.
func NewStage(cfg StageConfig) *Stage {
	if cfg.NewEncoder == nil {
		cfg.NewEncoder = codec.NewEncoder
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	return &Stage{cfg: cfg}
}

// enter returns a display's scene for one screen more, and opens the display if nobody is shown it yet, or no longer with success.
func (s *Stage) enter(display uint32) (*scene, error) {
	s.opening.Lock()
	defer s.opening.Unlock()
	if found := s.find(display); found != nil {
		return found, nil
	}
	source, err := s.cfg.Open(display)
	if err != nil {
		return nil, fmt.Errorf("open display %d: %w", display, err)
	}
	fresh := newScene(s, display, source)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.scenes = append(s.scenes, fresh)
	return fresh, nil
}

func (s *Stage) find(display uint32) *scene {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, scene := range s.scenes {
		if scene.display == display && scene.failure == nil {
			scene.screens++
			return scene
		}
	}
	return nil
}

// leave takes a screen away from a scene, and closes the display if it was the last one.
func (s *Stage) leave(scene *scene) error {
	s.opening.Lock()
	defer s.opening.Unlock()
	s.mu.Lock()
	scene.screens--
	last := scene.screens == 0
	if last {
		i := slices.Index(s.scenes, scene)
		s.scenes = slices.Delete(s.scenes, i, i+1)
	}
	s.mu.Unlock()
	if !last {
		return nil
	}
	err := scene.close()
	did := scene.counts // nobody counts any more
	s.cfg.Logger.Debug("display closed", "display", scene.display, "grabs", did.grabs, "coded", did.coded, "given", did.given)
	return err
}
