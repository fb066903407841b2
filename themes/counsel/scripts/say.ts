// How messages get their values. The messages themselves are the module beside this one, in the language of the site.
import { GROUP, LANGUAGE } from "./messages"

type Values = Record<string, string | number>

/** A message with places, as a function of what stands in them. */
export function filled<V extends Values>(text: string): (values: V) => string {
  return (values) => fill(text, values)
}

/** A message that depends on the number n: its forms are those of the language, by CLDR. */
export function counted<V extends Values>(
  forms: Record<string, string>,
): (n: number, ...values: keyof V extends never ? [] : [values: V]) => string {
  return (n, ...values) => fill(forms[rules().select(n)] ?? forms["other"]!, { ...values[0], n: digits(n) })
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

/** A whole number as the language writes it. */
export const digits = (n: number): string =>
  GROUP && n >= 1000 ? String(n).replace(/\B(?=(\d{3})+$)/g, GROUP) : String(n)

let made: Intl.PluralRules | undefined // making it is slow

const rules = (): Intl.PluralRules => (made ??= new Intl.PluralRules(LANGUAGE))
