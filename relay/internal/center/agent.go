package center

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// agentData is the form of an agent.
type agentData struct {
	support.AgentRecord
	Seen      support.Seen
	Teams     []teamLine
	Roles     []option
	All       []option // portals
	Devices   int      // apps that are signed in
	Factor    bool
	MayReset  bool     // whoever is signed in may take the second factors away
	Languages []option // in which a new agent is written to
	Mails     bool     // mails are sent
	Self      bool     // it is who is signed in
	Password  string   // of an agent who was created or given a new one, shown once
	Problem   string   // catalogue key
	Field     string   // that the problem is about
	Seconds   int
}

// option is something to choose in a form.
type option struct {
	Value    string
	Key      string // catalogue key, or
	Name     string // a name
	Selected bool
}

func (c *Center) showNewAgent(w http.ResponseWriter, r *http.Request, who Manager) error {
	record := support.AgentRecord{AgentEntry: support.AgentEntry{Role: support.RoleAgent, Team: who.Team.ID}}
	portals, err := c.Directory.Portals(r.Context(), who.Organisation.ID)
	if err != nil {
		return fmt.Errorf("list portals: %w", err)
	}
	for _, p := range portals {
		record.Portals = append(record.Portals, p.ID)
	}
	return c.renderAgent(w, r, who, http.StatusOK, agentData{AgentRecord: record})
}

func (c *Center) showAgent(w http.ResponseWriter, r *http.Request, who Manager) error {
	record, err := c.agentOf(r, who)
	if err != nil {
		return err
	}
	return c.renderAgent(w, r, who, http.StatusOK, agentData{AgentRecord: record, Seen: support.SeenOf(record)})
}

// agentOf returns the agent whom the address names.
func (c *Center) agentOf(r *http.Request, who Manager) (support.AgentRecord, error) {
	id, err := pathID(r)
	if err != nil {
		return support.AgentRecord{}, err
	}
	return c.Manage.AgentFor(r.Context(), who, support.AgentID(id))
}

// pathID returns the number at the end of an address.
func pathID(r *http.Request) (uint64, error) {
	id, err := strconv.ParseUint(r.PathValue("id"), 10, 63)
	if err != nil || id == 0 {
		return 0, support.ErrNotFound
	}
	return id, nil
}

func (c *Center) renderAgent(w http.ResponseWriter, r *http.Request, who Manager, status int, data agentData) error {
	teams, err := c.teams(r, who)
	if err != nil {
		return err
	}
	portals, err := c.Directory.Portals(r.Context(), who.Organisation.ID)
	if err != nil {
		return fmt.Errorf("list portals: %w", err)
	}
	data.Teams = tree(teams, who)
	for role := support.RoleAgent; role <= who.Agent.Role; role++ {
		data.Roles = append(data.Roles, option{Value: role.String(), Key: roleKey(role), Selected: role == data.Role})
	}
	for _, p := range portals {
		data.All = append(data.All, option{Value: strconv.FormatUint(uint64(p.ID), 10), Name: p.Name, Selected: slices.Contains(data.Portals, p.ID)})
	}
	for _, l := range words.Languages() {
		data.Languages = append(data.Languages, option{Value: string(l), Key: "center.language." + string(l), Selected: string(l) == readersLanguage(r)})
	}
	data.Mails = c.Mail.On()
	if data.ID != 0 {
		data.Self = data.ID == who.Agent.ID
		devices, err := c.Directory.Devices(r.Context(), data.ID)
		if err != nil {
			return fmt.Errorf("list the devices of agent %d: %w", data.ID, err)
		}
		for _, d := range devices {
			if !d.Revoked {
				data.Devices++
			}
		}
		factors, err := c.Factors.Of(r.Context(), data.ID)
		if err != nil {
			return err
		}
		data.Factor, data.MayReset = factors.Any(), who.May(support.ActManageOrganisation, support.Object{})
	}
	return c.render(w, r, who, status, pageAgent, peoplePath, data)
}

