package checklist_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pandect/internal/checklist"
	"pandect/internal/twins"
)

// TestWordingTwins: what remains of a wording, and how alike two of them look.
func TestWordingTwins(t *testing.T) {
	type normal struct {
		Text string `json:"text"`
		Want string `json:"want"`
	}
	type likeness struct {
		A    string  `json:"a"`
		B    string  `json:"b"`
		Want float64 `json:"want"`
	}
	var vectors struct {
		Normalise  []normal   `json:"normalise"`
		Similarity []likeness `json:"similarity"`
	}
	texts := append([]string{
		"Obtain a certificate.", "  Two   spaces\n and a line ", "The vendor’s “good standing” – dated within 90 days", "soft\u00adhyphen, zero\u200bwidth, ﬁ ligature, ９０", "ÀÉ Straße ΣΑΣ İstanbul",
		"Ends with dots...", ". ", "a .", "«Guillemets» ‹single› ‚low‘ „low“", "‐‑‒–—―− all hyphens", "tab\tand\u2028line separator", "a\u200b \u200bb", "\u200b a", "a \ufeff.",
	}, twins.Texts...)
	for _, text := range texts {
		vectors.Normalise = append(vectors.Normalise, normal{text, checklist.Normalise(text)})
	}
	pairs := [][2]string{
		{"Obtain a certificate dated within 90 days", "Obtain a certificate dated within 60 days"}, {"Run a conflicts check against the client list", "Check conflicts against the list of clients"},
		{"Run a conflicts check against the client list", "Test the restoring of backups"}, {"Same text.", "same  text"}, {"", ""}, {"", "a"}, {".", "' '"},
		{"élus", "élu"}, {"les élus signent", "l’élu signe"}, {"e\u0301lus", "élus"}, {"Prüfung der Verträge", "Verträge prüfen"}, {"Straßen", "STRASSEN"}, {"ΣΊΣΥΦΟΣ", "σίσυφος"}, {"договоры проверены", "договор проверен"},
		{"漢字の確認", "漢字を確認"}, {"العقد موقع", "العقود موقعة"}, {"กำs", "กำ"}, {"𐐨𐐨s 😀😀es 😀😀😀😀es", "𐐨𐐨 😀😀 😀😀😀😀"}, {"boxes, passing; passed: taxes. (cases)", "box pass passing taxes case"},
	}
	for i, text := range twins.Texts[1:] {
		pairs = append(pairs, [2]string{twins.Texts[i], text}, [2]string{text, text + " more"})
	}
	for _, p := range pairs {
		vectors.Similarity = append(vectors.Similarity, likeness{p[0], p[1], checklist.Similarity(p[0], p[1])})
	}
	twins.Compare(t, "testdata/wordings.json", vectors)
}

// TestCanonicalTwins: values as they stand in JSON, each with its canonical form and the digest of that.
func TestCanonicalTwins(t *testing.T) {
	type vector struct {
		JSON   string `json:"json"`
		Want   string `json:"want"`
		SHA256 string `json:"sha256"`
	}
	sources := []string{
		`null`, `true`, `[]`, `{}`, `[1,0,-1.5,1e+21,1e-7,123456789012]`, ` { "b" : [ { } , null ] , "a" : false , "" : "x" } `,
		`{"\ufb01":1,"😀":2,"é":3,"e\u0301":4,"z":5,"Z":6,"10":7,"9":8,"漢":9,"\ue000":10,"𠀀":11,"\u0000":12}`,
		`"\ud800"`, `"a\udc00\ud83d"`, `"\ud83d\ude00"`, `{"\ud800":1,"set":{"note":"half of one: \ud83d"}}`, `"\\u2028 \u2028 \\\u2028 \\\\u2029 \u007f \\u007f"`,
		`"\u0000\u0001\b\t\n\u000b\f\r\u001f \u0080\u009f\/<>&'"`,
	}
	for _, text := range twins.Texts {
		quoted, _ := json.Marshal(text)
		sources = append(sources, `{"note":`+string(quoted)+`}`)
	}
	var vectors []vector
	for _, source := range sources {
		d := json.NewDecoder(strings.NewReader(source))
		d.UseNumber()
		var value any
		if err := d.Decode(&value); err != nil {
			t.Fatal(source, err)
		}
		canonical := checklist.Canonical(nil, value)
		vectors = append(vectors, vector{source, string(canonical), fmt.Sprintf("%x", sha256.Sum256(canonical))})
	}
	twins.Compare(t, "testdata/canonical.json", vectors)
}
