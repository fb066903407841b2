package main

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"

	"github.com/spf13/cobra"

	"pandect/internal/disk"
	"pandect/internal/runs"
	"pandect/internal/workbook"
)

//go:embed templates/runs.html
var runsPage string

// runFile is the extension of run files.
const runFile = ".kbrun.json"

func newRuns(p *program) *cobra.Command {
	format := newChoice("text", "csv", "xlsx", "html")
	var output string
	cmd := &cobra.Command{
		Use:     "runs DIR",
		GroupID: groupPublish,
		Short:   "Make a register of the run files in a folder",
		Long: `Make a register of the runs of checklists whose files lie in DIR or below it:
where each stands, what is open, and whether its file was altered.

Nothing in DIR is changed. Of several copies of one run the fullest is shown. The
exit code is 1 when a file could not be read or was altered.`,
		Example: `  pandect runs //server/team/runs
  pandect runs runs --format html --output register.html
  pandect runs runs --format xlsx --output register.xlsx`,
		Args: oneArg("the folder that holds the files of runs"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.runs(cmd.Context(), args[0], format.value, output)
		},
	}
	cmd.Flags().Var(format, "format", "how the register is written: text, csv, xlsx or html")
	cmd.Flags().StringVar(&output, "output", "", "write it to `FILE` and not to the screen")
	return cmd
}

// runs writes the register of a folder.
func (p *program) runs(ctx context.Context, dir, format, output string) error {
	if format == "xlsx" && output == "" {
		return usageError("Name the file: --output register.xlsx", "A workbook cannot be shown on the screen.")
	}
	if strings.HasSuffix(strings.ToLower(output), runFile) {
		return usageError("Choose another name, for example register.html.", "A register that ends in %s would be taken for a run, and may replace one.", runFile)
	}
	if err := checkRegister(dir, output); err != nil {
		return err
	}
	all, refused, err := readRuns(ctx, dir)
	if err != nil {
		return err
	}
	register := runs.Register(all)
	data, err := formatRuns(register, refused, format)
	if err != nil {
		return err
	}
	if output == "" {
		_, err = p.stdout.Write(data)
	} else if err = replaceFile(output, data, nil); err != nil {
		err = workError("Check that you may write there and that no other program has it open.", "The register %s could not be written (%v).", output, disk.Reason(err))
	} else {
		fmt.Fprintf(p.stdout, "Wrote %s: %d runs.\n", output, len(register))
	}
	if err != nil {
		return err
	}
	for _, line := range refused {
		fmt.Fprintln(p.stderr, line)
	}
	altered := 0
	for _, r := range register {
		if r.Altered > 0 || r.Forged {
			altered++
			fmt.Fprintf(p.stderr, "%s was altered outside of the checklist's page: %d of its changes, or its digest, are not what they say.\n", printed(r.File), r.Altered)
		}
	}
	if len(refused)+altered > 0 {
		return exitCode(exitProblems)
	}
	return nil
}

// checkRegister refuses a register that would replace a run or lie in the folder of the runs, whatever links lead there.
func checkRegister(dir, output string) error {
	if output == "" {
		return nil
	}
	target, err := followLink(output)
	if err != nil {
		return workError("Choose another name, for example register.html.", "The register %s could not be written (%v).", output, err)
	}
	target = disk.RealPath(disk.System{}, target)
	if strings.HasSuffix(strings.ToLower(target), runFile) {
		return usageError("Choose another name, for example register.html.", "The register %s would replace the run %s, to which it is a link.", output, target)
	}
	folder, err := os.Stat(dir)
	if err != nil {
		return nil // readRuns says so
	}
	for at, above := target, filepath.Dir(target); above != at; at, above = above, filepath.Dir(above) {
		if info, err := os.Stat(above); err == nil && os.SameFile(info, folder) {
			return usageError("Write it beside that folder.", "The register %s would lie in %s, where nothing is changed.", output, dir)
		}
	}
	return nil
}

