package vocabulary

// The identifiers of the vocabularies. Each has a file data/<id>.json.
const (
	AlertFrequencies       = "alert_frequencies"
	ChangeReasons          = "change_reasons"
	Channels               = "channels"
	ClarificationPrompts   = "clarification_prompts"
	ContactPreferences     = "contact_preferences"
	CorrectReasons         = "correct_reasons"
	DeadlineChangeReasons  = "deadline_change_reasons"
	DeclineReasons         = "decline_reasons"
	DeliverOutcomes        = "deliver_outcomes"
	Disclaimers            = "disclaimers"
	DistressingTopics      = "distressing_topics"
	DueRules               = "due_rules"
	EvidenceLevels         = "evidence_levels"
	ExclusionReasons       = "exclusion_reasons"
	Exclusions             = "exclusions"
	Frameworks             = "frameworks"
	FullTextChoices        = "full_text_choices"
	FullTextLimits         = "full_text_limits"
	HoldReasons            = "hold_reasons"
	ImpactBenefits         = "impact_benefits"
	ImpactHorizons         = "impact_horizons"
	ImpactQuestions        = "impact_questions"
	ImpactServices         = "impact_services"
	ImpactUses             = "impact_uses"
	KfHWorkstreams         = "kfh_workstreams"
	LimitAges              = "limit_ages"
	LimitDates             = "limit_dates"
	LimitGeographies       = "limit_geographies"
	LimitLanguages         = "limit_languages"
	LimitSettings          = "limit_settings"
	LimitSexes             = "limit_sexes"
	LimitSpecies           = "limit_species"
	LocalReviewQuestions   = "local_review_questions"
	Outcomes               = "outcomes"
	Outcomes2019           = "outcomes_2019"
	Outcomes2021           = "outcomes_2021"
	OutputFormats          = "output_formats"
	Platforms              = "platforms"
	PressElements          = "press_elements"
	PressVerdicts          = "press_verdicts"
	PrismaSItems           = "prisma_s_items"
	Products               = "products"
	PublicationTypes       = "publication_types"
	QuoteConsentWays       = "quote_consent_ways"
	ReassignReasons        = "reassign_reasons"
	ReferReasons           = "refer_reasons"
	ReferenceStyles        = "reference_styles"
	RegionalStaffRatios    = "regional_staff_ratios"
	ReopenReasons          = "reopen_reasons"
	RequesterChangeReasons = "requester_change_reasons"
	ResultCounts           = "result_counts"
	ReturnActivities       = "return_activities"
	ReturnReasons          = "return_reasons"
	ReviewVerdicts         = "review_verdicts"
	SearchTypes            = "search_types"
	ServiceStandards       = "service_standards"
	ShareAudiences         = "share_audiences"
	SignpostTargets        = "signpost_targets"
	SourceKinds            = "source_kinds"
	Sources                = "sources"
	StaffGroups            = "staff_groups"
	StaffGroupsCoarse      = "staff_groups_coarse"
	SummaryOutlines        = "summary_outlines"
	TimeEntryStages        = "time_entry_stages"
	TimeSavedBands         = "time_saved_bands"
	TimeSavingStudies      = "time_saving_studies"
	Urgencies              = "urgencies"
	UrgencyChangeReasons   = "urgency_change_reasons"
	WaiveReasons           = "waive_reasons"
	WithdrawReasons        = "withdraw_reasons"
)

// IDs lists every vocabulary in the order of its identifier. A catalogue holds exactly these.
func IDs() []string {
	return []string{
		AlertFrequencies, ChangeReasons, Channels, ClarificationPrompts, ContactPreferences, CorrectReasons,
		DeadlineChangeReasons, DeclineReasons, DeliverOutcomes, Disclaimers, DistressingTopics, DueRules, EvidenceLevels, ExclusionReasons, Exclusions, Frameworks,
		FullTextChoices, FullTextLimits, HoldReasons, ImpactBenefits, ImpactHorizons, ImpactQuestions, ImpactServices,
		ImpactUses, KfHWorkstreams, LimitAges, LimitDates, LimitGeographies, LimitLanguages, LimitSettings, LimitSexes, LimitSpecies,
		LocalReviewQuestions, Outcomes, Outcomes2019, Outcomes2021, OutputFormats, Platforms, PressElements, PressVerdicts, PrismaSItems, Products,
		PublicationTypes, QuoteConsentWays, ReassignReasons, ReferReasons, ReferenceStyles, RegionalStaffRatios, ReopenReasons, RequesterChangeReasons,
		ResultCounts, ReturnActivities, ReturnReasons, ReviewVerdicts, SearchTypes, ServiceStandards, ShareAudiences, SignpostTargets,
		SourceKinds, Sources, StaffGroups, StaffGroupsCoarse, SummaryOutlines, TimeEntryStages, TimeSavedBands, TimeSavingStudies, Urgencies,
		UrgencyChangeReasons, WaiveReasons, WithdrawReasons,
	}
}
