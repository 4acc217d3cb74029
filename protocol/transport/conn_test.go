package transport_test

import (
	"bytes"
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/transport/transporttest"
)

func TestPairCarriesStreams(t *testing.T) {
	agent, customer := transporttest.Pair(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()

	if _, err := agent.Control().Write([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	var hello [5]byte
	if _, err := io.ReadFull(customer.Control(), hello[:]); err != nil || string(hello[:]) != "hello" {
		t.Fatalf("control stream carried %q, %v", hello, err)
	}

	screen, err := customer.OpenStream(ctx, protocol.StreamScreen)
	if err != nil {
		t.Fatal(err)
	}
	kind, accepted, err := agent.AcceptStream(ctx)
	if err != nil || kind != protocol.StreamScreen {
		t.Fatalf("accepted a stream for %v, %v", kind, err)
	}
	picture := bytes.Repeat([]byte("pixel"), 100_000)
	go func() {
		_, _ = screen.Write(picture)
		_ = screen.Close()
	}()
	if got, err := io.ReadAll(accepted); err != nil || !bytes.Equal(got, picture) {
		t.Fatalf("read %d of %d bytes, %v", len(got), len(picture), err)
	}

	input, err := agent.OpenUniStream(ctx, protocol.StreamInput)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := input.Write([]byte{7}); err != nil {
		t.Fatal(err)
	}
	kind, in, err := customer.AcceptUniStream(ctx)
	if err != nil || kind != protocol.StreamInput {
		t.Fatalf("accepted a stream for %v, %v", kind, err)
	}
	var b [1]byte
	if _, err := in.Read(b[:]); err != nil || b[0] != 7 {
		t.Fatalf("input stream carried %x, %v", b, err)
	}
}

func TestPairInVirtualTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		link := transporttest.NewLink(t, 1, transporttest.Impairment{Delay: 20 * time.Millisecond})
		start := time.Now()
		agent, _ := transporttest.PairOver(t, link)
		if took := time.Since(start); took > 200*time.Millisecond {
			t.Errorf("the conn took %v", took)
		}
		<-time.After(5 * time.Second)
		if s := agent.Stats(); s.SmoothedRTT < 40*time.Millisecond || s.SmoothedRTT > 70*time.Millisecond {
			t.Errorf("measured a round trip of %v", s.SmoothedRTT)
		}
	})
}
