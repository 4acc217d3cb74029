package center

import (
	"slices"
	"strings"

	"beside.example/relay/internal/support"
)

// auditWord is a value in the audit log, or one of several: known ones have a catalogue key, names and numbers stand for themselves.
type auditWord struct{ Key, Text string }

// listSeparator stands between values where the log keeps several as one.
const listSeparator = ", "

// Words are what people read in the place of a value that a field had.
func (auditLine) Words(field, value string) []auditWord {
	if key := auditValueKey(field, value); key != "" {
		return []auditWord{{Key: key}}
	}
	known := map[string][]string{"features": support.Features(support.FeaturesAll).Names(), "scopes": support.ScopesAll.Names()}[field]
	if known == nil {
		return []auditWord{{Text: value}}
	}
	var all []auditWord
	for name := range strings.SplitSeq(value, listSeparator) {
		word := auditWord{Text: name}
		switch {
		case !slices.Contains(known, name):
		case field == "scopes":
			word.Key = scopeKey(name)
		default:
			word.Key = featureKey(name)
		}
		all = append(all, word)
	}
	return all
}

// auditValueKey is the catalogue key of a value, empty for one that stands for itself.
func auditValueKey(field, value string) string {
	switch field {
	case "role":
		if role, err := support.ParseRole(value); err == nil && value != "" {
			return roleKey(role)
		}
	case "kind":
		if kind, err := support.ParsePortalKind(value); err == nil {
			return kindKey(kind)
		}
	case "center", "chatfirst", "hand-in", "monitoring", "factor-required", "only-single-sign-on":
		return map[string]string{"true": "center.audit.yes", "false": "center.audit.no"}[value]
	}
	return ""
}
