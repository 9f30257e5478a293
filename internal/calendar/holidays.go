package calendar

import (
	"embed"
	"encoding/json"
	"fmt"
)

// Nation is a division of the GOV.UK bank holiday list.
type Nation string

// The divisions, and NationNone for a service that closes on no bank holiday.
const (
	EnglandAndWales Nation = "england-and-wales"
	Scotland        Nation = "scotland"
	NorthernIreland Nation = "northern-ireland"
	NationNone      Nation = "none"
)

// Nations lists the divisions that have bank holidays.
func Nations() []Nation { return []Nation{EnglandAndWales, Scotland, NorthernIreland} }

// known says whether a Spec may name the nation.
func (n Nation) known() bool {
	switch n {
	case EnglandAndWales, Scotland, NorthernIreland, NationNone:
		return true
	}
	return false
}

// Status says how sure a bank holiday is.
type Status string

const (
	// Published dates stand in the GOV.UK list.
	Published Status = "published"
	// Derived dates follow from the rules (Easter, first Monday in May, substitute days) for a year that the
	// GOV.UK list did not reach; a later proclamation can change them.
	Derived Status = "derived"
)

// Holiday is one bank holiday of one nation, the row a database keeps. Date is "YYYY-MM-DD", already the substitute day
// where the holiday itself falls on a weekend, and Name says so.
type Holiday struct {
	Nation Nation `json:"nation"`
	Date   string `json:"date"`
	Name   string `json:"name"`
	Status Status `json:"status"`
}

// holidayFile is the form of the embedded files.
type holidayFile struct {
	Nation  Nation `json:"nation"`
	Source  string `json:"source"`
	Version string `json:"version"`
	Years   []struct {
		Year   int    `json:"year"`
		Status Status `json:"status"`
		Days   []struct {
			Date string `json:"date"`
			Name string `json:"name"`
		} `json:"days"`
	} `json:"years"`
}

//go:embed holidays/*.json
var holidayFiles embed.FS

// HolidaysVersion names the edition of the bundled data and HolidaysSource where it is from.
const (
	HolidaysVersion = "2026-11"
	HolidaysSource  = "GOV.UK bank holidays"
)

// BundledHolidays gives the bank holidays of every nation for 2024 to 2028, ordered by nation and date, to seed a
// database or to hand to [New]. Holidays proclaimed later are added by the owner of the data. An error means a
// damaged build.
func BundledHolidays() ([]Holiday, error) {
	var all []Holiday
	for _, nation := range Nations() {
		raw, err := holidayFiles.ReadFile("holidays/" + string(nation) + ".json")
		if err != nil {
			return nil, fmt.Errorf("calendar: bundled holidays of %s: %w", nation, err)
		}
		var file holidayFile
		if err := json.Unmarshal(raw, &file); err != nil {
			return nil, fmt.Errorf("calendar: bundled holidays of %s: %w", nation, err)
		}
		if file.Nation != nation || file.Version != HolidaysVersion || file.Source != HolidaysSource {
			return nil, fmt.Errorf("calendar: bundled holidays of %s: wrong nation, version or source", nation)
		}
		for _, year := range file.Years {
			for _, d := range year.Days {
				all = append(all, Holiday{Nation: nation, Date: d.Date, Name: d.Name, Status: year.Status})
			}
		}
	}
	return all, nil
}
