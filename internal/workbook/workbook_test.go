package workbook_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"pandect/internal/workbook"
)

func sheet(rows ...[]string) workbook.Sheet {
	return workbook.Sheet{Name: "Checklist", Columns: []workbook.Column{
		{Title: "Ref", Width: 12, Locked: true}, {Title: "Status", Width: 14, Options: []string{"Open", "Done"}}, {Title: "Note", Width: 40},
	}, Rows: rows}
}

// read returns the cells of a sheet, and fails when one of them is a formula.
func read(t testing.TB, data []byte, name string) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for k := range row {
			cell, _ := excelize.CoordinatesToCellName(k+1, i+1)
			if formula, _ := f.GetCellFormula(name, cell); formula != "" {
				t.Errorf("%s is the formula %q", cell, formula)
			}
			if kind, _ := f.GetCellType(name, cell); row[k] != "" && kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
				t.Errorf("%s is of the type %d, not text", cell, kind)
			}
		}
	}
	return rows
}

func TestCellsComeBackAsText(t *testing.T) {
	rows := [][]string{
		{"VDD-03", "Open", "=cmd|' /C calc'!A0"},
		{"VDD-04", "Done", "+1"},
		{"VDD-05", "", "-2+3"},
		{"VDD-06", "Open", "@SUM(A1)"},
		{"VDD-07", "Open", "\t=1"},
		{"007", "Open", "1e5"},
		{"VDD-08", "Open", "Zürich <b> & \"quotes\"\nsecond line 漢字 🙂"},
		{"VDD-09", "Open", "＝1"},
		{"VDD-10", "_x005F_", "_x000D_ _x0041_x0042_"},
	}
	data, err := workbook.XLSX([]workbook.Sheet{sheet(rows...), {Name: "About a thing whose name is much too long", Columns: []workbook.Column{{Title: "What", Width: 10}}}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(append([][]string{{"Ref", "Status", "Note"}}, rows...), read(t, data, "Checklist")); diff != "" {
		t.Error(diff)
	}
	again, err := workbook.XLSX([]workbook.Sheet{sheet(rows...), {Name: "About a thing whose name is much too long", Columns: []workbook.Column{{Title: "What", Width: 10}}}})
	if err != nil || !bytes.Equal(data, again) {
		t.Error("the same sheets give other bytes", err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if lists, err := f.GetDataValidations("Checklist"); err != nil || len(lists) != 1 || lists[0].Sqref != "B2:B10" {
		t.Errorf("%v %v", lists, err)
	}
	style, _ := f.GetCellStyle("Checklist", "C2")
	if s, err := f.GetStyle(style); err != nil || s.NumFmt != 49 {
		t.Error("text that begins like a formula is not marked as text", err)
	}
}

func TestCSV(t *testing.T) {
	got := string(workbook.CSV(sheet([]string{"VDD-03", "Open", "=cmd|x"}, []string{"VDD-04", "Done", "a \"b\"\nc"}, []string{"VDD-05", "", "'=x"})))
	want := "\ufeffRef,Status,Note\r\nVDD-03,Open,'=cmd|x\r\nVDD-04,Done,\"a \"\"b\"\"\nc\"\r\nVDD-05,,''=x\r\n"
	if got != want {
		t.Errorf("%q", got)
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add("=1", "\x00\x1f")
	f.Add(strings.Repeat("x", 40_000), "\ufffe\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		data, err := workbook.XLSX([]workbook.Sheet{sheet([]string{"R", a, b})})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range read(t, data, "Checklist") {
			for _, cell := range row {
				if !utf8.ValidString(cell) || utf8.RuneCountInString(cell) > 32_767 {
					t.Errorf("%q", cell)
				}
			}
		}
		if _, err := csv.NewReader(bytes.NewReader(workbook.CSV(sheet([]string{"R", a, b})))).ReadAll(); err != nil {
			t.Error(err)
		}
	})
}
