package streams_test

import (
	"context"
	"errors"
	"net"
	"testing"

	"beside.example/internal/streams"
)

func TestContextEndsWhatBlocks(t *testing.T) {
	a, b := net.Pipe()
	defer a.Close()
	defer b.Close()
	for name, block := range map[string]func(ctx context.Context) error{
		"read": func(ctx context.Context) error {
			defer streams.UnblockReads(ctx, a)()
			_, err := a.Read(make([]byte, 1))
			return err
		},
		"write": func(ctx context.Context) error {
			defer streams.UnblockWrites(ctx, b)()
			_, err := b.Write([]byte{1})
			return err
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := streams.Cause(ctx, block(ctx)); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want the context's end", name, err)
		}
	}
	failure := errors.New("failure")
	if err := streams.Cause(t.Context(), failure); !errors.Is(err, failure) {
		t.Errorf("%v, want the failure", err)
	}
}
