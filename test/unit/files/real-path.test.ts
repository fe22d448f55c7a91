import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realPath } from '../../../electron/files/real-path';
import { readPictureBytes } from '../../../electron/image/read-file';
import { rejection } from '../image-fixtures';

// Elsewhere no name can be made that is no UTF-8.
describe.runIf(process.platform === 'linux')('a file whose name is no UTF-8', () => {
  let folder: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'real-path-'));
    for (const [name, text] of [
      ['caf\xe9.png', 'one'],
      ['\xff.png', 'two'],
      ['\xfe.png', 'three'],
    ] as const)
      fs.writeFileSync(Buffer.from(`${folder}/${name}`, 'latin1'), text);
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  it('is found by what its name reads like', async () => {
    const bytes = await readPictureBytes(path.join(folder, 'caf\ufffd.png'));
    expect(new TextDecoder().decode(bytes)).toBe('one');
  });

  it('is not guessed where two names read alike', async () => {
    const file = path.join(folder, '\ufffd.png');
    expect(await realPath(file)).toBe(file);
    expect(await rejection(readPictureBytes(file))).toMatchObject({
      code: 'image/bad-name',
      message: `reading ${file}: a name in this path is no UTF-8 text and no single file of its folder reads like that; rename the file.`,
    });
  });

  it('others are taken as they are', async () => {
    expect(await realPath('/no/such/folder/a.png')).toBe('/no/such/folder/a.png');
    expect(await rejection(readPictureBytes('/no/such/folder/\ufffd.png'))).toMatchObject({
      code: 'image/bad-name',
    });
  });
});
