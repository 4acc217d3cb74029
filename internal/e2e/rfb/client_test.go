package rfb

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"
	"net"
	"testing"
	"time"

	"beside.example/internal/framebuffer"
)

// TestClient greets, asks, is told that the server goes on by itself, answers a fence, decodes, and points.
func TestClient(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan []byte, 1)
	served := make(chan error, 1)
	go func() { served <- serve(t, listener, asked) }()
	updated := make(chan int, 1)
	client, err := Dial(t.Context(), listener.Addr().String(), image.Rectangle{}, func(_ time.Time, pixels int) { updated <- pixels })
	if err != nil {
		t.Fatal(err)
	}
	if pixels := <-updated; pixels < 390 {
		t.Error("told of", pixels, "pixels")
	}
	client.Read(func(fb *framebuffer.Framebuffer) {
		if at(fb, 7, 7).R != 10 {
			t.Error("shows", at(fb, 7, 7))
		}
	})
	if n, err := client.Travelled(); err != nil || n < 600 {
		t.Error(n, "bytes have travelled", err)
	}
	if err := client.Pointer(image.Pt(258, 3), true); err != nil {
		t.Error(err)
	}
	got := <-asked
	want := append(wishes(), request(image.Pt(64, 32), false)...)
	want = append(want, appendArea([]byte{enableContinuous, 1}, image.Pt(64, 32))...)
	want = append(want, clientFence, 0, 0, 0, 0, 0, 0, 0b101, 2, 'o', 'k')
	want = append(want, pointerEvent, 1, 1, 2, 0, 3)
	if !bytes.Equal(got, want) {
		t.Errorf("the server hears\n%x, want\n%x", got, want)
	}
	if err := client.Close(); err != nil {
		t.Error(err)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// serve is a server for one client.
func serve(t *testing.T, listener net.Listener, asked chan<- []byte) error {
	conn, err := listener.Accept()
	if err != nil {
		return err
	}
	defer conn.Close()
	defer listener.Close()
	const name = "desk"
	if _, err := io.WriteString(conn, version+"\x01\x01\x00\x00\x00\x00"); err != nil {
		return err
	}
	init := make([]byte, 24)
	init[1], init[3], init[23] = 64, 32, byte(len(name))
	if _, err := conn.Write(append(init, name...)); err != nil {
		return err
	}
	if _, err := io.ReadFull(conn, make([]byte, len(version)+2)); err != nil { // version, security, shared
		return err
	}
	fence := binary.BigEndian.AppendUint32([]byte{serverFence, 0, 0, 0}, fenceRequest|0b101)
	messages := append([]byte{bell, serverCutText, 0, 0, 0, 0, 0, 0, 1, 'x', setColourMap, 0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, endOfContinuous}, fence...)
	messages = append(messages, 2, 'o', 'k', framebufferUpdate)
	if _, err := conn.Write(append(messages, everything(t)...)); err != nil {
		return err
	}
	heard := make([]byte, len(wishes())+10+10+11+6)
	_, err = io.ReadFull(conn, heard)
	asked <- heard
	if err == nil {
		_, err = io.Copy(io.Discard, conn) // until the client closes
	}
	return err
}

// TestRefused meets servers that want what this client has not.
func TestRefused(t *testing.T) {
	for name, says := range map[string]string{
		"not a VNC server":    "SSH-2.0-OpenSSH_9.2",
		"wants a password":    version + "\x01\x02\x00\x00\x00\x01",
		"ends":                version,
		"too long a name":     version + "\x01\x01\x00\x00\x00\x00\x00\x40\x00\x20" + string(make([]byte, 16)) + "\x7f\xff\xff\xff",
		"no screen":           version + "\x01\x01\x00\x00\x00\x00" + string(make([]byte, 24)),
		"an unheard-of thing": version + "\x01\x01\x00\x00\x00\x00\x00\x40\x00\x20" + string(make([]byte, 20)) + "\x77",
	} {
		t.Run(name, func(t *testing.T) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			served := make(chan error, 1)
			go func() {
				conn, err := listener.Accept()
				if err == nil {
					_, err = io.WriteString(conn, says)
				}
				if tcp, ok := conn.(*net.TCPConn); ok {
					_ = tcp.CloseWrite() // it may have hung up before
					_, _ = io.Copy(io.Discard, conn)
					_ = conn.Close()
				}
				served <- err
			}()
			client, err := Dial(t.Context(), listener.Addr().String(), image.Rectangle{}, nil)
			if err == nil { // then it ends by itself
				<-client.Done()
				err = client.Close()
			}
			if err == nil {
				t.Error("all is well")
			}
			if err := <-served; err != nil {
				t.Error(err)
			}
			if err := listener.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
