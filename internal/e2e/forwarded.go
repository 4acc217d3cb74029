package e2e

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Forwarded returns how many bytes the relay has forwarded between the two sides, by whatever way, and in how many packets, as its
// metrics tell.
func (r *Relay) Forwarded(ctx context.Context) (bytes, packets float64, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+r.Monitor+"/metrics", nil)
	if err != nil {
		return 0, 0, fmt.Errorf("read the relay's metrics: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, 0, fmt.Errorf("read the relay's metrics: %w", err)
	}
	defer response.Body.Close()
	const maxMetrics = 1 << 20 // bytes: a relay's page of metrics is some ten kilobytes
	sums := map[string]float64{"beside_forward_bytes_total": 0, "beside_forward_packets_total": 0}
	found := map[string]bool{}
	lines := bufio.NewScanner(io.LimitReader(response.Body, maxMetrics))
	for lines.Scan() {
		series, rest, ok := strings.Cut(lines.Text(), "{")
		if _, wanted := sums[series]; !ok || !wanted {
			continue
		}
		fields := strings.Fields(rest)
		n, err := strconv.ParseFloat(fields[len(fields)-1], 64)
		if err != nil {
			return 0, 0, fmt.Errorf("read the relay's metrics: %w", err)
		}
		sums[series], found[series] = sums[series]+n, true
	}
	if len(found) < len(sums) {
		return 0, 0, errors.New("read the relay's metrics: they say nothing of what was forwarded")
	}
	return sums["beside_forward_bytes_total"], sums["beside_forward_packets_total"], lines.Err()
}
