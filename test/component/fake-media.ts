import type { MediaFeed, MediaSource } from '../../renderer/camera/media-source';
import type { RgbImage } from '../../renderer/lib/pixels';

/** A camera without a browser: the first number of its frames is 0, 1, 2 ..., and a test ends, refuses or stalls it. */
export class FakeMedia implements MediaSource {
  list = [
    { id: 'one', label: 'Desk camera' },
    { id: 'two', label: '' },
  ];
  /** Name of the DOMException that opening throws; '' opens. */
  refuses = '';
  /** Frames that come before the camera is unplugged. */
  endsAfter = Infinity;
  /** So many frames at the beginning are black. */
  blackFrames = 0;
  /** While true frames wait for `deliver`. */
  isHeld = false;
  readonly feeds: FakeFeed[] = [];
  readonly #listeners = new Set<() => void>();
  /** Lets an opening wait until the test says so. */
  opening: Promise<void> = Promise.resolve();

  get isOn(): boolean {
    return this.feeds.some((feed) => !feed.isStopped);
  }

  async devices() {
    return this.list;
  }

  async open(deviceId: string | null): Promise<MediaFeed> {
    await this.opening;
    if (this.refuses !== '') throw new DOMException('refused', this.refuses);
    const feed = new FakeFeed(this, deviceId ?? this.list[0]!.id);
    this.feeds.push(feed);
    return feed;
  }

  onDevicesChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Pretends that a camera was plugged in or pulled out. */
  changeDevices(list: typeof this.list): void {
    this.list = list;
    for (const listener of this.#listeners) listener();
  }

  async encodeJpeg({ data }: RgbImage) {
    return Uint8Array.of(0xff, 0xd8, 0xff, data[0]!);
  }
}

class FakeFeed implements MediaFeed {
  readonly stream = null;
  isStopped = false;
  hasEnded = false;
  taken = 0;
  readonly #listeners = new Set<() => void>();

  constructor(
    readonly media: FakeMedia,
    readonly deviceId: string,
  ) {}

  nextFrame(): Promise<RgbImage> {
    if (this.taken >= this.media.endsAfter) {
      this.end();
      return new Promise(() => undefined); // an unplugged camera gives no frame any more
    }
    if (this.media.isHeld) return new Promise(() => undefined);
    const isBlack = this.media.blackFrames-- > 0;
    const data = new Uint8Array(4 * 2 * 3).fill(isBlack ? 16 : 200);
    if (!isBlack) data[0] = this.taken++;
    return new Promise((resolve) => setTimeout(() => resolve({ data, width: 4, height: 2 })));
  }

  onEnded(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.isStopped = true;
  }

  /** The camera goes by itself. */
  end(): void {
    this.hasEnded = true;
    for (const listener of this.#listeners) listener();
  }
}