// readRuns reads the run files below a folder. refused says of each file that was left out why.
func readRuns(ctx context.Context, dir string) (all []runs.Run, refused []string, err error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, usageError("Name the folder that holds files ending in "+runFile+".", "There is no folder %s.", dir)
	case err != nil:
		return nil, nil, usageError("Check that you may read it.", "The folder %s cannot be read (%v).", dir, disk.Reason(err))
	case !info.IsDir():
		return nil, nil, usageError("Name the folder that holds it.", "%s is a file and not a folder.", dir)
	}
	err = filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			refused = append(refused, fmt.Sprintf("%s could not be read (%v).", name, disk.Reason(err)))
			return nil
		}
		if entry.IsDir() || !strings.HasSuffix(entry.Name(), runFile) {
			return nil
		}
		below, err := filepath.Rel(dir, name)
		if err != nil {
			below = name
		}
		data, err := readRun(name, entry)
		if err != nil {
			refused = append(refused, fmt.Sprintf("%s could not be read (%v).", name, disk.Reason(err)))
			return nil
		}
		r, err := runs.Parse(filepath.ToSlash(below), data)
		if err != nil {
			refused = append(refused, fmt.Sprintf("%s was left out: %v.", name, err))
			return nil
		}
		all = append(all, r)
		return nil
	})
	for i, line := range refused {
		refused[i] = printed(line)
	}
	return all, refused, err
}

// readRun reads the file of a run. What is no file is not even opened: a pipe would never end, and a link leads out of the folder.
func readRun(name string, entry fs.DirEntry) ([]byte, error) {
	if !entry.Type().IsRegular() {
		return nil, errors.New("it is not a regular file")
	}
	tooLarge := fmt.Errorf("it is too large to be a run: it has more than %d MB", runs.MaxFile>>20)
	if info, err := entry.Info(); err != nil || info.Size() > runs.MaxFile {
		return nil, cmp.Or(err, tooLarge)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, runs.MaxFile+1)) // it may grow meanwhile
	if len(data) > runs.MaxFile {
		return nil, tooLarge
	}
	return data, err
}

// printed returns a text with its control characters and invisible marks as codes: names come from anybody, and a terminal obeys
// what it is sent.
func printed(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsGraphic(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "\\u%04x", r)
		}
	}
	return b.String()
}

func formatRuns(register []runs.Run, refused []string, format string) ([]byte, error) {
	sheet := workbook.Sheet{Name: "Runs"}
	for _, title := range runs.Columns {
		sheet.Columns = append(sheet.Columns, workbook.Column{Title: title, Width: 20})
	}
	for _, r := range register {
		cells := slices.Clone(r.Cells())
		for i, cell := range cells {
			cells[i] = printed(cell)
		}
		sheet.Rows = append(sheet.Rows, cells)
	}
	var b bytes.Buffer
	switch format {
	case "csv":
		return workbook.CSV(sheet), nil
	case "xlsx":
		return workbook.XLSX([]workbook.Sheet{sheet})
	case "html":
		page, err := template.New("runs").Parse(runsPage)
		if err == nil {
			err = page.Execute(&b, map[string]any{"Columns": runs.Columns, "Rows": sheet.Rows, "Refused": refused})
		}
		return b.Bytes(), err
	}
	if len(register) == 0 {
		return []byte("There is no file that ends in " + runFile + ".\n"), nil
	}
	w := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "RUN\tCHECKLIST\tSTATE\tCRITICAL OPEN\tNEXT DUE\tLAST CHANGE\tREMARKS")
	for _, cells := range sheet.Rows {
		fmt.Fprintln(w, strings.Join([]string{cells[0], cells[1], cells[3], cells[4], cells[6], cells[8], cells[9]}, "\t"))
	}
	err := w.Flush()
	return b.Bytes(), err
}
