package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"sync"

	"github.com/spf13/cobra"

	"beside.example/relay/internal/server"
)

func (a *app) serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Run the relay until it gets SIGTERM or SIGINT (this is what happens without a subcommand)",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.serve(cmd.Context(), cmd.ErrOrStderr(), func(*server.Server) error { return nil })
		},
	}
}

// serve runs the relay; ready is called once it has its ports.
func (a *app) serve(ctx context.Context, logTo io.Writer, ready func(*server.Server) error) error {
	logger, err := newLogger(logTo, a.settings.LogLevel, a.settings.LogFormat)
	if err != nil {
		return err
	}
	debug.SetGCPercent(collectAt)
	config := a.settings.Server
	config.Logger = logger
	s, err := server.New(ctx, config)
	if err != nil {
		return err
	}
	if err := ready(s); err != nil {
		return errors.Join(fmt.Errorf("tell where the relay is: %w", err), s.Close())
	}
	var trimming sync.WaitGroup
	trimmed, stop := context.WithCancel(ctx)
	trimming.Go(func() { trimMemory(trimmed) })
	err = s.Run(ctx)
	stop()
	trimming.Wait()
	return err
}

func newLogger(to io.Writer, level, format string) (*slog.Logger, error) {
	var options slog.HandlerOptions
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, fmt.Errorf("log-level %q: write debug, info, warn or error", level)
	}
	options.Level = l
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(to, &options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(to, &options)), nil
	}
	return nil, fmt.Errorf("log-format %q: write text or json", format)
}
