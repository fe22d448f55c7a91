import type { RgbImage } from './tensor';

/** Weights are multiples of 1/2048: OpenCV's INTER_RESIZE_COEF_BITS = 11. */
const ONE = 1 << 11;

/** For every output sample: the two input samples it lies between and their weights in 1/2048. */
interface NeighbourTable {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly lowWeight: Int32Array;
  readonly highWeight: Int32Array;
}

/**
 * Bilinear resize of 8-bit pixels without antialiasing, equal to OpenCV's `cv2.resize(image, size)` (INTER_LINEAR):
 * half-pixel centres, edge clamp, 11-bit weights, and for halving both sides the mean of each 2x2 block.
 * @param width   output width in pixels, at least 1
 * @param height  output height in pixels, at least 1
 * Source of the method: OpenCV 4, modules/imgproc/src/resize.cpp.
 */
export function resizeOpencv(image: RgbImage, width: number, height: number): RgbImage {
  if (width === image.width && height === image.height) return image;
  if (image.width === 2 * width && image.height === 2 * height) return halve(image, width, height);
  const columns = neighbours(image.width, width);
  const rows = neighbours(image.height, height);
  const rowLength = width * 3;
  const out = new Uint8Array(rowLength * height);
  let upper = new Int32Array(rowLength);
  let lower = new Int32Array(rowLength);
  let upperRow = -1;
  let lowerRow = -1;
  for (let y = 0; y < height; y++) {
    const top = rows.low[y]!;
    const bottom = rows.high[y]!;
    if (top === lowerRow) {
      [upper, lower] = [lower, upper];
      [upperRow, lowerRow] = [lowerRow, upperRow];
    }
    if (top !== upperRow) blendRow(image, top, columns, upper);
    if (bottom !== lowerRow) blendRow(image, bottom, columns, lower);
    upperRow = top;
    lowerRow = bottom;
    const topWeight = rows.lowWeight[y]!;
    const bottomWeight = rows.highWeight[y]!;
    // The shifts are those of OpenCV's 8-bit column filter; each one drops bits, so they are part of the result.
    for (let i = 0; i < rowLength; i++)
      out[y * rowLength + i] =
        (((topWeight * (upper[i]! >> 4)) >> 16) + ((bottomWeight * (lower[i]! >> 4)) >> 16) + 2) >> 2;
  }
  return { data: out, width, height };
}

function neighbours(inputSize: number, outputSize: number): NeighbourTable {
  const scale = 1 / (outputSize / inputSize);
  const low = new Int32Array(outputSize);
  const high = new Int32Array(outputSize);
  const lowWeight = new Int32Array(outputSize);
  const highWeight = new Int32Array(outputSize);
  for (let i = 0; i < outputSize; i++) {
    const position = Math.fround((i + 0.5) * scale - 0.5);
    const below = Math.floor(position);
    const fraction = Math.fround(position - below);
    low[i] = Math.min(Math.max(below, 0), inputSize - 1);
    high[i] = Math.min(Math.max(below + 1, 0), inputSize - 1);
    lowWeight[i] = roundHalfEven(Math.fround(1 - fraction) * ONE);
    highWeight[i] = roundHalfEven(fraction * ONE);
  }
  return { low, high, lowWeight, highWeight };
}

/** Blends neighbouring pixels of one input row; the result is scaled by 2048. */
function blendRow(image: RgbImage, row: number, columns: NeighbourTable, out: Int32Array): void {
  const { data } = image;
  const begin = row * image.width * 3;
  const { low, high, lowWeight, highWeight } = columns;
  for (let x = 0, target = 0; x < low.length; x++, target += 3) {
    const left = begin + low[x]! * 3;
    const right = begin + high[x]! * 3;
    const leftWeight = lowWeight[x]!;
    const rightWeight = highWeight[x]!;
    for (let c = 0; c < 3; c++)
      out[target + c] = data[left + c]! * leftWeight + data[right + c]! * rightWeight;
  }
}

/** OpenCV replaces the bilinear filter by its area filter when both sides are halved exactly. */
function halve(image: RgbImage, width: number, height: number): RgbImage {
  const { data } = image;
  const out = new Uint8Array(width * height * 3);
  const rowLength = image.width * 3;
  let target = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) {
        const i = 2 * y * rowLength + 6 * x + c;
        out[target++] = (data[i]! + data[i + 3]! + data[i + rowLength]! + data[i + rowLength + 3]! + 2) >> 2;
      }
  return { data: out, width, height };
}

/** C's lrint, which OpenCV's cvRound uses: ties go to the even number. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
