package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"

	"github.com/danielgtaylor/huma/v2"
)

// tokenScheme names in the document how programs show who they are.
const tokenScheme = "token"

// about is what the document says before anything else.
const about = `What programs may ask of a Beside relay on behalf of one organisation: what managers do in the management center.

Show an API token in every call: ` + "`Authorization: Bearer bsd_…`" + `. Each operation names the scopes of which the token needs one. A token that is bound to
teams sees and changes what is of these teams and those below them, and nothing that is the whole organisation's.

Lists come in pages: as long as an answer has ` + "`next`" + `, the same call with ` + "`cursor`" + ` set to it returns what follows. What may be changed comes with an
` + "`ETag`" + `; send it back as ` + "`If-Match`" + ` with the change, so that nobody overwrites unseen what somebody else did meanwhile (412). Errors are problem
details (RFC 9457). Times are in UTC, durations in seconds. Every change is written to the audit log under the token's name. Fields may be added to answers at
any time.`

// description is the document without its operations.
func description() huma.Config {
	c := huma.DefaultConfig("Beside", version)
	c.OpenAPIPath, c.DocsPath, c.SchemasPath, c.CreateHooks = "", "", "", nil // the document is ours to serve, and nothing else
	c.RejectUnknownQueryParameters = true
	c.Info.Description = about
	c.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	c.Servers = []*huma.Server{{URL: "/"}}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		tokenScheme: {Type: "http", Scheme: "bearer", BearerFormat: "bsd_…", Description: "An API token, which an organisation's manager makes in the management center."},
	}
	return c
}

// document writes the document as programs and people read it.
func document(o *huma.OpenAPI) ([]byte, error) {
	in := taken(o)
	for name, s := range o.Components.Schemas.Map() {
		refine(s, in[name], map[*huma.Schema]bool{})
	}
	data, err := json.MarshalIndent(o, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the API document: %w", err)
	}
	return append(data, '\n'), nil
}

// refine says of a schema what holds everywhere: lists are never null, they are empty then; and what only ever comes out may grow, so that
// programs which take it as it is today take it tomorrow.
func refine(s *huma.Schema, in bool, seen map[*huma.Schema]bool) {
	if s == nil || seen[s] {
		return
	}
	seen[s] = true
	switch {
	case s.Type == huma.TypeArray:
		s.Nullable = false
	case s.Type == huma.TypeObject && !in && s.AdditionalProperties == false:
		s.AdditionalProperties = nil
	}
	refine(s.Items, in, seen)
	for _, p := range s.Properties {
		refine(p, in, seen)
	}
}

// taken lists the names of the schemas that calls are held against.
func taken(o *huma.OpenAPI) map[string]bool {
	names := map[string]bool{}
	var add func(s *huma.Schema)
	add = func(s *huma.Schema) {
		if s == nil {
			return
		}
		if name := path.Base(s.Ref); s.Ref != "" && !names[name] {
			names[name] = true
			add(o.Components.Schemas.SchemaFromRef(s.Ref))
		}
		add(s.Items)
		for _, p := range s.Properties {
			add(p)
		}
	}
	for _, p := range o.Paths {
		for _, operation := range []*huma.Operation{p.Post, p.Put} {
			if operation != nil && operation.RequestBody != nil {
				add(operation.RequestBody.Content["application/json"].Schema)
			}
		}
	}
	return names
}

// Document returns the OpenAPI document.
func (a *API) Document() []byte { return a.document }

// showDocument shows the document to anybody: it is the same on every relay.
func (a *API) showDocument(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/openapi+json")
	_, _ = w.Write(a.document) // the reader may be gone; there is nobody left to tell
}
