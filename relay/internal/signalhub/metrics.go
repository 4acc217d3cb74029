package signalhub

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics are what an operator sees of the hub. No label ever holds a name, an address or a nameplate.
type metrics struct {
	connections *prometheus.GaugeVec
	available   prometheus.Gauge
	exchanges   prometheus.Gauge
	ended       *prometheus.CounterVec
	refused     *prometheus.CounterVec
	sessions    prometheus.Counter
	tickets     prometheus.Counter
}

func newMetrics(registerer prometheus.Registerer, limits Limits) (*metrics, error) {
	name := func(s string) string { return prometheus.BuildFQName("beside", "signalling", s) }
	m := &metrics{
		connections: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: name("connections"), Help: "Signalling connections after their hello, by role.",
		}, []string{"role"}),
		available: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: name("agents_available"), Help: "Agents' apps that take requests.",
		}),
		exchanges: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: name("exchanges"), Help: "Key exchanges under way.",
		}),
		ended: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: name("exchanges_ended_total"), Help: "Key exchanges that were broken off, by reason.",
		}, []string{"reason"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: name("refused_total"), Help: "Requests refused, by fault.",
		}, []string{"fault"}),
		sessions: prometheus.NewCounter(prometheus.CounterOpts{
			Name: name("sessions_granted_total"), Help: "Codes redeemed for a session.",
		}),
		tickets: prometheus.NewCounter(prometheus.CounterOpts{
			Name: name("tickets_granted_total"), Help: "Tickets for relay legs handed out.",
		}),
	}
	alarm := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: name("join_alarm"), Help: "1 while so many joins fail that every answer is slowed.",
	}, func() float64 {
		if limits.Alarmed() {
			return 1
		}
		return 0
	})
	for _, c := range []prometheus.Collector{m.connections, m.available, m.exchanges, m.ended, m.refused, m.sessions, m.tickets, alarm} {
		if err := registerer.Register(c); err != nil {
			return nil, fmt.Errorf("register the hub's metrics: %w", err)
		}
	}
	return m, nil
}
