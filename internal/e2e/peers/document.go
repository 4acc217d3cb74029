package peers

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// Between these two lines a document has the tables.
const (
	docBegin = "<!-- make bench-peers writes from here -->\n"
	docEnd   = "<!-- to here -->\n"
)

// errNoPlace means that a document has no place for the tables.
var errNoPlace = errors.New("it has no place for the tables")

// WriteInto puts the tables into documents, in place of those that they had.
func (r Results) WriteInto(paths []string) error {
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("write the tables: %w", err)
		}
		text, err := insert(string(data), "\n"+r.Machine.String()+"\n"+r.Markdown()+"\n")
		if err != nil {
			return fmt.Errorf("write the tables into %s: %w", path, err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return fmt.Errorf("write the tables: %w", err)
		}
	}
	return nil
}

// insert replaces what a text has between the two lines.
func insert(text, tables string) (string, error) {
	before, rest, begins := strings.Cut(text, docBegin)
	_, after, ends := strings.Cut(rest, docEnd)
	if !begins || !ends {
		return "", errNoPlace
	}
	return before + docBegin + tables + docEnd + after, nil
}
