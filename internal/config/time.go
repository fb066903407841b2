package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"pandect/internal/site"
)

// timeLayouts are the accepted layouts of a date with a time. Without an offset the time is UTC.
var timeLayouts = []string{
	"2006-01-02 15:04",
	"2006-01-02T15:04",
	"2006-01-02 15:04:05",
	"2006-01-02T15:04:05",
	time.RFC3339,
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02T15:04Z07:00",
	"2006-01-02 15:04Z07:00",
	"2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05 -07:00",
}

// otherLayouts are common layouts that are not accepted. They are only parsed to suggest the right form; an ambiguous date gives two
// suggestions.
var otherLayouts = []string{
	"2006-1-2", "2006/1/2", "2006.1.2", "20060102",
	"2/1/2006", "1/2/2006", "2.1.2006", "2-1-2006", "1-2-2006", "2/1/06", "1/2/06", "2.1.06",
	"2 January 2006", "January 2, 2006", "January 2 2006", "2 Jan 2006", "Jan 2, 2006", "Jan 2 2006", "2-Jan-2006",
	"Monday, 2 January 2006", "Monday, January 2, 2006",
}

// parseTime parses a date, which means midnight UTC, or a date with a time. For anything else it returns a message and a hint.
func parseTime(s string) (t time.Time, problem, hint string) {
	layouts := timeLayouts
	if len(s) == len(time.DateOnly) {
		layouts = []string{time.DateOnly}
	}
	for _, layout := range layouts {
		if t, ok := parseLayout(layout, s); ok {
			return t, "", ""
		}
	}
	problem, hint = explainTime(s)
	return time.Time{}, problem, hint
}

// parseLayout parses a time independently of the local time zone: without an offset it is UTC.
func parseLayout(layout, s string) (time.Time, bool) {
	t, err := time.ParseInLocation(layout, s, time.UTC)
	return t, err == nil && t.Year() >= 1000
}

func explainTime(s string) (problem, hint string) {
	var dates []string
	for _, layout := range otherLayouts {
		if t, ok := parseLayout(layout, s); ok && !slices.Contains(dates, t.Format(time.DateOnly)) {
			dates = append(dates, t.Format(time.DateOnly))
		}
	}
	written := clip(s)
	switch {
	case len(dates) == 1:
		return fmt.Sprintf("The date %q is not written as year-month-day.", written), "Write " + dates[0] + "."
	case len(dates) > 1:
		return fmt.Sprintf("The date %q can be read in two ways.", written), "Write it as year-month-day: " + strings.Join(dates, " or ") + "."
	case len(s) >= len(time.DateOnly) && s[4] == '-' && s[7] == '-':
		return fmt.Sprintf("There is no such date or time as %q.", written), "Check the month, the day and the time."
	}
	return fmt.Sprintf("%q cannot be read as a date.", written),
		"Write it as year-month-day, for example 2026-10-01; a time may follow, for example 2026-10-01 14:30."
}

// maxPeriod is the largest number in a period, so that adding one to a date does not overflow.
const maxPeriod = 9999

// parsePeriod reads a number and a unit: "6 months", "1 year", "90 days", "2 weeks".
func parsePeriod(s string) (site.Period, bool) {
	words := strings.Fields(s)
	if len(words) != 2 {
		return site.Period{}, false
	}
	n, err := strconv.Atoi(words[0])
	if err != nil || n < 1 || n > maxPeriod {
		return site.Period{}, false
	}
	switch strings.TrimSuffix(strings.ToLower(words[1]), "s") {
	case "day":
		return site.Period{Days: n}, true
	case "week":
		return site.Period{Days: 7 * n}, true
	case "month":
		return site.Period{Months: n}, true
	case "year":
		return site.Period{Years: n}, true
	}
	return site.Period{}, false
}
