import {
  clampToImage,
  imageFromUnit,
  unitFromImage,
  type Point,
  type Shown,
  type Size,
} from '../lib/coordinates';

/**
 * The one image point that every pane marks. The pointer moves it; a click pins it, and then it comes back when the pointer
 * leaves.
 */
export class PointModel {
  hovered = $state.raw<Point | null>(null);
  pinned = $state.raw<Point | null>(null);
  picture = $state.raw<Size | null>(null);
  shown = $state.raw<Shown | null>(null);
  modelSize = $state.raw<Size | null>(null);

  /** Image pixels of the full picture. */
  readonly inImage = $derived(this.hovered ?? this.pinned);
  /** 0..1 over the model's input; null where the model does not see the point. */
  readonly inUnit = $derived(
    this.inImage && this.shown && this.modelSize
      ? unitFromImage(this.inImage, this.shown, this.modelSize)
      : null,
  );

  hover(point: Point | null): void {
    this.hovered = point && this.picture ? clampToImage(point, this.picture) : null;
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
    if (!this.picture) return;
    const from = this.pinned ?? this.hovered ?? { x: this.picture.width / 2, y: this.picture.height / 2 };
    this.hovered = null;
    this.pinned = clampToImage(
      { x: Math.floor(from.x) + 0.5 + dx, y: Math.floor(from.y) + 0.5 + dy },
      this.picture,
    );
  }
}
