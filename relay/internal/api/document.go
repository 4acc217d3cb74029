package api

import (
	"encoding/json"
	"fmt"
	"net/http"

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
	for _, s := range o.Components.Schemas.Map() {
		never(s, map[*huma.Schema]bool{})
	}
	data, err := json.MarshalIndent(o, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the API document: %w", err)
	}
	return append(data, '\n'), nil
}

// never says of a schema's lists that they are never null: they are empty then.
func never(s *huma.Schema, seen map[*huma.Schema]bool) {
	if s == nil || seen[s] {
		return
	}
	seen[s] = true
	if s.Type == huma.TypeArray {
		s.Nullable = false
	}
	never(s.Items, seen)
	for _, p := range s.Properties {
		never(p, seen)
	}
}

// Document returns the OpenAPI document.
func (a *API) Document() []byte { return a.document }

// showDocument shows the document to anybody: it is the same on every relay.
func (a *API) showDocument(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/openapi+json")
	_, _ = w.Write(a.document) // the reader may be gone; there is nobody left to tell
}
