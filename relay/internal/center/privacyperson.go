package center

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"beside.example/relay/internal/support"
)

// seekTime is how long a browser waits while a million cases are looked through: longer than for any other page.
const seekTime = 3 * time.Minute

// caseField names the cases that were ticked.
const caseField = "case"

// personData is what the page shows that looks for a person.
type personData struct {
	Tabs    []tab
	Person  support.Person
	Sought  bool
	Traces  []traceLine
	More    bool // there are others
	Problem string
	Zone    string
}

// Seconds is for the template of problems.
func (personData) Seconds() int { return 0 }

// traceLine is a case in which a person seems to have asked.
type traceLine struct {
	support.Trace
	At     time.Time
	Portal string
	Link   string
	Own    string // what the customer wrote into the portal's own fields
	Badge  badge
}

// Open reports whether the case is not over, and stays as it is.
func (l traceLine) Open() bool { return !l.State.Final() }

func (c *Center) showPerson(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.render(w, r, who, http.StatusOK, pagePerson, privacyPath, personData{Tabs: privacyTabs(personPath)})
}

// findPerson lists the cases in which a person seems to have asked. What is looked for is in the form, so that no address says it.
func (c *Center) findPerson(w http.ResponseWriter, r *http.Request, who Manager) error {
	data := personData{Tabs: privacyTabs(personPath)}
	data.Person = support.Person{
		Name: support.CleanName(r.PostFormValue("name")), Mail: strings.TrimSpace(r.PostFormValue("mail")), Phone: strings.TrimSpace(r.PostFormValue("phone")),
	}
	err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(seekTime))
	if err != nil && !errors.Is(err, errors.ErrUnsupported) { // a writer without deadlines needs none
		return fmt.Errorf("put off the deadline: %w", err)
	}
	traces, more, err := c.Privacy.Find(r.Context(), who, data.Person)
	if errors.Is(err, support.ErrInvalid) {
		data.Problem = "privacy.problem.little"
		return c.render(w, r, who, http.StatusUnprocessableEntity, pagePerson, privacyPath, data)
	}
	if err != nil {
		return err
	}
	known, err := c.names(r.Context(), who)
	if err != nil {
		return err
	}
	data.Sought, data.More, data.Zone = true, more, known.zone().String()
	for _, t := range traces {
		line := traceLine{Trace: t, At: t.Created.In(known.zone()), Portal: known.portal(t.Portal), Link: sessionsPath + "/" + t.Name(), Badge: badgeOf(t.State)}
		var own []string
		for _, key := range slices.Sorted(maps.Keys(t.Fields)) {
			if text := t.Fields[key]; text != "" {
				own = append(own, text)
			}
		}
		line.Own = strings.Join(own, ", ")
		data.Traces = append(data.Traces, line)
	}
	return c.render(w, r, who, http.StatusOK, pagePerson, privacyPath, data)
}

// ticked returns the cases that were ticked; ok is false when there are none.
func ticked(r *http.Request) (names []string, ids []support.CaseID, ok bool) {
	if err := r.ParseForm(); err != nil {
		return nil, ids, false
	}
	names = slices.Compact(slices.Sorted(slices.Values(r.PostForm[caseField])))
	ids, err := support.ParseCaseIDs(names)
	return names, ids, err == nil
}

// noneTicked says that no case was ticked.
func (c *Center) noneTicked(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.render(w, r, who, http.StatusUnprocessableEntity, pagePerson, privacyPath, personData{Tabs: privacyTabs(personPath), Problem: "privacy.problem.none"})
}

// exportPerson hands out all that is kept of the ticked cases: one as a file, several as files in an archive.
func (c *Center) exportPerson(w http.ResponseWriter, r *http.Request, who Manager) error {
	_, ids, ok := ticked(r)
	if !ok {
		return c.noneTicked(w, r, who)
	}
	cases, err := c.Privacy.Export(r.Context(), who, ids)
	if err != nil {
		return err
	}
	if len(cases) == 1 {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Disposition", `attachment; filename="personal-data.json"`)
		_ = writeIndented(w, cases[0]) // whoever asked may be gone
		return nil
	}
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", `attachment; filename="personal-data.zip"`)
	archive := zip.NewWriter(w)
	for _, one := range cases {
		file, err := archive.CreateHeader(&zip.FileHeader{Name: "case-" + one.ID + ".json", Method: zip.Deflate, Modified: one.Asked})
		if err == nil {
			err = writeIndented(file, one)
		}
		if err != nil {
			panic(http.ErrAbortHandler) // so that nobody takes it for a whole one
		}
	}
	if err := archive.Close(); err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

func writeIndented(to interface{ Write([]byte) (int, error) }, v any) error {
	out := json.NewEncoder(to)
	out.SetIndent("", "  ")
	return out.Encode(v)
}

// eraseData asks whether what is known of a person is to be erased.
type eraseData struct {
	Cases   []string
	Problem string
}

// Seconds is for the template of problems.
func (eraseData) Seconds() int { return 0 }

// erasePerson asks whether the ticked cases are to be erased, and erases them when that was answered.
func (c *Center) erasePerson(w http.ResponseWriter, r *http.Request, who Manager) error {
	names, ids, ok := ticked(r)
	if !ok {
		return c.noneTicked(w, r, who)
	}
	answered := r.PostForm.Has("answer")
	if !answered {
		return c.render(w, r, who, http.StatusOK, pageErase, privacyPath, eraseData{Cases: names})
	}
	if r.PostForm.Get(sureField) == "" {
		return c.render(w, r, who, http.StatusUnprocessableEntity, pageErase, privacyPath, eraseData{Cases: names, Problem: "privacy.problem.sure"})
	}
	err := c.Privacy.Erase(r.Context(), who, ids)
	if errors.Is(err, support.ErrChanged) {
		return c.render(w, r, who, http.StatusConflict, pageErase, privacyPath, eraseData{Cases: names, Problem: "privacy.problem.open"})
	}
	if err != nil {
		return fmt.Errorf("erase a person: %w", err)
	}
	return goTo(w, r, personPath, "erased")
}
