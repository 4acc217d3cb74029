package mail

import "github.com/prometheus/client_golang/prometheus"

// metrics count what came of mails that this relay tried to send.
type metrics struct {
	sent, putOff, givenUp prometheus.Counter
}

func newMetrics(r prometheus.Registerer) *metrics {
	opts := func(name, help string) prometheus.CounterOpts {
		return prometheus.CounterOpts{Namespace: "beside", Subsystem: "mail", Name: name, Help: help}
	}
	sent := prometheus.NewCounter(opts("sent_total", "Mails that the mail server took."))
	failed := prometheus.NewCounterVec(opts("failed_total", "Tries of mails that were not taken, by what comes of the mail."), []string{"end"})
	if r != nil {
		r.MustRegister(sent, failed)
	}
	return &metrics{sent: sent, putOff: failed.WithLabelValues("again"), givenUp: failed.WithLabelValues("given_up")}
}
