import fs from 'node:fs';
import path from 'node:path';
import type { RgbImage } from '../../electron/core/tensor';
import { decodeImage } from '../../electron/image/decode';
import { PICTURE_FORMATS } from '../../electron/image/formats';
import type { Message } from '../../electron/shared/messages/message';
import { sentenceOf } from '../../electron/shared/messages/sentence';
import { commandLineTable } from '../../electron/shared/messages/tables';

/** The formats that are read, as sentences name them. */
export const FORMAT_NAMES = `${PICTURE_FORMATS.slice(0, -1).join(', ')} or ${PICTURE_FORMATS.at(-1)!}`;

const fixtures = path.resolve(import.meta.dirname, '../fixtures');

/** Path of a file of test/fixtures/images. */
export const imagePath = (name: string): string => path.join(fixtures, 'images', name);

/** Path of a file of test/fixtures/photos. */
export const photoPath = (name: string): string => path.join(fixtures, 'photos', name);

/** Bytes of a file of test/fixtures/images. */
export function imageBytes(name: string): Uint8Array {
  return new Uint8Array(fs.readFileSync(imagePath(name)));
}

/** Little-endian float32 file of test/fixtures/images. */
export function imageFloats(name: string): Float32Array {
  return new Float32Array(imageBytes(name).buffer);
}

/** A list that test/fixtures/make-image-fixtures.py recorded. */
export function imageCases<Case>(name: string): Case[] {
  return JSON.parse(new TextDecoder().decode(imageBytes(name))) as Case[];
}

/** Bytes 0..255 from a fixed seed: the top byte of a 32-bit linear congruential generator, as in the fixture script. */
export function randomBytes(count: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

/** A source of the fixture script: a photo by its file name, or noise by the name `noise-WIDTHxHEIGHT`. */
export async function sourceImage(name: string): Promise<RgbImage> {
  const match = /^noise-(\d+)x(\d+)$/.exec(name);
  if (match === null)
    return (await decodeImage(new Uint8Array(fs.readFileSync(photoPath(name))), name)).image;
  const [width, height] = [Number(match[1]), Number(match[2])];
  const seed = ['noise-640x427', 'noise-97x61', 'noise-64x48', 'noise-23x17', 'noise-1x1'].indexOf(name) + 1;
  return { data: randomBytes(width * height * 3, seed), width, height };
}

/** What a promise was rejected with; fails if it was not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => Promise.reject(new Error('expected an error')),
    (error: unknown) => error,
  );
}

/** Warnings as the command line says them. */
export function sentences(warnings: readonly Message[]): string[] {
  return warnings.map((warning) => sentenceOf(warning, commandLineTable));
}
