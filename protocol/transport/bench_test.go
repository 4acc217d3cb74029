package transport_test

import (
	"io"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/carrier"
	"beside.example/protocol/leg"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
)

// BenchmarkRelayed moves bytes between two apps over carriers and the test relay on loopback: all of it on one machine.
func BenchmarkRelayed(b *testing.B) {
	for name, blockUDP := range map[string]bool{"udp": false, "tls": true} {
		b.Run(name, func(b *testing.B) {
			r := transporttest.NewRelay(b)
			r.BlockUDP(blockUDP)
			agentConfig, customerConfig := transporttest.Configs(b)
			agentConfig.Carrier = carrier.New(carrier.Config{Side: leg.SideAgent, Tickets: r.Tickets(leg.SideAgent), TLS: r.TLS()})
			customerConfig.Carrier = carrier.New(carrier.Config{Side: leg.SideCustomer, Tickets: r.Tickets(leg.SideCustomer), TLS: r.TLS()})
			agent, customer := transporttest.Connect(b, agentConfig, customerConfig)
			benchmark(b, customer, agent)
		})
	}
}

// BenchmarkMemory is the same without sockets: what QUIC and TLS cost.
func BenchmarkMemory(b *testing.B) {
	agent, customer := transporttest.Pair(b)
	benchmark(b, customer, agent)
}

func benchmark(b *testing.B, from, to *transport.Conn) {
	const chunk = 1 << 20
	s, err := from.OpenUniStream(b.Context(), protocol.StreamCursor)
	if err != nil {
		b.Fatal(err)
	}
	_, r, err := to.AcceptUniStream(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	go func() {
		data := make([]byte, chunk)
		for {
			if _, err := s.Write(data); err != nil {
				return
			}
		}
	}()
	b.SetBytes(chunk)
	for b.Loop() {
		if _, err := io.CopyN(io.Discard, r, chunk); err != nil {
			b.Fatal(err)
		}
	}
}
