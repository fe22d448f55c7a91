import type { MatrixModel } from './matrix-model.svelte';

/** Moves the keyboard place of the matrix by a key; returns the scroll that shows it, null for any other key. */
export function keyboardMove(
  event: KeyboardEvent,
  matrix: MatrixModel,
): { left: number; top: number } | null {
  if (event.altKey || event.metaKey || event.ctrlKey) return null;
  const { active, isFlipped, linesOnScreen } = matrix;
  const last = matrix.choice.matrix.length - 1;
  const page = isFlipped
    ? Math.max(1, Math.floor(matrix.widthPx / (matrix.layout.tilePx + 4)))
    : linesOnScreen;
  switch (event.key) {
    case 'ArrowLeft':
      return matrix.moveActive(-1, 0);
    case 'ArrowRight':
      return matrix.moveActive(1, 0);
    case 'ArrowUp':
      return matrix.moveActive(0, -1);
    case 'ArrowDown':
      return matrix.moveActive(0, 1);
    case 'Home':
      return matrix.activate({ ...active, position: 0 });
    case 'End':
      return matrix.activate({ ...active, position: last });
    case 'PageUp':
      return matrix.activate({ ...active, rank: active.rank - page });
    case 'PageDown':
      return matrix.activate({ ...active, rank: active.rank + page });
    default:
      return null;
  }
}
