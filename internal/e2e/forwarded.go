package e2e

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Forwarded returns how many bytes the relay has forwarded between the two sides, by whatever way, as its metrics tell.
func (r *Relay) Forwarded(ctx context.Context) (float64, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+r.Monitor+"/metrics", nil)
	if err != nil {
		return 0, fmt.Errorf("read the relay's metrics: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, fmt.Errorf("read the relay's metrics: %w", err)
	}
	defer response.Body.Close()
	const maxMetrics = 1 << 20 // bytes: a relay's page of metrics is some ten kilobytes
	const series = "beside_forward_bytes_total{"
	sum, found := 0.0, false
	lines := bufio.NewScanner(io.LimitReader(response.Body, maxMetrics))
	for lines.Scan() {
		if !strings.HasPrefix(lines.Text(), series) {
			continue
		}
		fields := strings.Fields(lines.Text())
		n, err := strconv.ParseFloat(fields[len(fields)-1], 64)
		if err != nil {
			return 0, fmt.Errorf("read the relay's metrics: %w", err)
		}
		sum, found = sum+n, true
	}
	if !found {
		return 0, fmt.Errorf("read the relay's metrics: there is no %s…}", series)
	}
	return sum, lines.Err()
}
