/**
 * Label files as other programs write them, brought into the forms that are read here: JSON, or one label a line with its
 * number before it.
 */

/** Far beyond any list of names. */
const LONGEST_PYTHON = 4 * 1024 ** 2;

const STRING = /^(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/s;

/** A list or dictionary as Python prints it, perhaps with the name that it is given to, as JSON; undefined if it is none. */
function pythonAsJson(text: string): string | undefined {
  let rest = text.replace(/^\s*[A-Za-z_]\w*\s*=\s*(?=[[({])/, '').trim();
  if (!/^[[({]/.test(rest) || rest.length > LONGEST_PYTHON) return undefined;
  let json = '';
  while (rest !== '') {
    const string = STRING.exec(rest);
    const number = /^\d+(?=\s*:)/.exec(rest);
    if (string) {
      const letters = (string[1] ?? string[2] ?? '').replace(/\\(.)/gs, '$1');
      json += JSON.stringify(letters);
    } else if (number) json += `"${number[0]}"`;
    else json += rest[0] === '(' ? '[' : rest[0] === ')' ? ']' : rest[0]!;
    rest = rest.slice((string ?? number ?? [' '])[0].length);
  }
  return json.replace(/,(\s*[\]}])/g, '$1');
}

/** A label map of TensorFlow's object detection: `item { id: 1 name: 'cat' }`; a name to show goes before an id of its own. */
function fromLabelMap(text: string): string | undefined {
  if (!/^\s*item\s*\{/.test(text)) return undefined;
  const valueOf = (item: string, key: string) =>
    new RegExp(`(?:^|[\\s{,])${key}\\s*:\\s*(?:"([^"]*)"|'([^']*)'|(\\d+))`).exec(item)?.slice(1).join('');
  const items = [...text.matchAll(/item\s*\{([^}]*)\}/g)].map(([, item = '']) => item);
  return items
    .map((item) => `${valueOf(item, 'id')}\t${valueOf(item, 'display_name') ?? valueOf(item, 'name')}`)
    .join('\n');
}

/** The names of a data set's description in YAML: in brackets behind the word, or below it, until the next word. */
function fromYaml(text: string): string | undefined {
  const [, inBrackets, below] =
    /^(?:names|classes|labels):[ \t]*(?:(\[[^\]]*\])|\n((?:[ \t]*-[^\n]*\n?|[ \t]+[^\n]*\n?)+))/m.exec(
      text,
    ) ?? [];
  if (below !== undefined) return below;
  return inBrackets
    ?.slice(1, -1)
    .split(',')
    .map((name) => name.trim().replace(/^(['"])(.*)\1$/, '$2'))
    .join('\n');
}

/** Lines without remarks, bullets and quotes, where all of them have such. */
function plainLines(text: string): string {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const isRemark = (line: string) => /^\s*#(?!\s*\d)/.test(line);
  const told = lines.every(isRemark) ? lines : lines.filter((line) => !isRemark(line));
  const FRAMES = [/^\s*[-*•]\s+(.*)$/, /^\s*'([^']*)',?\s*$/];
  const frame = FRAMES.find((pattern) => told.every((line) => pattern.test(line)));
  return (frame ? told.map((line) => line.replace(frame, '$1')) : told).join('\n');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param text  of a label file
 * @returns the same labels as JSON or lines; the text itself where nothing of all that is in it
 */
export function inKnownForm(text: string): string {
  if (isJson(text)) return text;
  const python = pythonAsJson(text);
  if (python !== undefined && isJson(python)) return python;
  // Brackets around numbers are no list.
  if (/^\s*[[{](?!\d+\])/.test(text)) return text;
  const unix = text.replace(/\r\n?/g, '\n');
  return plainLines(fromLabelMap(unix) ?? fromYaml(unix) ?? text);
}

/** Where other programs keep the names in a file of several things. */
const KEYS = ['id2label', 'labels', 'classes', 'class_names', 'names', 'categories'];

/** The names themselves in JSON that holds more. */
export function namesInside(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  const values = KEYS.map((key) => (json as Record<string, unknown>)[key]);
  return values.find((value) => typeof value === 'object' && value !== null) ?? json;
}
