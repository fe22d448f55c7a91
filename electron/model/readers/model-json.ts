import { failed, type FeaturescopeError } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';

/** No Keras model nests deeper; a file that does would exhaust the stack of whoever walks it. */
const DEEPEST_NESTING = 500;

function badConfig(problem: Message, cause?: unknown): FeaturescopeError {
  return failed('model/bad-config', { problem, remedy: message('part/save-again') }, { cause });
}

const [QUOTE, BACKSLASH] = [34, 92];

/** Place after the string that starts at a quote; the end of the text where it is never closed. */
function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter === QUOTE) return at + 1;
    if (letter === BACKSLASH) at++;
  }
  return text.length;
}

function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') at = endOfString(text, at) - 1;
    else if (letter === '[' || letter === '{') depth++;
    else if (letter === ']' || letter === '}') depth--;
    if (depth > DEEPEST_NESTING) return true;
  }
  return false;
}

/** Stands for NaN in JSON; no file has such a text. */
const NAN = '\u0000NaN';

/** NaN, Infinity and -Infinity, which Python writes although JSON does not know them, in JSON; strings stay as they are. */
function withPythonNumbers(text: string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const quote = text.indexOf('"', at);
    const start = quote < 0 ? text.length : quote;
    const between = text.slice(at, start).replace(/NaN/g, JSON.stringify(NAN));
    parts.push(between.replace(/Infinity/g, '1e999'));
    at = start < text.length ? endOfString(text, start) : start;
    parts.push(text.slice(start, at));
  }
  return parts.join('');
}

/**
 * Parses the JSON part of a model file, with the NaN and Infinity that Python writes.
 * @throws FeaturescopeError model/bad-config
 */
export function parseModelJson(text: string): unknown {
  if (nestsTooDeep(text)) throw badConfig(message('part/config-too-deep', { levels: DEEPEST_NESTING }));
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(withPythonNumbers(text), (_, value: unknown) => (value === NAN ? NaN : value));
    } catch (error) {
      throw badConfig(message('part/config-no-json'), error);
    }
  }
}
