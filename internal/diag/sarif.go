package diag

import (
	"io"
	"net/url"
	"slices"
	"strings"
)

// ToolInfo names the program in a SARIF log.
type ToolInfo struct {
	Version string // for example "1.2.0"; may be empty
}

// The types below are the part of SARIF 2.1.0 that is written here, under the names of the standard:
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID string `json:"id"`
	}
	sarifResult struct {
		RuleID           string          `json:"ruleId"`
		RuleIndex        int             `json:"ruleIndex"`
		Level            string          `json:"level"`
		Message          sarifMessage    `json:"message"`
		Locations        []sarifLocation `json:"locations,omitempty"`
		RelatedLocations []sarifLocation `json:"relatedLocations,omitempty"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		ID       *int          `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifMessage `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI       string `json:"uri"`
		URIBaseID string `json:"uriBaseId"`
	}
	sarifRegion struct {
		StartLine   int           `json:"startLine"`
		StartColumn int           `json:"startColumn,omitempty"`
		EndColumn   int           `json:"endColumn,omitempty"`
		Snippet     *sarifMessage `json:"snippet,omitempty"`
	}
)

// WriteSARIF writes list, in the given order, as a SARIF 2.1.0 log, the format in which code hosts take the findings
// of tools. The rules are the codes. Files are relative to %SRCROOT%, the site's root.
func WriteSARIF(w io.Writer, list []Diagnostic, tool ToolInfo) error {
	codes := make([]string, 0, len(list))
	for _, d := range list {
		codes = append(codes, d.Code)
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	rules := make([]sarifRule, 0, len(codes))
	for _, code := range codes {
		rules = append(rules, sarifRule{ID: code})
	}

	results := make([]sarifResult, 0, len(list))
	for _, d := range list {
		index, _ := slices.BinarySearch(codes, d.Code)
		result := sarifResult{
			RuleID:    d.Code,
			RuleIndex: index,
			Level:     d.Severity.String(),
			Message:   sarifMessage{strings.TrimSpace(d.Message + " " + d.Hint)},
		}
		if d.Place.File != "" {
			result.Locations = []sarifLocation{{Physical: physical(d.Place, d.Quote)}}
		}
		for i, r := range d.Related {
			if r.Place.File == "" {
				continue
			}
			result.RelatedLocations = append(result.RelatedLocations,
				sarifLocation{ID: &i, Physical: physical(r.Place, ""), Message: &sarifMessage{r.Message}})
		}
		results = append(results, result)
	}
	return writeJSON(w, sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool:       sarifTool{sarifDriver{Name: "Pandect", Version: tool.Version, Rules: rules}},
			ColumnKind: "unicodeCodePoints",
			Results:    results,
		}},
	})
}

func physical(p Place, quote string) sarifPhysical {
	out := sarifPhysical{Artifact: sarifArtifact{URI: fileURI(p.File), URIBaseID: "%SRCROOT%"}}
	if p.Line < 1 {
		return out
	}
	out.Region = &sarifRegion{StartLine: p.Line, StartColumn: max(p.Column, 0)}
	if p.Column > 0 && p.Length > 0 {
		out.Region.EndColumn = p.Column + p.Length
	}
	if quote != "" {
		out.Region.Snippet = &sarifMessage{quote}
	}
	return out
}

// fileURI returns a slash-separated path as a relative reference (RFC 3986, section 4.2). A colon is encoded too,
// because before the first slash it would end a scheme.
func fileURI(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(part), ":", "%3A")
	}
	return strings.Join(parts, "/")
}
