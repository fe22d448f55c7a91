/** Codes up to so many bits are looked up at once; most are no longer. */
const LOOK_BITS = 9;
const LONGEST = 16;

/** A Huffman table of a JPEG file. Source: ITU-T T.81, annexes C and F.2.2.3. */
export class HuffmanTable {
  readonly #symbols: Uint8Array;
  /** By the next 9 bits: length of the code and its symbol, or 0 for longer codes. */
  readonly #looked = new Uint16Array(1 << LOOK_BITS);
  /** By length: the code behind the last one, at the left of 16 bits, and what to add to a code to find its symbol. */
  readonly #ends = new Int32Array(LONGEST + 1);
  readonly #offsets = new Int32Array(LONGEST + 1);
  /** True if the lengths are impossible. */
  readonly isDamaged: boolean;

  /**
   * @param lengths  how many codes there are of 1, 2, ... 16 bits
   * @param symbols  what they stand for, shortest first
   */
  constructor(lengths: Uint8Array, symbols: Uint8Array) {
    this.#symbols = symbols;
    let code = 0;
    let index = 0;
    let isDamaged = false;
    for (let length = 1; length <= LONGEST; length++) {
      const count = lengths[length - 1]!;
      this.#offsets[length] = index - code;
      for (let i = 0; i < count && length <= LOOK_BITS; i++) {
        const first = (code + i) << (LOOK_BITS - length);
        this.#looked.fill((length << 8) | symbols[index + i]!, first, first + (1 << (LOOK_BITS - length)));
      }
      code += count;
      index += count;
      if (code > 1 << length) isDamaged = true;
      this.#ends[length] = code << (LONGEST - length);
      code <<= 1;
    }
    this.isDamaged = isDamaged || index > symbols.length;
  }

  /**
   * The code at the beginning of 16 bits.
   * @returns its length times 256, and its symbol; 0 if there is none
   */
  find(bits: number): number {
    const looked = this.#looked[bits >> (LONGEST - LOOK_BITS)]!;
    if (looked !== 0) return looked;
    for (let length = LOOK_BITS + 1; length <= LONGEST; length++)
      if (bits < this.#ends[length]!) {
        const index = (bits >> (LONGEST - length)) + this.#offsets[length]!;
        return (length << 8) | (this.#symbols[index] ?? 0);
      }
    return 0;
  }
}
