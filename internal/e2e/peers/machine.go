package peers

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// packages are those that the other products come from.
var packages = [...]string{"tigervnc-standalone-server", "x11vnc"}

// Machine is where something was measured.
type Machine struct {
	// Processor is the processor's name, Cores how many there are.
	Processor string
	Cores     int
	// Load is how many processes had waited in the minute before.
	Load string
	// Versions are those of the other products.
	Versions []string
}

// machineNow describes this machine as it is now.
func machineNow(ctx context.Context) (Machine, error) {
	m := Machine{Processor: "an unnamed processor", Cores: runtime.NumCPU()}
	cpus, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return m, fmt.Errorf("describe the machine: %w", err)
	}
	for line := range strings.Lines(string(cpus)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			m.Processor = strings.TrimSpace(value)
			break
		}
	}
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return m, fmt.Errorf("describe the machine: %w", err)
	}
	m.Load, _, _ = strings.Cut(string(load), " ")
	for _, name := range packages {
		version, err := exec.CommandContext(ctx, "dpkg-query", "-W", "-f", "${Version}", name).Output()
		if err == nil { // on other systems than Debian nobody knows
			m.Versions = append(m.Versions, name+" "+string(version))
		}
	}
	return m, nil
}

// String describes the machine in a sentence.
func (m Machine) String() string {
	return fmt.Sprintf("%d cores (%s) without a graphics card, displays of 1920×1080; %s processes waited at the start. %s.", m.Cores, m.Processor, m.Load, strings.Join(m.Versions, ", "))
}
