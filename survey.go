package main

import (
	"evidencedesk/internal/mail"
	"evidencedesk/internal/vocabulary"
)

// firstQuestion is the first of the impact questions, which the letters ask themselves.
func firstQuestion(c *vocabulary.Catalogue) mail.Question {
	questions, ok := c.Get(vocabulary.ImpactQuestions)
	if !ok || len(questions.Terms) == 0 {
		return mail.Question{}
	}
	first := questions.Terms[0]
	q := mail.Question{Text: first.Label}
	choices, _ := c.Get(first.Answer.Vocabulary)
	for _, t := range choices.Terms {
		q.Answers = append(q.Answers, mail.Answer{Code: t.Code, Label: t.Label})
	}
	return q
}
