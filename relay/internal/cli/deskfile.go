package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"

	"beside.example/relay/internal/support"
)

// deskFile is what the file of "desk apply" says. What it does not name stays as it is.
type deskFile struct {
	Organisation string        `toml:"organisation"`
	Teams        []teamEntry   `toml:"team"`
	Portals      []portalEntry `toml:"portal"`
	Agents       []agentEntry  `toml:"agent"`
	Canned       []cannedEntry `toml:"canned"`

	source deskSource
}

type teamEntry struct {
	Name     string   `toml:"name"`
	Parent   string   `toml:"parent"`
	Features []string `toml:"features"`
}

type portalEntry struct {
	Name      string          `toml:"name"`
	Slug      string          `toml:"slug"`
	Kind      string          `toml:"kind"`
	ChatFirst bool            `toml:"chat-first"`
	Features  []string        `toml:"features"`
	Colour    string          `toml:"colour"`
	Logo      string          `toml:"logo"` // a PNG file, beside this one unless the path says otherwise
	Greeting  support.Texts   `toml:"greeting"`
	Languages []string        `toml:"languages"`
	Fields    []fieldEntry    `toml:"fields"`
	Survey    []questionEntry `toml:"survey"`
	Hours     hoursEntry      `toml:"hours"`
}

type fieldEntry struct {
	Key      string        `toml:"key"`
	Kind     string        `toml:"kind"`
	Label    support.Texts `toml:"label"`
	Required bool          `toml:"required"`
}

type questionEntry struct {
	Key   string        `toml:"key"`
	Kind  string        `toml:"kind"`
	Label support.Texts `toml:"label"`
}

type hoursEntry struct {
	Zone      string   `toml:"zone"`
	Monday    string   `toml:"monday"`
	Tuesday   string   `toml:"tuesday"`
	Wednesday string   `toml:"wednesday"`
	Thursday  string   `toml:"thursday"`
	Friday    string   `toml:"friday"`
	Saturday  string   `toml:"saturday"`
	Sunday    string   `toml:"sunday"`
	Closed    []string `toml:"closed"`
}

type agentEntry struct {
	Name    string   `toml:"name"`
	Mail    string   `toml:"mail"`
	Team    string   `toml:"team"`
	Role    string   `toml:"role"`
	Center  bool     `toml:"center"`
	Portals []string `toml:"portals"` // slugs; none means all
}

type cannedEntry struct {
	Title    string `toml:"title"`
	Text     string `toml:"text"`
	URL      string `toml:"url"`
	Language string `toml:"language"`
	Team     string `toml:"team"`  // whose it is: a team's, or
	Agent    string `toml:"agent"` // an agent's, by mail; or else everyone's
}

// deskSource finds the lines of a desk file, to say where something is wrong.
type deskSource struct {
	name string
	text string
}

// The limits of files: larger ones are not meant.
const (
	maxDeskFile = 1 << 20
	maxLogoFile = support.MaxLogo + 1 // so that one that is too large is noticed
)

// readDeskFile reads a file; an error names the line.
func readDeskFile(name string) (deskFile, error) {
	text, err := readBounded(name, maxDeskFile)
	if err != nil {
		return deskFile{}, err
	}
	return parseDeskFile(name, string(text))
}

// readBounded reads a file of at most so many bytes.
func readBounded(name string, limit int64) (text []byte, err error) {
	f, err := os.Open(filepath.Clean(name))
	if err != nil {
		return nil, fmt.Errorf("open the file: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	text, err = io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = fmt.Errorf("%s is larger than %d bytes", name, limit)
	}
	return text, err
}

// parseDeskFile reads the text of a file.
func parseDeskFile(name, text string) (deskFile, error) {
	f := deskFile{source: deskSource{name: name, text: text}}
	meta, err := toml.Decode(text, &f)
	if err != nil {
		var parse toml.ParseError
		if errors.As(err, &parse) {
			return f, fmt.Errorf("%s:%d: %s", name, parse.Position.Line, parse.Message)
		}
		return f, fmt.Errorf("%s: %w", name, err)
	}
	var problems []error
	for _, key := range meta.Undecoded() {
		problems = append(problems, fmt.Errorf("%s: there is no %q here", f.source.anywhere(key), key))
	}
	return f, errors.Join(problems...)
}

// at returns where the entry of a section stands, from 0, or its key when the key has a line of its own.
func (s deskSource) at(section string, index int, key string) string {
	entry, line := -1, 0
	for i, text := range strings.Split(s.text, "\n") {
		text = strings.TrimSpace(text)
		if strings.HasPrefix(text, "[[") {
			if strings.Trim(text, "[] \t") == section {
				entry++
				if entry == index {
					line = i + 1
				}
			}
			if line > 0 && i+1 > line {
				break // the next entry
			}
		}
		if line > 0 && keyOf(text) == key && key != "" {
			line = i + 1
			break
		}
	}
	return fmt.Sprintf("%s:%d", s.name, max(line, 1))
}

// anywhere returns where a key first stands in a section of the key's name.
func (s deskSource) anywhere(key toml.Key) string {
	section := ""
	for i, text := range strings.Split(s.text, "\n") {
		text = strings.TrimSpace(text)
		if strings.HasPrefix(text, "[") {
			section = strings.Trim(text, "[] \t")
			if section == key.String() {
				return fmt.Sprintf("%s:%d", s.name, i+1)
			}
			continue
		}
		if strings.TrimPrefix(section+"."+keyOf(text), ".") == key.String() {
			return fmt.Sprintf("%s:%d", s.name, i+1)
		}
	}
	return s.name
}

// keyOf returns the key that a line sets.
func keyOf(line string) string {
	key, _, found := strings.Cut(line, "=")
	if !found {
		return ""
	}
	return strings.Trim(strings.TrimSpace(key), `"'`)
}
