package inbox_test

import (
	"errors"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol/carrier/inbox"
)

func TestInboxKeepsOrderAndDropsTheTail(t *testing.T) {
	box := inbox.New(2)
	defer box.Close()
	for round := range 3 {
		for n := range 2 {
			if !box.Put([]byte{byte(round), byte(n)}) {
				t.Fatalf("packet %d of round %d was dropped", n, round)
			}
		}
		if box.Put([]byte{9}) {
			t.Fatal("a full inbox took a packet")
		}
		for n := range 2 {
			var p [8]byte
			got, err := box.Read(p[:])
			if err != nil || got != 2 || p[0] != byte(round) || p[1] != byte(n) {
				t.Fatalf("read %x, %v", p[:got], err)
			}
		}
	}
}

func TestInboxCopies(t *testing.T) {
	box := inbox.New(1)
	defer box.Close()
	packet := []byte("before")
	box.Put(packet)
	copy(packet, "after!")
	var p [3]byte
	if n, err := box.Read(p[:]); err != nil || string(p[:n]) != "bef" {
		t.Fatalf("read %q, %v", p[:n], err)
	}
}

func TestInboxDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box := inbox.New(1)
		defer box.Close()
		start := time.Now()
		if err := box.SetReadDeadline(start.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := box.Read(nil); !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) != time.Second {
			t.Fatalf("read returned %v after %v", err, time.Since(start))
		}
		if err := box.SetReadDeadline(time.Time{}); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Second, func() { box.Put([]byte{1}) })
		var p [1]byte
		if n, err := box.Read(p[:]); n != 1 || err != nil {
			t.Fatalf("read returned %d, %v", n, err)
		}
	})
}

func TestInboxDeadlineWakesAReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box := inbox.New(1)
		defer box.Close()
		done := make(chan error)
		go func() {
			_, err := box.Read(nil)
			done <- err
		}()
		synctest.Wait()
		if err := box.SetReadDeadline(time.Now()); err != nil {
			t.Fatal(err)
		}
		if err := <-done; !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatal(err)
		}
	})
}

func TestInboxClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box := inbox.New(1)
		done := make(chan error)
		go func() {
			_, err := box.Read(nil)
			done <- err
		}()
		synctest.Wait()
		box.Close()
		if err := <-done; !errors.Is(err, net.ErrClosed) {
			t.Fatal(err)
		}
		if box.Put([]byte{1}) {
			t.Fatal("a closed inbox took a packet")
		}
		if err := box.SetReadDeadline(time.Now()); !errors.Is(err, net.ErrClosed) {
			t.Fatal(err)
		}
	})
}
