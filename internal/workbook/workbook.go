// Package workbook writes tables as XLSX and CSV for people who work in spreadsheets: a checklist that they fill in and send
// back, a register of runs. Cells are text and never formulas, whatever they hold, because who opens such a file is seldom who
// wrote it. The same sheets give the same bytes.
//
// The package knows nothing of checklists. It is the only one that knows excelize.
package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Column is one column of a sheet.
type Column struct {
	Title   string
	Width   float64  // in characters
	Locked  bool     // shown grey: not meant to be edited. It is not protected, because Excel cannot sort protected cells
	Options []string // what may be chosen in its cells; nil for anything
}

// Sheet is a table with a name.
type Sheet struct {
	Name    string // at most 31 characters are used
	Columns []Column
	Rows    [][]string // as many cells as there are columns; missing ones are empty
}

const (
	maxCell = 32_767 // characters of a cell, of Excel
	maxName = 31
)

// triggers are the characters with which a spreadsheet begins a formula, as in CWE-1236 and ASVS 1.2.10.
const triggers = "=+-@\t\r＝＋－＠"

// XLSX returns a workbook. An error is a defect of the library or of the sheets, such as two of one name.
func XLSX(sheets []Sheet) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetDocProps(&excelize.DocProperties{Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z"}); err != nil {
		return nil, err
	}
	styles, err := stylesOf(f)
	if err != nil {
		return nil, err
	}
	for i, sheet := range sheets {
		name := shorten(sheet.Name, maxName)
		if i == 0 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err == nil {
			err = fill(f, name, sheet, styles)
		}
		if err != nil {
			return nil, fmt.Errorf("sheet %q: %w", name, err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, err
	}
	return fixed(b.Bytes())
}

// styles are the numbers of the styles of a workbook. All are of the format "text", in which what looks like a formula stays text
// even when somebody edits the cell.
type styles struct{ cell, locked, title int }

func stylesOf(f *excelize.File) (s styles, err error) {
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	const asText = 49 // the number format "@"
	grey := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EDEDED"}}
	if s.cell, err = f.NewStyle(&excelize.Style{Alignment: top, NumFmt: asText}); err != nil {
		return s, err
	}
	if s.locked, err = f.NewStyle(&excelize.Style{Alignment: top, NumFmt: asText, Fill: grey}); err != nil {
		return s, err
	}
	s.title, err = f.NewStyle(&excelize.Style{Alignment: top, NumFmt: asText, Font: &excelize.Font{Bold: true}})
	return s, err
}

func fill(f *excelize.File, name string, sheet Sheet, styles styles) error {
	last, _ := excelize.ColumnNumberToName(max(1, len(sheet.Columns)))
	for i, c := range sheet.Columns {
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(name, letter, letter, c.Width); err != nil {
			return err
		}
		if err := put(f, name, letter+"1", c.Title, styles.title); err != nil {
			return err
		}
		style := styles.cell
		if c.Locked {
			style = styles.locked
		}
		for k, row := range sheet.Rows {
			text := ""
			if i < len(row) {
				text = clean(row[i])
			}
			if err := put(f, name, fmt.Sprint(letter, k+2), text, style); err != nil {
				return err
			}
		}
		if len(c.Options) > 0 && len(sheet.Rows) > 0 {
			list := excelize.NewDataValidation(true)
			list.Sqref = fmt.Sprintf("%s2:%s%d", letter, letter, len(sheet.Rows)+1)
			if err := list.SetDropList(c.Options); err != nil {
				return err
			}
			if err := f.AddDataValidation(name, list); err != nil {
				return err
			}
		}
	}
	return layout(f, name, fmt.Sprintf("%s%d", last, len(sheet.Rows)+1))
}

// layout freezes the titles, lets the table be filtered, and has it printed across, as wide as the paper.
func layout(f *excelize.File, name, corner string) error {
	if err := f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := f.AutoFilter(name, "A1:"+corner, nil); err != nil {
		return err
	}
	yes, across, one, any := true, "landscape", 1, 0
	if err := f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	if err := f.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &across, FitToWidth: &one, FitToHeight: &any}); err != nil {
		return err
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + strings.ReplaceAll(name, "'", "''") + "'!$1:$1", Scope: name})
}

func put(f *excelize.File, sheet, cell, text string, style int) error {
	if text != "" {
		if err := f.SetCellStr(sheet, cell, text); err != nil {
			return err
		}
	}
	return f.SetCellStyle(sheet, cell, cell, style)
}

func beginsFormula(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return text != "" && strings.ContainsRune(triggers, r)
}

// clean leaves out what XML forbids, and cuts what is too long for a cell.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r >= ' ' && r != 0xfffe && r != 0xffff && r != utf8.RuneError {
			return r
		}
		return -1
	}, strings.ToValidUTF8(text, ""))
	if utf8.RuneCountInString(text) > maxCell {
		const cut = " … (cut: too long for a cell)"
		text = shorten(text, maxCell-utf8.RuneCountInString(cut)) + cut
	}
	return text
}

func shorten(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// fixed writes an archive anew with its entries in order and without the time of day.
func fixed(data []byte) ([]byte, error) {
	from, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	files := slices.Clone(from.File)
	slices.SortFunc(files, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for _, f := range files {
		w, err := to.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		if _, err := io.Copy(w, r); err != nil {
			return nil, err
		}
	}
	err = to.Close()
	return b.Bytes(), err
}

// CSV returns a table as CSV in UTF-8 with a byte order mark, by which Excel knows it, and CRLF. A field that begins like a
// formula has an apostrophe before it.
func CSV(sheet Sheet) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	titles := make([]string, len(sheet.Columns))
	for i, c := range sheet.Columns {
		titles[i] = c.Title
	}
	for _, row := range append([][]string{titles}, sheet.Rows...) {
		fields := make([]string, len(sheet.Columns))
		for i := range fields {
			if i < len(row) {
				fields[i] = strings.ReplaceAll(strings.ToValidUTF8(row[i], ""), "\x00", "")
			}
			if beginsFormula(fields[i]) || strings.HasPrefix(fields[i], "\n") {
				fields[i] = "'" + fields[i]
			}
		}
		_ = w.Write(fields) // to memory: cannot fail
	}
	w.Flush()
	return b.Bytes()
}
