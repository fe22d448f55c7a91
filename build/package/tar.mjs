import path from 'node:path';
import { runTool } from './run-tool.mjs';

/**
 * Packs the app's folder as NAME.tar.gz: names sorted, one owner and one time for all, so that equal folders give equal files.
 * @param {string} folder
 * @param {string} target
 * @param {{ isFast: boolean, epoch: number }} options
 */
export function packTar(folder, target, { isFast, epoch }) {
  const inside = path.basename(target, '.tar.gz');
  runTool('tar', [
    ...['--sort=name', '--format=gnu', `--mtime=@${epoch}`, '--owner=0', '--group=0', '--numeric-owner'],
    // -n: neither name nor time in the head of the file.
    `--use-compress-program=gzip -n -${isFast ? 1 : 6}`,
    `--transform=s,^${path.basename(folder)},${inside},`,
    ...['-C', path.dirname(folder), '-cf', target, path.basename(folder)],
  ]);
}
