package center

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// meData is what an agent sees of the own account.
type meData struct {
	SignIns   []ownSignIn
	Devices   []support.Device // apps that are signed in
	Factors   support.Factors
	KeysWork  bool // browsers know security keys for this relay
	Fresh     bool // how to sign in may be changed now
	Passwords bool // the agent signs in by one
	Problem   string
	Seconds   int
	Field     string // that the problem is about
}

// ownSignIn is one of the browsers in which an agent is signed in.
type ownSignIn struct {
	support.CenterSignIn
	Here bool // it is this one
}

// WayKey is the catalogue key of how it was proved who signed in.
func (n ownSignIn) WayKey() string {
	if n.Way == support.BySingleSignOn {
		return "factor.way.sso"
	}
	return "factor.way.password"
}

func (c *Center) showMe(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.renderMe(w, r, who, http.StatusOK, meData{})
}

func (c *Center) renderMe(w http.ResponseWriter, r *http.Request, who Manager, status int, data meData) error {
	all, err := c.SignIns.List(r.Context(), who.Agent.ID)
	if err != nil {
		return err
	}
	for _, n := range all {
		data.SignIns = append(data.SignIns, ownSignIn{CenterSignIn: n, Here: n.ID == who.SignIn.ID})
	}
	devices, err := c.Directory.Devices(r.Context(), who.Agent.ID)
	if err != nil {
		return fmt.Errorf("list the own apps: %w", err)
	}
	data.Devices = slices.DeleteFunc(devices, func(d support.Device) bool { return d.Revoked })
	if data.Factors, err = c.Factors.Of(r.Context(), who.Agent.ID); err != nil {
		return err
	}
	if data.Passwords, err = c.Passwords.Used(r.Context(), who.Agent); err != nil {
		return err
	}
	data.KeysWork, data.Fresh = c.Factors.KeysWork(), who.SignIn.Fresh()
	return c.render(w, r, who, status, pageMe, "", data)
}

// endSignIn signs out another browser of the same agent.
func (c *Center) endSignIn(w http.ResponseWriter, r *http.Request, who Manager) error {
	id, err := strconv.ParseUint(r.PathValue("id"), 10, 64)
	if err != nil {
		return web.NotFound()
	}
	if err := c.SignIns.End(r.Context(), who.Agent.ID, support.CenterSignInID(id)); err != nil {
		return err
	}
	if err := c.Manage.Note(r.Context(), who, support.AuditSignInRevoked, who.Agent.Name); err != nil {
		return err
	}
	return goTo(w, r, mePath, "ended")
}

// endDevice signs one of the own apps out.
func (c *Center) endDevice(w http.ResponseWriter, r *http.Request, who Manager) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := c.Manage.SignOutOwnDevice(r.Context(), who, support.DeviceID(id)); err != nil {
		return err
	}
	return goTo(w, r, mePath, "appout")
}
