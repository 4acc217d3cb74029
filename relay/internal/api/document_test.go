package api_test

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write docs/api/openapi.json")

// TestDocument holds the document in docs against what the code makes.
func TestDocument(t *testing.T) {
	const path = "../../../docs/api/openapi.json"
	made := newHouse(t).Document()
	if *update {
		must(t, os.MkdirAll("../../../docs/api", 0o755))
		must(t, os.WriteFile(path, made, 0o644))
	}
	kept, err := os.ReadFile(path)
	must(t, err)
	if string(kept) != string(made) {
		t.Error("docs/api/openapi.json is not what the code makes: go test ./relay/internal/api -run TestDocument -update")
	}
}
