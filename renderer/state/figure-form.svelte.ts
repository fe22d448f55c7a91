import type { Failure, FigureStyle } from '../../electron/shared/contract';
import { defaultSettings } from '../../electron/shared/default-settings';
import {
  badFields,
  faultOf,
  choiceOf,
  sizesOf,
  styleOf,
  textsOf,
  unitOf,
  type FieldTexts,
  type FigureField,
  type FigureLook,
  type KeptStyle,
  type LengthUnit,
  type SizeChoice,
} from '../lib/figure-fields';

/** How a figure is made up, as it is typed. */
export class FigureForm {
  texts = $state.raw<FieldTexts>()!;
  unit = $state<LengthUnit>('mm');
  format = $state<FigureStyle['format']>('jpeg');
  background = $state<FigureStyle['background']>('white');
  caption = $state(true);
  legend = $state(true);
  /** The last style that could be read, for what follows from it while something is typed. */
  #last: KeptStyle;

  readonly badFields = $derived.by(() => badFields(this.texts));
  /** As the fields describe it, drawable or not; null where a text is no number. */
  readonly read: KeptStyle | null = $derived.by(() => {
    return styleOf(this.texts, this.unit, this.#look);
  });
  /** What no figure can have, of the fields that hold numbers; null: nothing. */
  readonly fault: Failure | null = $derived.by(() => {
    const usual = textsOf(defaultSettings.figureStyle, this.unit);
    const readable = Object.fromEntries(this.badFields.map((field) => [field, usual[field]]));
    return faultOf(styleOf({ ...this.texts, ...readable }, this.unit, this.#look)!);
  });
  /** Null where it cannot be drawn. */
  readonly style: KeptStyle | null = $derived(this.fault ? null : this.read);
  readonly sizes: SizeChoice | null = $derived(this.read && choiceOf(this.read));

  constructor(style: KeptStyle) {
    this.#last = style;
    this.take(style);
  }

  /** Shows a style. */
  take(style: KeptStyle): void {
    this.unit = unitOf(style);
    this.texts = textsOf(style, this.unit);
    this.format = style.format;
    this.background = style.background;
    this.caption = style.caption;
    this.legend = style.legend;
  }

  type(field: FigureField, text: string): void {
    this.texts = { ...this.texts, [field]: text };
  }

  /** Takes sizes that are chosen at once; format and look stay. */
  useSizes(choice: SizeChoice): void {
    this.take({ ...this.#known, ...sizesOf(choice), ...this.#look });
  }

  /** Gives the same lengths in another unit. */
  useUnit(unit: LengthUnit): void {
    const { read } = this;
    if (read) this.texts = textsOf(read, unit);
    this.unit = unit;
  }

  get #look(): FigureLook {
    const { background, caption, format, legend } = this;
    return { background, caption, format, legend };
  }

  get #known(): KeptStyle {
    return (this.#last = this.read ?? this.#last);
  }
}
