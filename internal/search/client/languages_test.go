package client

import (
	"strings"
	"testing"

	"pandect/internal/search/index"
	"pandect/internal/search/index/indextest"
	"pandect/internal/search/vectors"
)

// TestLanguageVectors: sites in the languages that are stemmed and in others, asked in every way that people write. Each query
// begins with the pages that it must find, or "-" for none.
func TestLanguageVectors(t *testing.T) {
	type vector struct {
		Language string            `json:"language"`
		Files    map[string]string `json:"files"`
		Cases    []answerVector    `json:"cases"`
	}
	var list []vector
	for _, c := range []struct {
		language string
		texts    map[string]string
		queries  []string
	}{
		{"en", map[string]string{
			"a": "The café\u2019s licence covers ﬁnancing, naïve résumés and ｌａｗｓ.\ufeff!",
			"b": "cafe\u0301s and re\u0301sume\u0301s, decomposed; an Œuvre by Ångström",
			"c": "The law on résumé and café; 😀 soft\u00adware, zero\u200bwidth, " + strings.Repeat("long", 20),
		}, []string{
			"a licences", "a LICENSE", "a financed", "a ﬁnance x", "ac law x", "ac laws x", "bc café x", "abc cafes x", "bc resume x", "a naively x", "a cafe x", "b oeuvres x", "b OEUVRE", "b angstrom", "b A\u030angstro\u0308m", "b Ångström", "b re\u0301sume\u0301 decomposed",
			"c software", "c soft\u00adwares", "c zerowidth", "c " + strings.Repeat("long", 20), "c 😀 laws", "- 😀", "- \u0000", "c la\u0000ws software", "a law's",
		}},
		{"fr", map[string]string{
			"a": "Les élus ont signé l’accord d'exportation avec la fiancée à Nîmes.",
			"b": "De\u0301compose\u0301 : la fiance\u0301e, les e\u0301lections, les ÉLÈVES, re\u0301voque\u0301es.",
			"c": "Un fiancé, révoqué, une élection, un élève, un oeuvre. Les œuvres complètes, l'été, où ça ? ÇA ! Des noms: Æther, cœur",
		}, []string{
			"a élus", "a ELUS", "a E\u0301LUS x", "a élu", "a signée x", "a signe\u0301es x", "a l'accord", "a accords x", "a exportations x", "a nimes", "b décomposée x", "bc élection x", "bc e\u0301lections x", "abc fiancé x", "abc FIANCE\u0301ES x", "bc eleve x", "bc révoqué x", "bc révoquées x", "b elections", "b élève x", "b eleves x",
			"b fiancés décomposé", "a fiance\u0301s signé", "c oeuvre x", "c œuvre x", "c ŒUVRES", "c été", "c ETE\u0301", "c ça noms", "c coeurs", "c complete x", `c "œuvres complètes"`, `c "oeuvres completes"`, "c noms -élus",
		}},
		{"de", map[string]string{
			"a": "Die Häuser in der Straße; Prüfungen von Verträgen. STRASSEN",
			"b": "Ha\u0308user und Vertra\u0308ge, zerlegt: A\u0308mter",
			"c": "Das Haus, der Vertrag, das Amt. Maße und Massen, ẞ, Größe, Weiß, Datenschutz-Grundverordnung",
		}, []string{
			"a straße", "a STRAẞE", "a strasse", "a Straßen x", "a prüfung x", "a Pru\u0308fung x", "abc vertrag x", "abc haus x", "abc HA\u0308USER x", "b häuser zerlegt", "bc Amt x", "bc ämter x", "b ämter", "c größen x", "c groesse datenschutz", "c GRÖSSE", "c weiss", "c Grundverordnung", "c datenschutzgrundverordnung",
		}},
		{"es", map[string]string{"a": "La acción del niño; años y daños.", "b": "accio\u0301n, nin\u0303o, descompuesto", "c": "Una acción, el año, un niño. ¿Qué? ¡Sí! Pingüinos"},
			[]string{"a acciones daños", "a ACCIÓN años", "b acciones descompuestos", "b nin\u0303os descompuesto", "abc acciones x", "abc nin\u0303os x", "c año x", "a an\u0303os x", "a anos daños", "c pinguino x", "c PINGÜINOS", "c qué"}},
		{"hi", map[string]string{"a": "लड़कियाँ क़ानूनों को पढ़ती हैं", "b": "का\u0928\u0942\u0928 की किताबें लड\u093cके", "c": "लड़की, किताब, कानून। हिन्दी में ९० दिन"},
			[]string{"ac लड़की x", "ac लड\u093cकियों x", "a लड\u093cकियों पढ़ती", "bc किताब x", "abc क़ानून x", "b क़ानून किताबें", "c हिंदी दिन", "c ९०", "c हिन्दी"}},
		{"ru", map[string]string{"a": "Ёлка и договоры", "b": "е\u0308лка, и\u0306од, разложено", "c": "Київ, ЙОД"},
			[]string{"a елка договоры", "a ЁЛКА договоры", "b ёлка разложено", "b йод разложено", "c киів", "c Київ", "c йод киiв"}},
		{"el", map[string]string{"a": "Ο ΣΊΣΥΦΟΣ ΛΌΓΟΣ", "b": "ο σίσυφος και ο λόγος", "c": "άλφα, ΐ, ὀδύσσεια"},
			[]string{"ab σίσυφος ο λόγος", "ab ΣΙΣΥΦΟΣ", "b ΛΟΓΟΣ και", "c ΆΛΦΑ", "c αλφα", "c Οδύσσεια", "c ο\u0313δυσσεια"}},
		{"tr", map[string]string{"a": "İSTANBUL IŞIK", "b": "istanbul ışık küçük", "c": "ığdır İĞNE i\u0307"},
			[]string{"a istanbul", "a İstanbul isik", "b ışık küçük", "b KÜÇÜK", "c Iğdır", "c iğdır", "c igne"}},
		{"ja", map[string]string{"a": "法律事務所のデータ保護", "b": "カ\u3099イト\u3099 ﾃﾞｰﾀ 株式会社", "c": "漢 𠀀𠀁 한국어 กฎหมาย ၁၂"},
			[]string{"a 法律", "a 事務所", `a "データ保護"`, "b ガイド", "b データ 株式会社", "b ﾃﾞｰﾀ株式", "c 漢 𠀀𠀁", "c 𠀀𠀁", "c 한국어", "c 한국", "c \u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165", "c กฎหมาย", "c ၁၂"}},
		{"ar", map[string]string{"a": "العَقْدُ مُوَقَّعٌ", "b": "العـــقد غير موقع", "c": "שָׁלוֹם ﷺ ٣٠ يوم"},
			[]string{"a العقد", "a مُوَقَّع", "b غير موقع", "c שלום", "c ٣٠", "c צלום שלום يوم"}},
	} {
		var pages []index.Page
		for _, name := range []string{"a", "b", "c"} {
			pages = append(pages, index.Page{URL: name + ".html", Title: "№ " + strings.ToUpper(name), Labels: map[string][]string{"tag": {"Thème " + name}}, Sections: []index.Section{{Text: c.texts[name]}}})
		}
		o := index.BuildOptions{Inline: true}
		files := index.Standard.Build(indextest.Analyse(pages, index.Options{Language: c.language}), o)
		s, err := Open(trafficOf(files).read)
		if err != nil {
			t.Fatal(err)
		}
		x := newOracle(s, pages, c.language, o, 10_000)
		v := vector{c.language, contentsOf(files), nil}
		for _, q := range append(c.queries, "a tag:\"theme A\"", "b TAG:“The\u0300me B”", "c tag:\"thème c\"") {
			wanted, query, _ := strings.Cut(q, " ")
			answer, err := s.Search(query, Options{Facets: true})
			if err != nil {
				t.Fatal(err)
			}
			found := ""
			for _, r := range answer.Results {
				found += strings.TrimSuffix(r.URL, ".html")
			}
			if wanted == "-" && found != "" || wanted != "-" && strings.Trim(wanted, found) != "" {
				t.Errorf("%s: %+q finds %q, want %q", c.language, query, found, wanted)
			}
			if got, want := describeAnswer(answer), x.describe(query, 10, 1); !strings.Contains(query, ":") && got != want {
				t.Errorf("%s: %+q:\ngot  %s\nwant %s", c.language, query, got, want)
			}
			v.Cases = append(v.Cases, answerVector{Query: query, Facets: true, Answer: answer})
		}
		list = append(list, v)
	}
	vectors.Compare(t, "languages.json", list)
}
