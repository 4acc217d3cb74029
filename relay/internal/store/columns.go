package store

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// millis is a time as the tables keep it: milliseconds since 1970, 0 for the zero time.
type millis int64

func toMillis(t time.Time) millis {
	if t.IsZero() {
		return 0
	}
	return millis(t.UnixMilli())
}

func (m millis) time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(m)).UTC()
}

// timeColumn reads millis into a time.
type timeColumn struct{ to *time.Time }

var _ sql.Scanner = timeColumn{}

// Scan implements sql.Scanner.
func (c timeColumn) Scan(value any) error {
	n, ok := value.(int64)
	if !ok {
		return fmt.Errorf("a time is kept as %T", value)
	}
	*c.to = millis(n).time()
	return nil
}

// bytesColumn reads a column of a fixed size, and nothing where it may be NULL.
type bytesColumn struct{ to []byte }

var _ sql.Scanner = bytesColumn{}

// Scan implements sql.Scanner.
func (c bytesColumn) Scan(value any) error {
	if value == nil {
		clear(c.to)
		return nil
	}
	b, ok := value.([]byte)
	if !ok {
		return fmt.Errorf("bytes are kept as %T", value)
	}
	return copyExactly(c.to, b, "a column")
}

// orNull returns the bytes of an ID, or NULL for the zero one.
func orNull(id []byte) any {
	for _, b := range id {
		if b != 0 {
			return id
		}
	}
	return nil
}

// jsonColumn keeps what is only ever read whole.
type jsonColumn[T any] struct{ to *T }

var (
	_ sql.Scanner   = jsonColumn[int]{}
	_ driver.Valuer = jsonColumn[int]{}
)

// asJSON returns a column of v, to write or to read.
func asJSON[T any](v *T) jsonColumn[T] { return jsonColumn[T]{to: v} }

// Scan implements sql.Scanner.
func (c jsonColumn[T]) Scan(value any) error {
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("JSON is kept as %T", value)
	}
	return json.Unmarshal([]byte(text), c.to)
}

// Value implements driver.Valuer.
func (c jsonColumn[T]) Value() (driver.Value, error) {
	text, err := json.Marshal(*c.to)
	return string(text), err
}

// marks returns n placeholders with commas.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }
