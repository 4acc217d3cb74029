package center

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"beside.example/relay/internal/store/postgrestest"
)

// counter takes an answer and keeps none of it.
type counter struct {
	header http.Header
	status int
	bytes  int64
	rows   int
}

func (c *counter) Header() http.Header    { return c.header }
func (c *counter) WriteHeader(status int) { c.status = status }

func (c *counter) Write(p []byte) (int, error) {
	c.bytes += int64(len(p))
	c.rows += strings.Count(string(p), "\n")
	return len(p), nil
}

// BenchmarkExport takes 1,000,000 sessions along as a file, as a browser does, and watches how much memory that needs at most: of Go's heap,
// and of the whole process beyond what it had before.
func BenchmarkExport(b *testing.B) {
	b.Run("SQLite", func(b *testing.B) { benchmarkExport(b, filepath.Join(b.TempDir(), "relay.db")) })
	b.Run("PostgreSQL", func(b *testing.B) { benchmarkExport(b, postgrestest.Start(b).NewDatabase(b)) })
}

func benchmarkExport(b *testing.B, dsn string) {
	const cases = 1_000_000
	o := newOfficeIn(b, dsn, cases)
	for _, format := range []string{formatCSV, formatJSON} {
		b.Run(format, func(b *testing.B) {
			for b.Loop() {
				watch := watchMemory(b)
				c := &counter{header: http.Header{}, status: http.StatusOK}
				r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "https://relay.northfield.example/center/sessions/export/"+format, nil)
				r.AddCookie(&http.Cookie{Name: cookieName, Value: o.tokens[o.elena.ID]})
				o.ServeHTTP(c, r)
				heap, resident := watch()
				if c.status != http.StatusOK || c.rows < cases {
					b.Fatalf("status %d, %d lines", c.status, c.rows)
				}
				b.ReportMetric(float64(heap)/1e6, "heap-MB")
				b.ReportMetric(float64(resident)/1e6, "resident-MB")
				b.ReportMetric(float64(c.bytes)/1e6, "file-MB")
			}
		})
	}
}

// watchMemory watches how much memory is in use until the function is called that it returns: the most of the heap, and by how much the
// process grew at most.
func watchMemory(b *testing.B) (end func() (heap, resident uint64)) {
	const often = 20 * time.Millisecond
	runtime.GC()
	before := residentNow(b)
	over, ended := make(chan struct{}), make(chan struct{})
	var heap, resident uint64
	go func() {
		defer close(ended)
		ticker := time.NewTicker(often)
		defer ticker.Stop()
		for {
			select {
			case <-over:
				return
			case <-ticker.C:
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				heap, resident = max(heap, m.HeapInuse), max(resident, residentNow(b))
			}
		}
	}()
	return func() (uint64, uint64) {
		close(over)
		<-ended
		return heap, resident - min(before, resident)
	}
}

// residentNow is how much memory the process has, as the system counts it.
func residentNow(b *testing.B) uint64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		b.Error(fmt.Errorf("ask how much memory is in use: %w", err))
		return 0
	}
	pages, err := strconv.ParseUint(strings.Fields(string(text))[1], 10, 64)
	if err != nil {
		b.Error(err)
	}
	return pages * uint64(os.Getpagesize())
}
