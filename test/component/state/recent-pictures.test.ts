import { flushSync } from 'svelte';
import { beforeEach, expect, it } from 'vitest';
import type { Picture, PictureSource } from '../../../electron/shared/contract';
import { unpackThumbnail } from '../../../renderer/lib/thumbnail';
import { RecentPictures } from '../../../renderer/state/recent-pictures.svelte';
import { createApi } from '../helpers';
import { createSettings, createStage, type Stage } from './alone.svelte';

let stage: Stage;
let settings: ReturnType<typeof createSettings>;
const frames: PictureSource[] = [];
beforeEach(async () => {
  stage = await createStage(createApi());
  settings = createSettings({ recentPictures: ['/a/new.png', '/a/old.png'] });
});
const create = () =>
  new RecentPictures({ isFrame: (source) => frames.includes(source), session: stage, settings });

function open(source: PictureSource, patch: Partial<Picture> = {}): void {
  stage.picture = { ...stage.picture!, ...patch };
  stage.pictureSource = source;
  flushSync();
}
const pasted = (name: string, bytes = 3) => ({
  ...({ kind: 'bytes', name } as const),
  bytes: new Uint8Array(bytes),
});

it('files have a small picture of themselves, which is kept for the next start', () => {
  const recent = create();
  expect(recent.list.map(({ name, thumbnail }) => [name, thumbnail])).toEqual([
    ['new.png', null],
    ['old.png', null],
  ]);
  const data = Uint8Array.from({ length: 80 * 60 * 3 }, (_, at) => (at % 3 === 0 ? 200 : 7));
  open({ kind: 'path', path: '/a/old.png' }, { preview: { data, width: 80, height: 60 } });
  const [first] = recent.list;
  expect(first).toMatchObject({ name: 'old.png', thumbnail: { width: 40, height: 30 } });
  expect([...first!.thumbnail!.data.subarray(0, 3)]).toEqual([200, 7, 7]);
  expect(new RecentPictures(recent.parts).list[1]?.thumbnail).toMatchObject({ width: 40, height: 30 });
});

it('pasted pictures are kept while the app runs and can be opened again; frames are not among them', () => {
  const recent = create();
  const paste = pasted('image.png');
  open(paste);
  open({ kind: 'path', path: '/a/new.png' });
  expect(recent.list.map(({ name }) => name)).toEqual(['new.png', 'image.png', 'old.png']);
  expect(recent.list[1]?.source).toBe(paste);
  // Read in another way it is the same picture.
  open({ ...paste, convertColours: true });
  expect(recent.list.map(({ name }) => name)).toEqual(['image.png', 'new.png', 'old.png']);
  const frame = pasted('o-1.jpg');
  frames.push(frame);
  open(frame);
  expect(recent.list).toHaveLength(3);
});

it('of pasted pictures no more are kept than a part of the memory holds', () => {
  const recent = create();
  for (const name of ['1', '2', '3']) open(pasted(name, 30e6));
  expect(recent.list.map(({ name }) => name)).toEqual(['3', '2', 'new.png', 'old.png']);
});

it('a small picture that is not whole is none', () => {
  expect(unpackThumbnail({ picture: '/a', width: 2, height: 2, rgb: 'AAAA' })).toBeNull();
  expect(unpackThumbnail({ picture: '/a', width: 2, height: 2, rgb: '%' })).toBeNull();
});
