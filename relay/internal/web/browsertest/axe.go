package browsertest

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Finding is what axe-core says of a page, as it names it.
type Finding struct {
	ID     string   `json:"id"`     // of the rule
	Impact string   `json:"impact"` // minor, moderate, serious or critical
	Help   string   `json:"help"`
	Where  []string `json:"where"` // the HTML of what is wrong
}

// String tells the finding in one line.
func (f Finding) String() string {
	return fmt.Sprintf("%s (%s): %s: %s", f.ID, f.Impact, f.Help, strings.Join(f.Where, " · "))
}

// Serious reports whether the finding keeps people out.
func (f Finding) Serious() bool { return f.Impact == "serious" || f.Impact == "critical" }

// axeRun has axe-core look at the whole page and say what is wrong.
const axeRun = `axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations.map(v =>
	({id: v.id, impact: v.impact, help: v.help, where: v.nodes.map(n => n.html)}))))`

// Axe runs axe-core in the page and returns what it finds.
func (p *Tab) Axe() []Finding {
	p.t.Helper()
	script, err := axeScript()
	p.must(err)
	var findings []Finding
	p.must(json.Unmarshal([]byte(Evaluate[string](p, script+";\n"+axeRun)), &findings))
	return findings
}
