package support

import (
	"reflect"
	"testing"
	"unicode/utf8"
)

// FuzzForm holds what a customer can type against its bounds: what was cleaned once stays as it is.
func FuzzForm(f *testing.F) {
	f.Add("Noor", "It beeps\nloudly", "noor@here.example", "+33 1 23", "fr")
	f.Add("\u202eevil\x00", "\xff\xfe", "a@b", "1", "en-GB")
	f.Fuzz(func(t *testing.T, name, question, mail, phone, language string) {
		portal := Portal{Kind: PortalBox, Page: Page{Fields: []Field{
			{Key: "mail", Kind: FieldMail}, {Key: "phone", Kind: FieldPhone}, {Key: "more", Kind: FieldText},
		}}}
		form := Form{Customer: name, Question: question, Language: language, Fields: map[string]string{"mail": mail, "phone": phone, "more": question, "x": name}}
		once, err := form.clean(portal)
		if err != nil {
			return
		}
		twice, err := once.clean(portal)
		if err != nil || !reflect.DeepEqual(once, twice) {
			t.Errorf("%+v becomes %+v, %v", once, twice, err)
		}
		if utf8.RuneCountInString(once.Customer) > MaxName || utf8.RuneCountInString(once.Question) > MaxQuestion || len(once.Fields) > 3 {
			t.Errorf("too much is kept: %+v", once)
		}
	})
}
