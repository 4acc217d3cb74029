package forward

import "github.com/prometheus/client_golang/prometheus"

// metrics are the figures of a Forwarder, taken out of their families once, so that counting a packet is one atomic addition.
type metrics struct {
	packets, bytes [2]prometheus.Counter // by way

	droppedUnbound, droppedNobody, droppedRate, droppedQueue prometheus.Counter
	droppedGarbage, droppedBudget, droppedWrite              prometheus.Counter

	challenges, bound, refused prometheus.Counter

	sessions, udpLegs, tlsLegs prometheus.Gauge
}

func newMetrics(r prometheus.Registerer) *metrics {
	vec := func(name, help, label string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts(opts(name, help)), []string{label})
	}
	packets := vec("packets_total", "Packets forwarded, by the way they left.", "way")
	bytes := vec("bytes_total", "Bytes forwarded, by the way they left.", "way")
	dropped := vec("dropped_total", "Packets dropped, by reason.", "reason")
	binds := vec("binds_total", "Requests to bind a leg, by outcome.", "outcome")
	sessions := prometheus.NewGauge(prometheus.GaugeOpts(opts("sessions", "Sessions known.")))
	legs := prometheus.NewGaugeVec(prometheus.GaugeOpts(opts("legs", "Legs bound, by way.")), []string{"way"})
	if r != nil {
		r.MustRegister(packets, bytes, dropped, binds, sessions, legs)
	}
	return &metrics{
		packets:        [2]prometheus.Counter{wayUDP: packets.WithLabelValues("udp"), wayTLS: packets.WithLabelValues("tls")},
		bytes:          [2]prometheus.Counter{wayUDP: bytes.WithLabelValues("udp"), wayTLS: bytes.WithLabelValues("tls")},
		droppedUnbound: dropped.WithLabelValues("unbound"),
		droppedNobody:  dropped.WithLabelValues("nobody"),
		droppedRate:    dropped.WithLabelValues("rate"),
		droppedQueue:   dropped.WithLabelValues("queue"),
		droppedGarbage: dropped.WithLabelValues("garbage"),
		droppedBudget:  dropped.WithLabelValues("budget"),
		droppedWrite:   dropped.WithLabelValues("write"),
		challenges:     binds.WithLabelValues("challenged"),
		bound:          binds.WithLabelValues("bound"),
		refused:        binds.WithLabelValues("refused"),
		sessions:       sessions,
		udpLegs:        legs.WithLabelValues("udp"),
		tlsLegs:        legs.WithLabelValues("tls"),
	}
}

func opts(name, help string) prometheus.Opts {
	return prometheus.Opts{Namespace: "beside", Subsystem: "forward", Name: name, Help: help}
}

// count counts a packet that leaves by w.
func (m *metrics) count(w way, n int) {
	m.packets[w].Inc()
	m.bytes[w].Add(float64(n))
}
