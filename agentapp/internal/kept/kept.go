// Package kept reads what the agent's app is told at its start and opens what it keeps between two starts: settings,
// records of sessions, the device's key and token.
package kept

import (
	"crypto/ed25519"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"beside.example/agentapp/internal/line"
	"beside.example/agentapp/internal/model"
	"beside.example/internal/desktop/locale"
	"beside.example/internal/desktop/secret"
	"beside.example/internal/product"
	"beside.example/internal/words"
)

// Options are what the app is told at its start.
type Options struct {
	folder   string
	relay    string
	language string
	verbose  bool
}

// Level returns what is logged to standard error.
func (o Options) Level() slog.Level {
	if o.verbose {
		return slog.LevelDebug
	}
	return slog.LevelWarn
}

// ReadOptions reads the command line. It returns flag.ErrHelp when help was asked for, and shown.
func ReadOptions(arguments []string) (Options, error) {
	var o Options
	flags := flag.NewFlagSet(product.AgentBinary, flag.ContinueOnError)
	flags.StringVar(&o.folder, "folder", "", "where settings, chats and notes are kept; by default in the system's place for them")
	flags.StringVar(&o.relay, "relay", "", "the relay to sign in at, HOST[:PORT], in place of the last one")
	flags.StringVar(&o.language, "language", "", "en or fr; by default what was chosen last, else the system's")
	flags.BoolVar(&o.verbose, "verbose", false, "tell on standard error what goes on; never a digit of a code, a text or a picture")
	return o, flags.Parse(arguments)
}

// Kept is what the app keeps between two starts.
type Kept struct {
	Folder   *model.Folder
	Secrets  *secret.Store
	Device   ed25519.PrivateKey
	Language func() string
}

// Open opens the app's folder and the keyring, and makes the device's key at the first start.
func Open(o Options, logger *slog.Logger) (Kept, error) {
	path := o.folder
	if path == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return Kept{}, fmt.Errorf("find the folder for settings: %w", err)
		}
		path = filepath.Join(config, product.AgentBinary)
	}
	folder, err := model.OpenFolder(path)
	if err != nil {
		return Kept{}, err
	}
	secrets, err := secret.Open(product.AgentID, filepath.Join(path, "secrets"))
	if err != nil {
		return Kept{}, err
	}
	device, err := line.DeviceKey(secrets)
	if err != nil {
		return Kept{}, err
	}
	settings, err := folder.Settings()
	if err != nil {
		logger.Warn("the settings could not be read", "err", err)
		return Kept{}, err
	}
	if o.relay != "" && o.relay != settings.Relay {
		settings.Relay, settings.Pin = o.relay, ""
		if err := folder.SaveSettings(settings); err != nil {
			return Kept{}, err
		}
	}
	language := settings.Language
	switch {
	case o.language != "":
		language = words.Match(o.language)
	case language == "":
		language = words.Match(locale.Preferred())
	}
	return Kept{Folder: folder, Secrets: secrets, Device: device, Language: func() string { return string(language) }}, nil
}
