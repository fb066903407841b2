package workbook_test

import (
	"strings"
	"testing"

	"pandect/internal/twins"
	"pandect/internal/workbook"
)

// TestCSVTwins: tables as CSV, which the script of a checklist's page reads back.
func TestCSVTwins(t *testing.T) {
	type vector struct {
		Rows [][]string `json:"rows"` // with the titles, as they come back
		CSV  string     `json:"csv"`
	}
	var vectors []vector
	texts := append([]string{"=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "－1", "'", "''", "'=1", "''=1", "'\n", "' =", " =1", `"`, `""`, `a "b", c;d`, ";", ",", "a\nb", "a\r\nb", "a\rb", "\r\n", "\n", `\.`, "x\ufeff", "\ufeffx"}, twins.Texts...)
	for _, text := range texts {
		row := []string{"VDD-03", text, "after"}
		data := workbook.CSV(sheet(row))
		row[1] = strings.ReplaceAll(text, "\x00", "")
		vectors = append(vectors, vector{[][]string{{"Ref", "Status", "Note"}, row}, string(data)})
	}
	twins.Compare(t, "testdata/csv.json", vectors)
}
