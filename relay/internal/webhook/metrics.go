package webhook

import (
	"github.com/prometheus/client_golang/prometheus"

	"beside.example/relay/internal/support"
)

// metrics count what came of deliveries that this relay tried.
type metrics struct {
	delivered, again, givenUp, stopped prometheus.Counter
}

func newMetrics(r prometheus.Registerer) *metrics {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: "beside", Subsystem: "webhook", Name: name, Help: help})
	}
	failed := prometheus.NewCounterVec(prometheus.CounterOpts{
		Namespace: "beside", Subsystem: "webhook", Name: "failed_total", Help: "Tries of deliveries that were not taken, by what comes of the delivery.",
	}, []string{"end"})
	m := &metrics{
		delivered: counter("delivered_total", "Deliveries that a receiver took."), again: failed.WithLabelValues("again"), givenUp: failed.WithLabelValues("given_up"),
		stopped: counter("stopped_total", "Webhooks that are told nothing more until a manager turns them on again."),
	}
	if r != nil {
		r.MustRegister(m.delivered, failed, m.stopped)
	}
	return m
}

// count counts what came of a try; stopped says that the webhook is told nothing more.
func (m *metrics) count(status support.DeliveryStatus, stopped bool) {
	switch status {
	case support.DeliveryTaken:
		m.delivered.Inc()
	case support.DeliveryGivenUp:
		m.givenUp.Inc()
	default:
		m.again.Inc()
	}
	if stopped {
		m.stopped.Inc()
	}
}
