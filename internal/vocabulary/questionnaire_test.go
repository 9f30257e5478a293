package vocabulary_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"

	"evidencedesk/internal/vocabulary"
)

// wordings are the fingerprints of questions 1 to 5 with their choices, by version of the questionnaire. They cannot be
// reworded: pooled answers would not mean the same. Who has the official wording adds a version; none is ever changed.
func wordings() map[string]string {
	return map[string]string{"2026-11": "5b304e9851e1f3ef"}
}

func TestQuestionsOneToFiveAreNotReworded(t *testing.T) {
	t.Parallel()
	c := load(t)
	questions, _ := c.Get(vocabulary.ImpactQuestions)
	said := []any{}
	for i, code := range []string{"q1_services", "q2_uses", "q3_how", "q4_benefits", "q5_detail"} {
		q := questions.Terms[i]
		if q.Code != code {
			t.Fatalf("question %d is %s", i+1, q.Code)
		}
		said = append(said, q.Code, q.Label, q.Answer)
		for _, id := range []string{q.Answer.Vocabulary, q.Answer.Columns} {
			if list, ok := c.Get(id); ok {
				for _, term := range list.Terms {
					said = append(said, term.Code, term.Label)
				}
			}
		}
	}
	raw, err := json.Marshal(said)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(raw)
	if got, want := hex.EncodeToString(sum[:8]), wordings()[questions.Version]; got != want {
		t.Errorf("version %s of questions 1 to 5 is %s, not %s: a change needs a version of its own", questions.Version, got, want)
	}
	if questions.Status == vocabulary.Recalled && questions.Warning == "" {
		t.Error("the recalled wording is not marked")
	}
}
