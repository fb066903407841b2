/**
 * Whether a key belongs to an input method, which turns several keys into one character: its Enter chooses a character, and
 * does nothing else. Safari has ended the composition before it reports that key, and tells it by the code 229 alone.
 */
export const composing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229
