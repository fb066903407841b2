// How messages get their values. The messages themselves are the module beside this one, which a build makes for the language
// of its site.

type Values = Record<string, string | number>

/** How a language writes numbers, and which of its forms a number asks for, by CLDR. */
export interface Numbers {
  digits(n: number): string
  category(n: number): string
}

/** The numbers of a language, with the sign that it has between thousands. */
export function numbersOf(language: string, group: string): Numbers {
  let rules: Intl.PluralRules | undefined // making it is slow
  return {
    digits: (n) => (group && n >= 1000 ? String(n).replace(/\B(?=(\d{3})+$)/g, group) : String(n)),
    category: (n) => (rules ??= new Intl.PluralRules(language)).select(n),
  }
}

/** How a language writes a day that is given as YYYY-MM-DD, by the pattern and the names of months in its messages. */
export function daysOf(pattern: string, months: string[]): (text: string) => string {
  return (text) => {
    const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []
    const name = months[Number(month) - 1]
    if (!name || Number(day) < 1 || Number(day) > 31) return text
    return fill(pattern, { day: Number(day), month: name, year: Number(year) })
  }
}

/** A message with places, as a function of what stands in them. */
export function filled<V extends Values>(text: string): (values: V) => string {
  return (values) => fill(text, values)
}

/** A message that depends on the number n, in the forms of its language. */
export function counted<V extends Values>(
  { digits, category }: Numbers,
  forms: Record<string, string>,
): (n: number, ...values: keyof V extends never ? [] : [values: V]) => string {
  return (n, ...values) => fill(forms[category(n)] ?? forms["other"]!, { ...values[0], n: digits(n) })
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}
