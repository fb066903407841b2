package client

import (
	"fmt"
	"strings"

	"pandect/internal/search/index"
)

// exampleLayout makes several shards of every kind of a few pages.
var exampleLayout = index.Layout{Terms: func(int) int { return 700 }, Words: 900, Pages: 2500, Keep: index.Standard.Keep}

// exampleSite is a small site about legal process outsourcing, with the troublesome words that lawyers type.
func exampleSite() []index.Page {
	page := func(url, title, labels string, texts ...string) index.Page {
		p := index.Page{URL: url, Title: title, Trail: []string{"Library"}, Labels: map[string][]string{}, Sections: []index.Section{{Text: texts[0]}}}
		if folder, _, ok := strings.Cut(url, "/"); ok {
			p.Trail = append(p.Trail, strings.ToUpper(folder[:1])+folder[1:])
			p.Labels["section"] = []string{folder}
		}
		for _, l := range strings.Fields(labels) {
			name, value, _ := strings.Cut(l, ":")
			p.Labels[name] = append(p.Labels[name], strings.ReplaceAll(value, "_", " "))
		}
		for i := 1; i+1 < len(texts); i += 2 {
			p.Sections = append(p.Sections, index.Section{ID: strings.ReplaceAll(strings.ToLower(texts[i]), " ", "-"), Heading: texts[i], Text: texts[i+1]})
		}
		return p
	}
	pages := []index.Page{
		page("ethics/competence.html", "Competence", "tag:duties jurisdiction:United_States",
			"A lawyer who uses legal process outsourcing (LPO) stays responsible for the work. ABA Formal Opinion 08-451 says how.",
			"Rule 1.1", "Competent representation requires knowledge, skill, thoroughness and preparation. See Rule 5.3 and comment 3.",
			"Technology", "Keep abreast of e-discovery tools, e.g. version v1.2.3 of a review platform."),
		page("ethics/confidentiality.html", "Confidentiality", "tag:duties tag:data jurisdiction:United_States jurisdiction:India",
			"Client secrets stay secret. Vendors sign a non-disclosure agreement (NDA) before they see a document.",
			"Rule 1.6(b)(3)", "The exceptions are narrow: to prevent, mitigate or rectify substantial injury.",
			"Encryption", "Data at rest and in transit is encrypted; the keys stay with the firm."),
		page("ethics/privilege.html", "Attorney-client privilege", "tag:privilege jurisdiction:United_States",
			"Privileged communications lose their privilege when they are disclosed to strangers.",
			"Kovel", "Under United States v. Kovel, an agent who is necessary to the advice does not break the privilege.",
			"Waiver", "Waiving privilege for one document may waive it for a whole subject. A clawback agreement limits waiver.",
			"Upjohn warning", "Interviews begin with an Upjohn warning."),
		page("ethics/supervision.html", "Supervision of vendors", "tag:duties tag:vendors jurisdiction:United_States",
			"Rule 5.3 asks for reasonable efforts to supervise nonlawyers, in the firm and outside of it.",
			"Rule 5.1", "Partners make sure that all lawyers conform to the rules.",
			"Checklists", "DD-04 is the checklist for supervising an Indian vendor."),
		page("data/gdpr.html", "GDPR", "tag:data jurisdiction:European_Union",
			"The General Data Protection Regulation (GDPR) covers every vendor that sees personal data.",
			"Article 28", "Art. 28(3) lists what a contract with a processor must say. Art. 28(4) covers sub-processors.",
			"Transfers", "Standard contractual clauses (SCC) allow transfers to India."),
		page("data/breach.html", "Data breach", "tag:data jurisdiction:European_Union jurisdiction:United_States",
			"A breach is reported within 72 hours. The client's consent is not needed to report.",
			"First hours", "Isolate the system, keep the logs, call counsel.",
			"Vendor breach", "The vendor reports to the firm without undue delay."),
		page("business/pricing.html", "Pricing", "tag:business",
			"Hourly, per document, or fixed. Vendors prefer a fixed price for document review.",
			"Fixed price", "A fixed price moves the risk to the vendor.",
			"Bill of costs", "Costs are billed to the client at cost, without a surcharge."),
		page("business/exit.html", "Exit and continuity", "tag:business tag:vendors",
			"Plan the exit before the entry. The contract names what the vendor returns.",
			"Exit", "The vendor returns all documents and certifies deletion.",
			"Continuity", "Work goes on elsewhere when the vendor's site is down."),
		page("glossary.html", "Glossary", "",
			"Words and what they mean.",
			"LPO", "Legal process outsourcing: giving legal work to a provider outside the firm.",
			"Müller test", "A café, a naïve résumé, and the Straße. ΣΊΣΥΦΟΣ pushes the stone.",
			"契約", "契約の秘密保持義務。データ保護。"),
		page("index.html", "Can we use an Indian vendor?", "",
			"In short: yes, with consent, supervision and a contract. \"Quotes\" and \\ backslashes are kept."),
	}
	pages[0].Keywords = []string{"ability", "skills"}
	pages[9].Boost = 1.2
	for i := range 6 {
		pages = append(pages, page(fmt.Sprintf("notes/note-%d.html", i), fmt.Sprintf("Note %d", i), "tag:notes",
			fmt.Sprintf("Note number %d on contracts, vendors, privileges and the process of outsourcing.", i),
			"Contract terms", fmt.Sprintf("The contracting parties contracted for %d contracts. Document the review.", i)))
	}
	return pages
}

var exampleQueries = []answerVector{
	{Query: "kovel"}, {Query: "08-451"}, {Query: "5.3"}, {Query: "Art. 28(3)"}, {Query: "28(3"}, {Query: "privlege"}, {Query: "can we use an indian vendor"},
	{Query: "LPO"}, {Query: "legal process outsourcing"}, {Query: "corporate miranda"}, {Query: "nda"}, {Query: "dd04"}, {Query: "DD-04"}, {Query: "ediscovery"},
	{Query: "e-discovery"}, {Query: "p"}, {Query: "pr"}, {Query: "pri"}, {Query: "priv"}, {Query: "c"}, {Query: "co"}, {Query: "con"}, {Query: "contr", Limit: 20},
	{Query: "contract", Limit: 12}, {Query: "contract", Limit: 12, Page: 2}, {Query: "contracts "}, {Query: "contracting"}, {Query: "rpivilege"}, {Query: "onfidentiality"},
	{Query: "cnofidentaility"}, {Query: "supervisionary"}, {Query: "exit"}, {Query: "Exit and continuity"}, {Query: `"fixed price"`}, {Query: `"price fixed"`}, {Query: "vendor -breach"},
	{Query: `data -"vendor breach"`}, {Query: "tag:data"}, {Query: `jurisdiction:"european union" vendor`}, {Query: "tag:data", Facets: true}, {Query: "vendor", Facets: true, Limit: 3},
	{Query: "vendor", Filters: map[string][]string{"tag": {"Data", "business"}, "Jurisdiction": {"india", "european union"}}}, {Query: "vendor", Filters: map[string][]string{"nothing": {"x"}}},
	{Query: "muller strasse"}, {Query: "CAFÉ"}, {Query: "σισυφος"}, {Query: "秘密"}, {Query: "契"}, {Query: "データ"}, {Query: "the"}, {Query: "to be"}, {Query: "i"}, {Query: "1.6(b)(3)"}, {Query: "v1.2.3"},
	{Query: "clients consent"}, {Query: "ability"}, {Query: "zzzz"}, {Query: "kovel zzzz"}, {Query: ""}, {Query: "quotes backslashes"}, {Query: "waive privilege"}, {Query: "upjohn warnings lpo"},
}
