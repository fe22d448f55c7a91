/** A frame of an animation: a still picture of its own, and how it joins those before it. */
export interface AnimationFrame {
  /** A file of the same format that holds this frame alone. */
  readonly still: () => Uint8Array;
  /** Where it lies on the canvas, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** It takes the place of what lies there, transparent parts too; else it is laid over it. */
  readonly replaces: boolean;
  /** What becomes of its part of the canvas when the next frame comes. */
  readonly afterwards: 'stays' | 'cleared' | 'restored';
  /** What its part is filled with when it is cleared; undefined: nothing. */
  readonly clearColour?: string | undefined;
}

/** The frames of a picture file, and the first one that others are laid on: one before it stands alone. */
export interface Animation {
  readonly frames: readonly AnimationFrame[];
  readonly begin: number;
}
