package api_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"beside.example/relay/internal/api"
)

// TestLongAnswers asks a server that has no time to write: what counts for long takes the time that it needs, and nothing else does.
func TestLongAnswers(t *testing.T) {
	h := newHouse(t)
	server := httptest.NewUnstartedServer(h)
	server.Config.WriteTimeout = time.Nanosecond
	server.Start()
	defer server.Close()
	token := h.token("reports:read")
	for path, want := range map[string]int{"/reports/summary": http.StatusOK, "/reports/agents": http.StatusOK, "/organisation": 0} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+api.Root+path, http.NoBody)
		must(t, err)
		r.Header.Set("Authorization", "Bearer "+token)
		got := 0
		if answer, err := server.Client().Do(r); err == nil {
			got = answer.StatusCode
			must(t, answer.Body.Close())
		}
		if got != want {
			t.Errorf("%s: status %d, want %d", path, got, want)
		}
	}
}
