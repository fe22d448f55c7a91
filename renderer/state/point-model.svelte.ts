import {
  clampToImage,
  imageFromUnit,
  unitFromImage,
  type Point,
  type Shown,
  type Size,
} from '../lib/coordinates';
import type { Session } from './session.svelte';

/**
 * The one image point that every pane marks. The pointer moves it; a click pins it, and then it comes back when the pointer
 * leaves.
 */
export class PointModel {
  hovered = $state.raw<Point | null>(null);
  pinned = $state.raw<Point | null>(null);

  /** Where the picture on screen lies in the model's input; null while there is no result for it. */
  readonly shown: Shown | null = $derived.by(() => {
    const { analysis, picture } = this.session;
    return analysis && analysis.pictureId === picture?.pictureId ? analysis.shown : null;
  });
  readonly modelSize: Size | null = $derived.by(() => {
    const { model } = this.session;
    return model && { height: model.inputSize[0], width: model.inputSize[1] };
  });
  /** Image pixels of the full picture. */
  readonly inImage = $derived(this.hovered ?? this.pinned);
  /** 0..1 over the model's input; null where the model does not see the point. */
  readonly inUnit = $derived(
    this.inImage && this.shown && this.modelSize
      ? unitFromImage(this.inImage, this.shown, this.modelSize)
      : null,
  );

  constructor(readonly session: Pick<Session, 'analysis' | 'model' | 'picture'>) {}

  hover(point: Point | null): void {
    const { picture } = this.session;
    this.hovered = point && picture ? clampToImage(point, picture) : null;
  }

  hoverUnit(unit: Point): void {
    if (this.shown && this.modelSize) this.hover(imageFromUnit(unit, this.shown, this.modelSize));
  }

  pin(): void {
    if (this.inImage) this.pinned = this.inImage;
  }

  free(): void {
    this.pinned = null;
  }

  /** Moves the pinned point by whole image pixels; without one it starts in the middle. */
  move(dx: number, dy: number): void {
    const { picture } = this.session;
    if (!picture) return;
    const from = this.pinned ?? this.hovered ?? { x: picture.width / 2, y: picture.height / 2 };
    this.hovered = null;
    this.pinned = clampToImage(
      { x: Math.floor(from.x) + 0.5 + dx, y: Math.floor(from.y) + 0.5 + dy },
      picture,
    );
  }
}
