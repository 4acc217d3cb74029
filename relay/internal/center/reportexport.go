package center

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/web"
)

// The formats of exports, by the endings of addresses.
const (
	formatCSV  = "csv"
	formatJSON = "json"
)

// What we may tune of exports.
const (
	exportFlush = 500              // rows between two writes to the network
	exportWrite = 30 * time.Second // for a slow reader to take as many
)

// each hands every row of a table to f.
func (t table) each(f func(row []cell) error) error {
	for _, row := range t.Rows {
		if err := f(row); err != nil {
			return err
		}
	}
	return nil
}

// rowWriter writes an export row by row.
type rowWriter interface {
	begin(columns []column) error
	row(row []cell) error
	end() error
}

// export sends rows as a file while they are read: it keeps none of them. Once something was sent, a failure can only cut the file off,
// so that nobody takes it for a whole one.
func export(w http.ResponseWriter, r *http.Request, c *words.Catalogue, format, name string, columns []column, each func(func(row []cell) error) error) error {
	h := w.Header()
	var out rowWriter
	switch format {
	case formatCSV:
		h.Set("Content-Type", "text/csv; charset=utf-8")
		out = &csvRows{to: csv.NewWriter(w), raw: w, catalogue: c}
	default:
		h.Set("Content-Type", "application/json")
		out = &jsonRows{to: w}
	}
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + "." + format}))
	control := http.NewResponseController(w)
	rows := 0
	err := out.begin(columns)
	if err == nil {
		err = each(func(row []cell) error {
			if rows++; rows%exportFlush == 0 {
				err := control.SetWriteDeadline(time.Now().Add(exportWrite))
				if err != nil && !errors.Is(err, errors.ErrUnsupported) { // a writer without deadlines needs none
					return fmt.Errorf("put off the deadline: %w", err)
				}
			}
			return out.row(row)
		})
	}
	if err == nil {
		err = out.end()
	}
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

// fileName is the name of an export without its ending.
func fileName(report string, f filter) string {
	return "beside-" + report + "-" + f.First + "-" + f.Last
}

// byteOrderMark tells spreadsheets that a file is UTF-8; without it they misread every accent.
const byteOrderMark = "\ufeff"

// csvRows writes CSV with headings in the reader's language.
type csvRows struct {
	to        *csv.Writer
	raw       http.ResponseWriter
	catalogue *words.Catalogue
	line      []string
}

func (o *csvRows) begin(columns []column) error {
	if _, err := o.raw.Write([]byte(byteOrderMark)); err != nil {
		return err
	}
	for _, c := range columns {
		o.line = append(o.line, o.catalogue.T(c.Key(), nil))
	}
	return o.to.Write(o.line)
}

func (o *csvRows) row(row []cell) error {
	o.line = o.line[:0]
	for _, c := range row {
		o.line = append(o.line, csvText(c))
	}
	return o.to.Write(o.line)
}

func (o *csvRows) end() error {
	o.to.Flush()
	return o.to.Error()
}

// csvText writes a cell so that no spreadsheet takes what a customer typed for a formula.
func csvText(c cell) string {
	switch v := c.Value.(type) {
	case nil:
		return ""
	case string:
		return web.SheetText(v)
	default:
		return fmt.Sprint(v)
	}
}

// jsonRows writes one array of objects.
type jsonRows struct {
	to      http.ResponseWriter
	columns []column
	rows    int
}

func (o *jsonRows) begin(columns []column) error {
	o.columns = columns
	_, err := o.to.Write([]byte("["))
	return err
}

func (o *jsonRows) row(row []cell) error {
	var b strings.Builder
	if o.rows++; o.rows > 1 {
		b.WriteString(",")
	}
	for i, c := range row {
		value, err := json.Marshal(c.Value)
		if err != nil {
			return fmt.Errorf("write %s as JSON: %w", o.columns[i].Name, err)
		}
		fmt.Fprintf(&b, "%s%q:%s", map[bool]string{true: "\n{", false: ","}[i == 0], o.columns[i].Name, value)
	}
	b.WriteString("}")
	_, err := o.to.Write([]byte(b.String()))
	return err
}

func (o *jsonRows) end() error {
	_, err := o.to.Write([]byte("\n]\n"))
	return err
}
