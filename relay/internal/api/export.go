package api

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"beside.example/relay/internal/web"
)

// What we may tune of exports.
const (
	exportFlush = 500              // rows between two looks at the clock
	exportWrite = 30 * time.Second // for a slow reader to take as many
)

// table is what an export sends: rows that are read while they are sent.
type table struct {
	name    string
	columns []string
	each    func(row func(cells ...any) error) error
}

// rowWriter writes an export row by row.
type rowWriter interface {
	begin() error
	row(cells []any) error
	end() error
}

// stream sends a table as CSV or JSON and keeps no row of it. Once something was sent, a failure can only cut the answer off, so that nobody
// takes it for a whole one.
func stream(t table, format string) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(c huma.Context) {
		_, w := humago.Unwrap(c)
		var out rowWriter = &jsonRows{to: w, columns: t.columns}
		contentType := "application/json"
		if format == formatCSV {
			out, contentType = &csvRows{to: csv.NewWriter(w), columns: t.columns}, "text/csv; charset=utf-8"
		}
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Content-Disposition", `attachment; filename="beside-`+t.name+"."+format+`"`)
		if err := send(t, out, http.NewResponseController(w)); err != nil {
			panic(http.ErrAbortHandler)
		}
	}}
}

func send(t table, out rowWriter, control *http.ResponseController) error {
	if err := out.begin(); err != nil {
		return err
	}
	rows := 0
	err := t.each(func(cells ...any) error {
		if rows%exportFlush == 0 {
			err := control.SetWriteDeadline(time.Now().Add(exportWrite))
			if err != nil && !errors.Is(err, errors.ErrUnsupported) { // a writer without deadlines needs none
				return fmt.Errorf("put off the deadline: %w", err)
			}
		}
		rows++
		return out.row(cells)
	})
	if err != nil {
		return err
	}
	return out.end()
}

// The formats of exports.
const (
	formatCSV  = "csv"
	formatJSON = "json"
)

// csvRows writes CSV with the names of the columns above.
type csvRows struct {
	to      *csv.Writer
	columns []string
	line    []string
}

func (o *csvRows) begin() error { return o.to.Write(o.columns) }

func (o *csvRows) row(cells []any) error {
	o.line = o.line[:0]
	for _, c := range cells {
		o.line = append(o.line, csvText(c))
	}
	return o.to.Write(o.line)
}

func (o *csvRows) end() error {
	o.to.Flush()
	return o.to.Error()
}

// csvText writes a cell so that no spreadsheet takes what a customer typed for a formula.
func csvText(cell any) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case string:
		return web.SheetText(v)
	case time.Time:
		if v.IsZero() {
			return ""
		}
		return v.UTC().Format(time.RFC3339)
	case *float64:
		if v == nil {
			return ""
		}
		return fmt.Sprint(*v)
	default:
		return fmt.Sprint(v)
	}
}

// jsonRows writes one array of objects.
type jsonRows struct {
	to      io.Writer
	columns []string
	rows    int
}

func (o *jsonRows) begin() error {
	_, err := io.WriteString(o.to, "[")
	return err
}

func (o *jsonRows) row(cells []any) error {
	var b strings.Builder
	if o.rows++; o.rows > 1 {
		b.WriteString(",")
	}
	for i, cell := range cells {
		if at, ok := cell.(time.Time); ok && at.IsZero() {
			cell = nil
		} else if ok {
			cell = at.UTC()
		}
		value, err := json.Marshal(cell)
		if err != nil {
			return fmt.Errorf("write %s as JSON: %w", o.columns[i], err)
		}
		fmt.Fprintf(&b, "%s%q:%s", map[bool]string{true: "\n{", false: ","}[i == 0], o.columns[i], value)
	}
	b.WriteString("}")
	_, err := io.WriteString(o.to, b.String())
	return err
}

func (o *jsonRows) end() error {
	_, err := io.WriteString(o.to, "\n]\n")
	return err
}
