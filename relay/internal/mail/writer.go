package mail

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

//go:embed templates
var files embed.FS

// Where the links of mails lead. The management center has the pages; both sides' tests hold them together.
const (
	InvitationPath = "/invitation"
	ResetPath      = "/password/new"
	TokenParameter = "token"
)

// writer writes mails in the language of whoever reads them.
type writer struct {
	relay      string // HOST[:PORT] as the world reaches it
	from, name string
	catalogues map[words.Language]*words.Catalogue
	page       *template.Template
}

func newWriter(relay string, s Settings) (*writer, error) {
	w := &writer{relay: relay, from: s.From, name: s.Name, catalogues: map[words.Language]*words.Catalogue{}}
	for _, l := range words.Languages() {
		c, err := words.Load(l)
		if err != nil {
			return nil, fmt.Errorf("load the words of mails: %w", err)
		}
		w.catalogues[l] = c
	}
	var err error
	if w.page, err = template.ParseFS(files, "templates/mail.html"); err != nil {
		return nil, fmt.Errorf("parse the page of mails: %w", err)
	}
	return w, nil
}

// letter is what a mail is about, with all that is only known when it is sent.
type letter struct {
	support.Letter
	organisation string
	inviter      string // with an invitation
	token        string // of its link, empty for none
}

// content is a mail before it is text and page.
type content struct {
	Language words.Language
	Subject  string
	Hello    string
	Lines    []string // before the link
	Button   string   // empty without a link
	Link     template.URL
	After    []string // behind the link
	Foot     string
}

// write writes a mail.
func (w *writer) write(l letter) (Message, error) {
	c, err := w.content(l)
	if err != nil {
		return Message{}, err
	}
	var page bytes.Buffer
	if err := w.page.Execute(&page, c); err != nil {
		return Message{}, fmt.Errorf("fill in the page of a mail: %w", err)
	}
	return Message{
		From: w.from, FromName: w.name, To: l.To, ToName: l.Name, Subject: c.Subject, Language: string(c.Language), Text: c.text(), HTML: page.String(),
	}, nil
}

func (w *writer) content(l letter) (content, error) {
	language := words.Language(l.Language)
	catalogue, known := w.catalogues[language]
	if !known {
		language = words.English
		catalogue = w.catalogues[language]
	}
	args := words.Args{"Name": l.Name, "Organisation": l.organisation, "Relay": w.relay, "Inviter": l.inviter}
	t := func(key string) string { return catalogue.T(key, args) }
	c := content{Language: language, Hello: t("mail.hello"), Foot: t("mail.foot")}
	if l.Name == "" {
		c.Hello = t("mail.hellonobody")
	}
	switch l.Kind {
	case support.LetterInvitation:
		c.Subject, c.Lines = t("mail.invitation.subject"), []string{t("mail.invitation.lead"), t("mail.invitation.what")}
		c.Button, c.Link = t("mail.invitation.button"), w.link(InvitationPath, language, l.token)
		c.After = []string{t("mail.invitation.until"), t("mail.invitation.else")}
	case support.LetterReset:
		c.Subject, c.Lines = t("mail.reset.subject"), []string{t("mail.reset.lead")}
		c.Button, c.Link = t("mail.reset.button"), w.link(ResetPath, language, l.token)
		c.After = []string{t("mail.reset.until"), t("mail.reset.else")}
	case support.LetterPasswordChanged:
		c.Subject, c.Lines = t("mail.changed.subject"), []string{t("mail.changed.lead"), t("mail.changed.else")}
	case support.LetterTest:
		c.Subject, c.Lines = t("mail.test.subject"), []string{t("mail.test.lead")}
	default:
		return c, fmt.Errorf("mail of kind %q: %w", l.Kind, support.ErrInvalid)
	}
	return c, nil
}

// link returns the address of a page with a secret in its query, where no log of ours looks.
func (w *writer) link(path string, language words.Language, token string) template.URL {
	query := url.Values{TokenParameter: {token}, "lang": {string(language)}}
	return template.URL((&url.URL{Scheme: "https", Host: w.relay, Path: path, RawQuery: query.Encode()}).String())
}

// text is the mail for those who read no pages.
func (c content) text() string {
	parts := append([]string{c.Hello}, c.Lines...)
	if c.Button != "" {
		parts = append(parts, c.Button+"\n"+string(c.Link))
	}
	parts = append(append(parts, c.After...), "-- \n"+c.Foot)
	return strings.Join(parts, "\n\n") + "\n"
}
