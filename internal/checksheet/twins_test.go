package checksheet

import (
	"testing"

	"pandect/internal/twins"
)

// TestColumnTwins: the titles of the columns, and what may be chosen in them, by which the script of a checklist's page reads a
// workbook back.
func TestColumnTwins(t *testing.T) {
	type column struct {
		Title   string   `json:"title"`
		Locked  bool     `json:"locked"`
		Options []string `json:"options,omitempty"`
	}
	var columns []column
	for _, c := range questions(vendor(nil).Doc).Columns {
		columns = append(columns, column{c.Title, c.Locked, c.Options})
	}
	twins.Compare(t, "testdata/columns.json", columns)
}
