package transporttest

import (
	"context"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/transport"
)

// pairTimeout is ample for a handshake over the worst link of the tests.
const pairTimeout = 30 * time.Second

// Configs returns the two sides' configurations of one session without carriers: two identities that pin each other, and
// the same key.
func Configs(t testing.TB) (agent, customer transport.Config) {
	t.Helper()
	agentCertificate, agentSPKI, err := transport.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	customerCertificate, customerSPKI, err := transport.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	key := []byte("a key that both sides have agreed")
	agent = transport.Config{Certificate: agentCertificate, PeerSPKI: customerSPKI, Key: key}
	customer = transport.Config{Certificate: customerCertificate, PeerSPKI: agentSPKI, Key: key}
	return agent, customer
}

// Pair returns two connected conns over a perfect link; the test closes them at its end.
func Pair(t testing.TB) (agent, customer *transport.Conn) {
	t.Helper()
	return PairOver(t, NewLink(t, 1, Impairment{}))
}

// PairOver returns two connected conns over a link; the test closes them at its end.
func PairOver(t testing.TB, l *Link) (agent, customer *transport.Conn) {
	t.Helper()
	agentConfig, customerConfig := Configs(t)
	agentConfig.Carrier, customerConfig.Carrier = l.Agent(), l.Customer()
	return Connect(t, agentConfig, customerConfig)
}

// Connect dials and listens; the test closes both conns at its end.
func Connect(t testing.TB, agentConfig, customerConfig transport.Config) (agent, customer *transport.Conn) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), pairTimeout)
	defer cancel()
	type result struct {
		conn *transport.Conn
		err  error
	}
	listening := make(chan result, 1)
	go func() {
		conn, err := transport.Listen(ctx, customerConfig)
		listening <- result{conn, err}
	}()
	agent, err := transport.Dial(ctx, agentConfig)
	if err != nil {
		cancel()
		<-listening
		t.Fatalf("dial: %v", err)
	}
	t.Cleanup(func() { closeConn(t, agent) })
	other := <-listening
	if other.err != nil {
		t.Fatalf("listen: %v", other.err)
	}
	t.Cleanup(func() { closeConn(t, other.conn) })
	return agent, other.conn
}

func closeConn(t testing.TB, c *transport.Conn) {
	if err := c.Close(protocol.CloseGone, "test over"); err != nil {
		t.Errorf("close: %v", err)
	}
}
