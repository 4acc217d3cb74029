package sysinfo

import (
	"context"
	"io"
	"os"
	"strings"
)

const (
	// releaseFile names the distribution in its own words.
	releaseFile = "/etc/os-release"

	// maxRelease bounds that file; those in use have about 500 bytes.
	maxRelease = 16 << 10
)

// readSystem returns the system's name and version.
func readSystem(ctx context.Context) (system, version string, err error) {
	file, err := os.Open(releaseFile)
	if err != nil {
		return platform(ctx)
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, maxRelease))
	if err != nil {
		return platform(ctx)
	}
	fields := parseRelease(string(text))
	if system = fields["NAME"]; system == "" {
		return platform(ctx)
	}
	if version = fields["VERSION"]; version == "" {
		version = fields["VERSION_ID"]
	}
	return system, version, nil
}

// parseRelease reads lines of NAME=value, where the value may stand in quotes.
func parseRelease(text string) map[string]string {
	fields := map[string]string{}
	for line := range strings.Lines(text) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if ok && !strings.HasPrefix(name, "#") {
			fields[name] = strings.Trim(value, `"'`)
		}
	}
	return fields
}
