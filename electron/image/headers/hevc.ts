/**
 * The size of the coded frames in an HEVC sequence parameter set.
 * @param unit  the NAL unit with its two header bytes
 * @throws RangeError if it ends too early
 * Source: ITU-T H.265, sections 7.3.2.2 and 7.3.3.
 */
export function hevcFrameSize(unit: Uint8Array): { width: number; height: number } {
  const bits = new BitReader(withoutEmulation(unit.subarray(2)));
  bits.skip(4);
  const subLayers = bits.read(3);
  bits.skip(1);
  skipProfileTierLevel(bits, subLayers);
  bits.readExpGolomb();
  const CHROMA_444 = 3;
  if (bits.readExpGolomb() === CHROMA_444) bits.skip(1);
  return { width: bits.readExpGolomb(), height: bits.readExpGolomb() };
}

function skipProfileTierLevel(bits: BitReader, subLayers: number): void {
  bits.skip(96);
  const isPresent = Array.from({ length: subLayers }, () => [bits.read(1), bits.read(1)] as const);
  if (subLayers > 0) bits.skip(2 * (8 - subLayers));
  for (const [hasProfile, hasLevel] of isPresent) bits.skip(88 * hasProfile + 8 * hasLevel);
}

/** Without the 3 that is put behind two zero bytes so that no start code appears. */
function withoutEmulation(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, i) => !(byte === 3 && i >= 2 && bytes[i - 1] === 0 && bytes[i - 2] === 0));
}

class BitReader {
  #position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  skip(count: number): void {
    this.#position += count;
  }

  read(count: number): number {
    let value = 0;
    for (; count > 0; count--, this.#position++) {
      const byte = this.bytes[this.#position >> 3];
      if (byte === undefined) throw new RangeError('too short');
      value = value * 2 + ((byte >> (7 - (this.#position & 7))) & 1);
    }
    return value;
  }

  /** ue(v): as many zeros as bits follow the first one. */
  readExpGolomb(): number {
    let zeros = 0;
    while (this.read(1) === 0) if (++zeros > 32) throw new RangeError('too long');
    return 2 ** zeros - 1 + this.read(zeros);
  }
}
