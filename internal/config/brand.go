package config

// Brand is how the service presents itself. The default is neutral: a text, no logo, no NHS identity. The NHS logo and letters are
// trade marks of the Secretary of State for Health and Social Care, so the operator has to say that it is entitled to them.
type Brand struct {
	Mode           string `env:"MODE, default=neutral"` // neutral, organisation or nhs-service
	Service        string `env:"SERVICE, default=Evidence Desk"`
	Organisation   string `env:"ORGANISATION"`
	Split          string `env:"ORGANISATION_SPLIT"` // a second line of the organisation's name
	Descriptor     string `env:"ORGANISATION_DESCRIPTOR"`
	NHSConfirmed   bool   `env:"NHS_IDENTITY_CONFIRMED"`
	LogoFile       string `env:"LOGO_FILE"`       // SVG or PNG, served from our own origin
	StylesheetFile string `env:"STYLESHEET_FILE"` // CSS of the operator's, such as with --app-font
	FontOrigin     string `env:"FONT_ORIGIN"`     // one more origin that fonts may come from
	Copyright      string `env:"COPYRIGHT"`
	HelpEmail      string `env:"HELP_EMAIL"`
	HelpPhone      string `env:"HELP_PHONE"`
}

// check names what is wrong with the settings.
func (b Brand) check(bad func(name, why string)) {
	switch b.Mode {
	case "", "neutral":
	case "organisation", "nhs-service":
		if !b.NHSConfirmed {
			bad("EVIDENCEDESK_BRAND_NHS_IDENTITY_CONFIRMED", "must be true with this EVIDENCEDESK_BRAND_MODE: the NHS identity needs permission")
		}
	default:
		bad("EVIDENCEDESK_BRAND_MODE", "must be neutral, organisation or nhs-service")
	}
}
