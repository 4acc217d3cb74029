package center

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// maxFormRows is how many fields and questions a form offers at most, as many as a portal may have.
const maxFormRows = 8

// spareRows are offered beside those that are there.
const spareRows = 2

// formRow is one field of a portal's form, or one question of its survey.
type formRow struct {
	Prefix  string // of the names of its inputs
	Number  int
	Key     string
	Kinds   []option
	Labels  []textIn
	Need    bool // it must be filled in
	HasNeed bool // that is a question at all
}

// textIn is a text in one language.
type textIn struct {
	Language words.Language
	Text     string
}

// textsIn are the texts in the languages that we speak.
func textsIn(t support.Texts) []textIn {
	var all []textIn
	for _, l := range words.Languages() {
		all = append(all, textIn{Language: l, Text: t[string(l)]})
	}
	return all
}

// readTexts reads the inputs that begin with a name, one for each language; texts in others stay as they were.
func readTexts(r *http.Request, name string, before support.Texts) support.Texts {
	texts := maps.Clone(before)
	for _, l := range words.Languages() {
		text := strings.TrimSpace(r.PostForm.Get(name + "." + string(l)))
		if text == "" {
			delete(texts, string(l))
			continue
		}
		if texts == nil {
			texts = support.Texts{}
		}
		texts[string(l)] = text
	}
	return texts
}

// readPortal reads the form of a portal over what it was before. hours is false when the hours cannot be read.
func readPortal(r *http.Request, before support.Portal) (p support.Portal, hours bool, err error) {
	if err := r.ParseForm(); err != nil {
		return p, false, web.BadRequest()
	}
	p = before
	p.Name, p.Slug = r.PostForm.Get("name"), r.PostForm.Get("slug")
	if p.Kind, err = support.ParsePortalKind(r.PostForm.Get("kind")); err != nil {
		return p, false, web.BadRequest()
	}
	if p.Features, err = support.ParseFeatures(r.PostForm["feature"]); err != nil {
		return p, false, web.BadRequest()
	}
	p.ChatFirst = r.PostForm.Get("chatfirst") != ""
	p.Page.Colour = strings.TrimSpace(r.PostForm.Get("colour"))
	p.Page.Greeting = readTexts(r, "greeting", before.Page.Greeting)
	p.Page.Languages = slices.DeleteFunc(slices.Clone(before.Page.Languages), func(tag string) bool { return slices.Contains(words.Languages(), words.Language(tag)) })
	for _, l := range words.Languages() {
		if slices.Contains(r.PostForm["language"], string(l)) {
			p.Page.Languages = append(p.Page.Languages, string(l))
		}
	}
	p.Page.Fields, p.Survey = readFields(r, before.Page.Fields), readSurvey(r, before.Survey)
	p.Hours, hours = readHours(r)
	return p, hours, nil
}

// readFields reads the rows of the form's fields that say anything.
func readFields(r *http.Request, before []support.Field) []support.Field {
	var fields []support.Field
	for i := range maxFormRows {
		name := "field" + strconv.Itoa(i)
		f := support.Field{
			Key: strings.TrimSpace(r.PostForm.Get(name + ".key")), Kind: support.FieldKind(r.PostForm.Get(name + ".kind")), Required: r.PostForm.Get(name+".need") != "",
		}
		var was support.Texts
		if j := slices.IndexFunc(before, func(b support.Field) bool { return b.Key == f.Key }); j >= 0 {
			was = before[j].Label
		}
		f.Label = readTexts(r, name, was)
		f.Key = keyFor(f.Key, f.Label, func(key string) bool {
			return slices.ContainsFunc(fields, func(other support.Field) bool { return other.Key == key }) || hasKey(r, "field", key)
		})
		if len(f.Label) > 0 {
			fields = append(fields, f)
		}
	}
	return fields
}

