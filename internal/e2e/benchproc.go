package e2e

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// ticksPerSecond is the unit of processor time in /proc, the same on all of Linux.
const ticksPerSecond = 100

// Processor returns the processor time that a process has used, with that of children of the same name, such as the guard.
func Processor(pid int) (time.Duration, error) {
	all, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	own, err := statOf(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return 0, fmt.Errorf("read a process's time: %w", err)
	}
	ticks := own.ticks
	for _, path := range all {
		if child, err := statOf(path); err == nil && child.parent == pid && child.name == own.name { // others may end meanwhile
			ticks += child.ticks
		}
	}
	return time.Duration(ticks) * time.Second / ticksPerSecond, nil
}

// stat is what is read of /proc/PID/stat; see proc_pid_stat(5).
type stat struct {
	name          string
	parent, ticks int
}

func statOf(path string) (stat, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return stat{}, err
	}
	// The name is in brackets and may hold anything, so what follows is counted from the last one.
	from, to := bytes.IndexByte(data, '('), bytes.LastIndexByte(data, ')')
	if from < 0 || to < from {
		return stat{}, fmt.Errorf("%s has no name", path)
	}
	const parent, user, system = 1, 11, 12 // counted from behind the name
	fields := strings.Fields(string(data[to+1:]))
	if len(fields) <= system {
		return stat{}, fmt.Errorf("%s is too short", path)
	}
	s := stat{name: string(data[from+1 : to])}
	for _, f := range []struct {
		at  int
		add *int
	}{{parent, &s.parent}, {user, &s.ticks}, {system, &s.ticks}} {
		n, err := strconv.Atoi(fields[f.at])
		if err != nil {
			return stat{}, fmt.Errorf("read %s: %w", path, err)
		}
		*f.add += n
	}
	return s, nil
}

// resident returns the bytes of memory that a process holds.
func resident(pid int) (int, error) { return memory(pid, "VmRSS:") }

// mostResident returns the most bytes of memory that a process has held at a time.
func mostResident(pid int) (int, error) { return memory(pid, "VmHWM:") }

// memory returns one of the figures of a process's memory; see proc_pid_status(5).
func memory(pid int, figure string) (int, error) {
	data, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0, fmt.Errorf("read a process's memory: %w", err)
	}
	for line := range strings.Lines(string(data)) {
		if value, ok := strings.CutPrefix(line, figure); ok {
			n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")))
			const kilo = 1024
			return n * kilo, err
		}
	}
	return 0, fmt.Errorf("process %d has no memory", pid)
}
