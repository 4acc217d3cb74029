package account

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"time"

	"beside.example/relay/internal/support"
)

// memory is a FactorStore.
type memory struct {
	mu         sync.Mutex // guards the following
	settings   support.Settings
	factors    map[support.AgentID]support.SecondFactor
	keys       []support.SecurityKey
	challenges map[support.SecretHash]support.KeyChallenge
	codes      map[support.AgentID]map[int]string
	steps      map[support.SecretHash]support.SecondStep
	log        []support.AuditEvent
}

func newMemory() *memory {
	return &memory{
		factors: map[support.AgentID]support.SecondFactor{}, challenges: map[support.SecretHash]support.KeyChallenge{},
		codes: map[support.AgentID]map[int]string{}, steps: map[support.SecretHash]support.SecondStep{},
	}
}

// has reports whether an agent has a second factor; the caller holds the lock.
func (m *memory) has(agent support.AgentID) bool {
	return !m.factors[agent].Confirmed.IsZero() || slices.ContainsFunc(m.keys, func(k support.SecurityKey) bool { return k.Agent == agent })
}

func (m *memory) recovery(agent support.AgentID, hashes []string) {
	if len(hashes) == 0 {
		return
	}
	m.codes[agent] = map[int]string{}
	for place, hash := range hashes {
		m.codes[agent][place] = hash
	}
}

func (m *memory) Settings(context.Context, support.OrganisationID) (support.Settings, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.settings, nil
}

func (m *memory) AddAudit(_ context.Context, e support.AuditEvent) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.log = append(m.log, e)
	return nil
}

func (m *memory) SecondFactor(_ context.Context, agent support.AgentID) (support.SecondFactor, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, ok := m.factors[agent]
	if !ok {
		return f, support.ErrNotFound
	}
	return f, nil
}

func (m *memory) BeginSecondFactor(_ context.Context, agent support.AgentID, secret []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.factors[agent].Confirmed.IsZero() {
		return support.ErrExists
	}
	m.factors[agent] = support.SecondFactor{Agent: agent, Secret: secret}
	return nil
}

func (m *memory) ConfirmSecondFactor(_ context.Context, agent support.AgentID, step int64, first bool, recovery []string, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if first && m.has(agent) {
		return support.ErrExists
	}
	f := m.factors[agent]
	f.Confirmed, f.Used = at, step
	m.factors[agent] = f
	m.recovery(agent, recovery)
	return nil
}

func (m *memory) UseTimeStep(_ context.Context, agent support.AgentID, step int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	f := m.factors[agent]
	if f.Used >= step {
		return support.ErrNotFound
	}
	f.Used = step
	m.factors[agent] = f
	return nil
}

func (m *memory) RemoveApp(_ context.Context, agent support.AgentID, mustStay bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := m.factors[agent]
	delete(m.factors, agent)
	if mustStay && !m.has(agent) {
		m.factors[agent] = before
		return support.ErrFactorNeeded
	}
	return nil
}

func (m *memory) SecurityKeys(_ context.Context, agent support.AgentID) (all []support.SecurityKey, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range m.keys {
		if k.Agent == agent {
			all = append(all, k)
		}
	}
	return all, nil
}

func (m *memory) AddSecurityKey(_ context.Context, k support.SecurityKey, first bool, recovery []string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if first && m.has(k.Agent) || slices.ContainsFunc(m.keys, func(other support.SecurityKey) bool { return bytes.Equal(k.Credential, other.Credential) }) {
		return support.ErrExists
	}
	k.ID = support.SecurityKeyID(len(m.keys) + 1)
	m.keys = append(m.keys, k)
	m.recovery(k.Agent, recovery)
	return nil
}

func (m *memory) SecurityKeyUsed(_ context.Context, id support.SecurityKeyID, count uint32, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, k := range m.keys {
		if k.ID == id && (k.Count < count || k.Count == 0 && count == 0) {
			m.keys[i].Count, m.keys[i].Used = count, at
			return nil
		}
	}
	return support.ErrNotFound
}

func (m *memory) RemoveSecurityKey(_ context.Context, agent support.AgentID, id support.SecurityKeyID, mustStay bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := slices.Clone(m.keys)
	m.keys = slices.DeleteFunc(m.keys, func(k support.SecurityKey) bool { return k.Agent == agent && k.ID == id })
	if len(m.keys) == len(before) {
		return support.ErrNotFound
	}
	if mustStay && !m.has(agent) {
		m.keys = before
		return support.ErrFactorNeeded
	}
	return nil
}

func (m *memory) KeepKeyChallenge(_ context.Context, c support.KeyChallenge, _ time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.challenges[c.Challenge] = c
	return nil
}

func (m *memory) TakeKeyChallenge(_ context.Context, challenge support.SecretHash) (support.KeyChallenge, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.challenges[challenge]
	if !ok {
		return c, support.ErrNotFound
	}
	delete(m.challenges, challenge)
	return c, nil
}

func (m *memory) RecoveryCode(_ context.Context, agent support.AgentID, place int) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	hash, ok := m.codes[agent][place]
	if !ok {
		return "", support.ErrNotFound
	}
	return hash, nil
}

func (m *memory) UseRecoveryCode(_ context.Context, agent support.AgentID, place int, _ string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.codes[agent][place]; !ok {
		return support.ErrNotFound
	}
	delete(m.codes[agent], place)
	return nil
}

func (m *memory) RecoveryCodesLeft(_ context.Context, agent support.AgentID) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.codes[agent]), nil
}

func (m *memory) ReplaceRecoveryCodes(_ context.Context, agent support.AgentID, recovery []string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.recovery(agent, recovery)
	return nil
}

func (m *memory) KeepSecondStep(_ context.Context, n support.SecondStep, _ time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.steps[n.Token] = n
	return nil
}

func (m *memory) TrySecondStep(_ context.Context, token support.SecretHash) (support.SecondStep, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, ok := m.steps[token]
	if !ok {
		return n, support.ErrNotFound
	}
	n.Tries++
	m.steps[token] = n
	return n, nil
}

func (m *memory) AdvanceSecondStep(_ context.Context, token support.SecretHash, from, to support.SecondStage) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, ok := m.steps[token]
	if !ok || n.Stage != from {
		return support.ErrNotFound
	}
	n.Stage = to
	m.steps[token] = n
	return nil
}

func (m *memory) EndSecondStep(_ context.Context, token support.SecretHash) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.steps[token]; !ok {
		return support.ErrNotFound
	}
	delete(m.steps, token)
	return nil
}
