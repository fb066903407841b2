// How text is cut into tokens, and how these are folded into the forms under which words are looked up. Rules and
// expressions are those of docs/search-format.md.
import { MAX_FORM } from "./weights"

/** Scripts that do not put spaces between words. */
const SPACELESS =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}" +
  "\\p{Script=Myanmar}\\u3099\\u309A\\u30FC\\uFF70"
const LETTER = `(?:(?![${SPACELESS}\\u02BC])[\\p{L}\\p{N}\\p{M}\\u00AD\\u200B-\\u200D\\u2060])`
const TOKEN = new RegExp(
  `[${SPACELESS}]+|${LETTER}+(?:[-\\u2010\\u2011.&_'\\u2019\\u02BC]${LETTER}+` +
    `|\\(${LETTER}{1,8}\\)${LETTER}*|(?<=\\d),\\d{3}(?!${LETTER}))*`,
  "gu",
)
const spaceless = new RegExp(`^[${SPACELESS}]`, "u")
const connectors = /[-\u2010\u2011.&_'\u2019\u02BC(),]+/
const bracketsAndConnectors = /[-\u2010\u2011.&_(),]/

/** Printable ASCII without the apostrophe and the comma: all that such a token needs is small letters. */
const plain = /^[!-&(-+\--~]*$/
const dropped = new RegExp(
  "[\\u0300-\\u036F\\u0483-\\u0487\\u0591-\\u05C7\\u0610-\\u061A\\u064B-\\u065F\\u0670\\u0640\\u06D6-\\u06ED" +
    "\\u093C\\u09BC\\u0A3C\\u00AD\\u200B-\\u200D\\u2060'\\u2019\\u02BC,\\s]",
  "g",
)
const replaced: Record<string, string> = {
  "\u2010": "-",
  "\u2011": "-",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ς: "σ",
}
const replaceable = new RegExp(`[${Object.keys(replaced).join("")}]`, "g")

/** The form of a token: without case, accents, apostrophes and what cannot be seen. It may be empty. */
export function fold(token: string): string {
  return shorten(
    plain.test(token)
      ? token.toLowerCase()
      : token
          .normalize("NFKD")
          .toLowerCase()
          .replace(dropped, "")
          .replace(replaceable, (c) => replaced[c]!),
  )
}

function shorten(form: string): string {
  return form.length > MAX_FORM ? [...form].slice(0, MAX_FORM).join("") : form
}

/** A word of a query, or a token of a text. */
export interface Word {
  /** The whole token, folded. */
  form: string
  /** Other writings of the same word. */
  others: string[]
  /** Of which it consists, if there are several. */
  pieces: string[]
  /** It stands in quotes. */
  phrase?: boolean
  /** It may go on: it is being typed. */
  last?: boolean
}

export function word(form: string, last = false): Word {
  return { form, others: [], pieces: [], last }
}

/** A token of a text, with its place. */
export interface Token {
  text: string
  start: number
}

/** The tokens of a text. */
export function tokens(text: string): Token[] {
  const list: Token[] = []
  for (let match; (match = TOKEN.exec(text));) list.push({ text: match[0], start: match.index })
  return list
}

/** The forms of a token that belong to it whole: one, or the pairs of characters of a script without spaces. */
function wholes(token: string): string[] {
  const form = fold(token)
  if (form === "" || !spaceless.test(token)) return form === "" ? [] : [form]
  const characters = [...form]
  return characters.length < 2 ? [form] : characters.slice(1).map((c, i) => characters[i]! + c)
}

/** The folded parts of a token between connectors and brackets. */
function partsOf(token: string): string[] {
  return token.split(connectors).map(fold).filter(Boolean)
}

/** The forms by which a token is marked: of itself and of its pieces. */
export function formsOf(token: string): string[] {
  const forms = wholes(token)
  return connectors.test(token) ? forms.concat(partsOf(token)) : forms
}

/** The forms of a text's tokens, as phrases are compared with them. */
export function formsOfText(text: string): string[] {
  const forms: string[] = []
  for (const token of text.match(TOKEN) || []) {
    if (plain.test(token)) forms.push(shorten(token.toLowerCase()))
    else forms.push(...wholes(token))
  }
  return forms
}

/** Cuts a text into words. */
export function wordsOf(text: string): Word[] {
  return (text.match(TOKEN) || []).flatMap((token) => {
    const forms = wholes(token)
    if (forms.length !== 1) return forms.map((form) => word(form))
    const made = word(forms[0]!)
    if (!connectors.test(token)) {
      const parts = made.form.match(/\d+|\D+/g)!
      if (parts.length === 2) made.pieces = parts // "iso27001", "477r"
      return [made]
    }
    made.pieces = partsOf(token)
    if (bracketsAndConnectors.test(token)) {
      if (/\p{L}/u.test(made.form)) made.others.push(shorten(made.pieces.join(""))) // "5.3" is not 53
    } else {
      const long = made.pieces.filter((piece) => [...piece].length > 1)
      if (long.length === 1) made.others.push(long[0]!)
    }
    return [made]
  })
}

/** Equal for values that are spelled alike. */
export function keyOf(value: string): string {
  return (value.match(TOKEN) || []).map(fold).filter(Boolean).join(" ")
}