// readAgent reads the form of an agent.
func readAgent(r *http.Request) (e support.AgentEntry, err error) {
	if err := r.ParseForm(); err != nil {
		return e, web.BadRequest()
	}
	role, err := support.ParseRole(r.PostForm.Get("role"))
	if err != nil {
		return e, web.BadRequest()
	}
	team, err := strconv.ParseUint(r.PostForm.Get("team"), 10, 63)
	if err != nil {
		return e, web.BadRequest()
	}
	e = support.AgentEntry{
		Name: r.PostForm.Get("name"), Mail: r.PostForm.Get("mail"), Team: support.TeamID(team), Role: role, Center: r.PostForm.Get("center") != "",
	}
	for _, value := range r.PostForm["portal"] {
		id, err := strconv.ParseUint(value, 10, 63)
		if err != nil {
			return e, web.BadRequest()
		}
		e.Portals = append(e.Portals, support.PortalID(id))
	}
	return e, nil
}

// createAgent makes an agent with a password that is shown once.
func (c *Center) createAgent(w http.ResponseWriter, r *http.Request, who Manager) error {
	e, err := readAgent(r)
	if err != nil {
		return err
	}
	typed := e.Mail
	if e.Mail = c.Passwords.NormalMail(typed); e.Mail == "" {
		e.Mail = typed
		return c.renderAgent(w, r, who, http.StatusUnprocessableEntity,
			agentData{AgentRecord: support.AgentRecord{AgentEntry: e}, Problem: "center.agent.nomail", Field: "mail"})
	}
	password, hash, err := c.Passwords.NewPassword(r.Context())
	if err != nil {
		return err
	}
	id, err := c.Manage.CreateAgent(r.Context(), who, e, hash)
	if status, problem, field, is := agentProblem(err); is {
		return c.renderAgent(w, r, who, status, agentData{AgentRecord: support.AgentRecord{AgentEntry: e}, Problem: problem, Field: field})
	}
	if err != nil {
		return err
	}
	return c.showPassword(w, r, who, id, password)
}

// showPassword shows an agent with the new password.
func (c *Center) showPassword(w http.ResponseWriter, r *http.Request, who Manager, id support.AgentID, password string) error {
	record, err := c.Manage.AgentFor(r.Context(), who, id)
	if err != nil {
		return err
	}
	return c.renderAgent(w, r, who, http.StatusOK, agentData{AgentRecord: record, Seen: support.SeenOf(record), Password: password})
}

// changeAgent keeps the form of an agent.
func (c *Center) changeAgent(w http.ResponseWriter, r *http.Request, who Manager) error {
	before, err := c.agentOf(r, who)
	if err != nil {
		return err
	}
	e, err := readAgent(r)
	if err != nil {
		return err
	}
	seen := support.Seen(r.PostForm.Get("seen"))
	err = c.Manage.ChangeAgent(r.Context(), who, before.ID, seen, e)
	if errors.Is(err, support.ErrChanged) {
		return c.renderConflict(w, r, who, peoplePath, conflictData{Name: before.Name, Again: r.URL.Path})
	}
	if status, problem, field, is := agentProblem(err); is {
		e.Mail = before.Mail
		before.AgentEntry = e
		return c.renderAgent(w, r, who, status, agentData{AgentRecord: before, Seen: seen, Problem: problem, Field: field})
	}
	if err != nil {
		return err
	}
	return goTo(w, r, r.URL.Path, "saved")
}

// agentProblem says what is wrong with the form of an agent.
func agentProblem(err error) (status int, problem, field string, is bool) {
	switch {
	case errors.Is(err, support.ErrExists):
		return http.StatusConflict, "center.agent.taken", "mail", true
	case errors.Is(err, support.ErrInvalid):
		return http.StatusUnprocessableEntity, "center.agent.invalid", "name", true
	}
	return 0, "", "", false
}
