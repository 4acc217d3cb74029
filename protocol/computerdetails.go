package protocol

import (
	"time"

	"beside.example/protocol/wire"
)

const (
	detailTexts        = 5
	maxComputerDetails = detailTexts*(2+MaxNameBytes) + 2 + 5*8 + 1 + small
)

// ComputerDetails describes the sender's computer, after consent to PermissionDiagnostics. Unknown facts are zero.
//
//	string16 system, version, architecture, host, processor; u16 cores; u64 memory, memory free, disk, disk free (bytes);
//	u64 uptime (s); u8 displays
type ComputerDetails struct {
	// System, Version and Architecture are the operating system's, such as "Debian", "12.6" and "amd64".
	System, Version, Architecture string
	// Host is the computer's name in its network.
	Host string
	// Processor is its model.
	Processor string
	// Cores counts the processor's threads.
	Cores uint16
	// Memory and MemoryFree are the working memory's, in bytes.
	Memory, MemoryFree uint64
	// Disk and DiskFree are the system disk's, in bytes.
	Disk, DiskFree uint64
	// Uptime is how long the computer runs, in whole seconds.
	Uptime time.Duration
	// Displays counts its displays.
	Displays uint8
}

// Type returns TypeComputerDetails.
func (ComputerDetails) Type() MessageType { return TypeComputerDetails }

// Append appends the payload; texts that are too long are cut.
func (m ComputerDetails) Append(b []byte) []byte {
	for _, s := range [...]string{m.System, m.Version, m.Architecture, m.Host, m.Processor} {
		b = wire.AppendString16(b, wire.Cut(s, MaxNameBytes))
	}
	b = wire.AppendU16(b, m.Cores)
	for _, v := range [...]uint64{m.Memory, m.MemoryFree, m.Disk, m.DiskFree, uint64(max(0, m.Uptime/time.Second))} {
		b = wire.AppendU64(b, v)
	}
	return wire.AppendU8(b, m.Displays)
}

// ParseComputerDetails reads a ComputerDetails' payload.
func ParseComputerDetails(payload []byte) (ComputerDetails, error) {
	r := wire.NewReader(payload)
	var m ComputerDetails
	for _, s := range [...]*string{&m.System, &m.Version, &m.Architecture, &m.Host, &m.Processor} {
		*s = r.String16(MaxNameBytes)
	}
	m.Cores = r.U16()
	m.Memory, m.MemoryFree, m.Disk, m.DiskFree = r.U64(), r.U64(), r.U64(), r.U64()
	seconds := r.U64()
	const maxUptime = 1 << 32 // seconds: 136 years
	if seconds > maxUptime {
		r.Fail(wire.ErrValue)
	}
	m.Uptime = time.Duration(seconds) * time.Second
	m.Displays = r.U8()
	return result(m, r.Err())
}
