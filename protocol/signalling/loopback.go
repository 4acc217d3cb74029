package signalling

import (
	"context"
	"crypto/subtle"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"sync"
	"time"
)

// SignInWords are what stands in the browser once it has come back, in the agent's language.
type SignInWords struct {
	// Language is the page's language tag.
	Language string
	// Title and Text tell that the agent is signed in and may close the page; Wrong tells that the page leads nowhere.
	Title string
	Text  string
	Wrong string
}

// Bounds of the loopback server: what comes is one small request of a browser on this machine.
const (
	loopbackHeader = 16 << 10 // bytes
	loopbackWithin = 10 * time.Second
	maxSignInCode  = 256 // bytes
)

// endPage is all that the loopback server ever shows.
const endPage = `<!doctype html>
<html lang="{{.Language}}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{.Title}}</title>
<h1>{{.Title}}</h1>
<p>{{.Text}}</p>
</html>
`

// loopback is the port of this machine to which the browser comes back.
type loopback struct {
	state    string
	words    SignInWords
	page     *template.Template
	listener net.Listener
	server   *http.Server
	serving  sync.WaitGroup
	codes    chan string // the first code that came with the right state
}

func listenLoopback(state string, words SignInWords) (*loopback, error) {
	page, err := template.New("end").Parse(endPage)
	if err != nil {
		return nil, fmt.Errorf("read the last page: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for the browser: %w", err)
	}
	l := &loopback{state: state, words: words, page: page, listener: listener, codes: make(chan string, 1)}
	l.server = &http.Server{
		Handler: l, ReadTimeout: loopbackWithin, WriteTimeout: loopbackWithin, MaxHeaderBytes: loopbackHeader,
	}
	l.server.SetKeepAlivesEnabled(false)
	l.serving.Go(func() { _ = l.server.Serve(listener) }) // ends with close
	return l, nil
}

func (l *loopback) port() int { return l.listener.Addr().(*net.TCPAddr).Port }

// close lets the page that the browser is being shown go out, and ends the server.
func (l *loopback) close() {
	ctx, cancel := context.WithTimeout(context.Background(), finishWithin)
	defer cancel()
	if err := l.server.Shutdown(ctx); err != nil {
		_ = l.server.Close() // what did not end by itself is cut
	}
	l.serving.Wait()
}

// ServeHTTP takes the code. Whoever does not know the state is not our browser coming back, and changes nothing.
func (l *loopback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	code := query.Get("code")
	known := subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(l.state)) == 1
	switch {
	case r.Method != http.MethodGet, r.URL.Path != "/", r.Host != l.listener.Addr().String():
		http.NotFound(w, r)
		return
	case !known, code == "", len(code) > maxSignInCode:
		l.show(w, http.StatusBadRequest, l.words.Wrong)
		return
	}
	l.show(w, http.StatusOK, l.words.Text)
	select {
	case l.codes <- code:
	default: // the browser came twice
	}
}

func (l *loopback) show(w http.ResponseWriter, status int, text string) {
	words := l.words
	words.Text = text
	if status != http.StatusOK {
		words.Title = text
		words.Text = ""
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(status)
	_ = l.page.Execute(w, words) // a browser that went away misses it
}
