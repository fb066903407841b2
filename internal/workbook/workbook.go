// Package workbook encodes tables as XLSX and CSV: a checklist to be filled in, a register of runs. Every cell is text and
// never a formula, because the content may come from others than the person who opens the file (CSV injection). The same
// sheets give the same bytes.
//
// No other package imports excelize.
package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Column is one column of a sheet.
type Column struct {
	Title   string
	Width   float64  // in characters
	Locked  bool     // grey: not to be edited. It is not protected, because Excel cannot sort protected cells
	Options []string // choices for its cells; nil for any text
}

// Sheet is a table with a name.
type Sheet struct {
	Name    string // at most 31 characters are used, without :\/?*[]
	Columns []Column
	Rows    [][]string // as many cells as there are columns; missing ones are empty
}

const (
	maxCell = 32_767 // Excel's limit of characters in a cell
	maxName = 31     // Excel's limit of characters in the name of a sheet
)

// formulaStarts are the characters that begin a formula in a spreadsheet (CWE-1236, ASVS 1.2.10). The theme has the same list,
// FORMULA_START in scripts/run/xlsx.ts.
const formulaStarts = "=+-@\t\r＝＋－＠"

// XLSX returns a workbook. It fails for invalid sheets, such as two with one name.
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
		name := sheetName(sheet.Name)
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
	return reproducible(b.Bytes())
}

// styles are the ids of the styles of a workbook. All have the number format "text", so that an edited cell does not become a
// formula.
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

// fill writes a table into a sheet that exists.
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

// layout freezes the titles, adds a filter, and sets landscape printing, fitted to the width of the paper.
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

// put writes text, which was cleaned before, into a cell.
func put(f *excelize.File, sheet, cell, text string, style int) error {
	if text != "" {
		if err := f.SetCellStr(sheet, cell, escaped(text)); err != nil {
			return err
		}
	}
	return f.SetCellStyle(sheet, cell, cell, style)
}

// escaped keeps text like _x000D_ from being read as a character, which is how workbooks hold what XML cannot. ECMA-376 part 1,
// 22.9.2.19; the library does not do it.
func escaped(text string) string {
	for at := len(text); ; {
		if at = strings.LastIndex(text[:at], "_x"); at < 0 {
			return text
		}
		if characterEscape.MatchString(text[at:]) {
			text = text[:at] + "_x005F" + text[at:]
		}
	}
}

var characterEscape = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)

func beginsFormula(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return text != "" && strings.ContainsRune(formulaStarts, r)
}

// clean drops characters that XML forbids, and truncates what is too long for a cell.
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

// sheetName returns a name without what Excel does not take in the name of a sheet.
func sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return -1
		}
		return r
	}, clean(name))
	return shorten(strings.Trim(name, "' "), maxName)
}

// shorten returns at most n characters of a text.
func shorten(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// reproducible rewrites a ZIP archive with sorted entries and without times, so that the same sheets give the same bytes.
func reproducible(data []byte) ([]byte, error) {
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

// CSV returns a table as CSV in UTF-8 with a byte order mark, by which Excel knows it, and CRLF between rows; what is in a field
// stays as it is. A field that begins like a formula has an apostrophe before it, and so has one that would be taken for that.
// The script of a checklist's page reads it: testdata/csv.json.
func CSV(sheet Sheet) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
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
			if text := strings.TrimLeft(fields[i], "'"); beginsFormula(text) || strings.HasPrefix(text, "\n") {
				fields[i] = "'" + fields[i]
			}
		}
		_ = w.Write(fields) // to memory: cannot fail
		w.Flush()
		b.Truncate(b.Len() - 1)
		b.WriteString("\r\n")
	}
	return b.Bytes()
}
