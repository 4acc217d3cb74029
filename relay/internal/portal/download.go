package portal

import (
	"fmt"
	"net/http"
	"time"

	"beside.example/relay/internal/web"
)

// download sends one of the files that the page offers, whole or in the ranges that a broken download asks for.
func (p *Portal) download(w http.ResponseWriter, r *http.Request) error {
	d, content, err := p.Downloads.Open(r.Context(), r.PathValue("file"))
	if err != nil {
		return err
	}
	if content == nil {
		return web.NotFound()
	}
	defer content.Close()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", d.File))
	h.Set("ETag", fmt.Sprintf("%q", d.SHA256))
	http.ServeContent(&patientWriter{ResponseWriter: w, control: http.NewResponseController(w)}, r, d.File, d.modified, content)
	return nil
}

// stalled is how long a download may stand still before it is given up; the whole of it may take hours.
const stalled = 30 * time.Second

// patientWriter puts off the deadline for writing as long as the reader takes anything.
type patientWriter struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (w *patientWriter) Write(b []byte) (int, error) {
	if err := w.control.SetWriteDeadline(time.Now().Add(stalled)); err != nil {
		return 0, fmt.Errorf("put off the deadline: %w", err)
	}
	return w.ResponseWriter.Write(b)
}
