package systemtest

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"beside.example/protocol/signalling"
	"beside.example/protocol/signalling/signallingtest"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/support"
)

// processConfig is the environment variable that makes the test's program a relay, which serves until it is killed.
const processConfig = "BESIDE_TEST_RELAY"

// config is what a relay in a process of its own is told.
type config struct {
	Listen, Data, Store, Certificate, Key string
	Requests                              support.RequestSettings
}

func (c config) server() server.Config {
	return server.Config{
		Listen: c.Listen, Data: c.Data, Store: c.Store, Requests: c.Requests, PrivateWebhooks: true,
		TLS: server.TLS{Mode: server.TLSFiles, Certificate: c.Certificate, Key: c.Key},
	}
}

// serveAsProcess is the whole life of such a process. It says where it listens.
func serveAsProcess(encoded string) error {
	var c config
	if err := json.Unmarshal([]byte(encoded), &c); err != nil {
		return err
	}
	s, err := server.New(context.Background(), c.server())
	if err != nil {
		return err
	}
	fmt.Println(s.Addr())
	return s.Run(context.Background())
}

// process is a relay that can be killed as nothing within a process can.
type process struct {
	t       testing.TB
	config  config
	command *exec.Cmd // nil while it is dead
}

// newProcess starts a relay with a certificate.
func newProcess(t testing.TB, certificate vouched, store string) *process {
	t.Helper()
	settings := support.DefaultRequestSettings()
	p := &process{t: t, config: config{
		Listen: "127.0.0.1:0", Data: t.TempDir(), Store: store, Certificate: certificate.certificate, Key: certificate.key, Requests: settings,
	}}
	p.start()
	t.Cleanup(p.kill)
	return p
}

// start starts the relay, also again after kill: at the same address and with the same data.
func (p *process) start() {
	p.t.Helper()
	encoded, err := json.Marshal(p.config)
	must(p.t, err)
	program, err := os.Executable()
	must(p.t, err)
	command := exec.Command(program)
	command.Env = append(os.Environ(), processConfig+"="+string(encoded))
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	must(p.t, err)
	must(p.t, command.Start())
	p.command = command
	line, err := bufio.NewReader(output).ReadString('\n')
	must(p.t, err)
	if address := strings.TrimSuffix(line, "\n"); address != p.config.Listen {
		p.config.Listen = address // the first time, before any app looks
	}
}

// kill ends the relay as kill -9 does.
func (p *process) kill() {
	if p.command == nil {
		return
	}
	must(p.t, p.command.Process.Kill())
	_ = p.command.Wait() // says that it was killed
	p.command = nil
}

// vouched is a certificate that the relays of a fleet share, in files, and what pins it.
type vouched struct {
	certificate, key string
	trust            signalling.Trust
}

func newCertificate(t testing.TB) vouched {
	t.Helper()
	made, fingerprint := signallingtest.Certificate(t)
	key, err := x509.MarshalPKCS8PrivateKey(made.PrivateKey)
	must(t, err)
	v := vouched{
		certificate: filepath.Join(t.TempDir(), "cert.pem"), key: filepath.Join(t.TempDir(), "key.pem"), trust: signalling.Trust{Pin: &fingerprint},
	}
	must(t, os.WriteFile(v.certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made.Certificate[0]}), 0o600))
	must(t, os.WriteFile(v.key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), 0o600))
	_, err = tls.LoadX509KeyPair(v.certificate, v.key)
	must(t, err)
	return v
}
