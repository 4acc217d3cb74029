package signalhub

import (
	"context"
	"slices"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// sweep tells agents which of their codes ran out and cuts devices that were revoked, as a subcommand in another process does.
func (h *Hub) sweep(ctx context.Context) {
	expired, err := h.config.Codes.Expire(ctx)
	if err != nil {
		h.config.Logger.WarnContext(ctx, "expire codes", "error", err) // the next sweep finds them again
	}
	for _, c := range expired {
		h.codeEnded(c)
	}
	h.cutRevoked(ctx)
}

// cutRevoked cuts the devices that may not stay signed in.
func (h *Hub) cutRevoked(ctx context.Context) {
	devices := h.devices()
	if len(devices) == 0 {
		return
	}
	valid, err := h.config.Agents.StillValid(ctx, devices)
	if err != nil {
		h.config.Logger.WarnContext(ctx, "look for revoked devices", "error", err)
		return // whoever is signed in stays so while the store is down
	}
	for _, device := range devices {
		if !slices.Contains(valid, device) {
			h.Cut(device, protocol.FaultSignedOut)
		}
	}
}

// devices returns the devices that are connected.
func (h *Hub) devices() []support.DeviceID {
	h.mu.Lock()
	defer h.mu.Unlock()
	var devices []support.DeviceID
	for _, conns := range h.agents {
		for _, c := range conns {
			devices = append(devices, c.who.Device.ID)
		}
	}
	return devices
}

// codeEnded tells the agent's apps that a code is not active any more, and breaks off an exchange that is under way with it.
func (h *Hub) codeEnded(c support.Code) {
	h.tell(c.Agent, signalling.CodeChanged{Code: wireCode(c)})
	h.mu.Lock()
	defer h.mu.Unlock()
	if x := h.joining[purposeKey{code: c.ID}]; x != nil && c.State != support.CodeRedeemed {
		h.end(x, nil, wireEnd(c.State))
	}
}
