package config

// FrontMatterRules says how front matter is read.
type FrontMatterRules struct {
	FutureDate FutureDate
}

// FutureDate is what becomes of a page whose date lies ahead.
type FutureDate uint8

const (
	AskAboutFutureDate FutureDate = iota // it is published, with a warning
	HoldFutureDate                       // it is held back until that date, as Hugo and Jekyll do
	PublishFutureDate                    // it is published
)

var frontMatterRuleKeys = []key[FrontMatterRules]{
	{"future_date", func(r *reader, f *field, v *FrontMatterRules) {
		readChoice(r, f, map[string]FutureDate{"ask": AskAboutFutureDate, "hold": HoldFutureDate, "publish": PublishFutureDate}, &v.FutureDate)
	}},
}
