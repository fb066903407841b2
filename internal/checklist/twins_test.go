package checklist_test

import (
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
