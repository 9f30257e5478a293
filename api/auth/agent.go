package auth

import "strings"

// AgentFamily names a browser and its system in a few words, such as "Firefox on Android", for the list of one's sessions.
// What a browser says of itself is not kept: it can single somebody out.
func AgentFamily(userAgent string) string {
	browser := firstOf(userAgent, [][2]string{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser/", "Samsung Internet"},
		{"FxiOS/", "Firefox"},
		{"Firefox/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
		{"curl/", "a program"},
		{"Go-http-client", "a program"},
	}, "A browser")
	system := firstOf(userAgent, [][2]string{
		{"Android", "Android"},
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"CrOS", "ChromeOS"},
		{"Windows", "Windows"},
		{"Macintosh", "Mac"},
		{"Linux", "Linux"},
	}, "")
	if system == "" {
		return browser
	}
	return browser + " on " + system
}

// firstOf gives the name of the first mark that a text contains: browsers also name those that they are like.
func firstOf(text string, marks [][2]string, otherwise string) string {
	for _, m := range marks {
		if strings.Contains(text, m[0]) {
			return m[1]
		}
	}
	return otherwise
}
