package portal

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"beside.example/internal/words"
	"beside.example/protocol/text"
	"beside.example/relay/internal/support"
)

// surveyPrefix stands before a question's key in the name of its field.
const surveyPrefix = "answer."

// endedData is what the page shows after the end.
type endedData struct {
	place
	State   support.RequestState
	Agent   string
	Left    bool // the customer left by own will
	Lines   []line
	Survey  []surveyQuestion
	Thanks  bool // the survey was answered
	Another bool // the portal takes another request
}

// surveyQuestion is a question as the page asks it.
type surveyQuestion struct {
	support.Question
	Name, ID, Text string
	Max            int
}

func (p *Portal) renderEnded(w http.ResponseWriter, r *http.Request, at place, request support.Request) error {
	l := at.language(r)
	names := p.names(at)
	data := endedData{place: at, State: request.State, Another: at.Kind.TakesRequests()}
	var err error
	if data.Lines, _, err = p.lines(r.Context(), at, request, 0, names, l); err != nil {
		return err
	}
	if data.Agent, err = names(r.Context(), request.Agent); err != nil && !nameless(err) {
		return fmt.Errorf("find who helped: %w", err)
	}
	data.Left = slices.ContainsFunc(data.Lines, func(l line) bool { return l.Left })
	if data.Thanks, err = p.Surveys.Answered(r.Context(), request.ID); err != nil {
		return fmt.Errorf("look for answers to the survey: %w", err)
	}
	if request.Agent != 0 && at.Features.Has(support.FeatureSurvey) && !data.Thanks {
		data.Survey = surveyQuestions(at.Survey, l)
	}
	return p.Site.RenderDressed(w, r, http.StatusOK, p.pages.ended, p.dress(at), data)
}

func surveyQuestions(asked []support.Question, l words.Language) []surveyQuestion {
	var questions []surveyQuestion
	for i, q := range asked {
		questions = append(questions, surveyQuestion{
			Question: q, Name: surveyPrefix + q.Key, ID: "answer" + strconv.Itoa(i), Text: q.Label.In(string(l)), Max: support.MaxTextAnswer,
		})
	}
	return questions
}

// survey takes the answers.
func (p *Portal) survey(w http.ResponseWriter, r *http.Request) error {
	request, at, err := p.mineAt(r)
	if err != nil {
		return err
	}
	if request.State.Final() && at.Features.Has(support.FeatureSurvey) {
		if answers := answered(r, at.Survey); len(answers) > 0 {
			err := p.Surveys.Answer(r.Context(), at.Portal, request, answers)
			if err != nil && !errors.Is(err, support.ErrGone) && !errors.Is(err, support.ErrExists) { // too late or twice: nothing to tell
				return fmt.Errorf("keep the answers to a survey: %w", err)
			}
		}
	}
	http.Redirect(w, r, requestAddress, http.StatusSeeOther)
	return nil
}

// answered returns the answers that were given; a question may be left out.
func answered(r *http.Request, asked []support.Question) []support.Answer {
	var answers []support.Answer
	for _, q := range asked {
		given := r.PostForm.Get(surveyPrefix + q.Key)
		a := support.Answer{Key: q.Key}
		if q.Kind == support.QuestionRating {
			rating, err := strconv.ParseUint(given, 10, 8)
			if err != nil || rating < 1 || rating > support.MaxRating {
				continue
			}
			a.Rating = uint8(rating)
		} else if a.Text = text.CleanLines(given, support.MaxTextAnswer); a.Text == "" {
			continue
		}
		answers = append(answers, a)
	}
	return answers
}

// Rates reports whether the question is answered by a number.
func (q surveyQuestion) Rates() bool { return q.Kind == support.QuestionRating }

// Ratings are the numbers to choose from.
func (q surveyQuestion) Ratings() []int {
	ratings := make([]int, support.MaxRating)
	for i := range ratings {
		ratings[i] = i + 1
	}
	return ratings
}

// Title is the catalogue key of the heading.
func (d endedData) Title() string {
	switch d.State {
	case support.RequestDownloadError:
		return "relay.ended.download.title"
	case support.RequestConnectionError:
		return "relay.ended.connection.title"
	case support.RequestDeclined:
		return "relay.ended.declined.title"
	case support.RequestNoResponse:
		return "relay.ended.noresponse.title"
	case support.RequestAbandoned:
		if d.Left {
			return "relay.ended.left.title"
		}
		return "relay.ended.abandoned.title"
	}
	return "relay.ended.title"
}

// Lead is the catalogue key of what to do now.
func (d endedData) Lead() string {
	switch d.State {
	case support.RequestDownloadError:
		return "relay.ended.download.lead"
	case support.RequestConnectionError:
		return "relay.ended.connection.lead"
	case support.RequestDeclined:
		return "relay.ended.declined.lead"
	case support.RequestNoResponse:
		return "relay.ended.noresponse.lead"
	case support.RequestAbandoned:
		if d.Left {
			return "relay.ended.left.lead"
		}
		return "relay.ended.abandoned.lead"
	}
	return "relay.ended.lead"
}
