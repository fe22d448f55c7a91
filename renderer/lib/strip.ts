/** Choices side by side: one tab stop, arrow keys choose. */
interface Strip<Value> {
  readonly value: Value;
  readonly options: readonly { readonly value: Value }[];
  readonly onchange: (value: Value) => void;
}

const ACROSS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };
const DOWN: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/**
 * Chooses the neighbour by an arrow key, around the ends, and takes the focus along.
 * @param root     whose buttons are the options, in their order
 * @param hasDown  up and down choose too
 */
export function chooseByArrow<Value>(
  event: KeyboardEvent,
  root: HTMLElement,
  { value, options, onchange }: Strip<Value>,
  hasDown: boolean,
): void {
  const step = ACROSS[event.key] ?? (hasDown ? DOWN[event.key] : undefined);
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  const at = options.findIndex((option) => option.value === value);
  const next = (at + step + options.length) % options.length;
  onchange(options[next]!.value);
  root.querySelectorAll('button')[next]?.focus();
}
