package center

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"beside.example/relay/internal/support"
)

// Where the pages on the data of persons are.
const (
	privacyPath = "/center/privacy"
	personPath  = privacyPath + "/person"
	formerPath  = privacyPath + "/agents"
)

// Names of the templates.
const (
	pagePrivacy     = "privacy"
	pagePerson      = "privacyperson"
	pageErase       = "privacyerase"
	pageFormer      = "privacyagents"
	pageEraseFormer = "privacyagent"
)

func privacyPages() []string {
	return []string{pagePrivacy, pagePerson, pageErase, pageFormer, pageEraseFormer}
}

// privacyRoutes are those of what is kept, and of the data of persons.
func (c *Center) privacyRoutes() []route {
	return []route{
		{"GET " + privacyPath, support.ActSeeSettings, c.showPrivacy},
		{"GET " + personPath, support.ActSeePerson, c.showPerson},
		{"POST " + personPath, support.ActSeePerson, c.findPerson},
		{"POST " + personPath + "/export", support.ActSeePerson, c.exportPerson},
		{"POST " + personPath + "/erase", support.ActErasePerson, c.erasePerson},
		{"GET " + formerPath, support.ActSeePerson, c.showFormer},
		{"GET " + formerPath + "/{id}", support.ActSeePerson, c.askEraseFormer},
		{"POST " + formerPath + "/{id}/erase", support.ActErasePerson, c.eraseFormer},
	}
}

// privacyTabs lead from one of the pages to the others.
func privacyTabs(current string) []tab {
	return []tab{
		{Key: "privacy.kept.title", Path: privacyPath, On: current == privacyPath},
		{Key: "privacy.person.title", Path: personPath, On: current == personPath},
		{Key: "privacy.agents.title", Path: formerPath, On: current == formerPath},
	}
}

// deletionsShown is how many deletions one page lists.
const deletionsShown = 50

// privacyData is what the page of what is kept shows.
type privacyData struct {
	Tabs  []tab
	Kept  []keptLine
	Gone  []goneLine
	Next  uint64 // where the next page begins, 0 at the end
	Paged bool
	Zone  string
}

// keptLine is for how long a kind of things is kept.
type keptLine struct {
	support.Keeping
	From string // the first date of which there is anything, empty when nothing was deleted yet
	At   time.Time
}

// goneLine is what was deleted.
type goneLine struct {
	support.Deletion
	From string // the first date that was kept
}

// keptKey is the catalogue key of a kind of things.
func keptKey(kind support.Perishable) string { return "privacy.kind." + kind.Field() }

// Length is for how many days the kind is kept.
func (l keptLine) Length() int { return int(l.Days) }

// Key is the catalogue key of the kind.
func (l keptLine) Key() string { return keptKey(l.Kind) }

// Key is the catalogue key of the kind.
func (l goneLine) Key() string { return keptKey(l.Kind) }

// showPrivacy shows what is kept for how long, and what was deleted.
func (c *Center) showPrivacy(w http.ResponseWriter, r *http.Request, who Manager) error {
	var before uint64
	if text := r.URL.Query().Get(beforeParameter); text != "" {
		var err error
		if before, err = strconv.ParseUint(text, 10, 63); err != nil {
			return support.ErrNotFound
		}
	}
	kept, zone, err := c.Privacy.Kept(r.Context(), who)
	if err != nil {
		return err
	}
	gone, err := c.Privacy.Deleted(r.Context(), who, before, deletionsShown+1)
	if err != nil {
		return err
	}
	data := privacyData{Tabs: privacyTabs(privacyPath), Paged: before != 0, Zone: zone.String()}
	if len(gone) > deletionsShown {
		gone = gone[:deletionsShown]
		data.Next = gone[deletionsShown-1].ID
	}
	for _, k := range kept {
		data.Kept = append(data.Kept, keptLine{Keeping: k, From: dateIn(k.Mark.Before, zone), At: k.Mark.Looked.In(zone)})
	}
	for _, d := range gone {
		d.At = d.At.In(zone)
		data.Gone = append(data.Gone, goneLine{Deletion: d, From: dateIn(d.Before, zone)})
	}
	return c.render(w, r, who, http.StatusOK, pagePrivacy, privacyPath, data)
}

// dateIn is a date as a clock in a zone tells it, empty for the zero time.
func dateIn(at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	return at.In(zone).Format(time.DateOnly)
}

// formerData is what the list of agents who are out of service shows.
type formerData struct {
	Tabs   []tab
	Agents []support.Agent
}

func (c *Center) showFormer(w http.ResponseWriter, r *http.Request, who Manager) error {
	agents, err := c.Privacy.Former(r.Context(), who)
	if err != nil {
		return err
	}
	return c.render(w, r, who, http.StatusOK, pageFormer, privacyPath, formerData{Tabs: privacyTabs(formerPath), Agents: agents})
}

// eraseFormerData asks whether an agent's name is to be erased.
type eraseFormerData struct {
	support.Agent
	Former  string // what the agent will be called
	Problem string // catalogue key
}

// Seconds is for the template of problems.
func (eraseFormerData) Seconds() int { return 0 }

func (c *Center) askEraseFormer(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.renderEraseFormer(w, r, who, http.StatusOK, "")
}

func (c *Center) renderEraseFormer(w http.ResponseWriter, r *http.Request, who Manager, status int, problem string) error {
	a, err := c.former(r, who)
	if err != nil {
		return err
	}
	return c.render(w, r, who, status, pageEraseFormer, privacyPath, eraseFormerData{Agent: a, Former: support.FormerName(a.ID), Problem: problem})
}

// former returns the agent whom the address names, when there is still a name to erase.
func (c *Center) former(r *http.Request, who Manager) (support.Agent, error) {
	id, err := pathID(r)
	if err != nil {
		return support.Agent{}, err
	}
	agents, err := c.Privacy.Former(r.Context(), who)
	if err != nil {
		return support.Agent{}, err
	}
	for _, a := range agents {
		if a.ID == support.AgentID(id) && !a.Erased() {
			return a, nil
		}
	}
	return support.Agent{}, fmt.Errorf("agent %d with a name to erase: %w", id, support.ErrNotFound)
}

// sureField is ticked by whoever knows that there is no way back.
const sureField = "sure"

func (c *Center) eraseFormer(w http.ResponseWriter, r *http.Request, who Manager) error {
	if r.PostFormValue(sureField) == "" {
		return c.renderEraseFormer(w, r, who, http.StatusUnprocessableEntity, "privacy.problem.sure")
	}
	a, err := c.former(r, who)
	if err != nil {
		return err
	}
	if err := c.Privacy.EraseAgent(r.Context(), who, a.ID); err != nil {
		return err
	}
	return goTo(w, r, formerPath, "erased")
}
