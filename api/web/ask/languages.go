package ask

import (
	"slices"

	"evidencedesk/api/web/ui"
)

// listed are the languages in which much of the literature is written, by their ISO 639-1 codes.
var listed = []ui.Item{
	{Value: "ar", Label: "Arabic"},
	{Value: "zh", Label: "Chinese"},
	{Value: "nl", Label: "Dutch"},
	{Value: "en", Label: "English"},
	{Value: "fr", Label: "French"},
	{Value: "de", Label: "German"},
	{Value: "it", Label: "Italian"},
	{Value: "ja", Label: "Japanese"},
	{Value: "ko", Label: "Korean"},
	{Value: "pl", Label: "Polish"},
	{Value: "pt", Label: "Portuguese"},
	{Value: "ru", Label: "Russian"},
	{Value: "es", Label: "Spanish"},
	{Value: "cy", Label: "Welsh"},
}

// languages are the languages to tick, with those that were chosen elsewhere.
func languages(chosen []string) []ui.Item {
	list := slices.Clone(listed)
	for _, code := range chosen {
		if !slices.ContainsFunc(list, func(i ui.Item) bool { return i.Value == code }) {
			list = append(list, ui.Item{Value: code, Label: code})
		}
	}
	return list
}

func languageNames(codes []string) []string {
	var names []string
	for _, i := range languages(codes) {
		if slices.Contains(codes, i.Value) {
			names = append(names, i.Label)
		}
	}
	return names
}
