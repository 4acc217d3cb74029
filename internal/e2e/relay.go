package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"beside.example/protocol/transport/transporttest"
)

// Facts is what a relay on trial prints at its start; see the relay's subcommand "trial".
type Facts struct {
	Relay       string `json:"relay"`
	Page        string `json:"page"`
	Fingerprint string `json:"fingerprint"`
	Monitor     string `json:"monitor"`
	Mail        string `json:"mail"`
	Password    string `json:"password"`
}

// A Relay is the real relay as a process, behind a network that can be made to fail.
type Relay struct {
	*Process
	Facts
	// Network stands between the apps and the relay's port; nil in front of a relay for people.
	Network *transporttest.Proxy

	binary, dir, logs, listen string
}

// StartRelay starts a relay on trial with a fresh store in dir, on loopback; what it prints goes to logs.
func StartRelay(ctx context.Context, dir, logs, binary string) (*Relay, error) {
	port, err := FreePort()
	if err != nil {
		return nil, err
	}
	r := &Relay{binary: binary, dir: dir, logs: logs, listen: port.String()}
	const seed = 1
	if r.Network, err = transporttest.NewProxy(port, seed, transporttest.Impairment{}); err != nil {
		return nil, fmt.Errorf("stand between apps and relay: %w", err)
	}
	if err := r.Restart(ctx); err != nil {
		return nil, err
	}
	return r, nil
}

// kept is what is the same each time a relay for people starts: apps know it by its address, and it tells the sign-in of
// its trial only once.
type kept struct {
	Listen   string `json:"listen"`
	Mail     string `json:"mail"`
	Password string `json:"password"`
}

// KeepRelay starts a relay on trial for people, on loopback, with the store, the port and the sign-in that dir keeps.
func KeepRelay(ctx context.Context, dir, logs, binary string) (*Relay, error) {
	path := filepath.Join(dir, "relay.json")
	var k kept
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		port, err := FreePort()
		if err != nil {
			return nil, err
		}
		k.Listen = port.String()
	case err != nil:
		return nil, fmt.Errorf("read what the relay keeps: %w", err)
	default:
		if err := json.Unmarshal(data, &k); err != nil {
			return nil, fmt.Errorf("read what the relay keeps: %w", err)
		}
	}
	r := &Relay{binary: binary, dir: dir, logs: logs, listen: k.Listen, Facts: Facts{Mail: k.Mail, Password: k.Password}}
	if err := r.Restart(ctx); err != nil {
		return nil, err
	}
	k.Mail, k.Password = r.Mail, r.Password
	if data, err = json.Marshal(k); err == nil {
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("keep the relay's sign-in: %w", err), r.Close())
	}
	return r, nil
}

// Restart starts the relay again, on the same port and store.
func (r *Relay) Restart(ctx context.Context) error {
	address := r.Address()
	out := filepath.Join(r.dir, "facts.json")
	facts, err := os.OpenFile(out, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("start the relay: %w", err)
	}
	defer facts.Close()
	r.Process, err = start(ctx, r.logs, command{
		name: "relay", path: r.binary, env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + r.dir}, out: facts,
		args: []string{"trial", "--print", "json", "--data", filepath.Join(r.dir, "relay"), "--listen", r.listen, "--relay", address, "--monitor", "127.0.0.1:0", "--log-level", "debug"},
	})
	if err != nil {
		return err
	}
	return await(ctx, "the relay", func() (bool, error) {
		select {
		case <-r.Done():
			return false, fmt.Errorf("relay: %w", errGone)
		default:
		}
		data, err := os.ReadFile(out)
		if err != nil || !bytes.Contains(data, []byte("\n")) {
			return false, err
		}
		return true, json.Unmarshal(data, &r.Facts) // mail and password stay those of the first start
	})
}

// AddAgent makes another agent, who serves all portals, and returns the password to sign in with.
func (r *Relay) AddAgent(ctx context.Context, name, mail string) (password string, err error) {
	out, err := exec.CommandContext(ctx, r.binary, "agent", "create", "--name", name, "--mail", mail, "--data", filepath.Join(r.dir, "relay")).Output()
	if err != nil {
		return "", fmt.Errorf("add the agent %s: %w", name, err)
	}
	_, password, found := strings.Cut(string(out), "password: ")
	if !found {
		return "", fmt.Errorf("add the agent %s: the relay printed no password", name)
	}
	return strings.TrimSpace(password), nil
}

// Address is what the apps are told: the network before the relay, where there is one.
func (r *Relay) Address() string {
	if r.Network == nil {
		return r.listen
	}
	return r.Network.Addr().String()
}

// Close ends the relay and its network.
func (r *Relay) Close() error {
	if r.Network == nil {
		return r.Stop()
	}
	return errors.Join(r.Stop(), r.Network.Close())
}

// FreePort returns a loopback port that nobody uses, for TCP and UDP alike, as far as one can know.
func FreePort() (netip.AddrPort, error) {
	const tries = 20
	var last error
	for range tries {
		tcp, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			return netip.AddrPort{}, fmt.Errorf("find a free port: %w", err)
		}
		address := tcp.Addr().(*net.TCPAddr).AddrPort()
		udp, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(address))
		if err == nil {
			return address, errors.Join(udp.Close(), tcp.Close())
		}
		last = errors.Join(err, tcp.Close())
	}
	return netip.AddrPort{}, fmt.Errorf("find a free port: %w", last)
}
