package support

import (
	"fmt"
	"strings"

	"beside.example/protocol/text"
)

// Form is what a customer fills in to ask for help.
type Form struct {
	Customer string // the customer's name
	Question string
	Fields   map[string]string // answers to the portal's own fields, by key
	Language string
	Wanted   AgentID // whom the customer picked, with PortalMatch; else zero
}

// How long what a customer types may be, in characters.
const (
	MaxQuestion   = 2000
	MaxLineAnswer = 200
	MaxTextAnswer = MaxQuestion
	maxLanguage   = 35 // the longest tags in use
)

// FormProblem says what is wrong with a field.
type FormProblem string

// The problems of fields.
const (
	FormMissing FormProblem = "missing" // it must be filled in
	FormNoMail  FormProblem = "mail"    // it is no mail address
	FormNoPhone FormProblem = "phone"   // it is no telephone number
	FormNobody  FormProblem = "nobody"  // nobody was picked, with PortalMatch
)

// FieldWanted is the key of Form.Wanted in a FormError.
const FieldWanted = "wanted"

// FormError says which field of a form the customer must look at again.
type FormError struct {
	Field   string // its key
	Problem FormProblem
}

// Error implements error.
func (e *FormError) Error() string {
	return fmt.Sprintf("field %q of the form: %s", e.Field, e.Problem)
}

// Is makes it an ErrInvalid.
func (e *FormError) Is(target error) bool { return target == ErrInvalid }

// clean returns the form as it may be kept and shown: everything capped and stripped of what nobody should see, without fields
// that the portal does not ask.
func (f Form) clean(portal Portal) (Form, error) {
	out := Form{
		Customer: CleanName(f.Customer), Question: text.CleanLines(f.Question, MaxQuestion), Language: text.Clean(f.Language, maxLanguage),
	}
	if portal.Kind == PortalMatch {
		if out.Wanted = f.Wanted; out.Wanted == 0 {
			return out, &FormError{Field: FieldWanted, Problem: FormNobody}
		}
	}
	for _, field := range portal.Page.Fields {
		answer, err := field.clean(f.Fields[field.Key])
		if err != nil {
			return out, err
		}
		if answer == "" {
			continue
		}
		if out.Fields == nil {
			out.Fields = map[string]string{}
		}
		out.Fields[field.Key] = answer
	}
	return out, nil
}

// clean returns an answer to the field as it may be kept.
func (f Field) clean(answer string) (string, error) {
	if f.Kind == FieldText {
		answer = text.CleanLines(answer, MaxTextAnswer)
	} else {
		answer = text.Clean(answer, MaxLineAnswer)
	}
	switch {
	case answer == "":
		if f.Required {
			return "", &FormError{Field: f.Key, Problem: FormMissing}
		}
	case f.Kind == FieldMail && !looksLikeMail(answer):
		return "", &FormError{Field: f.Key, Problem: FormNoMail}
	case f.Kind == FieldPhone && !looksLikePhone(answer):
		return "", &FormError{Field: f.Key, Problem: FormNoPhone}
	}
	return answer, nil
}

// looksLikeMail catches slips of the hand; only a mail that arrives proves an address.
func looksLikeMail(s string) bool {
	local, domain, found := strings.Cut(s, "@")
	return found && local != "" && strings.Contains(domain, ".") && !strings.ContainsAny(s, " <>,;") && !strings.Contains(domain, "@")
}

// looksLikePhone wants a few digits and nothing but what people put between them.
func looksLikePhone(s string) bool {
	const fewest = 3 // emergency numbers and extensions
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+-()/. #*", r):
			return false
		}
	}
	return digits >= fewest
}
