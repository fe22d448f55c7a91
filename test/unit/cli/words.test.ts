import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { foldersOf } from '../../../electron/cli/commands/export';
import type { CommandContext } from '../../../electron/cli/context';
import { forEachPicture } from '../../../electron/cli/each-picture';
import { Reporter } from '../../../electron/cli/reporter';
import { table } from '../../../electron/cli/table';
import { failed, FeaturescopeError } from '../../../electron/shared/errors';
import { message } from '../../../electron/shared/messages/message';

const unreadable = (file: string) =>
  failed('labels/not-utf8', {}, { during: [message('doing/reading', { file })] });

/** A stream that keeps what is written. */
class Sink extends Writable {
  text = '';
  isTTY = false;

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** A stream that fails as a full disk or a closed pipe does. */
function failing(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`${code}: broken`), { code })),
  });
}

describe('table', () => {
  it('pads columns, numbers to the right, and leaves no blanks at line ends', () => {
    const rows = [
      ['a', '1', 'x'],
      ['long', '200', ''],
    ];
    expect(table(rows, [1])).toBe('a       1  x\nlong  200\n');
  });

  it('keeps a row on its line, whatever is in a name', () => {
    expect(table([['a\nb\u001b[31m', 'c']])).toBe('a b [31m  c\n');
  });
});

describe('Reporter', () => {
  const start = () => {
    const [out, err] = [new Sink(), new Sink()];
    return { out, err, reporter: new Reporter(out, err) };
  };

  it('writes data to stdout, everything else to stderr', () => {
    const { out, err, reporter } = start();
    reporter.print('data');
    reporter.print('more\n');
    reporter.warn('look out.');
    reporter.fail(unreadable('a.png'));
    expect(out.text).toBe('data\nmore\n');
    expect(err.text).toBe(
      'warning: look out.\nerror labels/not-utf8: reading a.png: it is no text in UTF-8; save it again in that encoding.\n',
    );
  });

  it('keeps a failure on one line, also with odd names in it, and every blank of them', () => {
    const { err, reporter } = start();
    reporter.fail(unreadable('a  b\n\u001b[2Jc\r.png'));
    expect(err.text).toBe(
      'error labels/not-utf8: reading a  b  [2Jc .png: it is no text in UTF-8; save it again in that encoding.\n',
    );
  });

  it('asks to report what nobody foresaw, without a stack', () => {
    const { err, reporter } = start();
    reporter.fail(new TypeError('x is not a function'));
    expect(err.text).toMatch(/^error internal\/unexpected: x is not a function; .*report it[^\n]*\n$/);
  });

  it('shows progress only where somebody watches, and wipes it before other words', () => {
    const { err, reporter } = start();
    reporter.progress('working');
    expect(err.text).toBe('');
    err.isTTY = true;
    reporter.progress('working');
    reporter.warn('look out.');
    expect(err.text).toBe('working ...\r\u001b[Kwarning: look out.\n');
  });

  it('does not mind a reader that has seen enough', async () => {
    const reporter = new Reporter(failing('EPIPE'), new Sink());
    reporter.print('data');
    await expect(reporter.finish()).resolves.toBeUndefined();
  });

  it.each([
    ['ENOSPC', 'output/disk-full', 'printing the result: the disk is full'],
    ['EIO', 'output/unwritable', 'printing the result: it cannot be written (EIO: broken)'],
  ])('tells that the result could not be printed: %s', async (code, want, words) => {
    const reporter = new Reporter(failing(code), new Sink());
    reporter.print('data');
    const error: unknown = await reporter.finish().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FeaturescopeError);
    expect((error as FeaturescopeError).code).toBe(want);
    expect((error as FeaturescopeError).message).toContain(words);
  });
});

describe('foldersOf', () => {
  it('is the folder itself for one picture', () => {
    expect(foldersOf(['a/cat.png'], 'out')).toEqual(['out']);
  });

  it.each([
    [
      ['a/cat.png', 'dog.jpg'],
      ['out/cat', 'out/dog'],
    ],
    [
      ['a/cat.png', 'b/cat.jpg', 'cat'],
      ['out/cat', 'out/cat-2', 'out/cat-3'],
    ],
    [
      ['cat.png', 'cat.png'],
      ['out/cat', 'out/cat-2'],
    ],
    [
      ['cat.png', 'cat-2.png', 'cat.jpg'],
      ['out/cat', 'out/cat-2', 'out/cat-3'],
    ],
    [
      ['cat-2.png', 'cat.png', 'cat.jpg'],
      ['out/cat-2', 'out/cat', 'out/cat-3'],
    ],
    [
      ['Cat.png', 'cat.png'],
      ['out/Cat', 'out/cat-2'],
    ],
    [
      ['...png', '..png', '.'],
      ['out/picture', 'out/picture-2', 'out/picture-3'],
    ],
    [
      ['猫 #1 100%.png', '.hidden'],
      ['out/猫 #1 100%', 'out/.hidden'],
    ],
  ])('%j has a folder each', (files, want) => {
    expect(foldersOf(files, 'out')).toEqual(want);
  });
});

describe('forEachPicture', () => {
  const start = () => {
    const err = new Sink();
    let discarded = 0;
    const context = {
      reporter: new Reporter(new Sink(), err),
      checkpoint: () => Promise.resolve(),
      discardUnfinished: () => discarded++,
    } as unknown as CommandContext;
    return { context, err, discarded: () => discarded };
  };
  const failFor =
    (...bad: string[]) =>
    (file: string) =>
      bad.includes(file) ? Promise.reject(unreadable(file)) : Promise.resolve(file.toUpperCase());

  it('does the others where one fails, says so, and fails in the end', async () => {
    const { context, err, discarded } = start();
    const done: string[] = [];
    await expect(
      forEachPicture(context, ['a', 'b', 'c'], failFor('b'), (results) => done.push(...results)),
    ).rejects.toThrow('working through 3 pictures: 1 of them failed, see above; the others are done.');
    expect(done).toEqual(['A', 'C']);
    expect(err.text).toBe(
      'error labels/not-utf8: reading b: it is no text in UTF-8; save it again in that encoding.\n',
    );
    expect(discarded()).toBe(1);
  });

  it('has nothing to show where all fail', async () => {
    const { context } = start();
    const afterwards = () => {
      throw new Error('there is no result');
    };
    await expect(forEachPicture(context, ['a', 'b'], failFor('a', 'b'), afterwards)).rejects.toThrow(
      'working through 2 pictures: all of them failed, see above.',
    );
  });

  it('passes the failure of a single picture on', async () => {
    const { context, err } = start();
    await expect(forEachPicture(context, ['a'], failFor('a'))).rejects.toThrow(
      'reading a: it is no text in UTF-8; save it again in that encoding.',
    );
    expect(err.text).toBe('');
  });

  it('stops at once when it is interrupted or meets a mistake of ours', async () => {
    for (const error of [failed('job/cancelled', { left: '-' }), new TypeError('oops')]) {
      const { context } = start();
      const seen: string[] = [];
      const work = (file: string) => {
        seen.push(file);
        return Promise.reject(error);
      };
      await expect(forEachPicture(context, ['a', 'b'], work)).rejects.toBe(error);
      expect(seen).toEqual(['a']);
    }
  });
});
