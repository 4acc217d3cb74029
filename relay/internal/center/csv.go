package center

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// The columns of a file of agents, in the order in which we write them. Only name and mail must be there when one is read.
const (
	columnName     = "name"
	columnMail     = "mail"
	columnTeam     = "team"
	columnRole     = "role"
	columnCenter   = "center"
	columnPortals  = "portals" // names of their pages, with spaces between them
	columnDisabled = "disabled"
)

func agentColumns() []string {
	return []string{columnName, columnMail, columnTeam, columnRole, columnCenter, columnPortals, columnDisabled}
}

// maxRows is how many agents one file may hold: each new one costs a password's hash.
const maxRows = 500

// yes is how a file says that something is so.
const yes = "yes"

// exportAgents writes the agents whom a manager looks after as a file.
func (c *Center) exportAgents(w http.ResponseWriter, r *http.Request, who Manager) error {
	people, err := c.people(r, who)
	if err != nil {
		return err
	}
	portals, err := c.Directory.Portals(r.Context(), who.Organisation.ID)
	if err != nil {
		return fmt.Errorf("list portals: %w", err)
	}
	rows := [][]string{agentColumns()}
	for _, a := range people.Agents {
		served, err := c.Directory.AgentPortals(r.Context(), a.ID)
		if err != nil {
			return fmt.Errorf("list the portals of agent %d: %w", a.ID, err)
		}
		var slugs []string
		for _, p := range portals {
			if slices.Contains(served, p.ID) {
				slugs = append(slugs, p.Slug)
			}
		}
		rows = append(rows, []string{
			sheetText(a.Name), sheetText(a.Mail), sheetText(a.TeamName), a.Role.String(), yesNo(a.Center), strings.Join(slugs, " "), yesNo(a.Disabled),
		})
	}
	if err := c.Manage.Note(r.Context(), who, support.AuditAgentsExported, fmt.Sprint(len(rows)-1)); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="agents.csv"`)
	if err := csv.NewWriter(w).WriteAll(rows); err != nil {
		return nil // whoever asked has gone
	}
	return nil
}

func yesNo(b bool) string {
	if b {
		return yes
	}
	return "no"
}

// sheetText keeps spreadsheets from taking a name for a formula.
func sheetText(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// agentRow is a line of a file of agents.
type agentRow struct {
	line                           int
	name, mail, team, role, center string
	portals                        []string
	hasPortals                     bool
}

// rowError says which line of a file is wrong, and how.
type rowError struct {
	Line int
	Key  string // catalogue key
}

// Error implements error.
func (e *rowError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Key) }

// readAgents reads a file of agents.
func readAgents(from io.Reader) ([]agentRow, error) {
	reader := csv.NewReader(from)
	reader.FieldsPerRecord = -1
	head, err := reader.Read()
	if err != nil {
		return nil, &rowError{Line: 1, Key: "center.import.nohead"}
	}
	column := map[string]int{}
	for i, name := range head {
		column[strings.ToLower(strings.Trim(name, " \ufeff"))] = i
	}
	for _, needed := range []string{columnName, columnMail} {
		if _, there := column[needed]; !there {
			return nil, &rowError{Line: 1, Key: "center.import.nohead"}
		}
	}
	var rows []agentRow
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, &rowError{Line: len(rows) + 2, Key: "center.import.broken"}
		}
		line, _ := reader.FieldPos(0)
		if len(rows) == maxRows {
			return nil, &rowError{Line: line, Key: "center.import.toomany"}
		}
		get := func(name string) string {
			if i, there := column[name]; there && i < len(record) {
				return strings.TrimPrefix(strings.TrimSpace(record[i]), "'")
			}
			return ""
		}
		_, hasPortals := column[columnPortals]
		rows = append(rows, agentRow{
			line: line, name: get(columnName), mail: get(columnMail), team: get(columnTeam), role: get(columnRole), center: strings.ToLower(get(columnCenter)),
			portals: strings.Fields(get(columnPortals)), hasPortals: hasPortals,
		})
	}
}

// importData is the page that takes a file of agents.
type importData struct {
	Columns string
	Problem string // catalogue key
	Line    int    // of the file that the problem is in
	Seconds int
	Read    bool // a file was taken
	Mails   bool // mails are sent
	Made    []madeAgent
	Invited int
	Changed int
}

// madeAgent is an agent whom a file made, with the password that is shown once.
type madeAgent struct{ Name, Mail, Password string }

func (c *Center) showImport(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.renderImport(w, r, who, http.StatusOK, importData{})
}

func (c *Center) renderImport(w http.ResponseWriter, r *http.Request, who Manager, status int, data importData) error {
	data.Columns, data.Mails = strings.Join(agentColumns(), ","), c.Mail.On()
	return c.render(w, r, who, status, pageImport, peoplePath, data)
}

// importAgents makes and changes agents as a file says: all of it, or nothing when a line is wrong.
func (c *Center) importAgents(w http.ResponseWriter, r *http.Request, who Manager) error {
	file, _, err := r.FormFile("file")
	if err != nil {
		return web.BadRequest()
	}
	defer func() { _ = file.Close() }() // read only
	data := importData{Read: true}
	rows, err := readAgents(file)
	if err == nil {
		data.Made, data.Invited, data.Changed, err = c.takeAgents(r, who, rows)
	}
	var wrong *rowError
	if errors.As(err, &wrong) {
		return c.renderImport(w, r, who, http.StatusUnprocessableEntity, importData{Problem: wrong.Key, Line: wrong.Line})
	}
	if err != nil {
		return err
	}
	return c.renderImport(w, r, who, http.StatusOK, data)
}

// takeAgents turns rows into entries and keeps them. Those who are not there yet are invited when the form says so, else made with passwords.
func (c *Center) takeAgents(r *http.Request, who Manager, rows []agentRow) (made []madeAgent, invited, changed int, err error) {
	language := ""
	if c.Mail.On() && r.PostFormValue("invite") != "" {
		language = readersLanguage(r)
	}
	teams, err := c.teams(r, who)
	if err != nil {
		return nil, 0, 0, err
	}
	portals, err := c.Directory.Portals(r.Context(), who.Organisation.ID)
	if err != nil {
		return nil, 0, 0, fmt.Errorf("list portals: %w", err)
	}
	agents, err := c.Directory.Agents(r.Context(), who.Organisation.ID)
	if err != nil {
		return nil, 0, 0, fmt.Errorf("list agents: %w", err)
	}
	var entries []support.ImportEntry
	for _, row := range rows {
		e, err := row.entry(c.Passwords.NormalMail(row.mail), who, teams, portals)
		if err != nil {
			return nil, 0, 0, err
		}
		if !slices.ContainsFunc(agents, func(a support.Agent) bool { return a.Mail == e.Mail }) {
			if e.Invite = language; language != "" {
				invited++
			} else {
				password, hash, err := c.Passwords.NewPassword(r.Context())
				if err != nil {
					return nil, 0, 0, err
				}
				e.PasswordHash = hash
				made = append(made, madeAgent{Name: e.Name, Mail: e.Mail, Password: password})
			}
		}
		entries = append(entries, e)
	}
	line, err := c.Manage.ImportAgents(r.Context(), who, entries)
	for key, problem := range map[string]error{
		"center.import.taken": support.ErrExists, "center.import.denied": support.ErrDenied, "center.import.invalid": support.ErrInvalid,
		"center.import.unknown": support.ErrNotFound,
	} {
		if errors.Is(err, problem) && line < len(rows) {
			return nil, 0, 0, &rowError{Line: rows[line].line, Key: key}
		}
	}
	return made, invited, len(rows) - len(made) - invited, err
}

// entry returns what a row says of an agent.
func (row agentRow) entry(mail string, who Manager, teams []support.Team, portals []support.Portal) (e support.ImportEntry, err error) {
	wrong := func(key string) error { return &rowError{Line: row.line, Key: key} }
	e.Name, e.Mail, e.Center, e.KeepPortals = row.name, mail, row.center == yes, !row.hasPortals
	if mail == "" {
		return e, wrong("center.import.nomail")
	}
	if e.Role, err = support.ParseRole(row.role); err != nil {
		return e, wrong("center.import.norole")
	}
	e.Team = who.Team.ID
	if row.team != "" {
		i := slices.IndexFunc(teams, func(t support.Team) bool { return strings.EqualFold(t.Name, row.team) })
		if i < 0 {
			return e, wrong("center.import.noteam")
		}
		e.Team = teams[i].ID
	}
	for _, slug := range row.portals {
		i := slices.IndexFunc(portals, func(p support.Portal) bool { return p.Slug == slug })
		if i < 0 {
			return e, wrong("center.import.noportal")
		}
		e.Portals = append(e.Portals, portals[i].ID)
	}
	return e, nil
}
