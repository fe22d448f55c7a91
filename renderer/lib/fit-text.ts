/** Layer names differ at their end, so when room is short their beginning gives way; other words lose their end. */

/** The longest beginning of words that fits, before an ellipsis; all of them where they fit. */
export function fitHead(words: string, widthPx: number, measure: (text: string) => number): string {
  if (measure(words) <= widthPx) return words;
  let length = words.length - 1;
  while (length > 1 && measure(`${words.slice(0, length).trimEnd()}…`) > widthPx) length--;
  return `${words.slice(0, length).trimEnd()}…`;
}

/** The longest end of a name that fits, after an ellipsis; the whole name where it fits. */
export function fitTail(name: string, widthPx: number, measure: (text: string) => number): string {
  if (measure(name) <= widthPx) return name;
  let low = 1;
  let high = name.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`…${name.slice(-middle)}`) <= widthPx) low = middle;
    else high = middle - 1;
  }
  return `…${name.slice(-low)}`;
}

/** A measuring function for the page's font at a size, remembering what it has measured. */
export function textMeasure(size: string): (text: string) => number {
  let measure = measures.get(size);
  if (!measure) {
    measure = createTextMeasure(`${size} ${getComputedStyle(document.body).fontFamily}`);
    measures.set(size, measure);
  }
  return measure;
}

const measures = new Map<string, (text: string) => number>();

function createTextMeasure(font: string): (text: string) => number {
  const pen = document.createElement('canvas').getContext('2d');
  const known = new Map<string, number>();
  return (text) => {
    let width = known.get(text);
    if (width === undefined) {
      if (pen) pen.font = font;
      width = pen ? pen.measureText(text).width : text.length * 6;
      known.set(text, width);
    }
    return width;
  };
}
