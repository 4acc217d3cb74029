package chat

import (
	"fmt"
	"io"
	"strings"

	"beside.example/internal/words"
)

// clock is how an exported line tells its time: the same in both languages, to the second.
const clock = "2006-01-02 15:04:05"

// Export writes the entries as plain text, a line each, in the catalogue's language; lines that follow the first of a
// message are indented, so that nobody can forge an entry by writing a line that looks like one.
func Export(w io.Writer, c *words.Catalogue, entries []Entry) error {
	for _, e := range entries {
		if _, err := io.WriteString(w, line(c, e)); err != nil {
			return fmt.Errorf("write the chat log: %w", err)
		}
	}
	return nil
}

func line(c *words.Catalogue, e Entry) string {
	said := strings.ReplaceAll(Text(c, e), "\n", "\n    ")
	at := e.At.Format(clock)
	switch {
	case e.IsStatus():
		return fmt.Sprintf("%s  * %s\n", at, said)
	case e.Private:
		return fmt.Sprintf("%s  %s (%s): %s\n", at, Author(c, e), c.T("chat.private"), said)
	}
	return fmt.Sprintf("%s  %s: %s\n", at, Author(c, e), said)
}
