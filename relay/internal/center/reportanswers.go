package center

import (
	"net/http"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// exportAnswers sends every answer to a survey of a period as a file, however many there are.
func (c *Center) exportAnswers(w http.ResponseWriter, r *http.Request, who Manager, f filter, format string) error {
	if format != formatCSV && format != formatJSON {
		return web.NotFound()
	}
	if err := c.Manage.Note(r.Context(), who, support.AuditSessionsExported, f.First+" – "+f.Last+", "+reportAnswers+", "+format); err != nil {
		return err
	}
	l := web.Language(r)
	return export(w, r, c.Site.Words(l), format, fileName(reportAnswers, f), answerColumns(), func(row func([]cell) error) error {
		return c.Reports.EachAnswer(r.Context(), f.query, func(a support.GivenAnswer) error { return row(answerCells(a, f, l)) })
	})
}

// answerColumns are the columns of the export of answers.
func answerColumns() []column {
	return []column{{Name: "id"}, {Name: "answered_at"}, {Name: "portal"}, {Name: "agent"}, {Name: "question"}, {Name: "rating", Number: true}, {Name: "text"}}
}

func answerCells(a support.GivenAnswer, f filter, l words.Language) []cell {
	rating := cell{}
	if a.Rating > 0 {
		rating = count(uint64(a.Rating))
	}
	return []cell{
		word(support.CaseID{Request: a.Request}.Name()), moment(a.At, f.query.Zone), word(f.names.portal(a.Portal)), word(f.names.agent(a.Agent)),
		word(f.names.question(a.Portal, a.Key, l)), rating, word(a.Text),
	}
}
