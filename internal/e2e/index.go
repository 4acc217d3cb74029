package e2e

import (
	"cmp"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"slices"
)

// A Chapter is one part of a run in the index of its pictures.
type Chapter struct {
	Title string
	// Folder is where the chapter's pictures lie, below that of the index.
	Folder string
	Report *Report
}

// WriteIndex writes index.html into dir: every step with its picture, for people to open.
func WriteIndex(dir string, chapters []Chapter) error {
	f, err := os.Create(filepath.Join(dir, "index.html"))
	if err != nil {
		return fmt.Errorf("write the index of the pictures: %w", err)
	}
	if err := indexPage.Execute(f, chapters); err != nil {
		f.Close()
		return fmt.Errorf("write the index of the pictures: %w", err)
	}
	return f.Close()
}

// figure is one figure of a report.
type figure struct {
	Name  string
	Value float64
}

// FigureList returns the figures in the order of their names.
func (r *Report) FigureList() []figure {
	var list []figure
	for name, value := range r.Figures {
		list = append(list, figure{name, value})
	}
	slices.SortFunc(list, func(a, b figure) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

var indexPage = template.Must(template.New("index").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Pictures of a run</title>
<style>
body { font: 14px/1.4 "Noto Sans", sans-serif; margin: 2rem; color: #14242a; background: #f3f6f7; }
ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(560px, 1fr)); gap: 1rem; padding: 0; list-style: none; }
figure { margin: 0; background: #fff; border: 1px solid #d2dadd; border-radius: 8px; padding: 8px; }
figcaption { display: flex; justify-content: space-between; padding-top: 4px; }
img { width: 100%; display: block; }
.failed { color: #b3261e; }
td { padding-right: 2rem; }
</style></head><body>
<h1>Pictures of a run</h1>
<p>An agent's display is on the left, the customer's on the right, each as it was at the end of the step. Click a picture to see it in full size.</p>
<ul>{{range $i, $c := .}}<li><a href="#c{{$i}}">{{.Title}}</a> ({{len .Report.Steps}} steps)</li>{{end}}</ul>
{{range $i, $c := .}}<h2 id="c{{$i}}">{{.Title}}</h2>
{{with .Report.Failed}}<p class="failed">Failed at “{{.}}”.</p>{{end}}
<ol>{{range .Report.Steps}}<li><figure>{{with .Picture}}<a href="{{$c.Folder}}{{.}}"><img loading="lazy" src="{{$c.Folder}}{{.}}" alt="both displays"></a>{{end}}<figcaption><span>{{.Name}}</span><span>{{printf "%.0f" .Milliseconds}} ms</span></figcaption>{{with .Error}}<p class="failed">{{.}}</p>{{end}}</figure></li>
{{end}}</ol>
{{with .Report.FigureList}}<table><tbody>{{range .}}<tr><td>{{.Name}}</td><td>{{printf "%.0f" .Value}}</td></tr>{{end}}</tbody></table>{{end}}
{{end}}</body></html>
`))
