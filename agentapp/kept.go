package main

import (
	"crypto/ed25519"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"beside.example/agentapp/internal/line"
	"beside.example/agentapp/internal/model"
	"beside.example/internal/desktop/secret"
	"beside.example/internal/product"
	"beside.example/internal/words"
)

// options are what the app is told at its start.
type options struct {
	folder   string
	relay    string
	language string
	verbose  bool
}

// level returns what is logged to standard error.
func (o options) level() slog.Level {
	if o.verbose {
		return slog.LevelDebug
	}
	return slog.LevelWarn
}

func readOptions(arguments []string) (options, error) {
	var o options
	flags := flag.NewFlagSet(product.AgentBinary, flag.ContinueOnError)
	flags.StringVar(&o.folder, "folder", "", "where settings, chats and notes are kept; by default in the system's place for them")
	flags.StringVar(&o.relay, "relay", "", "the relay to sign in at, HOST[:PORT], in place of the last one")
	flags.StringVar(&o.language, "language", "", "en or fr; by default what was chosen last, else the system's")
	flags.BoolVar(&o.verbose, "verbose", false, "tell on standard error what goes on; never a digit of a code, a text or a picture")
	return o, flags.Parse(arguments)
}

// kept is what the app keeps between two starts.
type kept struct {
	folder   *model.Folder
	secrets  *secret.Store
	device   ed25519.PrivateKey
	language func() string
}

// openKept opens the app's folder and the keyring, and makes the device's key at the first start.
func openKept(o options, logger *slog.Logger) (kept, error) {
	path := o.folder
	if path == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return kept{}, fmt.Errorf("find the folder for settings: %w", err)
		}
		path = filepath.Join(config, product.AgentBinary)
	}
	folder, err := model.OpenFolder(path)
	if err != nil {
		return kept{}, err
	}
	secrets, err := secret.Open(product.AgentID, filepath.Join(path, "secrets"))
	if err != nil {
		return kept{}, err
	}
	device, err := line.DeviceKey(secrets)
	if err != nil {
		return kept{}, err
	}
	settings, err := folder.Settings()
	if err != nil {
		logger.Warn("the settings could not be read", "err", err)
		return kept{}, err
	}
	if o.relay != "" && o.relay != settings.Relay {
		settings.Relay, settings.Pin = o.relay, ""
		if err := folder.SaveSettings(settings); err != nil {
			return kept{}, err
		}
	}
	language := settings.Language
	switch {
	case o.language != "":
		language = words.Match(o.language)
	case language == "":
		language = words.SystemLanguage()
	}
	return kept{folder: folder, secrets: secrets, device: device, language: func() string { return string(language) }}, nil
}
