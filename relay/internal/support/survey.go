package support

// QuestionKind says how a question of a survey is answered.
type QuestionKind string

// The kinds of questions, by the names under which the store and set-up files keep them.
const (
	QuestionRating QuestionKind = "rating" // 1 to MaxRating
	QuestionText   QuestionKind = "text"   // a few words
)

// MaxRating is the best answer to a rating.
const MaxRating = 5

// Question is one that a portal's survey asks after a session.
type Question struct {
	Key   string       `json:"key"`
	Label Texts        `json:"label"`
	Kind  QuestionKind `json:"kind"`
}

// Answer is a customer's answer to one question.
type Answer struct {
	Key    string // of the question
	Rating uint8  // 1 to MaxRating with QuestionRating, else 0
	Text   string // with QuestionText
}
