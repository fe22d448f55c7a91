import { InvalidArgumentError, Option, type Command } from 'commander';
import path from 'node:path';
import { CAPTURE_LIMITS, captureFrames, listCameras } from '../../camera/camera';
import type { CapturedFrame } from '../../camera/types';
import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import type { CommandContext } from '../context';
import { commandLineNote, commandLineSentence } from '../reporter';
import { table } from '../table';
import type { RunCommand } from '../command';
import { toCount } from '../option-values';

interface CaptureCommandOptions {
  readonly list?: boolean;
  readonly device?: string;
  readonly frames: number;
  readonly interval: number;
  readonly size?: { readonly width: number; readonly height: number };
  readonly out: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Takes frames with a webcam, or lists the cameras. */
async function capture(context: CommandContext, options: CaptureCommandOptions): Promise<void> {
  if (options.list) await printCameras(context, options);
  else await writeFrames(context, options);
}

async function printCameras({ reporter }: CommandContext, { json }: CaptureCommandOptions): Promise<void> {
  const cameras = await listCameras();
  if (json) reporter.printJson({ cameras });
  else if (cameras.length > 0) reporter.print(table(cameras.map(({ id, label }) => [id, label])));
  else reporter.warn(commandLineNote(message('note/no-camera')));
}

async function writeFrames(context: CommandContext, options: CaptureCommandOptions): Promise<void> {
  const { reporter } = context;
  const files = context.outputs(options.force === true);
  const nameOf = (index: number) => path.join(options.out, `o-${index}.jpg`);
  for (let index = 0; index < options.frames; index++) await files.reserve(nameOf(index));
  reporter.progress(`taking ${options.frames} frames`);
  const frames = await captureFrames({
    device: options.device ?? null,
    frames: options.frames,
    intervalMs: options.interval,
    size: options.size ?? null,
    signal: context.signal,
    onProgress: (taken, total) => reporter.progress(`frame ${taken} of ${total}`),
  });
  for (const { index, jpeg } of frames) if (jpeg) await files.add(nameOf(index), jpeg);
  await context.checkpoint();
  tell(context, await files.commit(), frames, options);
}

/** The frames that came, then those that did not. */
function tell(
  { reporter }: CommandContext,
  written: readonly string[],
  frames: readonly CapturedFrame[],
  { json, size, frames: wanted }: CaptureCommandOptions,
): void {
  const missing = frames.flatMap(({ index, error }) => (error ? [{ index, error }] : []));
  if (json) {
    const reasons = missing.map(({ index, error }) => ({
      frame: index,
      code: error.code,
      message: commandLineSentence(error),
    }));
    reporter.printJson({ files: written, failed: reasons });
  } else reporter.printLines(written);
  const other = frames.find(
    (frame) => size && frame.size && (frame.size.width !== size.width || frame.size.height !== size.height),
  )?.size;
  if (size && other)
    reporter.warn(
      commandLineNote(
        message('note/other-frame-size', { ...other, wantedWidth: size.width, wantedHeight: size.height }),
      ),
    );
  const black = frames.filter(({ isBlack }) => isBlack).length;
  if (black > 0) reporter.warn(commandLineNote(message('note/black-frames', { black, frames: wanted })));
  for (const { error } of missing) reporter.fail(error);
  if (missing.length > 0)
    throw failed('job/partly-failed', {
      problem: message('part/frames-failed', { frames: wanted, failures: missing.length }),
    });
}

function toFrameSize(text: string): { width: number; height: number } {
  const sides = /^(\d{1,5})x(\d{1,5})$/.exec(text)?.slice(1).map(Number) ?? [];
  const [lowest, highest] = CAPTURE_LIMITS.side;
  if (sides.length !== 2 || sides.some((side) => side < lowest || side > highest))
    throw new InvalidArgumentError(`It is not like 640x480, with sides from ${lowest} to ${highest}.`);
  return { width: sides[0]!, height: sides[1]! };
}

export function addCapture(program: Command, run: RunCommand): void {
  program
    .command('capture')
    .description('frames of a webcam as o-0.jpg, o-1.jpg ...')
    .option('--list', 'list the cameras instead')
    .option(
      '--device <name>',
      'a camera of the list, or TEST:colourbars, a drawn picture for trying it without a camera (default: the first camera)',
    )
    .addOption(
      new Option('--frames <n>', 'number of frames').argParser(toCount(CAPTURE_LIMITS.frames)).default(5),
    )
    .addOption(
      new Option('--interval <ms>', 'time from one frame to the next; 0: as fast as the camera gives them')
        .argParser(toCount(CAPTURE_LIMITS.intervalMs))
        .default(0),
    )
    .addOption(
      new Option(
        '--size <size>',
        'wanted size; the camera gives the nearest that it has (default: 1280x720)',
      ).argParser(toFrameSize),
    )
    .option('--out <folder>', 'folder for the files', '.')
    .option('--force', 'replace existing files')
    .option('--json', 'print JSON')
    .action((options: CaptureCommandOptions) => run((context) => capture(context, options)));
}
