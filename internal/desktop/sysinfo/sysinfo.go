// Package sysinfo describes this machine for the one who helps: system, processor, memory, disk, uptime.
//
// The customer's app sends it after consent. It reads nothing that names the person, and knows nothing of sessions.
package sysinfo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
	"unicode"

	"github.com/shirou/gopsutil/v4/cpu"
	"github.com/shirou/gopsutil/v4/disk"
	"github.com/shirou/gopsutil/v4/host"
	"github.com/shirou/gopsutil/v4/mem"

	"beside.example/internal/framebuffer"
)

const (
	// readLimit bounds Read: a broken drive or a slow management service may take minutes to answer.
	readLimit = 900 * time.Millisecond

	// maxString bounds every string in bytes: the longest names of processors have some 60.
	maxString = 128
)

// Info describes a machine. What the system does not tell is zero; strings are short and printable.
type Info struct {
	// System is the system's name and Version its version, such as "Debian GNU/Linux" and "13.1".
	System, Version string
	// Architecture is the processor's kind as Go names it.
	Architecture string
	// Host is the machine's name.
	Host string
	// Processor is the processor's name, Cores how many programs run at once on it.
	Processor string
	Cores     int
	// Memory and MemoryFree are in bytes; free is what programs can still get.
	Memory, MemoryFree uint64
	// Disk and DiskFree are the size and free space of the drive that the system is on, in bytes.
	Disk, DiskFree uint64
	// Uptime is for how long the machine has been running.
	Uptime time.Duration
	// Displays are the displays, as the caller knows them.
	Displays []framebuffer.Display
}

// Read describes this machine in less than a second: what takes longer is left out, and then the error says so. It returns
// what it has in any case.
func Read(ctx context.Context, displays []framebuffer.Display) (Info, error) {
	ctx, cancel := context.WithTimeout(ctx, readLimit)
	defer cancel()
	info := Info{Architecture: runtime.GOARCH, Cores: runtime.NumCPU(), Displays: displays}
	// Every part writes into a description of its own, so that one that hangs cannot write into what was returned.
	parts := []func(context.Context) (func(*Info), error){readHost, readProcessor, readMemory, readDisk}
	type answer struct {
		fill func(*Info)
		err  error
	}
	answers := make(chan answer, len(parts))
	for _, part := range parts {
		// A part that the system keeps hanging ends when the system lets it; nobody can do more.
		go func() {
			fill, err := part(ctx)
			answers <- answer{fill, err}
		}()
	}
	var errs []error
	for range parts {
		select {
		case a := <-answers:
			if a.err != nil {
				errs = append(errs, a.err)
				continue
			}
			a.fill(&info)
		case <-ctx.Done():
			return info, errors.Join(append(errs, fmt.Errorf("describe this machine: %w", ctx.Err()))...)
		}
	}
	return info, errors.Join(errs...)
}

func readHost(ctx context.Context) (func(*Info), error) {
	system, version, err := readSystem(ctx)
	if err != nil {
		return nil, err
	}
	uptime, err := host.UptimeWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the uptime: %w", err)
	}
	name, err := os.Hostname()
	if err != nil {
		return nil, fmt.Errorf("read the machine's name: %w", err)
	}
	return func(i *Info) {
		i.System, i.Version, i.Host = tidy(system), tidy(version), tidy(name)
		i.Uptime = time.Duration(uptime) * time.Second
	}, nil
}

// platform returns the system's name and version as the library knows them.
func platform(ctx context.Context) (system, version string, err error) {
	system, _, version, err = host.PlatformInformationWithContext(ctx)
	if err != nil {
		return "", "", fmt.Errorf("read the system's version: %w", err)
	}
	return system, version, nil
}

func readProcessor(ctx context.Context) (func(*Info), error) {
	processors, err := cpu.InfoWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the processor's name: %w", err)
	}
	return func(i *Info) {
		if len(processors) > 0 {
			i.Processor = tidy(processors[0].ModelName)
		}
	}, nil
}

func readMemory(ctx context.Context) (func(*Info), error) {
	memory, err := mem.VirtualMemoryWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the memory's size: %w", err)
	}
	return func(i *Info) { i.Memory, i.MemoryFree = memory.Total, memory.Available }, nil
}

func readDisk(ctx context.Context) (func(*Info), error) {
	usage, err := disk.UsageWithContext(ctx, systemDrive())
	if err != nil {
		return nil, fmt.Errorf("read the drive's size: %w", err)
	}
	return func(i *Info) { i.Disk, i.DiskFree = usage.Total, usage.Free }, nil
}

// tidy makes a string that the system gave short, and leaves printable characters only.
func tidy(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, s)
	s = strings.TrimSpace(s)
	if len(s) > maxString {
		s = strings.ToValidUTF8(s[:maxString], "")
	}
	return s
}
