import type { PictureSource } from '../../electron/shared/contract';
import { failureData } from '../api/api';
import { baseName } from '../lib/dropped-files';
import { withMostRecent } from '../lib/recent';
import type { AppModel } from './app-model.svelte';

type Parts = Pick<
  AppModel,
  'analysing' | 'failures' | 'point' | 'session' | 'settings' | 'toasts' | 'wording'
>;

/** Where the sample photo's point starts: the cat's left eye, so that the first look shows what a point is. */
const SAMPLE_POINT = { x: 172.5, y: 110.5 };

/** Opens pictures, and remembers the last ones. */
export class PictureOpening {
  constructor(readonly app: Parts) {}

  /** Opens a picture and analyses it. */
  async use(source: PictureSource): Promise<void> {
    const { analysing, session, settings } = this.app;
    const name = source.kind === 'path' ? baseName(source.path) : source.kind === 'sample' ? '' : source.name;
    if (!(await session.openPicture(source, name))) return;
    this.take();
    if (source.kind === 'path') {
      const recentPictures = withMostRecent(source.path, settings.value.recentPictures);
      settings.update({ recentPictures, lastPicture: source.path });
    } else settings.update({ lastPicture: '' });
    await analysing.start();
  }

  /** Opens the picture of the last run, or the sample; true when it is there. */
  async openFirst(): Promise<boolean> {
    const { failures, session, settings } = this.app;
    const { lastPicture } = settings.value;
    if (lastPicture !== '') {
      const source = { kind: 'path', path: lastPicture } as const;
      if (await session.openPicture(source, baseName(lastPicture))) return true;
      const { pictureWork } = session;
      if (pictureWork.kind !== 'failed') return false; // another picture took its place
      failures.tell('error.image', pictureWork.failure, { name: pictureWork.what });
      settings.update({ lastPicture: '' });
    }
    return session.openPicture({ kind: 'sample' }, '');
  }

  /** Point and crop frame start anew on a picture, and its warnings are told. */
  take(): void {
    const { analysing, point, session, toasts, wording } = this.app;
    const { picture } = session;
    if (!picture) return;
    analysing.cropShift = 0;
    point.hovered = null;
    point.pinned = picture.isSample ? SAMPLE_POINT : null;
    if (picture.warnings.length === 0) return;
    const message = picture.warnings.join(' ');
    const failure = { ...failureData('image/warning', {}), message, detail: message };
    toasts.show({ tone: 'warn', text: wording.t('warning.picture', { name: picture.name }), failure });
  }
}
