// Package postgrestest runs a PostgreSQL server of Debian's package for tests: on loopback, in a temporary folder, as an ordinary
// user, since the server refuses to run as root. Tests that need a fleet's store use it; no program does, and it knows nothing
// of what is kept in the server.
package postgrestest

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// unprivileged is the ordinary user that ".ci/deps test" makes for tests that run as root.
const unprivileged = "beside-test"

// role is the server's superuser.
const role = "beside"

// How long the server may take, generously: test machines are slow.
const (
	startTime = time.Minute
	stopTime  = 20 * time.Second
)

// Server is a PostgreSQL server. It is for one goroutine.
type Server struct {
	address  string
	password string
	command  func() *exec.Cmd
	running  *process // nil while stopped
}

// Start starts a server that stops with the test.
func Start(t testing.TB) *Server {
	t.Helper()
	// Not t.TempDir: the folder around that one is closed to other users.
	folder, err := os.MkdirTemp("", "beside-postgres-")
	must(t, err)
	t.Cleanup(func() { must(t, os.RemoveAll(folder)) })
	s := &Server{password: rand.Text(), address: freeAddress(t)}
	run := asUser(t, folder)
	passwordFile := filepath.Join(folder, "password")
	must(t, os.WriteFile(passwordFile, []byte(s.password), 0o644)) // on loopback, for as long as the test runs
	data := filepath.Join(folder, "data")
	initialise := run(t.Context(), binary(t, "initdb"), "--pgdata", data, "--username", role, "--pwfile", passwordFile,
		"--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions")
	if out, err := initialise.CombinedOutput(); err != nil {
		t.Fatalf("make a PostgreSQL cluster: %v\n%s", err, out)
	}
	_, port, err := net.SplitHostPort(s.address)
	must(t, err)
	server := binary(t, "postgres")
	s.command = func() *exec.Cmd {
		// What is lost with the power is lost with the test, so nothing need reach a disk.
		return run(context.WithoutCancel(t.Context()), server, "-D", data, "-p", port, "-h", "127.0.0.1", "-k", "",
			"-c", "fsync=off", "-c", "shared_buffers=16MB", "-c", "max_connections=100")
	}
	t.Cleanup(func() { s.Stop(t) })
	s.Resume(t)
	return s
}

// Resume starts a server that was stopped, with all that it kept, and waits until it is ready.
func (s *Server) Resume(t testing.TB) {
	t.Helper()
	cmd := s.command()
	log, err := cmd.StderrPipe()
	must(t, err)
	must(t, cmd.Start())
	s.running = &process{cmd: cmd, ready: make(chan struct{}), ended: make(chan struct{})}
	go s.running.read(log)
	select {
	case <-s.running.ready:
	case <-s.running.ended:
		t.Fatal("PostgreSQL did not start")
	case <-time.After(startTime):
		t.Fatal("PostgreSQL takes too long to start")
	}
}

// Stop stops the server and cuts its connections. Of one that is stopped it does nothing.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	if s.running == nil {
		return
	}
	if err := s.running.stop(); err != nil {
		t.Errorf("PostgreSQL ended with %v:\n%s", err, strings.Join(s.running.lines, "\n"))
	}
	s.running = nil
}

// process is one run of the server.
type process struct {
	cmd   *exec.Cmd
	ready chan struct{} // closed once it takes connections
	ended chan struct{} // closed once it said its last
	lines []string      // the last that it said; to be read after ended
}

// read follows what the server says until it ends.
func (p *process) read(log io.Reader) {
	defer close(p.ended)
	scanner := bufio.NewScanner(log)
	for scanner.Scan() {
		if strings.HasSuffix(scanner.Text(), "database system is ready to accept connections") {
			close(p.ready)
		}
		const most = 100
		p.lines = append(p.lines[max(0, len(p.lines)-most):], scanner.Text())
	}
	_, _ = io.Copy(io.Discard, log) // a line too long to scan
}

// stop ends the process, by force when it takes too long.
func (p *process) stop() error {
	signalErr := p.cmd.Process.Signal(os.Interrupt) // "fast shutdown": connections are cut
	select {
	case <-p.ended:
	case <-time.After(stopTime):
		signalErr = errors.Join(signalErr, p.cmd.Process.Kill())
		<-p.ended
	}
	return errors.Join(signalErr, p.cmd.Wait())
}

// NewDatabase makes an empty database and returns its address for store.Open.
func (s *Server) NewDatabase(t testing.TB) string {
	t.Helper()
	ctx := t.Context()
	conn, err := pgx.Connect(ctx, s.dsn("postgres"))
	must(t, err)
	defer func() { must(t, conn.Close(context.WithoutCancel(ctx))) }()
	name := "test_" + strings.ToLower(rand.Text())
	_, err = conn.Exec(ctx, "CREATE DATABASE "+name)
	must(t, err)
	return s.dsn(name)
}

func (s *Server) dsn(database string) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(role, s.password), Host: s.address, Path: "/" + database, RawQuery: "sslmode=disable",
	}
	return u.String()
}

// asUser returns how to run a program that owns the folder: as an ordinary user when the test runs as root, and so
// that it ends with the test's process.
func asUser(t testing.TB, folder string) func(ctx context.Context, name string, args ...string) *exec.Cmd {
	t.Helper()
	setpriv := []string{"setpriv", "--pdeathsig", "KILL"}
	if os.Getuid() == 0 {
		who, err := user.Lookup(unprivileged)
		if err != nil {
			t.Fatalf("PostgreSQL refuses to run as root, and there is no other user; run \".ci/deps test\": %v", err)
		}
		uid, uidErr := strconv.Atoi(who.Uid)
		gid, gidErr := strconv.Atoi(who.Gid)
		must(t, errors.Join(uidErr, gidErr, os.Chown(folder, uid, gid)))
		setpriv = append(setpriv, "--reuid", who.Uid, "--regid", who.Gid, "--clear-groups")
	}
	return func(ctx context.Context, name string, args ...string) *exec.Cmd {
		command := slices.Concat(setpriv, []string{"--", name}, args)
		cmd := exec.CommandContext(ctx, command[0], command[1:]...)
		cmd.Dir = folder
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C"}
		return cmd
	}
}

// binary finds a program of the newest PostgreSQL that Debian installed, which keeps them out of the search path.
func binary(t testing.TB, name string) string {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	must(t, err)
	if len(found) == 0 {
		t.Fatalf("there is no %s; run \".ci/deps test\"", name)
	}
	version := func(path string) int {
		var n int
		_, _ = fmt.Sscanf(path, "/usr/lib/postgresql/%d", &n) // 0 sorts what is no number first
		return n
	}
	return slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
}

// freeAddress returns an address on loopback at which nobody listens.
func freeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, listener.Close())
	return listener.Addr().String()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