// readSurvey reads the rows of the survey's questions that say anything.
func readSurvey(r *http.Request, before []support.Question) []support.Question {
	var questions []support.Question
	for i := range maxFormRows {
		name := "question" + strconv.Itoa(i)
		q := support.Question{Key: strings.TrimSpace(r.PostForm.Get(name + ".key")), Kind: support.QuestionKind(r.PostForm.Get(name + ".kind"))}
		var was support.Texts
		if j := slices.IndexFunc(before, func(b support.Question) bool { return b.Key == q.Key }); j >= 0 {
			was = before[j].Label
		}
		q.Label = readTexts(r, name, was)
		q.Key = keyFor(q.Key, q.Label, func(key string) bool {
			return slices.ContainsFunc(questions, func(other support.Question) bool { return other.Key == key }) || hasKey(r, "question", key)
		})
		if len(q.Label) > 0 {
			questions = append(questions, q)
		}
	}
	return questions
}

// keyFor returns the key of a row, empty for one without texts, which is not there. A new row gets a key that no other one has and that
// nobody needs to know.
func keyFor(key string, label support.Texts, taken func(key string) bool) string {
	if len(label) == 0 || key != "" {
		return key
	}
	for n := 1; ; n++ {
		if key = "own" + strconv.Itoa(n); !taken(key) {
			return key
		}
	}
}

// hasKey reports whether a row of the form has a key already.
func hasKey(r *http.Request, prefix, key string) bool {
	for i := range maxFormRows {
		if r.PostForm.Get(prefix+strconv.Itoa(i)+".key") == key {
			return true
		}
	}
	return false
}

// days are the days of a week as people count them here, from Monday on.
func days() []time.Weekday {
	return []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}
}

// readHours reads the opening hours; ok is false when some of them are none.
func readHours(r *http.Request) (h support.Hours, ok bool) {
	ok = true
	h.Zone, h.Closed = strings.TrimSpace(r.PostForm.Get("zone")), strings.Fields(r.PostForm.Get("closed"))
	for _, day := range days() {
		spans, err := support.ParseSpans(r.PostForm.Get(fmt.Sprintf("day%d", day)))
		if err != nil {
			ok = false
		}
		h.Days[day] = spans
	}
	return h, ok && h.Check() == nil
}

// fieldRows are the rows of a form's fields, with some to spare.
func fieldRows(fields []support.Field) []formRow {
	var rows []formRow
	for i := range min(len(fields)+spareRows, maxFormRows) {
		row := formRow{Prefix: "field" + strconv.Itoa(i), Number: i + 1, HasNeed: true}
		f := support.Field{Kind: support.FieldLine}
		if i < len(fields) {
			f = fields[i]
		}
		row.Key, row.Need, row.Labels = f.Key, f.Required, textsIn(f.Label)
		for _, kind := range []support.FieldKind{support.FieldLine, support.FieldText, support.FieldMail, support.FieldPhone} {
			row.Kinds = append(row.Kinds, option{Value: string(kind), Key: "center.fieldkind." + string(kind), Selected: kind == f.Kind})
		}
		rows = append(rows, row)
	}
	return rows
}

// questionRows are the rows of a survey's questions, with some to spare.
func questionRows(questions []support.Question) []formRow {
	var rows []formRow
	for i := range min(len(questions)+spareRows, maxFormRows) {
		row := formRow{Prefix: "question" + strconv.Itoa(i), Number: i + 1}
		q := support.Question{Kind: support.QuestionRating}
		if i < len(questions) {
			q = questions[i]
		}
		row.Key, row.Labels = q.Key, textsIn(q.Label)
		for _, kind := range []support.QuestionKind{support.QuestionRating, support.QuestionText} {
			row.Kinds = append(row.Kinds, option{Value: string(kind), Key: "center.fieldkind." + string(kind), Selected: kind == q.Kind})
		}
		rows = append(rows, row)
	}
	return rows
}

// portalProblem returns the catalogue key of what is wrong with a portal, empty when nothing is.
func portalProblem(p support.Portal, hours bool) string {
	const well = "x" // a name and a slug with which nothing is wrong
	ok := func(part support.Portal) bool { _, err := part.Clean(); return err == nil }
	switch {
	case support.CleanName(p.Name) == "":
		return "center.portal.noname"
	case !ok(support.Portal{Name: p.Name, Slug: p.Slug}):
		return "center.portal.noslug"
	case !hours:
		return "center.portal.nohours"
	case !ok(support.Portal{Name: well, Slug: well, Page: support.Page{Colour: p.Page.Colour}}):
		return "center.portal.nocolour"
	case !ok(p):
		return "center.portal.norows"
	}
	return ""
}
